// Where the neurons of a network stand: layers as columns from left to right, the loss behind them. Sizes in,
// coordinates out; it depends on how many there are, never on their numbers.

/** @import {Network, Box} from "../types.js" */

/**
 * How a layer is drawn: its neurons with room for each number, narrow with all in a row, or folded into one block.
 * @typedef {"input" | "full" | "row" | "block"} ColumnKind
 *
 * @typedef {object} Grid a folded layer's cells, the small grids beneath the large one
 * @property {number} rows
 * @property {number} columns
 * @property {{x: number, y: number, cell: number}[]} places the large one first, within the block
 *
 * @typedef {object} Column
 * @property {number} layer
 * @property {ColumnKind} kind
 * @property {Box} box around all of it, without its title
 * @property {Box[]} units one box a neuron; of a block its cells in the large grid
 * @property {Grid | null} grid
 *
 * @typedef {object} NetworkLayout
 * @property {number} width
 * @property {number} height
 * @property {Column[]} columns
 * @property {Box[]} targets beside the outputs
 * @property {Box | null} loss
 * @property {boolean} turned whether it is the backward pass, whose neurons are amplifiers that point from right to left
 */

/** Larger layers fold. */
const MOST_UNITS = 14;
/** Up to so many neurons have room for each of their numbers. */
const MOST_FULL = 6;

/** The sizes of a neuron, and how far its chips stand out above and below. */
export const SIZE = {
  input: { width: 84, height: 52, above: 0, below: 11 },
  full: { width: 100, height: 72, above: 10, below: 14 },
  row: { width: 126, height: 40, above: 6, below: 2 },
};
export const TITLE = 46;
const SPACE = { input: 24, full: 16, row: 5 };
const TARGET = { width: 54, height: 22, gap: 10 };
const LOSS = { width: 92, height: 76, gap: 52 };
/** A large grid of a block is about this high; the small ones are a part of it. */
const BLOCK = { side: 250, least: 5, most: 22, small: 0.46, gap: 26, pad: 12, head: 20 };
const MOST_ASIDE = 3;

/**
 * @param {Network} network
 * @param {{loss: boolean, targets: boolean, returns: boolean, turned: boolean}} parts what there is to be drawn, whether a
 *   gradient comes back to the inputs, and whether it is the backward pass; both stand in the same places
 * @returns {NetworkLayout}
 */
export function layoutNetwork(network, { loss, targets, returns, turned }) {
  const most = Math.max(...network.layers.map(({ units }) => units));
  const drafts = network.layers.map(({ units, activation }, i) => draft(i, units, kindOf(units, i), i === 0 ? Number(returns) : activation ? 2 : 1, airOf(most)));
  const tallest = Math.max(...drafts.map(({ box }) => box.height), LOSS.height);
  let x = 0;
  drafts.forEach((column, i) => {
    move(column, x, TITLE + (tallest - column.box.height) / 2);
    x += column.box.width + gapAfter(column, drafts[i + 1], drafts.length);
  });
  const last = drafts.at(-1);
  const end = last ? last.box.x + last.box.width : 0;
  const goals = targets && last && last.kind !== "block" ? last.units.map((unit) => targetOf(unit, end)) : [];
  const lossX = end + LOSS.gap + (goals.length ? TARGET.width + TARGET.gap : 0);
  const lossBox = loss ? { id: "loss", x: lossX, y: TITLE + (tallest - LOSS.height) / 2, width: LOSS.width, height: LOSS.height } : null;
  const width = lossBox ? lossBox.x + lossBox.width : end;
  /** @type {NetworkLayout} */
  const layout = { width, height: TITLE + tallest, columns: drafts, targets: goals, loss: lossBox, turned };
  return layout;
}

/** Few neurons stand farther apart. @param {number} most in one layer */
function airOf(most) {
  return most < 4 ? 34 : most === 4 ? 12 : 0;
}

