// What each neuron of a network in training shows: its own field, its curve, the weights it looks with, or the number it
// gave. A function of the frame.

import { bytesOf } from "./field-cells.js";
import { activationsOf, weightsOf } from "./training-net.js";
import { inkShade, largestOf, signShade } from "./tones.js";
import { gridOf } from "../layout/network-layout.js";

/** @import {Cells, Data, Frame, Num} from "../types.js" */
/** @import {TrainedColumn, TrainingLayout} from "./training-layout.js" */
/** @import {Parameters, TrainedLayer} from "./training-net.js" */

/**
 * One neuron's face: pixels, a curve over the input, a number, or nothing yet.
 * @typedef {{kind: "pixels", rows: number, columns: number, smooth: boolean, fill: (pixels: Uint32Array) => void}
 *   | {kind: "curve", ys: readonly Num[], most: number}
 *   | {kind: "number", value: Num, most: number}
 *   | null} Face
 *
 * @typedef {object} Seen what faces are made from
 * @property {TrainedLayer[]} layers
 * @property {TrainingLayout} layout
 * @property {Parameters} parameters
 * @property {Data | null} data
 * @property {Frame | null} frame
 * @property {number} row followed
 *
 * @typedef {{sign: Uint32Array, ink: Uint32Array, token: (name: string) => string}} Colours
 */

/** Fields are sent with so many cells a side; an input's own has as many. */
const CELLS = 30;

/**
 * The faces of a layer, one a neuron; of a layer that is drawn as one picture that picture.
 * @param {Seen} seen
 * @param {TrainedColumn} column
 * @param {Colours} colours
 * @returns {Face[]}
 */
export function facesOf(seen, column, colours) {
  if (column.picture) return pictureOf(seen, column, colours);
  const { layers, data, frame, row, parameters } = seen;
  const { layer } = column;
  const field = frame?.field;
  const count = layers[layer]?.units ?? 0;
  if (field && layer === 0) return Array.from({ length: count }, (_, unit) => axisFace(field, unit, colours));
  if (field?.kind === "plane") return (field.layers[layer - 1] ?? []).map((cells) => fieldFace(cells, field.neuron_size, colours));
  if (field?.kind === "line") return (field.layers[layer - 1] ?? []).map((ys) => ({ kind: "curve", ys, most: Math.max(largestOf(ys), 1) }));
  const image = data?.image ?? null;
  if (image && layer === 1) return weightFaces(layers, layer, parameters, "in", image, colours);
  if (image && data?.kind === "reconstruction" && layer === layers.length - 2) return weightFaces(layers, layer, parameters, "out", image, colours);
  const given = activationsOf(layer, layers, data, frame, row);
  if (given) {
    const most = ["tanh", "sigmoid", "softmax"].includes(layers[layer]?.activation ?? "") ? 1 : Math.max(largestOf(given), 1);
    return given.map((value) => ({ kind: "number", value, most }));
  }
  const before = layers[layer - 1];
  return layer > 0 && before ? weightFaces(layers, layer, parameters, "in", sizeOf(before.units), colours) : [];
}

/** @param {number} units @returns {[number, number]} */
function sizeOf(units) {
  const { rows, columns } = gridOf(units);
  return [rows, columns];
}

/**
 * @param {Cells} cells
 * @param {[number, number]} size columns, rows
 * @param {Colours} colours
 * @returns {Face}
 */
function fieldFace(cells, [columns, rows], { sign }) {
  // A unit that is never below zero is grey where it is zero; a share is half-way at one half.
  const [from, factor] = cells.low < 0 || cells.high === 1 ? [0, 1] : [127.5, 0.5];
  return {
    kind: "pixels",
    rows,
    columns,
    smooth: true,
    fill(pixels) {
      const bytes = bytesOf(cells, "cells");
      for (let i = 0; i < bytes.length; i += 1) pixels[i] = sign[Math.floor(from + factor * (bytes[i] ?? 0))] ?? 0;
    },
  };
}

/**
 * An input's own field: the axis itself.
 * @param {import("../types.js").PlaneField | import("../types.js").LineField} field
 * @param {number} unit
 * @param {Colours} colours
 * @returns {Face}
 */
function axisFace(field, unit, { sign }) {
  if (field.kind === "line") return { kind: "curve", ys: field.x, most: largestOf(field.x) };
  const [low, high] = unit === 0 ? field.x : field.y;
  const most = Math.max(Math.abs(low), Math.abs(high));
  return {
    kind: "pixels",
    rows: CELLS,
    columns: CELLS,
    smooth: true,
    fill(pixels) {
      for (let i = 0; i < CELLS * CELLS; i += 1) {
        const at = unit === 0 ? i % CELLS : CELLS - 1 - Math.floor(i / CELLS);
        pixels[i] = sign[signShade(low + ((high - low) * at) / (CELLS - 1), most)] ?? 0;
      }
    },
  };
}

/**
 * The weights that lead into a neuron, or out of it, as an image; its largest has the full colour.
 * @param {TrainedLayer[]} layers
 * @param {number} layer
 * @param {Parameters} parameters
 * @param {"in" | "out"} side
 * @param {readonly [number, number]} size rows, columns
 * @param {Colours} colours
 * @returns {Face[]}
 */
function weightFaces(layers, layer, parameters, side, [rows, columns], { sign }) {
  const owner = layers[side === "in" ? layer : layer + 1];
  const many = layers[side === "in" ? layer - 1 : layer + 1]?.units ?? 0;
  if (!owner) return [];
  const weight = weightsOf(owner, parameters);
  const units = Array.from({ length: layers[layer]?.units ?? 0 }, (_, unit) => Array.from({ length: many }, (_, other) => (side === "in" ? weight(other, unit) : weight(unit, other))));
  if (units[0]?.[0] === undefined) return [];
  return units.map((values) => ({
    kind: "pixels",
    rows,
    columns,
    smooth: false,
    fill(pixels) {
      const most = largestOf(values);
      values.forEach((value, i) => (pixels[i] = sign[signShade(value, most)] ?? 0));
    },
  }));
}

/** @param {Seen} seen @param {TrainedColumn} column @param {Colours} colours @returns {Face[]} */
function pictureOf(seen, column, colours) {
  const { layers, data, frame, row } = seen;
  const given = activationsOf(column.layer, layers, data, frame, row);
  if (!given || !column.grid) return [];
  const { rows, columns } = column.grid;
  const image = data?.image;
  const [low, high] = image ? rangeOf(data) : [0, 0];
  const most = Math.max(largestOf(given), 1);
  const fill = (/** @type {Uint32Array} */ pixels) =>
    given.forEach((value, i) => (pixels[i] = (image ? colours.ink[inkShade(value, low, high)] : colours.sign[signShade(value, most)]) ?? 0));
  return [{ kind: "pixels", rows, columns, smooth: false, fill }];
}

/** @type {WeakMap<Data, [number, number]>} */
const ranges = new WeakMap();

/** The smallest and the largest pixel of all images. @param {Data} data @returns {[number, number]} */
export function rangeOf(data) {
  const known = ranges.get(data);
  if (known) return known;
  let [low, high] = [Infinity, -Infinity];
  for (const row of data.x) {
    for (const value of row) {
      if (typeof value !== "number") continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  ranges.set(data, [low, high]);
  return [low, high];
}
