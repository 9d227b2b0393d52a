// The weights as edges: elements of the page where there are few, strokes of a canvas where there are many.

import { curveBetween, curveOfBoxes, distanceTo, partOf, pathOf } from "../layout/network-curves.js";
import { seen } from "../state/network.js";
import { tint } from "./network-neuron.js";
import { widthOf } from "./network-palette.js";
import { make, put } from "./svg.js";

/** @import {Num, Point} from "../types.js" */
/** @import {Net} from "../state/network.js" */
/** @import {NetworkLayout} from "../layout/network-layout.js" */
/** @import {Curve} from "../layout/network-curves.js" */
/** @import {Flow} from "./network-scene.js" */
/** @import {Palette} from "./network-palette.js" */

/**
 * @typedef {object} Weight
 * @property {number} layer
 * @property {number} input
 * @property {number} unit
 * @property {Curve} curve
 * @property {Num} value
 * @property {SVGPathElement | null} path
 */

/** Above this many, a canvas draws them. */
const MOST_ELEMENTS = 250;
const ROUNDS = 6;
const NEAR = 7;

/** @param {SVGGElement} layer */
export function createWeights(layer) {
  /** @type {Weight[]} */
  let weights = [];
  /** @type {{unit: number | null, curve: Curve}[]} to the loss, from each output or from all of them */
  let exits = [];
  /** @type {Map<string, {colour: Num, width: number, path: Path2D}>} */
  let strokes = new Map();
  /** @type {Weight[] | null} */
  let focus = null;
  /** Updates that the lines show. */
  let weighed = 0;

  /** Many lines of one colour and width are one stroke; in several rounds, lest one colour lie over all others. */
  function gather() {
    strokes = new Map();
    const sorted = weights.map((weight, k) => ({ weight, round: k % ROUNDS })).sort((one, other) => one.round - other.round);
    for (const { weight, round } of sorted) {
      const { value, curve } = weight;
      const width = widthOf(value);
      const key = `${round} ${Math.sign(Number(value))} ${width}`;
      const stroke = strokes.get(key) ?? { colour: value, width, path: new Path2D() };
      trace(stroke.path, curve, 0, 1);
      strokes.set(key, stroke);
    }
  }

  return {
    get all() {
      return weights;
    },
    get onCanvas() {
      return weights.length > MOST_ELEMENTS;
    },
    /** @param {Net} net @param {NetworkLayout} layout */
    build(net, layout) {
      const { layers } = net.network;
      weights = layers.flatMap((one, index) => (one.edges?.shown ?? []).flatMap(([input, unit], k) => {
        const [source, target] = [layout.columns[index - 1], layout.columns[index]];
        const curve = source && target ? curveBetween(source, input, target, unit) : null;
        return curve ? [{ layer: index, input, unit, curve, value: one.edges?.weights[k] ?? 0, path: null }] : [];
      }));
      const last = layout.columns.at(-1);
      const { loss } = layout;
      exits = [];
      if (last && loss) exits = last.kind === "block" ? [{ unit: null, curve: curveOfBoxes(last.box, loss) }] : last.units.map((box, unit) => ({ unit, curve: curveOfBoxes(box, loss) }));
      const lines = exits.map(({ curve }) => make("path", { class: "exit", d: pathOf(curve) }));
      if (this.onCanvas) gather();
      else {
        for (const weight of weights) {
          weight.path = make("path", { class: "weight", d: pathOf(weight.curve), "data-weight": `${weight.layer}:${weight.input}:${weight.unit}` });
          dress(weight);
        }
      }
      weighed = 0;
      layer.replaceChildren(...lines, ...weights.flatMap(({ path }) => (path ? [path] : [])));
      focus = null;
    },
    /** Take the values that are to be seen now; an update changes them. @param {Net} net @param {number} shown */
    weigh(net, shown) {
      const first = net.story.trace.steps.findIndex(({ phase }) => phase === "update");
      const updates = first < 0 ? 0 : Math.max(shown - first, 0);
      if (updates === weighed) return;
      weighed = updates;
      let changed = false;
      for (const weight of weights) {
        const { value } = seen(net, shown, weight.layer, "W", weight.unit, 0, weight.input);
        if (value === undefined || value === weight.value) continue;
        weight.value = value;
        changed = true;
        dress(weight);
      }
      if (changed && this.onCanvas) gather();
    },
    /** Light some and let the others step back; null for all alike. @param {((weight: Weight) => boolean) | null} chosen */
    highlight(chosen) {
      focus = chosen ? weights.filter(chosen) : null;
      layer.classList.toggle("dimmed", focus !== null);
      if (this.onCanvas) return;
      const set = new Set(focus);
      for (const weight of weights) weight.path?.classList.toggle("chosen", set.has(weight));
    },
    /** @param {CanvasRenderingContext2D} context @param {Palette} palette */
    draw(context, palette) {
      if (!this.onCanvas) return;
      context.globalAlpha = focus ? 0.1 : 0.6;
      for (const { colour, width, path } of strokes.values()) {
        context.strokeStyle = palette.line(colour);
        context.lineWidth = width;
        context.stroke(path);
      }
      context.globalAlpha = 1;
      for (const { value, curve } of focus ?? []) {
        const path = new Path2D();
        trace(path, curve, 0, 1);
        context.strokeStyle = palette.line(value);
        context.lineWidth = widthOf(value) + 1;
        context.stroke(path);
      }
    },
    /** The curves a flow goes along. @param {Flow} flow @returns {Curve[]} */
    along({ along, layer: at, unit, input }) {
      if (along === "loss") return exits.filter((one) => unit === null || one.unit === null || one.unit === unit).map(({ curve }) => curve);
      return weights.filter((one) => one.layer === at && (unit === null || one.unit === unit) && (input === null || one.input === input)).map(({ curve }) => curve);
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

/** @param {Weight} weight */
function dress({ path, value }) {
  if (!path) return;
  tint(path, value);
  put(path, { "stroke-width": widthOf(value), "data-value": String(value) });
}

/**
 * Add the part of a curve from `a` to `b` to a path.
 * @param {Path2D | CanvasRenderingContext2D} path
 * @param {Curve} curve
 * @param {number} a
 * @param {number} b
 */
export function trace(path, curve, a, b) {
  const [p, q, r, s] = partOf(curve, a, b);
  path.moveTo(p.x, p.y);
  path.bezierCurveTo(q.x, q.y, r.x, r.y, s.x, s.y);
}
