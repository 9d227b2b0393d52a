// What of an equation is seen at a moment: how far a transpose is turned, which entries are there, which one is made
// just now. Pure.

import { clamp, smooth, within } from "../timeline/easing.js";

/** @import {Equation, Picture, Plan} from "./matrix-parts.js" */
/** @import {Place} from "./matrix-source.js" */
/** @import {Region} from "./heat.js" */

/** When in a term's turn a transpose has been turned, and between when its entries are made. */
const TURNED = [0.03, 0.34];
const MADE = { after: 0.38, plain: 0.1, until: 0.9 };

/**
 * @typedef {object} Moment
 * @property {(picture: Picture) => number} turned 0 as it was, 1 as its transpose
 * @property {(picture: Picture) => number} known how many entries are there
 * @property {number} term whose turn it is
 * @property {number | null} entry of that term's result which is made just now
 */

/**
 * @param {Plan} plan
 * @param {Place} place
 * @param {number} [before] so many samples have been gone through in this step
 * @returns {Moment}
 */
export function momentOf(plan, place, before = 0) {
  const { progress } = place;
  const turn = clamp(progress) * plan.terms;
  const term = progress >= 1 ? plan.terms - 1 : Math.floor(turn);
  const own = progress >= 1 ? 1 : turn - term;
  const flips = plan.pictures.some((one) => one.flips && one.term === term);
  const made = within(own, flips ? MADE.after : MADE.plain, MADE.until);
  const equation = plan.equations.find((one) => one.term === term);
  const count = equation?.result ? equation.result.rows * equation.result.columns : 0;
  const entry = Math.min(Math.floor(made * count), count - 1);
  const samples = plan.pictures.filter((one) => one.sample !== null);
  const whole = Number.isFinite(place.entries);
  return {
    term,
    entry: whole ? Math.max(place.entries - (progress >= 1 ? 1 : 0), 0) : own < 1 && made > 0 && made < 1 && equation?.link !== "none" ? entry : null,
    turned(picture) {
      if (!picture.flips || picture.term < term) return 1;
      return picture.term > term ? 0 : smooth(within(own, TURNED[0] ?? 0, TURNED[1] ?? 1));
    },
    known(picture) {
      if (!picture.result && picture.sample === null) return Infinity;
      if (whole && picture.result) return place.entries;
      if (picture.term < term || progress >= 1) return Infinity;
      if (picture.term > term) return 0;
      if (picture.sample !== null) return made >= (samples.indexOf(picture) + 1) / (samples.length + 1) ? Infinity : 0;
      // Where an entry cannot be followed by eye, the result comes at once.
      if (equation?.link === "none") return made > 0.5 ? Infinity : 0;
      const done = Math.floor(made * count + 1e-9);
      // Of what all samples make together, those gone through are there too.
      return picture.rows * picture.columns > count ? before * count + done : done;
    },
  };
}

/**
 * What made an entry of the result, in each operand.
 * @param {Equation} equation
 * @param {number} row of the entry
 * @param {number} column
 * @returns {Map<string, Region[]>} by picture key
 */
export function regionsFor({ link, operands, result }, row, column) {
  /** @type {Map<string, Region[]>} */
  const regions = new Map();
  if (!result) return regions;
  regions.set(result.key, [region([row, row], [column, column], "entry")]);
  operands.forEach((one, i) => {
    const rows = one.rows * (one.ghost?.rows ?? 1);
    const columns = one.columns * (one.ghost?.columns ?? 1);
    const own = { row: Math.min(row, rows - 1), column: Math.min(column, columns - 1) };
    /** @type {[number, number]} */
    const allRows = [0, rows - 1];
    /** @type {[number, number]} */
    const allColumns = [0, columns - 1];
    if (link === "product") regions.set(one.key, [i ? region(allRows, [column, column]) : region([row, row], allColumns)]);
    else if (link === "down") regions.set(one.key, [region(allRows, [own.column, own.column])]);
    else if (link === "right") regions.set(one.key, [region([own.row, own.row], allColumns)]);
    else if (link === "each") regions.set(one.key, [region([own.row, own.row], [own.column, own.column], "entry")]);
  });
  return regions;
}

/**
 * What a pointed entry of an operand has a part in.
 * @param {Equation} equation
 * @param {Picture} operand
 * @param {number} row
 * @param {number} column
 * @returns {Map<string, Region[]>}
 */
export function regionsFrom(equation, operand, row, column) {
  const { link, operands, result } = equation;
  /** @type {Map<string, Region[]>} */
  const regions = new Map([[operand.key, [region([row, row], [column, column], "entry")]]]);
  if (!result) return regions;
  if (link === "each") return regionsFor(equation, Math.min(row, result.rows - 1), Math.min(column, result.columns - 1));
  if (link === "down") regions.set(result.key, [region([0, 0], [column, column])]);
  else if (link === "right") regions.set(result.key, [region([row, row], [0, result.columns - 1])]);
  else if (link === "product") {
    const left = operand === operands[0];
    const other = operands[left ? 1 : 0];
    // Inner sizes meet: an entry's column at the left is its partner's row above.
    if (other) regions.set(other.key, [left ? region([column, column], [0, other.columns - 1]) : region([0, other.rows - 1], [row, row])]);
    regions.set(result.key, [left ? region([row, row], [0, result.columns - 1]) : region([0, result.rows - 1], [column, column])]);
  }
  return regions;
}

/** @param {[number, number]} rows @param {[number, number]} columns @param {Region["kind"]} [kind] @returns {Region} */
function region(rows, columns, kind = "lit") {
  return { rows, columns, kind };
}

/** The followed sample's row, or its column in a transpose. @param {Picture} picture @param {number} sample @returns {Region[]} */
export function sampleRegion(picture, sample) {
  if (!picture.batch || sample >= picture.batch[1]) return [];
  const [axis, count] = picture.batch;
  if ((axis ? picture.columns : picture.rows) !== count) return [];
  const rows = /** @type {[number, number]} */ (axis ? [0, picture.rows - 1] : [sample, sample]);
  const columns = /** @type {[number, number]} */ (axis ? [sample, sample] : [0, picture.columns - 1]);
  return [region(rows, columns, axis ? "sample-column" : "sample")];
}
