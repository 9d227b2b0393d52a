// The error of the difference quotient over its step size, both on logarithmic axes: it falls, then rounding wins.

import { select } from "d3-selection";
import { line } from "d3-shape";

import { formatNumber } from "../format.js";
import { t } from "../i18n.js";

const SIZE = { width: 250, height: 120, left: 34, bottom: 22, top: 8, right: 6 };
const FLOOR = 1e-16;

/**
 * @param {{leaf: string, sweep: {h: number, error: number}[]}[]} leaves
 * @returns {Node}
 */
export function sweepChart(leaves) {
  const curves = leaves.filter((leaf) => leaf.sweep?.length).slice(0, 8);
  const svg = select(document.createElementNS("http://www.w3.org/2000/svg", "svg"))
    .attr("class", "sweep").attr("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`).attr("role", "img")
    .attr("aria-label", t("Error of the difference quotient over its step size"));
  const exponent = (/** @type {number} */ value) => Number(value.toExponential(0).split("e")[1]);
  const x = (/** @type {number} */ h) => SIZE.left + ((-exponent(h) - 1) / 11) * (SIZE.width - SIZE.left - SIZE.right);
  const y = (/** @type {number} */ error) => SIZE.top + (-Math.min(exponent(Math.max(error, FLOOR)), 0) / 16) * (SIZE.height - SIZE.top - SIZE.bottom);
  for (const power of [0, -8, -16]) {
    svg.append("line").attr("x1", SIZE.left).attr("x2", SIZE.width - SIZE.right).attr("y1", y(Number(`1e${power}`))).attr("y2", y(Number(`1e${power}`)));
    svg.append("text").attr("x", SIZE.left - 4).attr("y", y(Number(`1e${power}`)) + 3).attr("text-anchor", "end").text(formatNumber(Number(`1e${power}`)));
  }
  for (const power of [-1, -6, -12]) {
    svg.append("text").attr("x", x(Number(`1e${power}`))).attr("y", SIZE.height - 8).attr("text-anchor", "middle").text(power === -1 ? "h = 0.1" : formatNumber(Number(`1e${power}`)));
  }
  const draw = line();
  for (const { sweep } of curves) {
    svg.append("path").attr("d", draw(sweep.map(({ h, error }) => [x(h), y(error)])));
  }
  return /** @type {Node} */ (curves.length ? svg.node() : document.createDocumentFragment());
}
