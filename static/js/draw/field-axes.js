// The axes of a plot: ticks at round numbers, and what is counted along them.

import { formatNumber, orderOf } from "../format.js";
import { make } from "./svg.js";

/** @import {Ranges, Range, Scales} from "./field-points.js" */

/** The plot's frame within its host, in pixels. */
export const FRAME = { left: 34, right: 8, top: 20, bottom: 32 };
/** So many pixels a tick at least. */
const APART = { x: 52, y: 34 };
const STEPS = [1, 2, 5, 10];

/**
 * Round numbers within a range: a step of 1, 2 or 5 of a power of ten, at most so many of them.
 * @param {Range} range
 * @param {number} most steps
 * @returns {number[]}
 */
export function ticksOf([low, high], most) {
  const order = orderOf((high - low) / most);
  const step = STEPS.map((times) => Number(`${times}e${order}`)).find((one) => (high - low) / one <= most) ?? Number(`1e${order + 1}`);
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step <= high; i += 1) ticks.push(i * step);
  return ticks;
}

/** @param {HTMLElement} host */
export function createAxes(host) {
  const svg = make("svg", { class: "field-axes", "aria-hidden": "true" });
  host.append(svg);
  let drawn = "";
  return {
    /**
     * @param {Ranges} ranges
     * @param {Scales} scales
     * @param {{width: number, height: number}} size of the plot itself
     * @param {{x: string, y: string}} names
     */
    show(ranges, scales, size, names) {
      const key = JSON.stringify([ranges, size, names]);
      if (key === drawn) return;
      drawn = key;
      const { width, height } = size;
      const across = ticksOf(ranges.x, Math.max(width / APART.x, 2)).flatMap((tick) => [
        make("line", { x1: scales.x(tick), x2: scales.x(tick), y1: height, y2: height + 4 }),
        make("text", { x: scales.x(tick), y: height + 15, "text-anchor": "middle" }, formatNumber(tick)),
      ]);
      const up = ticksOf(ranges.y, Math.max(height / APART.y, 2)).flatMap((tick) => [
        make("line", { x1: -4, x2: 0, y1: scales.y(tick), y2: scales.y(tick) }),
        make("text", { x: -7, y: scales.y(tick) + 3.5, "text-anchor": "end" }, formatNumber(tick)),
      ]);
      const name = [
        make("text", { class: "axis-name", x: width, y: height + 28, "text-anchor": "end" }, names.x),
        make("text", { class: "axis-name", x: 0, y: -7 }, names.y),
      ];
      svg.replaceChildren(make("g", { transform: `translate(${FRAME.left},${FRAME.top})` }, make("rect", { width, height }), ...across, ...up, ...name));
    },
  };
}
