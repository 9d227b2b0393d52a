// Data as small as a stamp: points on the plane, a curve's points, or the first rows as pixels.

import { classToken } from "../draw/field-colors.js";
import { make } from "../draw/svg.js";

/** @import {Data, Num} from "../types.js" */

const SIDE = 40;
const MARGIN = 5;
/** More points than this are a blot. */
const MOST = 120;

/** @param {Data} data @returns {SVGSVGElement} */
export function dataThumbnail(data) {
  const picture = make("svg", { class: "data-thumbnail", viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" });
  if (!data.x.length) return emptyThumbnail();
  if (data.image && data.kind === "reconstruction") picture.append(...again(/** @type {Num[]} */ (data.x[0]), data.image));
  else if (data.image) picture.append(...pixels(/** @type {Num[]} */ (data.x[0]), data.image[0], data.image[1]));
  else if (data.kind === "reconstruction") picture.append(...pixels(data.x.flat(), data.x.length, data.features.length));
  else picture.append(...points(data));
  return picture;
}

/** A plane without a point. */
export function emptyThumbnail() {
  const half = SIDE / 2;
  return make("svg", { class: "data-thumbnail", viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" }, make("path", { class: "axes", d: `M${half} ${MARGIN}v${SIDE - 2 * MARGIN}M${MARGIN} ${half}h${SIDE - 2 * MARGIN}` }));
}

/** A table's lines. */
export function tableThumbnail() {
  return make("svg", { class: "data-thumbnail", viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" },
    make("path", { class: "axes", d: "M8 10.5h24a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2zM6 17h28M6 23h28M15.5 10.5v19M25 10.5v19" }));
}

/** An image, and what is to come of it: the same. @param {Num[]} values @param {[number, number]} image */
function again(values, [rows, columns]) {
  const half = (SIDE - 2 * MARGIN) / 2 - 2;
  const from = make("g", { transform: `translate(0 ${half / 2})` }, ...pixels(values, rows, columns, half));
  const to = make("g", { transform: `translate(${half + 4} ${half / 2})` }, ...pixels(values, rows, columns, half));
  return [from, to];
}

/** Rows of values from 0 to 1 as shades. @param {Num[]} values @param {number} rows @param {number} columns @param {number} [side] */
function pixels(values, rows, columns, side = SIDE - 2 * MARGIN) {
  const cell = side / Math.max(rows, columns);
  return values.flatMap((value, i) => {
    if (typeof value !== "number" || value <= 0) return [];
    const [row, column] = [Math.floor(i / columns), i % columns];
    return [make("rect", { class: "pixel", x: MARGIN + column * cell, y: MARGIN + row * cell, width: cell, height: cell, "fill-opacity": Math.min(value, 1) })];
  });
}

/** One path a class: a line of no length is a dot. @param {Data} data */
function points({ x, t, features, labels }) {
  const few = x.slice(0, MOST);
  const [first, second] = columnsOf(few, features.length);
  const across = few.map((row) => Number(row[first]));
  const up = few.map((row, i) => Number(second === undefined ? t?.[i]?.[0] ?? 0 : row[second]));
  const [placeX, placeY] = [scale(across), scale(up)];
  /** @type {Map<number, string>} */
  const paths = new Map();
  for (const i of few.keys()) {
    const label = labels?.[i] ?? 1;
    const spot = `M${placeX(/** @type {number} */ (across[i]))} ${SIDE - placeY(/** @type {number} */ (up[i]))}h0`;
    paths.set(label, (paths.get(label) ?? "") + spot);
  }
  const size = few.length < 10 ? "dots large" : few.length > 60 ? "dots small" : "dots";
  return [...paths].map(([label, d]) => {
    const path = make("path", { class: size, d });
    path.style.setProperty("--dot", `var(${classToken(label)})`);
    return path;
  });
}

/** Of several columns the last two that are more than yes and no: of the flowers they tell the species apart. @param {Num[][]} rows @param {number} count @returns {[number] | [number, number]} */
function columnsOf(rows, count) {
  if (count === 1) return [0];
  const rich = Array.from({ length: count }, (_, column) => column).filter((column) => new Set(rows.map((row) => row[column])).size > 2);
  return [rich.at(-2) ?? count - 2, rich.at(-1) ?? count - 1];
}

/** From the numbers' extent to the picture's. @param {number[]} numbers */
function scale(numbers) {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const stretch = high > low ? (SIDE - 2 * MARGIN - 2) / (high - low) : 0;
  return (/** @type {number} */ number) => (stretch ? MARGIN + 1 + (number - low) * stretch : SIDE / 2);
}
