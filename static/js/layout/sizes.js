// How large a node is drawn. It depends on the node's names and shape alone, never on its numbers, so values can
// change without the picture moving.

import { cutText, lettersOf } from "../format.js";

/** @import {GraphNode} from "../types.js" */

/** An operation's sign: a circle, or a lozenge where its symbol is a word. */
export const OP = { size: 40, link: 17, letter: 7.4 };
/** A number's row in a card, by what it is. */
export const ROW = { value: 28, gradient: 22 };
export const CELL = { width: 56, height: 21 };
export const CARD = { width: 104, head: 24, pad: 8, gap: 5 };

const LETTER = { name: 7.3, shape: 6.6, inline: 8.2 };
const NAME_MOST = 22;
/** Arrays up to this many rows and columns are written out. */
const WRITTEN = { rows: 5, columns: 5, cells: 20 };
/** Larger ones become squares of at most this size, at most so many of them a side. */
const SQUARE = { most: 9, least: 3, side: 120, count: 40 };

/**
 * How a value is written into its card: `number`, one line; `grid`, small arrays number by number; `heat`, larger
 * ones as a square for each number, the first so many of a side.
 * @typedef {{kind: "number" | "grid" | "heat", rows: number, columns: number, cell: {width: number, height: number}}} Display
 *
 * @param {readonly number[]} shape
 * @returns {Display}
 */
export function displayOf(shape) {
  if (!shape.length) return { kind: "number", rows: 1, columns: 1, cell: { width: 0, height: 0 } };
  const columns = shape[shape.length - 1] ?? 1;
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  if (rows <= WRITTEN.rows && columns <= WRITTEN.columns && rows * columns <= WRITTEN.cells) {
    return { kind: "grid", rows, columns, cell: CELL };
  }
  const shown = { rows: Math.min(rows, SQUARE.count), columns: Math.min(columns, SQUARE.count) };
  const size = Math.min(Math.max(SQUARE.side / Math.max(shown.rows, shown.columns), SQUARE.least), SQUARE.most);
  return { kind: "heat", ...shown, cell: { width: size, height: size } };
}

/** A number written into the formula itself, drawn as a chip of its own. @param {GraphNode} node */
export function isChip(node) {
  return node.inline && !node.shape.length;
}

/** A node's name without its version, and the version, in brackets: c³ would be a power. @param {string} id @returns {[string, string]} */
export function nameParts(id) {
  const [, name = id, version = ""] = /^(.*?)(?:#(\d+))?$/.exec(id) ?? [];
  return [cutText(name, NAME_MOST), version && `(${version})`];
}

/**
 * The card's size, and where its two blocks of numbers stand in it.
 * @typedef {{x: number, y: number, width: number, height: number}} Block
 * @typedef {{width: number, height: number, value: Block, gradient: Block}} CardSize
 *
 * @param {GraphNode} node
 * @returns {CardSize}
 */
export function cardSize(node) {
  const [name, version] = nameParts(node.id);
  if (isChip(node)) {
    const width = Math.max(40, 20 + lettersOf(name) * LETTER.inline);
    const block = { x: 0, y: 0, width, height: 28 };
    return { width, height: 28, value: block, gradient: { ...block, height: 0 } };
  }
  const { kind, rows, columns, cell } = displayOf(node.shape);
  const head = (lettersOf(name) + version.length) * LETTER.name + (node.shape.length ? 12 + node.shape.join("×").length * LETTER.shape : 0);
  const least = Math.max(2 * CARD.pad + 8 + head, CARD.width);
  const top = CARD.head;
  if (kind === "number") {
    const width = least - 2 * CARD.pad;
    const value = { x: CARD.pad, y: top, width, height: ROW.value };
    const gradient = { x: CARD.pad, y: top + ROW.value + CARD.gap - 1, width, height: ROW.gradient };
    return { width: least, height: gradient.y + gradient.height + CARD.pad, value, gradient };
  }
  const grid = { width: columns * cell.width, height: rows * cell.height };
  // Value and gradient stand one above the other where rows are long, else side by side.
  const stacked = grid.width >= grid.height;
  const width = Math.max(least, (stacked ? grid.width : 2 * grid.width + 10) + 2 * CARD.pad);
  const left = stacked ? (width - grid.width) / 2 : (width - 2 * grid.width - 10) / 2;
  const value = { x: left, y: top + 2, ...grid };
  const gradient = stacked ? { ...value, y: value.y + grid.height + 8 } : { ...value, x: left + grid.width + 10 };
  return { width, height: gradient.y + grid.height + CARD.pad + 2, value, gradient };
}

/** The width of an operation's sign. @param {GraphNode} node */
export function signWidth(node) {
  return node.symbol && node.symbol.length > 3 ? Math.max(OP.size, 22 + node.symbol.length * OP.letter) : OP.size;
}

/**
 * The whole node: an operation's sign and its link stand before the card of its result.
 * @param {GraphNode} node
 */
export function nodeSize(node) {
  const card = cardSize(node);
  const lead = node.kind === "op" ? signWidth(node) + OP.link : 0;
  return { width: card.width + lead, height: card.height, lead, mouth: OP.size };
}
