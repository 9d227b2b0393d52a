// One tensor as a heat map: cells with their numbers where they can be read, a canvas where there are many.

import { formatNumber, formatShape, formatValue, isFolded } from "../format.js";
import { el } from "../dom.js";
import { paintBlocks, paintCells } from "./heat-canvas.js";
import { gridOf } from "./matrix-grid.js";
import { signOf } from "./sign.js";
import { make, put } from "./svg.js";

/** @import {Num} from "../types.js" */
/** @import {PlacedPicture} from "./matrix-layout.js" */
/** @import {Grid} from "./matrix-grid.js" */
/** @import {Palette} from "./network-palette.js" */

/** The width of a digit as a share of the type's size. */
const DIGIT = 0.605;
const TYPE = { most: 13, least: 7.6 };
/** Up to so many numbers a picture is read out. */
const SAID_MOST = 16;
/** More cells, or smaller ones, are painted on a canvas. */
const CELLS_MOST = 420;
const CELL_LEAST = 9;

/**
 * A stretch of cells, in the rows and columns as they are drawn; the ends are included.
 * @typedef {{rows: [number, number], columns: [number, number], kind: "lit" | "entry" | "sample" | "sample-column" | "pinned"}} Region
 *
 * @typedef {object} Heat
 * @property {PlacedPicture} placed
 * @property {HTMLElement} element
 * @property {Grid | undefined} grid as it is drawn
 * @property {(turned: number, known: number) => void} show how far it is turned, and how many of its entries are there
 * @property {(regions: readonly Region[]) => void} light
 * @property {(row: number, column: number) => Num | undefined} at
 */

/**
 * @param {PlacedPicture} placed
 * @param {Palette} palette
 * @returns {Heat}
 */
export function createHeat(placed, palette) {
  const { picture: one, width, height } = placed;
  const grid = one.blocks ? undefined : gridOf(one.value, one.turned);
  const label = el("span", { class: "heat-label" }, one.label);
  const shape = one.shape.length && !one.small ? el("span", { class: "heat-shape" }, formatShape(one.shape)) : null;
  const caption = el("span", { class: `heat-caption ${placed.caption === "top" ? "over" : "under"} ${placed.align}` }, label, shape);
  const lights = el("span", { class: "heat-lights" });
  const body = createBody(placed, grid, palette);
  const element = el("div", { class: `heat ${one.kind}${one.result ? " result" : ""}${one.small ? " small" : ""}`, role: "group", tabindex: 0, "aria-label": nameOf(placed) }, caption, body.element, lights);
  element.dataset["node"] = one.node;
  element.dataset["key"] = one.key;
  if (one.sample !== null) element.dataset["sample"] = String(one.sample);
  Object.assign(element.style, { left: `${placed.x}px`, top: `${placed.y}px`, width: `${width}px`, height: `${height}px` });

  const rows = one.rows * (one.ghost?.rows ?? 1);
  const columns = one.columns * (one.ghost?.columns ?? 1);
  let lit = "";
  return {
    placed,
    element,
    grid,
    show(turned, known) {
      body.show(turned, known);
      if (!one.flips) return;
      // Until it has been turned it is called what it was.
      label.textContent = turned < 0.5 ? one.node : one.label;
      element.classList.toggle("turning", turned < 1);
      element.style.setProperty("--upright", String(Math.abs(2 * turned - 1)));
    },
    light(regions) {
      const key = JSON.stringify(regions);
      if (key === lit) return;
      lit = key;
      lights.replaceChildren(
        ...regions.map(({ rows: [top, bottom], columns: [left, right], kind }) => {
          const mark = el("i", { class: kind });
          Object.assign(mark.style, {
            left: `${(left / columns) * 100}%`,
            top: `${(top / rows) * 100}%`,
            width: `${((right - left + 1) / columns) * 100}%`,
            height: `${((bottom - top + 1) / rows) * 100}%`,
          });
          return mark;
        }),
      );
    },
    at: (row, column) => grid?.[row % one.rows]?.[column % one.columns],
  };
}

/** @param {PlacedPicture} placed */
function nameOf({ picture: one }) {
  const shape = formatShape(one.shape);
  const numbers = one.value === undefined || one.blocks ? "" : formatValue(one.value, SAID_MOST);
  return [one.label, shape, numbers === shape ? "" : numbers].filter(Boolean).join(", ");
}

