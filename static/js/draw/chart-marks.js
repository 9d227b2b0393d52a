// What is drawn over a chart's lines: the iteration looked at, changes of settings, and names at the lines' ends.

/** @import {Palette} from "./network-palette.js" */

/** @typedef {{text: string, y: number, color: string}} End */

const LINE = 12;

/**
 * @param {import("uplot")} plot
 * @param {Palette} palette
 * @param {number | null} at
 * @param {readonly number[]} changes
 * @param {readonly End[]} ends
 */
export function drawMarks(plot, palette, at, changes, ends) {
  const { ctx: pen, bbox } = plot;
  const sharp = devicePixelRatio;
  const stands = (/** @type {number} */ x) => Math.round(plot.valToPos(x, "x", true));
  const within = (/** @type {number} */ x) => x >= bbox.left - 1 && x <= bbox.left + bbox.width + 1;
  pen.save();
  pen.lineWidth = sharp;
  pen.strokeStyle = palette.token("--line-strong");
  pen.setLineDash([2 * sharp, 3 * sharp]);
  for (const change of changes) upright(stands(change));
  pen.setLineDash([]);
  pen.strokeStyle = palette.token("--ink");
  if (at !== null) upright(stands(at));
  pen.font = `${11 * sharp}px ${getComputedStyle(plot.root).fontFamily}`;
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  for (const { text, y, color } of apart(ends, LINE * sharp, bbox.top + bbox.height)) {
    pen.fillStyle = color;
    pen.fillText(text, bbox.left + bbox.width + 5 * sharp, y);
  }
  pen.restore();

  /** @param {number} x */
  function upright(x) {
    if (!within(x)) return;
    pen.beginPath();
    pen.moveTo(x, bbox.top);
    pen.lineTo(x, bbox.top + bbox.height);
    pen.stroke();
  }
}

/** Names moved apart until none covers another, the lowest not below the floor. @param {readonly End[]} ends @param {number} least @param {number} floor */
function apart(ends, least, floor) {
  const sorted = ends.map((end) => ({ ...end })).sort((one, other) => one.y - other.y);
  sorted.forEach((end, i) => {
    const above = sorted[i - 1];
    if (above) end.y = Math.max(end.y, above.y + least);
  });
  let below = floor + least / 2;
  for (const end of sorted.toReversed()) {
    end.y = Math.min(end.y, below - least / 2);
    below = end.y - least / 2;
  }
  return sorted;
}
