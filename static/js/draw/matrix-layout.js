// Where the pictures of an equation stand: a tree and the room in, boxes out. Equal sizes take equal lengths, so that
// rows, columns and inner sizes meet. Pure.

import { formatNumber, isFolded, lettersOf } from "../format.js";
import { flat } from "./matrix-grid.js";
import { picturesIn } from "./matrix-parts.js";

/** @import {Node, Picture} from "./matrix-parts.js" */

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Rect
 * @typedef {{picture: Picture, caption: "top" | "bottom", align: "start" | "middle" | "end"} & Rect} PlacedPicture
 * @typedef {{text: string, kind: "sign" | "note" | "strong"} & Rect} PlacedText
 * @typedef {{x: number, y: number, height: number}} Arrow downwards
 * @typedef {{width: number, height: number, pictures: PlacedPicture[], texts: PlacedText[], arrows: Arrow[], unit: Unit}} Placed
 *
 * The length of one entry, and the most that a whole side takes.
 * @typedef {{width: number, height: number, most: number, lines: "one" | "broken" | "each"}} Unit
 */

const CAPTION = 22;
const GAP = 14;
const LINE_GAP = 16;
const CORNER = 12;
const SIGN_LETTER = 9.6;
/** However many entries there are, a side is at least so long. */
const LEAST = 10;

/** Entries as large as they can be read, then as small as they can be seen. @type {[number, number][]} */
const UNITS = [[72, 36], [66, 34], [60, 32], [54, 29], [48, 27], [43, 25], [38, 24], [33, 22], [28, 20], [24, 18], [20, 16], [16, 14], [12, 11], [9, 9], [6, 6], [4, 4], [2, 2], [1, 1]];
/** The width of a letter of the smallest type that can be read, and what a cell has around it. */
const LETTER = 4.7;
const AROUND = 6;
/** Above this a number has room to breathe. */
const COMFORT = 1.25;
/** Rows may come closer before anything becomes smaller, but not closer than this. */
const LOW = { share: 0.74, least: 21 };
/** So many numbers of a picture tell how long they are. */
const LOOKED_AT = 400;
/** Rather than to make numbers unreadable, a picture may be so many times as high as the room, or as high as this. */
const SCROLL = { pages: 2.5, height: 640 };

/**
 * @param {Node} tree
 * @param {{width: number, height: number}} room
 * @param {number} [zoom]
 * @returns {Placed}
 */
export function layOut(tree, room, zoom = 1) {
  const unit = fitting(tree, room);
  const zoomed = { ...unit, width: unit.width * zoom, height: unit.height * zoom, most: unit.most * zoom };
  /** @type {Placed} */
  const placed = { ...measure(tree, zoomed), pictures: [], texts: [], arrows: [], unit: zoomed };
  put(tree, 0, 0, zoomed, placed);
  return placed;
}

/** @param {Node} tree @param {{width: number, height: number}} room @returns {Unit} */
function fitting(tree, room) {
  const readable = readableWidth(tree);
  const large = UNITS.filter(([width]) => width >= readable);
  const comfortable = large.filter(([width]) => width >= Math.min(readable * COMFORT, 64));
  const low = large.map(([width, height]) => /** @type {[number, number]} */ ([width, Math.max(height * LOW.share, LOW.least)]));
  /** @type {Unit[]} */
  const tries = [];
  // Sides with very many entries are pressed together before numbers become unreadable.
  for (const most of [Infinity, Math.max(room.width * 0.36, 40)]) {
    for (const units of [comfortable, large, low]) {
      for (const lines of /** @type {const} */ (["one", "broken"])) {
        for (const [width, height] of units) tries.push({ width, height, most, lines });
      }
    }
  }
  const fits = tries.find((unit) => inside(tree, unit, room, 1));
  if (fits) return fits;
  const pages = Math.max(SCROLL.pages, SCROLL.height / Math.max(room.height, 1));
  const scrolled = (/** @type {Unit["lines"]} */ lines) => low.map(([width, height]) => ({ width, height, most: Infinity, lines }));
  const long = [...scrolled("one"), ...scrolled("broken"), ...scrolled("each")].find((unit) => unit.width <= readable * 1.5 && inside(tree, unit, room, pages));
  if (long) return long;
  for (const [width, height] of UNITS) {
    for (const lines of /** @type {const} */ (["one", "broken", "each"])) {
      const unit = { width, height, most: room.width * 0.4, lines };
      if (inside(tree, unit, room, room.height < SCROLL.height / 2 ? pages : 1.25)) return unit;
    }
  }
  return { width: 1, height: 1, most: room.width * 0.2, lines: "each" };
}

