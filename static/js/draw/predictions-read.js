// What a prediction says beside its target: which class it is taken for, and whether that is wrong. Nothing is computed
// here; the largest of the numbers is pointed at.

import { formatNumber } from "../format.js";
import { middleOf } from "./field-cells.js";

/** @import {Data, Num, Predictions} from "../types.js" */

/**
 * @typedef {object} Outcome
 * @property {number} row of the data
 * @property {Num[]} outputs
 * @property {Num[] | null} code
 * @property {number | null} taken the class it is taken for; null where there are no classes
 * @property {number | null} meant
 * @property {boolean | null} wrong null where nothing is right or wrong
 */

/** @param {readonly Num[]} values @returns {number} where the largest stands */
export function largestAt(values) {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) if (!(Number(values[i]) <= Number(values[best]))) best = i;
  return best;
}

/**
 * The class that numbers stand for: the largest one's, or which side of the middle the only one is on.
 * @param {readonly Num[]} values
 * @param {number | null} middle
 */
export function classOf(values, middle) {
  return values.length > 1 ? largestAt(values) : Number(Number(values[0]) > (middle ?? 0.5));
}

/** Whether rows belong to one of several classes, by their targets. @param {Data} data */
export function hasClasses({ kind, t, image }) {
  return t !== null && (kind === "classification" || (kind === "reconstruction" && !image && (t[0]?.length ?? 0) > 1));
}

/**
 * @param {Data} data
 * @param {Predictions} predictions
 * @returns {Outcome[]}
 */
export function outcomesOf(data, { rows, outputs, code }) {
  const middle = middleOf(data);
  const classes = hasClasses(data);
  return rows.map((row, i) => {
    const given = outputs[i] ?? [];
    const target = data.t?.[row];
    const taken = classes && given.length ? classOf(given, middle) : null;
    const meant = classes && target ? classOf(target, middle) : null;
    const broken = given.some((value) => typeof value === "string");
    return { row, outputs: given, code: code?.[i] ?? null, taken, meant, wrong: taken === null || meant === null ? null : broken || taken !== meant };
  });
}

/** What a class is called; of an identity its place. @param {Data} data @param {number | null} index */
export function className(data, index) {
  if (index === null) return "";
  return data.classes[index] ?? (data.targets.length > 1 ? data.targets[index] : undefined) ?? String(index);
}

/** A row's target in one line. @param {Data} data @param {number} row */
export function targetText(data, row) {
  return (data.t?.[row] ?? []).map(formatNumber).join(" ");
}

/**
 * The next wrong one after a row, or before it, round the end.
 * @param {readonly Outcome[]} outcomes
 * @param {number} row
 * @param {1 | -1} way
 * @returns {number | null}
 */
export function nextWrong(outcomes, row, way) {
  const from = outcomes.findIndex((one) => one.row === row);
  for (let i = 1; i <= outcomes.length; i += 1) {
    const one = outcomes[(from + way * i + outcomes.length * 2) % outcomes.length];
    if (one?.wrong) return one.row;
  }
  return null;
}
