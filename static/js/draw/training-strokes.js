// The strokes of a face that is no picture: a curve over the input, or a number.

import { formatBrief } from "../format.js";
import { signShade } from "./tones.js";

/** @import {Box, Num} from "../types.js" */
/** @import {Colours} from "./training-face.js" */

/** Letters are at least so large, in the page's pixels; a number that has no room for them is left to the colour. */
const NUMBER = { least: 9, digit: 0.605, share: 0.27, pad: 2 };
/** A curve is drawn through every so manieth point. */
const STRIDE = 3;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {{ys: readonly Num[], most: number}} face
 * @param {Colours} colours
 */
export function drawCurve(context, { x, y, width, height }, { ys, most }, colours) {
  const middle = y + height / 2;
  const reach = height * 0.4;
  const shades = context.createLinearGradient(0, middle - reach, 0, middle + reach);
  shades.addColorStop(0.45, colours.token("--positive"));
  shades.addColorStop(0.55, colours.token("--negative"));
  context.beginPath();
  context.moveTo(x, middle);
  context.lineTo(x + width, middle);
  context.strokeStyle = colours.token("--line");
  context.lineWidth = 1;
  context.stroke();
  context.beginPath();
  const last = ys.length - 1;
  for (let i = 0; i < last + STRIDE; i += STRIDE) {
    const at = Math.min(i, last);
    const value = Number(ys[at]);
    if (Number.isFinite(value)) context.lineTo(x + (width * at) / last, middle - (reach * value) / most);
  }
  context.strokeStyle = shades;
  context.lineWidth = Math.max(width / 28, 1.25);
  context.lineJoin = "round";
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {{value: Num, most: number}} face
 * @param {Colours} colours
 * @param {number} scale at which the picture is seen
 */
export function drawNumber(context, { x, y, width, height }, { value, most }, colours, scale) {
  context.fillStyle = colours.token(signShade(value, most) < 128 ? "--negative" : "--positive");
  context.globalAlpha = 0.75 * Math.min(Math.abs(Number(value)) / most || 0, 1);
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
  const room = (width - 2 * NUMBER.pad) / NUMBER.digit;
  const least = NUMBER.least / scale;
  const text = formatBrief(value, Math.floor(room / least));
  if (!text) return;
  const size = Math.min(Math.max(NUMBER.share * width, least), room / text.length);
  context.font = `500 ${size}px "JetBrains Mono Variable", ui-monospace, monospace`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colours.token("--ink");
  context.fillText(text, x + width / 2, y + height / 2);
}
