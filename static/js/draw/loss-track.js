// The history's loss as a soft area in the scrubber: where it fell, and where it did not.

import { decadesOf } from "../format.js";
import { createPalette } from "./network-palette.js";
import { onTheme } from "./on-theme.js";

/** @import {Run} from "../types.js" */

/** Colours and size are kept: asking for them makes the page lay itself out. @typedef {{palette: ReturnType<typeof createPalette>, width: number, height: number}} Paper */

/** @type {WeakMap<HTMLCanvasElement, Paper>} */
const papers = new WeakMap();

/** @param {HTMLCanvasElement} canvas @returns {Paper} */
function paperOf(canvas) {
  const known = papers.get(canvas);
  if (known) return known;
  const paper = { palette: createPalette(/** @type {HTMLElement} */ (canvas.parentElement)), width: canvas.clientWidth, height: canvas.clientHeight };
  papers.set(canvas, paper);
  new ResizeObserver(() => Object.assign(paper, { width: canvas.clientWidth, height: canvas.clientHeight })).observe(canvas);
  onTheme(paper.palette.refresh);
  return paper;
}

/** @param {HTMLCanvasElement} canvas @param {Run | null} run */
export function paintLoss(canvas, run) {
  const { palette, width, height } = paperOf(canvas);
  const sharp = devicePixelRatio;
  if (canvas.width !== Math.round(width * sharp) || canvas.height !== Math.round(height * sharp)) {
    canvas.width = Math.round(width * sharp);
    canvas.height = Math.round(height * sharp);
  }
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.setTransform(sharp, 0, 0, sharp, 0, 0);
  pen.clearRect(0, 0, width, height);
  const points = (run?.progress ?? []).flatMap(({ iteration, loss }) => (typeof loss === "number" && loss > 0 ? [[iteration, decadesOf(loss)]] : []));
  const [[first = 0] = []] = points;
  const last = run?.newest?.iteration ?? 0;
  if (!run || points.length < 2 || last <= first) return;
  const heights = points.map(([, y = 0]) => y);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const yOf = (/** @type {number} */ y) => height - 1 - (high > low ? (y - low) / (high - low) : 0.5) * (height - 4) * 0.92;
  pen.beginPath();
  pen.moveTo(0, height);
  for (const [x = 0, y = 0] of points) pen.lineTo(((x - first) / (last - first)) * width, yOf(y));
  pen.lineTo(width, height);
  pen.fillStyle = palette.token(`--run-${run.color + 1}`);
  pen.globalAlpha = 0.22;
  pen.fill();
  pen.globalAlpha = 1;
}
