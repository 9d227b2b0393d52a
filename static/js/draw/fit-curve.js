// The fit of a curve: what the network makes of each input, its neurons' own curves, and how far each point is off.

import { ticksOf } from "./field-axes.js";
import { extentOf } from "./field-points.js";

/** @import {LineField, Num} from "../types.js" */
/** @import {Pick} from "./field-cells.js" */
/** @import {FieldColors} from "./field-colors.js" */
/** @import {Range, Scales, Spot} from "./field-points.js" */

/** Steps of an axis that follows a curve. */
const ROUGH = 8;

/** The numbers of a curve; what is not finite is a gap. @param {readonly Num[]} curve */
const numbersOf = (curve) => curve.map(Number);

/** A picked neuron's curve. @param {LineField} field @param {Pick | null} pick @returns {Num[] | null} */
export function curveOf(field, pick) {
  return (pick && field.layers[pick.layer - 1]?.[pick.unit]) ?? null;
}

/**
 * The points' heights, and with a neuron's curve in the picture also its own, out to a round number: the axis rests
 * while the curve moves.
 * @param {Range} points
 * @param {readonly Num[] | null} curve
 * @returns {Range}
 */
export function heightOf(points, curve) {
  if (!curve) return points;
  const [low, high] = extentOf(numbersOf(curve).filter(Number.isFinite), points);
  const all = /** @type {Range} */ ([Math.min(points[0], low), Math.max(points[1], high)]);
  const [first = 0, second = 1] = ticksOf(all, ROUGH);
  const step = second - first;
  return [Math.floor(all[0] / step) * step, Math.ceil(all[1] / step) * step];
}

/**
 * Where a curve stands at an input, straight between its points: a place in the picture.
 * @param {readonly Num[]} xs in order
 * @param {readonly Num[]} ys
 * @param {number} x
 * @returns {number | null} null beyond its ends
 */
export function heightAt(xs, ys, x) {
  const right = xs.findIndex((one) => Number(one) >= x);
  if (right < 0 || (right === 0 && Number(xs[0]) > x)) return null;
  const left = Math.max(right - 1, 0);
  const [x0, x1, y0, y1] = [Number(xs[left]), Number(xs[right]), Number(ys[left]), Number(ys[right])];
  return x1 > x0 ? y0 + ((x - x0) / (x1 - x0)) * (y1 - y0) : y1;
}

/** @param {LineField} field @param {readonly Num[]} curve @param {Scales} scales */
function pathOf(field, curve, scales) {
  const path = new Path2D();
  let open = false;
  curve.forEach((y, i) => {
    const place = scales.y(Number(y));
    if (!Number.isFinite(place)) open = false;
    else if (open) path.lineTo(scales.x(Number(field.x[i])), place);
    else {
      path.moveTo(scales.x(Number(field.x[i])), place);
      open = true;
    }
  });
  return path;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {LineField} field
 * @param {readonly Spot[]} spots
 * @param {Scales} scales
 * @param {FieldColors} colors
 * @param {{pick: Pick | null, neurons: boolean, residuals: boolean}} how
 */
export function drawFit(pen, field, spots, scales, colors, { pick, neurons, residuals }) {
  pen.lineJoin = "round";
  const picked = curveOf(field, pick);
  pen.lineWidth = 1;
  pen.strokeStyle = colors.token("--line-strong");
  pen.globalAlpha = 0.7;
  // The last layer's are the outputs themselves.
  if (neurons) for (const layer of field.layers.slice(0, -1)) for (const curve of layer) pen.stroke(pathOf(field, curve, scales));
  pen.globalAlpha = 1;
  if (residuals && !picked) drawResiduals(pen, field, spots, scales, colors);
  pen.lineWidth = picked ? 1.25 : 2.5;
  field.output.forEach((curve, column) => {
    pen.strokeStyle = field.output.length > 1 ? colors.point(column) : colors.token("--forward");
    pen.stroke(pathOf(field, curve, scales));
  });
  if (!picked) return;
  pen.lineWidth = 2.5;
  pen.strokeStyle = colors.token("--ink");
  pen.stroke(pathOf(field, picked, scales));
}

/** @param {CanvasRenderingContext2D} pen @param {LineField} field @param {readonly Spot[]} spots @param {Scales} scales @param {FieldColors} colors */
function drawResiduals(pen, field, spots, scales, colors) {
  const sticks = new Path2D();
  for (const { x, y, label } of spots) {
    const fitted = heightAt(field.x, field.output[label] ?? [], x);
    if (fitted === null || !Number.isFinite(fitted)) continue;
    sticks.moveTo(scales.x(x), scales.y(y));
    sticks.lineTo(scales.x(x), scales.y(fitted));
  }
  pen.lineWidth = 1.5;
  pen.strokeStyle = colors.token("--backward");
  pen.globalAlpha = 0.75;
  pen.stroke(sticks);
  pen.globalAlpha = 1;
}
