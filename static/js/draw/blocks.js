// A block of numbers in a card: one number, a grid of them, or squares where there are many.

import { formatNumber, isFolded, rowsOf } from "../format.js";
import { signOf } from "./sign.js";
import { make, put } from "./svg.js";

/** @import {Num, Value} from "../types.js" */
/** @import {Block, Display} from "../layout/sizes.js" */

/** The width of a digit as a share of the type's size: the font is monospaced. */
const DIGIT = 0.605;
const TYPE = { value: 18, gradient: 13, chip: 14, cell: 11.5 };
/** Squares are painted as a few paths, one for each step of each colour. */
const STEPS = 6;

/**
 * @param {Element} parent
 * @param {"value" | "gradient"} kind
 * @param {Display} display
 * @param {Block} block
 * @returns {(value: Value | undefined) => void}
 */
export function createBlock(parent, kind, display, block) {
  const { x, y, width, height } = block;
  const group = make("g", { class: `block ${kind} ${display.kind} blank`, transform: `translate(${x},${y})` });
  const rounded = display.kind === "number" ? height / 2 : 4;
  const margin = display.kind === "number" ? 0 : 2;
  const frame = make("rect", { class: "frame", x: -margin, y: -margin, width: width + 2 * margin, height: height + 2 * margin, rx: rounded });
  parent.append(group);
  group.append(frame);
  const fill = { number: numberIn, grid: gridIn, heat: heatIn }[display.kind](group, frame, kind, display, block);
  return (value) => {
    group.classList.toggle("blank", value === undefined);
    fill(value);
  };
}

/**
 * @param {SVGGElement} group
 * @param {SVGRectElement} frame
 * @param {"value" | "gradient"} kind
 * @param {Display} _display
 * @param {Block} block
 */
function numberIn(group, frame, kind, _display, { width, height }) {
  const inset = kind === "value" ? 4 : 10;
  // A chip holds nothing else: its number stands in the middle.
  const chip = group.closest(".chip") !== null;
  const left = !chip && kind === "value";
  const text = make("text", { class: "digits", x: left ? inset : width / 2, y: height / 2, "text-anchor": left ? "start" : "middle" });
  group.append(text);
  return (/** @type {Value | undefined} */ value) => {
    const number = /** @type {Num | undefined} */ (value);
    write(text, number === undefined ? "" : formatNumber(number), TYPE[chip ? "chip" : kind], width - 2 * inset);
    tint(frame, number);
  };
}

/**
 * @param {SVGGElement} group
 * @param {SVGRectElement} _frame
 * @param {"value" | "gradient"} _kind
 * @param {Display} display
 */
function gridIn(group, _frame, _kind, { rows, columns, cell }) {
  const cells = Array.from({ length: rows * columns }, (_, i) => {
    const x = (i % columns) * cell.width;
    const y = Math.floor(i / columns) * cell.height;
    const square = make("rect", { class: "cell", x: x + 1, y: y + 1, width: cell.width - 2, height: cell.height - 2, rx: 3 });
    const text = make("text", { class: "digits", x: x + cell.width - 5, y: y + cell.height / 2, "text-anchor": "end" });
    group.append(square, text);
    return { square, text };
  });
  return (/** @type {Value | undefined} */ value) => {
    const numbers = value === undefined ? [] : rowsOf(value);
    cells.forEach(({ square, text }, i) => {
      const number = numbers[Math.floor(i / columns)]?.[i % columns];
      tint(square, number);
      write(text, number === undefined ? "" : formatNumber(number), TYPE.cell, cell.width - 9);
    });
  };
}

/**
 * @param {SVGGElement} group
 * @param {SVGRectElement} _frame
 * @param {"value" | "gradient"} _kind
 * @param {Display} display
 */
function heatIn(group, _frame, _kind, { rows, columns, cell }) {
  /** @type {Map<string, SVGPathElement>} */
  const paths = new Map();
  return (/** @type {Value | undefined} */ value) => {
    const numbers = value === undefined ? [] : fitted(value, rows, columns);
    /** @type {Map<string, string>} */
    const drawn = new Map();
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const number = numbers[row]?.[column];
        if (number === undefined) continue;
        const { side, strength } = signOf(number);
        const key = `${side} ${Math.ceil(strength * STEPS) / STEPS}`;
        const square = `M${column * cell.width},${row * cell.height}h${cell.width}v${cell.height}h${-cell.width}z`;
        drawn.set(key, (drawn.get(key) ?? "") + square);
      }
    }
    for (const [key, path] of paths) path.setAttribute("d", drawn.get(key) ?? "");
    for (const [key, d] of drawn) {
      if (paths.has(key)) continue;
      const [side = "none", strength = "1"] = key.split(" ");
      const path = make("path", { class: "square", "data-sign": side, d });
      path.style.setProperty("--strength", strength);
      paths.set(key, path);
      group.append(path);
    }
  };
}

/**
 * The numbers for so many squares: of a folded array tiles from all over it, of another one the first.
 * @param {Value} value @param {number} rows @param {number} columns
 */
function fitted(value, rows, columns) {
  const numbers = rowsOf(value);
  if (!isFolded(value)) return numbers;
  /** @template T @param {readonly T[]} from @param {number} count */
  const spread = (from, count) => Array.from({ length: count }, (_, i) => /** @type {T} */ (from[Math.floor((i * from.length) / count)]));
  return spread(numbers, rows).map((row) => spread(row, columns));
}

/**
 * Write a number, smaller where it would not fit: cards never grow with what is in them.
 * @param {SVGTextElement} text
 * @param {string} written
 * @param {number} size
 * @param {number} room
 */
function write(text, written, size, room) {
  text.textContent = written;
  put(text, { "font-size": Math.min(size, room / (DIGIT * Math.max(written.length, 1))) });
}

/**
 * Colour an element by a number's sign and size.
 * @param {SVGElement} element
 * @param {Num | undefined} number
 */
function tint(element, number) {
  const { side, strength } = number === undefined ? { side: null, strength: 0 } : signOf(number);
  put(element, { "data-sign": side });
  element.style.setProperty("--strength", String(strength));
}
