// The curve of a weight between two neurons: where it starts, a point on it, a part of it.

/** @import {Box, Point} from "../types.js" */
/** @import {Column} from "./network-layout.js" */

/** @typedef {{from: Point, to: Point}} Curve from the source's side to the target's, level at both ends */

/**
 * @param {Column} source
 * @param {number} i
 * @param {Column} target
 * @param {number} j
 * @returns {Curve | null}
 */
export function curveBetween(source, i, target, j) {
  const start = source.units[i];
  const end = target.units[j];
  return start && end ? { from: sideOf(start, source, target.box.x > source.box.x), to: sideOf(end, target, target.box.x < source.box.x) } : null;
}

/** @param {Box} a @param {Box} b @returns {Curve} */
export function curveOfBoxes(a, b) {
  const right = b.x > a.x;
  return {
    from: { x: right ? a.x + a.width : a.x, y: a.y + a.height / 2 },
    to: { x: right ? b.x : b.x + b.width, y: b.y + b.height / 2 },
  };
}

/**
 * Where a curve meets a neuron; of a cell, where its block ends, the cells of a row one below the other.
 * @param {Box} unit
 * @param {Column} column
 * @param {boolean} right
 */
function sideOf(unit, column, right) {
  const { box, kind, units, grid } = column;
  if (kind !== "block" || !grid) return { x: right ? unit.x + unit.width : unit.x, y: unit.y + unit.height / 2 };
  const place = Math.round((unit.x - (units[0]?.x ?? unit.x)) / unit.width);
  return { x: right ? box.x + box.width : box.x, y: unit.y + unit.height * ((place + 0.5) / grid.columns) };
}

/** @param {Curve} curve @param {number} at 0 to 1 @returns {Point} */
export function pointAt({ from, to }, at) {
  const middle = (from.x + to.x) / 2;
  const rest = 1 - at;
  const across = 3 * at * rest;
  return {
    x: rest ** 3 * from.x + across * middle + at ** 3 * to.x,
    y: (rest ** 3 + across * rest) * from.y + (at ** 3 + across * at) * to.y,
  };
}

/**
 * The four points of the part of a curve from `a` to `b`, shares of the way; the whole for 0 and 1.
 * @param {Curve} curve
 * @param {number} a
 * @param {number} b
 * @returns {[Point, Point, Point, Point]}
 */
export function partOf(curve, a, b) {
  const [start, end] = [pointAt(curve, a), pointAt(curve, b)];
  const third = (b - a) / 3;
  const [out, into] = [slopeAt(curve, a), slopeAt(curve, b)];
  return [
    start,
    { x: start.x + third * out.x, y: start.y + third * out.y },
    { x: end.x - third * into.x, y: end.y - third * into.y },
    end,
  ];
}

/** @param {Curve} curve @param {number} at @returns {Point} */
function slopeAt({ from, to }, at) {
  const half = (to.x - from.x) / 2;
  const rest = 1 - at;
  return { x: 3 * half * (rest * rest + at * at), y: 6 * at * rest * (to.y - from.y) };
}

/** @param {Curve} curve @param {number} [a] @param {number} [b] */
export function pathOf(curve, a = 0, b = 1) {
  const [p, q, r, s] = partOf(curve, a, b);
  return `M${p.x},${p.y}C${q.x},${q.y} ${r.x},${r.y} ${s.x},${s.y}`;
}

/**
 * How far a point lies from a curve, straight up or down; Infinity beside its ends.
 * @param {Curve} curve
 * @param {Point} point
 */
export function distanceTo(curve, { x, y }) {
  const { from, to } = curve;
  if (x < Math.min(from.x, to.x) || x > Math.max(from.x, to.x)) return Infinity;
  const goal = (x - from.x) / (to.x - from.x);
  let [low, high] = [0, 1];
  for (let round = 0; round < 14; round += 1) {
    const middle = (low + high) / 2;
    const way = (pointAt(curve, middle).x - from.x) / (to.x - from.x);
    if (way < goal) low = middle;
    else high = middle;
  }
  // Where a curve is steep, straight up is farther than across it.
  const steep = Math.abs(slopeAt(curve, low).y / Math.max(Math.abs(slopeAt(curve, low).x), 1));
  return Math.abs(pointAt(curve, low).y - y) / Math.hypot(1, steep);
}
