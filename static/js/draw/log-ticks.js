// Where the labels of a logarithmic axis stand: powers of ten, with 2 and 5 between them where there are few.

import { decadesOf } from "../format.js";

const MOST = 4;

/**
 * @param {number} low above 0
 * @param {number} high
 * @returns {number[]}
 */
export function logTicks(low, high) {
  const [from, to] = [decadesOf(low), decadesOf(high)];
  const step = Math.max(1, Math.ceil((to - from) / MOST));
  const few = to - from < 1.5 ? (to - from < 0.7 ? [1, 1.5, 2, 3, 5, 7] : [1, 2, 5]) : [1];
  /** @type {number[]} */
  const ticks = [];
  for (let power = Math.floor(from / step) * step; power <= to; power += step) {
    for (const digit of few) {
      const tick = Number(`${digit}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}
