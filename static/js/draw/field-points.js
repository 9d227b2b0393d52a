// The rows of the data as spots of a plot: two inputs make a plane, one input and its targets a curve's points.

import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from "d3-shape";

/** @import {Data} from "../types.js" */

/**
 * @typedef {object} Spot
 * @property {number} row
 * @property {number} x
 * @property {number} y
 * @property {number} label the class, or of a curve the target's column
 * @property {boolean} held whether the row is held out
 *
 * @typedef {[number, number]} Range
 * @typedef {{x: Range, y: Range}} Ranges
 *
 * Between the numbers of a plot and the pixels of its picture.
 * @typedef {object} Scales
 * @property {(x: number) => number} x
 * @property {(y: number) => number} y
 * @property {(x: number, y: number) => [number, number]} back
 */

const SHAPES = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond];
/** More spots than this hide each other, and take longer to draw than the eye needs to see them. */
const MOST = 2_000;
/** Room beyond the outermost points, as a share of their extent. */
const ROOM = 0.12;
/** With many points each is smaller. */
const SIZES = [{ most: 12, area: 70 }, { most: 80, area: 42 }, { most: 300, area: 30 }, { most: Infinity, area: 18 }];

/** @typedef {"plane" | "line"} Plot */

/** What the data's rows can be drawn as. @param {Data | null} data @returns {Plot | null} */
export function plotOf(data) {
  if (data?.features.length === 2) return "plane";
  return data?.features.length === 1 && data.t ? "line" : null;
}

/**
 * Work out once for each data what follows from them alone.
 * @template T
 * @param {(data: Data) => T} work
 * @returns {(data: Data) => T}
 */
export function forEach(work) {
  /** @type {WeakMap<Data, {found: T}>} */
  const known = new WeakMap();
  return (data) => {
    const one = known.get(data) ?? { found: work(data) };
    known.set(data, one);
    return one.found;
  };
}

/** One row in so many is drawn. @param {Data} data */
export function strideOf(data) {
  return Math.max(1, Math.ceil(data.x.length / MOST));
}

export const spotsOf = forEach((data) => {
  const plot = plotOf(data);
  const stride = strideOf(data);
  /** @type {Spot[]} */
  const spots = [];
  data.x.forEach((inputs, row) => {
    if (row % stride) return;
    const held = row >= data.train;
    const first = Number(inputs[0]);
    if (plot === "plane") spots.push({ row, x: first, y: Number(inputs[1]), label: data.labels?.[row] ?? 0, held });
    else data.t?.[row]?.forEach((target, column) => spots.push({ row, x: first, y: Number(target), label: column, held }));
  });
  return spots.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
});

/** @param {readonly number[]} numbers @param {Range} [nothing] when there are none @returns {Range} */
export function extentOf(numbers, nothing = [-1, 1]) {
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) {
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  if (low > high) return nothing;
  const room = (high - low) * ROOM || 0.5;
  return [low - room, high + room];
}

/** The plot that holds all rows, with some room. @type {(data: Data) => Ranges} */
export const rangesOf = forEach((data) => {
  const spots = spotsOf(data);
  return { x: extentOf(spots.map(({ x }) => x)), y: extentOf(spots.map(({ y }) => y)) };
});

/** @param {Ranges} ranges @param {{width: number, height: number}} size @returns {Scales} */
export function scalesOf({ x: [left, right], y: [low, high] }, { width, height }) {
  return {
    x: (x) => ((x - left) / (right - left)) * width,
    y: (y) => ((high - y) / (high - low)) * height,
    back: (x, y) => [left + (x / width) * (right - left), high - (y / height) * (high - low)],
  };
}

/**
 * The spot nearest to a place of the picture.
 * @param {readonly Spot[]} spots
 * @param {Scales} scales
 * @param {{x: number, y: number}} place
 * @param {number} within so many pixels
 * @returns {Spot | null}
 */
export function nearest(spots, scales, place, within) {
  let best = /** @type {Spot | null} */ (null);
  let least = within * within;
  for (const spot of spots) {
    const distance = (scales.x(spot.x) - place.x) ** 2 + (scales.y(spot.y) - place.y) ** 2;
    if (distance <= least) [best, least] = [spot, distance];
  }
  return best;
}

/**
 * Training points are filled, held-out ones hollow; a rim of paper parts them from the field.
 * @param {CanvasRenderingContext2D} pen
 * @param {readonly Spot[]} spots
 * @param {Scales} scales
 * @param {{color: (spot: Spot) => string, shaped: boolean, paper: string, ink: string, marked: number | null}} look
 */
export function drawSpots(pen, spots, scales, { color, shaped, paper, ink, marked }) {
  const area = SIZES.find(({ most }) => spots.length <= most)?.area ?? 18;
  const shapes = SHAPES.map((shape) => new Path2D(symbol(shape, area)() ?? ""));
  const ring = new Path2D(symbol(symbolCircle, area * 3.4)() ?? "");
  for (const spot of spots) {
    const path = shapes[shaped ? spot.label % shapes.length : 0];
    if (!path) continue;
    pen.save();
    pen.translate(scales.x(spot.x), scales.y(spot.y));
    const own = color(spot);
    pen.lineWidth = spot.held ? 4 : 2.5;
    pen.strokeStyle = paper;
    pen.stroke(path);
    pen.fillStyle = spot.held ? paper : own;
    pen.fill(path);
    if (spot.held) {
      pen.lineWidth = 1.75;
      pen.strokeStyle = own;
      pen.stroke(path);
    }
    if (spot.row === marked) {
      pen.lineWidth = 2;
      pen.strokeStyle = ink;
      pen.stroke(ring);
    }
    pen.restore();
  }
}
