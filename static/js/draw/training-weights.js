// The weights of a network in training: curves whose colour is the sign and whose width is the size, on the project's
// one scale; biases beside the neurons. Where they stand is fixed; a frame changes colours and widths alone.

import { curveBetween, distanceTo, pathOf } from "../layout/network-curves.js";
import { signOf } from "./sign.js";
import { faceBox } from "./training-layout.js";
import { biasesOf, weightsOf } from "./training-net.js";

/** @import {Box, Num, Point} from "../types.js" */
/** @import {Curve} from "../layout/network-curves.js" */
/** @import {TrainingLayout} from "./training-layout.js" */
/** @import {Parameters, TrainedLayer} from "./training-net.js" */
/** @import {Palette} from "./network-palette.js" */

/**
 * @typedef {object} Weight
 * @property {number} layer
 * @property {number} input
 * @property {number} unit
 * @property {Curve} curve
 * @property {Path2D} path
 * @property {Num | undefined} value
 *
 * @typedef {{layer: number, unit: number, box: Box, path: Path2D, value: Num | undefined}} Bias
 */

/** More of one layer are drawn as one band: what they are is to be seen in the neurons' faces. */
const MOST_CURVES = 1100;
const NEAR = 7;
/** A bias' chip, as a share of its neuron's side. */
const CHIP = { share: 0.22, least: 7, most: 13 };
const STRENGTH = { plain: 0.85, dimmed: 0.12 };

/** How wide a weight's line is, without steps: it is seen to grow. @param {Num | undefined} value */
export function thicknessOf(value) {
  if (value === undefined) return 0.75;
  const { side, strength } = signOf(value);
  return side === "zero" ? 0.6 : 0.6 + 4 * strength ** 1.6;
}

export function createTrainedWeights() {
  /** @type {Weight[]} */
  let weights = [];
  /** @type {Bias[]} */
  let biases = [];
  /** @type {Path2D} */
  let bands = new Path2D();
  /** @type {((weight: Weight) => boolean) | null} */
  let chosen = null;

  return {
    get all() {
      return weights;
    },
    /** Whether a bias is to be seen. */
    get biased() {
      return biases.some(({ value }) => value !== undefined);
    },
    /** @param {readonly TrainedLayer[]} layers @param {TrainingLayout} layout */
    build(layers, layout) {
      [weights, biases, bands, chosen] = [[], [], new Path2D(), null];
      layers.forEach(({ units }, layer) => {
        const [source, target] = [layout.columns[layer - 1], layout.columns[layer]];
        if (!source || !target) return;
        if (source.picture || target.picture || source.units.length * units > MOST_CURVES) bands.addPath(bandBetween(source.box, target.box));
        else weights.push(...curvesBetween(source, target));
        if (!target.picture) biases.push(...target.units.flatMap((_, unit) => biasAt(target, unit)));
      });
    },
    /** Take a frame's numbers. @param {readonly TrainedLayer[]} layers @param {Parameters} parameters */
    weigh(layers, parameters) {
      const read = layers.map((layer) => ({ weight: weightsOf(layer, parameters), bias: biasesOf(layer, parameters) }));
      for (const one of weights) one.value = read[one.layer]?.weight(one.input, one.unit);
      for (const one of biases) one.value = read[one.layer]?.bias(one.unit);
    },
    /** Light some and let the others step back; null for all alike. @param {((weight: Weight) => boolean) | null} which */
    highlight(which) {
      chosen = which;
    },
    /** @param {CanvasRenderingContext2D} context @param {Palette} palette */
    draw(context, palette) {
      context.lineCap = "round";
      context.fillStyle = palette.token("--line");
      context.globalAlpha = 0.5;
      context.fill(bands);
      for (const one of weights) {
        const { path, value } = one;
        context.globalAlpha = value === undefined ? 0.3 : chosen && !chosen(one) ? STRENGTH.dimmed : STRENGTH.plain;
        context.strokeStyle = value === undefined ? palette.token("--line-strong") : palette.line(value);
        context.lineWidth = thicknessOf(value);
        context.stroke(path);
      }
      context.globalAlpha = 1;
    },
    /** Above the faces. @param {CanvasRenderingContext2D} context @param {Palette} palette */
    drawBiases(context, palette) {
      context.lineWidth = 1;
      for (const { path, value } of biases) {
        if (value === undefined) continue;
        context.fillStyle = palette.cell(value);
        context.strokeStyle = palette.mixed("--line-strong", 25);
        context.fill(path);
        context.stroke(path);
      }
    },
    /** The weight nearest to a point. @param {Point} point @param {number} scale @returns {Weight | null} */
    near(point, scale) {
      let best = null;
      let least = NEAR / scale;
      for (const weight of weights) {
        const distance = distanceTo(weight.curve, point);
        if (distance < least) [best, least] = [weight, distance];
      }
      return best;
    },
  };
}

/** @param {TrainingLayout["columns"][number]} source @param {TrainingLayout["columns"][number]} target @returns {Weight[]} */
function curvesBetween(source, target) {
  return target.units.flatMap((_, unit) =>
    source.units.flatMap((_, input) => {
      const curve = curveBetween(source, input, target, unit);
      return curve ? [{ layer: target.layer, input, unit, curve, path: new Path2D(pathOf(curve)), value: undefined }] : [];
    }));
}

/** @param {TrainingLayout["columns"][number]} column @param {number} unit @returns {Bias[]} */
function biasAt(column, unit) {
  const box = faceBox(column, unit);
  if (!box) return [];
  const side = Math.min(Math.max(box.width * CHIP.share, CHIP.least), CHIP.most, box.width / 2);
  const path = new Path2D();
  path.roundRect(box.x - side * 0.35, box.y + box.height - side * 0.75, side, side, side * 0.3);
  return [{ layer: column.layer, unit, box, path, value: undefined }];
}

/** All weights between two layers as one band. @param {Box} from @param {Box} to */
function bandBetween(from, to) {
  const [left, right] = [from.x + from.width, to.x];
  const middle = (left + right) / 2;
  const path = new Path2D(`M${left},${from.y}C${middle},${from.y} ${middle},${to.y} ${right},${to.y}`);
  path.lineTo(right, to.y + to.height);
  path.bezierCurveTo(middle, to.y + to.height, middle, from.y + from.height, left, from.y + from.height);
  path.closePath();
  return path;
}
