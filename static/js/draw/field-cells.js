// What of a field is looked at: the output, or one neuron; and its cells, a byte each, as the stream has them.

import { forEach } from "./field-points.js";

/** @import {Data, LineField, PlaneField} from "../types.js" */

/**
 * @typedef {{layer: number, unit: number}} Pick layer 0 is the input, as in the network view
 *
 * One number a cell: byte c stands for low + (high − low) · c / 255.
 * @typedef {object} Surface
 * @property {"surface"} kind
 * @property {Uint8Array} cells row by row from the largest y
 * @property {[number, number]} size columns, rows
 * @property {number} low
 * @property {number} high
 *
 * Which class wins in each cell, and how sure the network is.
 * @typedef {object} Regions
 * @property {"regions"} kind
 * @property {Uint8Array} winner
 * @property {Uint8Array} confidence
 * @property {[number, number]} size
 * @property {number} count of classes
 */

/** @type {WeakMap<object, Map<string, Uint8Array>>} */
const decoded = new WeakMap();

/**
 * The bytes behind a text in base64, decoded once.
 * @template {string} K
 * @param {{[name in K]?: string}} owner
 * @param {K} name
 */
export function bytesOf(owner, name) {
  const known = decoded.get(owner) ?? new Map();
  decoded.set(owner, known);
  const found = known.get(name);
  if (found) return found;
  const letters = atob(owner[name] ?? "");
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  known.set(name, bytes);
  return bytes;
}

/**
 * A pick of a neuron that this field has; null, the output, where it has not.
 * @param {PlaneField | LineField} field
 * @param {Pick | null} pick
 * @returns {Pick | null}
 */
export function pickedOf(field, pick) {
  return pick && field.layers[pick.layer - 1]?.[pick.unit] !== undefined ? pick : null;
}

/**
 * What a pick shows of a plane; of several outputs that are no classes the first.
 * @param {PlaneField} field
 * @param {Pick | null} pick
 * @returns {Surface | Regions | null}
 */
export function seenOf(field, pick) {
  const one = pick && field.layers[pick.layer - 1]?.[pick.unit];
  if (one) return { kind: "surface", cells: bytesOf(one, "cells"), size: field.neuron_size, low: one.low, high: one.high };
  if (field.output !== undefined) return { kind: "surface", cells: bytesOf(field, "output"), size: field.size, low: field.low, high: field.high };
  if (field.winner === undefined || field.confidence === undefined) return pick ? null : seenOf(field, { layer: field.layers.length, unit: 0 });
  return {
    kind: "regions",
    winner: bytesOf(field, "winner"),
    confidence: bytesOf(field, "confidence"),
    size: field.size,
    count: field.layers.at(-1)?.length ?? 0,
  };
}

/** A zero among numbers of both signs is this byte, rounded to even. */
const ZERO = 128;

/**
 * Of what kind a surface's numbers are: of both signs, shares from 0 to 1, or none below zero, as after a ReLU.
 * @param {Surface} surface
 * @returns {"signed" | "share" | "positive"}
 */
export function spreadOf({ low, high, cells }) {
  if (low === 0 && high === 1) return "share";
  return cells.some((cell) => cell < ZERO - 1) ? "signed" : "positive";
}

/**
 * The number that separates two classes: halfway between their targets; null where there are no two.
 * @type {(data: Data) => number | null}
 */
export const middleOf = forEach((data) => {
  if (!data.t || data.kind !== "classification" || data.targets.length !== 1) return null;
  let [low, high] = [Infinity, -Infinity];
  for (const [target] of data.t) {
    if (typeof target !== "number") continue;
    low = Math.min(low, target);
    high = Math.max(high, target);
  }
  return low < high ? (low + high) / 2 : null;
});

/**
 * Where the boundary runs, as a byte: of the output halfway between the targets, of a neuron where its sign turns, where
 * it is half on, or where it begins to be on. Null: there is none.
 * @param {Surface} surface
 * @param {number | null} middle of the output; null where there are no two classes
 */
export function levelOf(surface, middle) {
  const { low, high } = surface;
  if (high <= low) return null;
  const spread = spreadOf(surface);
  if (middle === null && spread === "positive") return ZERO + 0.5;
  const value = middle ?? (spread === "share" ? 0.5 : 0);
  return ((value - low) / (high - low)) * 255;
}
