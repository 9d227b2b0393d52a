// Which cells are lit: what is pointed at and what made it, the entry that is made just now, the followed sample. Pure.

import { regionsFor, regionsFrom, sampleRegion } from "./matrix-moment.js";

/** @import {Plan} from "./matrix-parts.js" */
/** @import {Moment} from "./matrix-moment.js" */
/** @import {Cell} from "./matrix-pointing.js" */
/** @import {Region} from "./heat.js" */

/**
 * @param {Plan} plan
 * @param {Moment} moment
 * @param {Cell | null} cell pointed at or pinned
 * @param {Cell | null} pinned
 * @param {number} sample
 * @returns {Map<string, Region[]>} by picture key
 */
export function lightsOf(plan, moment, cell, pinned, sample) {
  /** @type {Map<string, Region[]>} */
  const lights = new Map();
  for (const one of plan.pictures) {
    const own = one.blocks
      ? blockRegion(one.blocks, sample)
      : one.sample === sample
        ? [{ rows: /** @type {[number, number]} */ ([0, one.rows - 1]), columns: /** @type {[number, number]} */ ([0, one.columns - 1]), kind: /** @type {const} */ ("sample") }]
        : sampleRegion(one, sample);
    if (own.length) lights.set(one.key, own);
  }
  const made = cell ? byCell(plan, cell) : byMoment(plan, moment);
  for (const [key, regions] of made) lights.set(key, [...(lights.get(key) ?? []), ...regions]);
  if (pinned) {
    const { key, row, column } = pinned;
    lights.set(key, [...(lights.get(key) ?? []), { rows: [row, row], columns: [column, column], kind: "pinned" }]);
  }
  return lights;
}

/** @param {Plan} plan @param {Cell} cell @returns {Map<string, Region[]>} */
function byCell(plan, { key, row, column }) {
  for (const equation of plan.equations) {
    if (equation.result?.key === key) return regionsFor(equation, row, column);
    const operand = equation.operands.find((one) => one.key === key);
    if (operand) return regionsFrom(equation, operand, row, column);
  }
  return new Map([[key, [{ rows: [row, row], columns: [column, column], kind: "entry" }]]]);
}

/** @param {Plan} plan @param {Moment} moment @returns {Map<string, Region[]>} */
function byMoment(plan, { term, entry }) {
  const equation = plan.equations.find((one) => one.term === term);
  if (entry === null || !equation?.result) return new Map();
  const { columns } = equation.result;
  return regionsFor(equation, Math.floor(entry / columns), entry % columns);
}

/** @param {import("./matrix-parts.js").Blocks} blocks @param {number} sample @returns {Region[]} */
function blockRegion({ count, rows, columns }, sample) {
  if (count < 2 || sample >= count) return [];
  return [{ rows: [sample * rows, (sample + 1) * rows - 1], columns: [sample * columns, (sample + 1) * columns - 1], kind: "sample" }];
}