/** @param {number} units @param {number} layer @returns {ColumnKind} */
function kindOf(units, layer) {
  if (units > MOST_UNITS) return "block";
  if (units > MOST_FULL) return "row";
  return layer === 0 ? "input" : "full";
}

/**
 * A column at the origin.
 * @param {number} layer
 * @param {number} units
 * @param {ColumnKind} kind
 * @param {number} small how many small grids a block has under its large one
 * @param {number} air more room between neurons
 * @returns {Column}
 */
function draft(layer, units, kind, small, air) {
  if (kind === "block") return draftBlock(layer, units, small);
  const { width, height, above, below } = SIZE[kind];
  const space = SPACE[kind] + (kind === "row" ? 0 : air);
  const pitch = height + above + below + space;
  const boxes = Array.from({ length: units }, (_, i) => ({ id: `${layer}:${i}`, x: 0, y: above + i * pitch, width, height }));
  return { layer, kind, units: boxes, grid: null, box: { id: `${layer}`, x: 0, y: 0, width, height: units * pitch - space } };
}

/** @param {number} layer @param {number} units @param {number} small @returns {Column} */
function draftBlock(layer, units, small) {
  const { rows, columns } = gridOf(units);
  const cell = Math.min(Math.max(BLOCK.side / Math.max(rows, columns), BLOCK.least), BLOCK.most);
  const tiny = cell * BLOCK.small;
  const wide = Math.max(columns * cell, small * (columns * tiny + BLOCK.pad) - BLOCK.pad, 72);
  const width = wide + 2 * BLOCK.pad;
  const top = BLOCK.head;
  const places = [{ x: (width - columns * cell) / 2, y: top, cell }];
  const under = top + rows * cell + BLOCK.gap;
  const lead = (width - (small * columns * tiny + (small - 1) * BLOCK.pad)) / 2;
  for (let i = 0; i < small; i += 1) places.push({ x: lead + i * (columns * tiny + BLOCK.pad), y: under, cell: tiny });
  const height = small ? under + rows * tiny + BLOCK.pad : top + rows * cell + BLOCK.pad;
  const boxes = Array.from({ length: units }, (_, i) => ({
    id: `${layer}:${i}`,
    x: (places[0]?.x ?? 0) + (i % columns) * cell,
    y: top + Math.floor(i / columns) * cell,
    width: cell,
    height: cell,
  }));
  return { layer, kind: "block", units: boxes, grid: { rows, columns, places }, box: { id: `${layer}`, x: 0, y: 0, width, height } };
}

/**
 * The rows and columns of so many cells: 784 are 28 × 28, 128 are 16 × 8; nearly square where they do not divide well.
 * @param {number} units
 */
export function gridOf(units) {
  let columns = Math.floor(Math.sqrt(units));
  while (units % columns) columns -= 1;
  if (units / columns > MOST_ASIDE * columns) columns = Math.ceil(Math.sqrt(units));
  return { rows: Math.ceil(units / columns), columns };
}

/** Edges need room where many meet; a deep network has less of it. @param {Column} column @param {Column | undefined} next @param {number} layers */
function gapAfter(column, next, layers) {
  if (!next) return 0;
  const meeting = Math.max(column.units.length, next.units.length);
  const roomy = layers < 4 ? 1 : layers === 4 ? 0.85 : 0.65;
  return column.kind === "block" || next.kind === "block" ? 108 : Math.min(66 + 7 * meeting, 150) * roomy;
}

/** @param {Box} unit @param {number} end @returns {Box} */
function targetOf(unit, end) {
  const { width, height, gap } = TARGET;
  return { id: `t${unit.id}`, x: end + gap, y: unit.y + (unit.height - height) / 2, width, height };
}

/** @param {Column} column @param {number} x @param {number} y */
function move(column, x, y) {
  for (const box of [column.box, ...column.units]) {
    box.x += x;
    box.y += y;
  }
}
