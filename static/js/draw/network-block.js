// A layer folded into one block: its numbers as the cells of grids, painted once for each moment.

import { t } from "../i18n.js";
import { make } from "./svg.js";

/** @import {Num} from "../types.js" */
/** @import {Column} from "../layout/network-layout.js" */
/** @import {Palette} from "./network-palette.js" */

/** Cells are painted this large and scaled to the picture. */
const PIXELS = 8;

/**
 * @param {Column} column
 * @param {string} label
 */
export function createBlock(column, label) {
  const { box, grid } = column;
  const group = make("g", { class: "neuron block", "data-neuron": `${column.layer}:`, role: "option", "aria-selected": "false", tabindex: -1 });
  const said = make("text", { class: "said" });
  const body = make("rect", { class: "body", x: box.x, y: box.y, width: box.width, height: box.height, rx: 16 });
  const mark = make("rect", { class: "cell-mark", rx: 2 });
  group.append(said, body, mark);
  const places = grid?.places ?? [];
  const names = places.map(({ x, y, cell }) => {
    const name = make("text", { class: "grid-name", x: box.x + x + ((grid?.columns ?? 0) * cell) / 2, y: box.y + y - 9, "text-anchor": "middle", "aria-hidden": "true" });
    const frame = make("rect", { class: "grid-frame blank", x: box.x + x - 1.5, y: box.y + y - 1.5, width: (grid?.columns ?? 0) * cell + 3, height: (grid?.rows ?? 0) * cell + 3, rx: 3 });
    group.append(frame, name);
    return { name, frame };
  });
  const sheets = places.map(() => /** @type {{canvas: HTMLCanvasElement, filled: boolean}} */ ({ canvas: document.createElement("canvas"), filled: false }));
  said.textContent = label;

  return {
    group,
    column,
    /** @param {{name: string, values: (Num | undefined)[]}[]} layers the large grid's first @param {Palette} palette */
    show(layers, palette) {
      if (!grid) return;
      layers.forEach(({ name, values }, i) => {
        const [sheet, shown] = [sheets[i], names[i]];
        if (!sheet || !shown) return;
        shown.name.textContent = name;
        sheet.filled = values.some((value) => value !== undefined);
        shown.frame.classList.toggle("blank", !sheet.filled);
        if (sheet.filled) paintCells(sheet.canvas, grid, values, palette);
      });
      for (const { name, frame } of names.slice(layers.length)) {
        name.textContent = "";
        frame.setAttribute("display", "none");
      }
    },
    /** @param {CanvasRenderingContext2D} context @param {Palette} palette */
    draw(context, palette) {
      if (!grid) return;
      context.fillStyle = palette.token("--surface");
      context.beginPath();
      context.roundRect(box.x, box.y, box.width, box.height, 16);
      context.fill();
      context.imageSmoothingEnabled = false;
      places.forEach(({ x, y, cell }, i) => {
        const sheet = sheets[i];
        if (sheet?.filled) context.drawImage(sheet.canvas, box.x + x, box.y + y, grid.columns * cell, grid.rows * cell);
      });
    },
    /** Frame one cell; null for none. @param {number | null} unit */
    mark(unit) {
      const cell = unit === null ? undefined : column.units[unit];
      mark.setAttribute("visibility", cell ? "visible" : "hidden");
      if (!cell) return;
      for (const key of /** @type {const} */ (["x", "y", "width", "height"])) mark.setAttribute(key, String(cell[key]));
    },
    /** @param {string} sentence */
    say(sentence) {
      said.textContent = sentence;
    },
  };
}

/** The unit whose cell holds a point. @param {Column} column @param {{x: number, y: number}} point @returns {number | null} */
export function cellAt({ units }, { x, y }) {
  const found = units.findIndex((cell) => x >= cell.x && x < cell.x + cell.width && y >= cell.y && y < cell.y + cell.height);
  return found < 0 ? null : found;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{rows: number, columns: number}} grid
 * @param {(Num | undefined)[]} values
 * @param {Palette} palette
 */
function paintCells(canvas, { rows, columns }, values, palette) {
  canvas.width = columns * PIXELS;
  canvas.height = rows * PIXELS;
  const context = canvas.getContext("2d");
  if (!context) return;
  values.forEach((value, i) => {
    if (value === undefined) return;
    context.fillStyle = palette.cell(value);
    context.fillRect((i % columns) * PIXELS, Math.floor(i / columns) * PIXELS, PIXELS - 1, PIXELS - 1);
  });
}

/** What a folded layer says of itself. @param {string} name @param {number} units */
export function blockLabel(name, units) {
  return t("{name}: {units} neurons in one block", { name, units });
}
