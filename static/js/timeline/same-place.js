// Where a position on one trace's timeline stands on another's: the same thing in the same phase.

/** @import {Step, Trace} from "../types.js" */

/** `z1[2,0]` is a part of `z1`. @param {string} id */
export function wholeOf(id) {
  return id.replace(/\[[\d,]+\]$/, "");
}

/**
 * The steps taken in another trace when the step last taken there is the same: of a value that is several steps there,
 * one for each element, all are. What has no such step keeps the one before it.
 * @param {Trace} from
 * @param {number} position in `from`
 * @param {Trace} to
 */
export function samePlace(from, position, to) {
  const taken = Math.floor(position);
  if (taken >= from.steps.length && from.steps.length) return to.steps.length;
  /** @type {Map<string, number>} */
  const ends = new Map();
  for (const step of to.steps) ends.set(keyOf(step), step.index + 1);
  for (let i = taken - 1; i >= 0; i -= 1) {
    const end = ends.get(keyOf(/** @type {Step} */ (from.steps[i])));
    if (end !== undefined) return end;
  }
  return 0;
}

/** @param {Step} step */
function keyOf({ phase, node }) {
  return `${phase} ${wholeOf(node)}`;
}