/** How wide a cell must be for the longest number in the equation. @param {Node} tree */
function readableWidth(tree) {
  let letters = 1;
  for (const one of picturesIn(tree)) {
    if (one.small || one.blocks || isFolded(one.value)) continue;
    for (const number of flat(one.value).slice(0, LOOKED_AT)) letters = Math.max(letters, number === undefined ? 1 : formatNumber(number).length);
  }
  return Math.max(letters * LETTER + AROUND, 24);
}

/** @param {Node} tree @param {Unit} unit @param {{width: number, height: number}} room @param {number} pages */
function inside(tree, unit, room, pages) {
  const { width, height } = measure(tree, unit);
  return width <= room.width && height <= room.height * pages;
}

/** @param {Picture} one @param {Unit} unit */
function sizeOf(one, unit) {
  const scale = one.small ? 0.5 : 1;
  const blocks = one.blocks;
  if (blocks) {
    const side = Math.min(Math.max(unit.height * 4, 84), 150, unit.most);
    return { width: (side * blocks.columns) / Math.max(blocks.columns, blocks.rows), height: (side * blocks.rows) / Math.max(blocks.columns, blocks.rows) };
  }
  /** @param {number} count @param {number} length */
  const side = (count, length) => Math.max(Math.min(count * length * scale, unit.most), Math.min(LEAST, count * LEAST));
  const { rows, columns } = one.ghost ?? { rows: 1, columns: 1 };
  return { width: side(one.columns * columns, unit.width), height: side(one.rows * rows, unit.height) };
}

/** A picture with its caption. @param {Picture} one @param {Unit} unit */
function framed(one, unit) {
  const { width, height } = sizeOf(one, unit);
  return { width: Math.max(width, captionWidth(one)), height: height + CAPTION };
}

/** @param {Picture} one */
function captionWidth(one) {
  return lettersOf(one.label) * 7.4 + (one.small || !one.shape.length ? 0 : one.shape.join("×").length * 6.6 + 10);
}

/** @param {Node} node @param {Unit} unit @returns {{width: number, height: number}} */
function measure(node, unit) {
  switch (node.type) {
    case "picture":
      return framed(node.picture, unit);
    case "sign":
      return { width: lettersOf(node.text) * SIGN_LETTER + 2, height: 24 };
    case "note":
      return { width: 0, height: 20 };
    case "down": {
      const [operand, result] = [sizeOf(node.operand, unit), sizeOf(node.result, unit)];
      return { width: Math.max(operand.width, captionWidth(node.operand), captionWidth(node.result)), height: operand.height + result.height + 2 * CAPTION + 34 };
    }
    case "product": {
      const { left, above, result } = cornered(node, unit);
      return {
        width: Math.max(left.width, captionWidth(node.left)) + CORNER + Math.max(result.width, captionWidth(node.above), captionWidth(node.result)),
        height: CAPTION + above.height + CORNER + Math.max(left.height, result.height) + CAPTION,
      };
    }
    case "column": {
      const parts = node.children.map((child) => measure(child, unit));
      return { width: Math.max(...parts.map((part) => part.width)), height: sum(parts.map((part) => part.height)) + LINE_GAP * (parts.length - 1) };
    }
    case "row": {
      const lines = linesOf(node.children, unit).map((line) => lineSize(line, unit));
      return { width: Math.max(...lines.map((line) => line.width)), height: sum(lines.map((line) => line.height)) + 10 * (lines.length - 1) };
    }
  }
}

/** @param {{left: Picture, above: Picture, result: Picture}} node @param {Unit} unit */
function cornered(node, unit) {
  return { left: sizeOf(node.left, unit), above: sizeOf(node.above, unit), result: sizeOf(node.result, unit) };
}

/**
 * A caption wider than its picture hangs over where nothing stands.
 * @param {Picture} one
 * @param {{width: number}} size
 * @param {"start" | "end"} side
 */
