// Numbers as pixels: signs on the field's scale, images as ink on paper.

/** @import {Num} from "../types.js" */
/** @import {Palette} from "./network-palette.js" */

const SHADES = 256;

/** From paper to ink: 256 colours, one for each shade. @param {Pick<Palette, "token">} palette */
export function inkScale(palette) {
  const canvas = Object.assign(document.createElement("canvas"), { width: SHADES, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return new Uint32Array(SHADES);
  const ramp = pen.createLinearGradient(0.5, 0, SHADES - 0.5, 0);
  ramp.addColorStop(0, palette.token("--surface"));
  ramp.addColorStop(1, palette.token("--ink"));
  pen.fillStyle = ramp;
  pen.fillRect(0, 0, SHADES, 1);
  return new Uint32Array(pen.getImageData(0, 0, SHADES, 1).data.buffer.slice(0));
}

/** Which shade stands for a value between −most and most. @param {Num | undefined} value @param {number} most */
export function signShade(value, most) {
  if (typeof value !== "number") return value === "Infinity" ? 255 : value === "-Infinity" ? 0 : 127;
  return Math.round(127.5 + 127.5 * Math.min(Math.max(value / (most || 1), -1), 1));
}

/** Which shade stands for a value between low and high. @param {Num} value @param {number} low @param {number} high */
export function inkShade(value, low, high) {
  const share = (Number(value) - low) / (high - low || 1);
  return Math.round(255 * Math.min(Math.max(share || 0, 0), 1));
}

/** The largest magnitude; 0 for none. @param {Iterable<Num | undefined>} values */
export function largestOf(values) {
  let most = 0;
  for (const value of values) {
    if (typeof value === "number" && Math.abs(value) > most) most = Math.abs(value);
  }
  return most;
}

/**
 * Numbers as the pixels of an image, which the style sheet makes as large as the picture is.
 * @param {HTMLCanvasElement} canvas
 * @param {readonly Num[]} values row by row
 * @param {readonly [number, number]} size rows, columns
 * @param {Uint32Array} scale
 * @param {(value: Num) => number} shadeOf
 */
export function paintImage(canvas, values, [rows, columns], scale, shadeOf) {
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const image = pen.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  values.forEach((value, i) => (pixels[i] = scale[shadeOf(value)] ?? 0));
  pen.putImageData(image, 0, 0);
}
