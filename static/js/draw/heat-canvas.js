// Many cells on a canvas: one pixel an entry, made as large as the picture is by the style sheet.

/** @import {Num} from "../types.js" */
/** @import {Grid} from "./matrix-grid.js" */
/** @import {Blocks} from "./matrix-parts.js" */
/** @import {Palette} from "./network-palette.js" */

/** A Jacobian's canvas has so many pixels for each of the page's. */
const SHARP = 2;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Grid} grid
 * @param {Palette} palette
 */
export function paintCells(canvas, grid, palette) {
  canvas.width = grid[0]?.length ?? 1;
  canvas.height = grid.length;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  grid.forEach((row, y) => {
    row.forEach((number, x) => {
      if (number === undefined) return;
      pen.fillStyle = palette.cell(number);
      pen.fillRect(x, y, 1, 1);
    });
  });
}

/**
 * A whole Jacobian: blocks on its diagonal, nothing elsewhere.
 * @param {HTMLCanvasElement} canvas
 * @param {Num[][][]} values
 * @param {Blocks} blocks
 * @param {{width: number, height: number}} size
 * @param {Palette} palette
 */
export function paintBlocks(canvas, values, { count, rows, columns }, size, palette) {
  canvas.width = Math.round(size.width * SHARP);
  canvas.height = Math.round(size.height * SHARP);
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const width = canvas.width / (count * columns);
  const height = canvas.height / (count * rows);
  values.forEach((block, b) => {
    block.forEach((row, i) => {
      row.forEach((number, j) => {
        if (number === 0) return;
        pen.fillStyle = palette.cell(number);
        pen.fillRect((b * columns + j) * width, (b * rows + i) * height, Math.max(width, 1), Math.max(height, 1));
      });
    });
    if (count > 1) {
      pen.strokeStyle = palette.token("--line-strong");
      pen.lineWidth = SHARP;
      pen.strokeRect(b * columns * width + 1, b * rows * height + 1, columns * width - SHARP, rows * height - SHARP);
    }
  });
}
