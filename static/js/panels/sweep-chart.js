// The error of the difference quotient over its step size, both on logarithmic axes: it falls, then rounding wins.

import { select } from "d3-selection";
import { line } from "d3-shape";

import { decadesOf, formatNumber } from "../format.js";
import { t } from "../i18n.js";

const SIZE = { width: 280, height: 128, left: 40, bottom: 24, top: 8, right: 8 };
/** Powers of ten at the axes' ends. */
const STEPS = { from: -1, to: -12, marks: [-1, -4, -8, -12] };
const ERRORS = { from: 0, to: -16, marks: [0, -8, -16] };
const MOST = 12;

/**
 * @param {{leaf: string, sweep: {h: number, error: number}[]}[]} leaves
 * @returns {Element | null}
 */
export function sweepChart(leaves) {
  const curves = leaves.filter((leaf) => leaf.sweep?.length).slice(0, MOST);
  if (!curves.length) return null;
  const svg = select(document.createElementNS("http://www.w3.org/2000/svg", "svg"))
    .attr("class", "sweep")
    .attr("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`)
    .attr("role", "img")
    .attr("aria-label", t("Error of the difference quotient over its step size"));
  for (const power of ERRORS.marks) {
    svg.append("line").attr("x1", SIZE.left).attr("x2", SIZE.width - SIZE.right).attr("y1", yOf(power)).attr("y2", yOf(power));
    svg.append("text").attr("x", SIZE.left - 6).attr("y", yOf(power) + 3).attr("text-anchor", "end").text(power ? powerText(power) : "1");
  }
  for (const power of STEPS.marks) {
    const anchor = power === STEPS.from ? "start" : power === STEPS.to ? "end" : "middle";
    svg.append("text").attr("x", xOf(power)).attr("y", SIZE.height - 6).attr("text-anchor", anchor).text(power === STEPS.from ? "h = 0.1" : powerText(power));
  }
  const draw = line();
  for (const { leaf, sweep } of curves) {
    const path = draw(sweep.map(({ h, error }) => [xOf(decadesOf(h)), yOf(error > 0 ? decadesOf(error) : ERRORS.to)]));
    svg.append("path").attr("d", path).append("title").text(leaf);
  }
  return svg.node();
}

/** @param {number} power */
function powerText(power) {
  return formatNumber(Number(`1e${power}`));
}

/** @param {number} power */
function xOf(power) {
  return SIZE.left + ((power - STEPS.from) / (STEPS.to - STEPS.from)) * (SIZE.width - SIZE.left - SIZE.right);
}

/** @param {number} power */
function yOf(power) {
  const within = Math.max(Math.min(power, ERRORS.from), ERRORS.to);
  return SIZE.top + ((within - ERRORS.from) / (ERRORS.to - ERRORS.from)) * (SIZE.height - SIZE.top - SIZE.bottom);
}