/** @param {PlacedPicture} placed @param {Grid | undefined} grid @param {Palette} palette */
function createBody(placed, grid, palette) {
  const { picture: one, width, height } = placed;
  const rows = one.rows * (one.ghost?.rows ?? 1);
  const columns = one.columns * (one.ghost?.columns ?? 1);
  const small = Math.min(width / columns, height / rows) < CELL_LEAST;
  if (one.blocks || isFolded(one.value) || rows * columns > CELLS_MOST || small) return canvasBody(placed, grid, palette);
  return cellsBody(placed, grid, rows, columns);
}

/** @param {PlacedPicture} placed @param {Grid | undefined} grid @param {Palette} palette */
function canvasBody({ picture: one, width, height }, grid, palette) {
  const canvas = el("canvas", { class: one.blocks ? "heat-canvas fine" : "heat-canvas", "aria-hidden": "true" });
  if (one.blocks) paintBlocks(canvas, /** @type {any} */ (one.value), one.blocks, { width, height }, palette);
  else if (grid) paintCells(canvas, grid, palette);
  const body = el("span", { class: grid || one.blocks ? "heat-body" : "heat-body blank" }, canvas);
  return {
    element: body,
    /** @param {number} turned @param {number} known */
    show(turned, known) {
      const share = Math.min(known / (one.rows * one.columns), 1);
      body.classList.toggle("blank", share === 0 || !(grid || one.blocks));
      canvas.style.clipPath = share < 1 ? `inset(0 0 ${(1 - share) * 100}% 0)` : "";
      // Seen edge on in the middle: rows become columns about the main diagonal.
      canvas.style.transform = turned < 1 ? `matrix(${turned},${((1 - turned) * height) / width},${((1 - turned) * width) / height},${turned},0,0)` : "";
    },
  };
}

/** @param {PlacedPicture} placed @param {Grid | undefined} grid @param {number} rows @param {number} columns */
function cellsBody({ picture: one, width, height }, grid, rows, columns) {
  const cell = { width: width / columns, height: height / rows };
  const gap = Math.min(cell.width, cell.height) > 14 ? 1 : 0.5;
  const numbers = grid?.flat() ?? [];
  const letters = Math.max(...numbers.map((number) => (number === undefined ? 1 : formatNumber(number).length)), 1);
  const type = Math.min(TYPE.most, (cell.width - 5) / (DIGIT * letters), cell.height - 5);
  const written = type >= TYPE.least;
  const svg = make("svg", { class: "heat-cells", width, height, "aria-hidden": "true" });
  const cells = Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const [x, y] = [column * cell.width, row * cell.height];
    const ghost = row >= one.rows || column >= one.columns;
    const square = make("rect", { x: gap, y: gap, width: cell.width - 2 * gap, height: cell.height - 2 * gap, rx: Math.min(3, cell.height / 5) });
    const group = make("g", { class: ghost ? "cell-group ghost" : "cell-group", transform: `translate(${x},${y})` }, square);
    const number = grid?.[row % one.rows]?.[column % one.columns];
    if (number !== undefined) {
      const { side, strength } = signOf(number);
      put(square, { "data-sign": side, class: written ? "cell" : "cell bare" });
      square.style.setProperty("--strength", String(strength));
      if (written) group.append(make("text", { class: "digits", x: cell.width / 2, y: cell.height / 2, "text-anchor": "middle", "font-size": type }, formatNumber(number)));
    } else put(square, { class: "cell" });
    svg.append(group);
    return { group, x, y, row, column, known: number !== undefined };
  });
  let last = "";
  return {
    element: svg,
    /** @param {number} turned @param {number} known */
    show(turned, known) {
      const key = `${turned} ${known}`;
      if (key === last) return;
      last = key;
      cells.forEach(({ group, x, y, row, column, known: there }) => {
        group.classList.toggle("blank", !there || (row % one.rows) * one.columns + (column % one.columns) >= known);
        if (!one.flips) return;
        const from = { x: row * cell.width, y: column * cell.height };
        group.setAttribute("transform", `translate(${from.x + (x - from.x) * turned},${from.y + (y - from.y) * turned})`);
      });
    },
  };
}