function outward(one, { width }, side) {
  return captionWidth(one) > width ? side : "middle";
}

/** Children of a row in lines: unbroken, broken where it reads well, or before every sign. @param {Node[]} children @param {Unit} unit @returns {Node[][]} */
function linesOf(children, unit) {
  /** @type {Node[][]} */
  const lines = [[]];
  children.forEach((child, i) => {
    const breaks = child.type === "sign" && i > 0 && (unit.lines === "each" || (unit.lines === "broken" && child.breaks));
    if (breaks) lines.push([]);
    lines.at(-1)?.push(child);
  });
  return lines;
}

/** @param {Node[]} line @param {Unit} unit */
function lineSize(line, unit) {
  const parts = line.map((child) => measure(child, unit));
  return { width: sum(parts.map((part) => part.width)) + GAP * (parts.length - 1), height: Math.max(...parts.map((part) => part.height)) };
}

/**
 * Place a node at a corner.
 * @param {Node} node
 * @param {number} x
 * @param {number} y
 * @param {Unit} unit
 * @param {Placed} placed
 */
function put(node, x, y, unit, placed) {
  const size = measure(node, unit);
  switch (node.type) {
    case "picture": {
      const own = sizeOf(node.picture, unit);
      placed.pictures.push({ picture: node.picture, caption: "top", align: "middle", x: x + (size.width - own.width) / 2, y: y + CAPTION, ...own });
      return;
    }
    case "sign":
      placed.texts.push({ text: node.text, kind: "sign", x, y, ...size });
      return;
    case "note":
      placed.texts.push({ text: node.text, kind: node.strong ? "strong" : "note", x, y, width: placed.width, height: size.height });
      return;
    case "down": {
      const [operand, result] = [sizeOf(node.operand, unit), sizeOf(node.result, unit)];
      const left = x + (size.width - operand.width) / 2;
      const top = y + CAPTION + operand.height;
      placed.pictures.push({ picture: node.operand, caption: "top", align: "middle", x: left, y: y + CAPTION, ...operand });
      placed.texts.push({ text: node.text, kind: "sign", x: left - 34, y: top + 3, width: 28, height: 28 });
      const count = Math.min(node.operand.columns, 24);
      for (let i = 0; i < count; i += 1) placed.arrows.push({ x: left + ((i + 0.5) * operand.width) / count, y: top + 5, height: 24 });
      placed.pictures.push({ picture: node.result, caption: "bottom", align: "middle", x: left, y: top + 34, ...result });
      return;
    }
    case "product": {
      const { left, above, result } = cornered(node, unit);
      const corner = { x: x + Math.max(left.width, captionWidth(node.left)) + CORNER, y: y + CAPTION + above.height + CORNER };
      placed.pictures.push({ picture: node.left, caption: "top", align: outward(node.left, left, "end"), x: corner.x - CORNER - left.width, y: corner.y, ...left });
      placed.pictures.push({ picture: node.above, caption: "top", align: outward(node.above, above, "start"), x: corner.x, y: y + CAPTION, ...above });
      placed.pictures.push({ picture: node.result, caption: "bottom", align: outward(node.result, result, "start"), x: corner.x, y: corner.y, ...result });
      return;
    }
    case "column": {
      let top = y;
      for (const child of node.children) {
        const own = measure(child, unit);
        put(child, child.type === "note" ? 0 : x + (size.width - own.width) / 2, top, unit, placed);
        top += own.height + LINE_GAP;
      }
      return;
    }
    case "row":
      putRow(node.children, x, y, unit, placed, size.width);
  }
}

/** @param {Node[]} children @param {number} x @param {number} y @param {Unit} unit @param {Placed} placed @param {number} width */
function putRow(children, x, y, unit, placed, width) {
  let top = y;
  for (const line of linesOf(children, unit)) {
    const own = lineSize(line, unit);
    let left = x + (width - own.width) / 2;
    for (const child of line) {
      const part = measure(child, unit);
      // Signs stand level with the middle of the pictures, below their captions.
      const down = child.type === "sign" ? (own.height + CAPTION - part.height) / 2 : (own.height - part.height) / 2;
      put(child, left, top + down, unit, placed);
      left += part.width + GAP;
    }
    top += own.height + 10;
  }
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0);
}
