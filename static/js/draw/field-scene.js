// What the field's picture shows at a moment: a pure function of the data, the frame and what was picked.

import { levelOf, middleOf, pickedOf, seenOf } from "./field-cells.js";
import { plotOf, rangesOf, spotsOf } from "./field-points.js";
import { curveOf, heightOf } from "./fit-curve.js";

/** @import {Data, Frame, LineField, PlaneField} from "../types.js" */
/** @import {Pick, Regions, Surface} from "./field-cells.js" */
/** @import {Plot, Range, Ranges, Spot} from "./field-points.js" */

/**
 * @typedef {object} FieldScene
 * @property {Plot} plot
 * @property {Data} data
 * @property {PlaneField | LineField | null} field null before the first frame
 * @property {Pick | null} pick of a neuron that is there; null is the output
 * @property {Surface | Regions | null} seen the cells of a plane
 * @property {number | null} middle between the two classes' targets
 * @property {number | null} level of the boundary, from 0 to 255
 * @property {Spot[]} spots
 * @property {Ranges} ranges
 */

/**
 * @param {Data | null} data
 * @param {Frame | null} frame
 * @param {Pick | null} wished
 * @returns {FieldScene | null} null for data that have more inputs than can be drawn over
 */
export function fieldSceneAt(data, frame, wished) {
  const plot = plotOf(data);
  if (!data || !plot) return null;
  const field = frame?.field?.kind === plot ? frame.field : null;
  const pick = field && pickedOf(field, wished);
  const seen = field?.kind === "plane" ? seenOf(field, pick) : null;
  const middle = pick ? null : middleOf(data);
  const level = seen?.kind === "surface" ? levelOf(seen, middle) : null;
  return { plot, data, field, pick, seen, middle, level, spots: spotsOf(data), ranges: rangesFor(data, field, pick) };
}

/**
 * The field's own extent, and that of points which were set beyond it; of a curve the points' height.
 * @param {Data} data @param {PlaneField | LineField | null} field @param {Pick | null} pick @returns {Ranges}
 */
function rangesFor(data, field, pick) {
  const { x, y } = rangesOf(data);
  if (!field) return { x, y };
  const spots = spotsOf(data);
  const across = spots.map((spot) => spot.x);
  if (field.kind === "plane") return { x: holding(field.x, across, x), y: holding(field.y, spots.map((spot) => spot.y), y) };
  return { x: holding([Number(field.x[0]), Number(field.x.at(-1))], across, x), y: heightOf(y, curveOf(field, pick)) };
}

/** A range, or more of it where numbers lie beyond. @param {Range} range @param {readonly number[]} numbers @param {Range} all that holds them all @returns {Range} */
function holding([low, high], numbers, all) {
  if (numbers.every((one) => one >= low && one <= high)) return [low, high];
  return [Math.min(low, all[0]), Math.max(high, all[1])];
}
