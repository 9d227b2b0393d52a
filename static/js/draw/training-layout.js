// Where the neurons of a network in training stand: squares in columns, a large layer as a grid of small ones, its
// columns as far apart as the room allows. Sizes in, coordinates out.

import { gridOf } from "../layout/network-layout.js";

/** @import {Box} from "../types.js" */
/** @import {Column} from "../layout/network-layout.js" */

/** A larger layer stands in several columns. */
const MOST_UNITS = 14;
const TITLE = 40;
/** The side of a neuron, by how many stand in the longest column. @type {[number, number][]} */
const SIDES = [[2, 84], [3, 76], [4, 66], [6, 56], [8, 48], [10, 42], [MOST_UNITS, 34]];
/** Between neurons of a column, as a share of their side. */
export const AIR = 0.4;
const BLOCK = { side: 440, least: 6, most: 54, pad: 8 };
const PICTURE = 200;
const GAP = { least: 64, most: 260 };
const SCALE_MOST = 1.35;
/** Letters of a name beside an input or an output are about so wide. */
const LETTER = 6.6;
const NAME_MOST = 122;

/**
 * A layer in its place; `picture`: it is drawn as one picture, its units the pixels.
 * @typedef {Column & {picture: boolean}} TrainedColumn
 * @typedef {{width: number, height: number, columns: TrainedColumn[]}} TrainingLayout
 * @typedef {{width: number, height: number}} Room
 *
 * @typedef {object} Shape
 * @property {readonly number[]} units of each layer, the input first
 * @property {readonly boolean[]} pictures which layers are the pixels of one image
 * @property {number} [lead] letters of the longest name beside an input
 * @property {number} [tail] letters of the longest name beside an output
 */

/**
 * Large layers stand as squarely as they can, or half as wide and twice as high: whichever is seen larger.
 * @param {Shape} shape
 * @param {Room} room
 * @returns {TrainingLayout}
 */
export function layoutTraining(shape, room) {
  const tries = [1, 2].map((slim) => arrange(shape, room, slim));
  const scales = tries.map(({ width, height }) => Math.min(room.width / width, room.height / height));
  return /** @type {TrainingLayout} */ (tries[(scales[1] ?? 0) > (scales[0] ?? 0) ? 1 : 0]);
}

/** @param {Shape} shape @param {Room} room @param {number} slim @returns {TrainingLayout} */
function arrange({ units, pictures, lead = 0, tail = 0 }, room, slim) {
  const most = Math.max(1, ...units.filter((count) => count <= MOST_UNITS));
  const side = SIDES.find(([count]) => most <= count)?.[1] ?? 34;
  const columns = units.map((count, layer) => draft(layer, count, side, pictures[layer] ?? false, slim));
  const tallest = Math.max(...columns.map(({ box }) => box.height));
  const height = TITLE + tallest;
  const [before = 0, after = 0] = [lead, tail].map((letters) => Math.min(letters * LETTER, NAME_MOST) + (letters ? 10 : 0));
  const wide = columns.reduce((sum, { box }) => sum + box.width, before + after);
  const gaps = Math.max(columns.length - 1, 1);
  const scale = Math.min(room.height / height, SCALE_MOST);
  const gap = Math.min(Math.max((room.width / scale - wide) / gaps, GAP.least), GAP.most);
  let x = before;
  for (const column of columns) {
    move(column, x, TITLE + (tallest - column.box.height) / 2);
    x += column.box.width + gap;
  }
  return { width: x - gap + after, height, columns };
}

/** @param {number} layer @param {number} count @param {number} side @param {boolean} picture @param {number} slim @returns {TrainedColumn} */
function draft(layer, count, side, picture, slim) {
  if (picture || count > MOST_UNITS) return draftGrid(layer, count, picture || layer === 0, slim);
  const pitch = side * (1 + AIR);
  const units = Array.from({ length: count }, (_, i) => ({ id: `${layer}:${i}`, x: 0, y: i * pitch, width: side, height: side }));
  return { layer, kind: layer === 0 ? "input" : "full", units, grid: null, picture: false, box: { id: `${layer}`, x: 0, y: 0, width: side, height: count * pitch - side * AIR } };
}

/** @param {number} layer @param {number} count @param {boolean} picture @param {number} slim @returns {TrainedColumn} */
function draftGrid(layer, count, picture, slim) {
  const grid = gridOf(count);
  const columns = picture ? grid.columns : Math.ceil(grid.columns / slim);
  const rows = Math.ceil(count / columns);
  const pad = picture ? 0 : BLOCK.pad;
  const cell = picture ? PICTURE / Math.max(rows, columns) : Math.min(Math.max((BLOCK.side * slim) / rows, BLOCK.least), BLOCK.most);
  const units = Array.from({ length: count }, (_, i) => ({
    id: `${layer}:${i}`,
    x: pad + (i % columns) * cell,
    y: pad + Math.floor(i / columns) * cell,
    width: cell,
    height: cell,
  }));
  const box = { id: `${layer}`, x: 0, y: 0, width: columns * cell + 2 * pad, height: rows * cell + 2 * pad };
  return { layer, kind: "block", units, grid: { rows, columns, places: [] }, picture, box };
}

/** @param {Column} column @param {number} x @param {number} y */
function move({ box, units }, x, y) {
  for (const one of [box, ...units]) {
    one.x += x;
    one.y += y;
  }
}

/** The square that shows a unit's face: in a grid it leaves a gap to its neighbours. @param {Column} column @param {number} unit @returns {Box | undefined} */
export function faceBox({ kind, units }, unit) {
  const box = units[unit];
  const gap = kind === "block" && box ? Math.min(3, box.width * 0.08) : 0;
  return box && { ...box, x: box.x + gap, y: box.y + gap, width: box.width - 2 * gap, height: box.height - 2 * gap };
}
