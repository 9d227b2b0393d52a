// A run's history: every report while there are few, then every second, again and again; the newest is always there.

/** @import {Data, Frame, Run, TrainSettings} from "../types.js" */

/** So many are kept at most. */
export const MOST = { progress: 2000, frames: 300 };
/** Iterations looked at closely, kept for a while. */
const MOST_EXACT = 24;

/**
 * A list that stays evenly spaced as it grows: of `most` entries every second one is let go, and from then on only
 * every second one comes in. The newest is there in any case.
 * @template T
 * @param {number} most
 * @param {T[]} [entries] where they are kept
 */
export function createThinned(most, entries = []) {
  let stride = 1;
  let count = 0;
  return {
    entries,
    /** @param {T} entry */
    push(entry) {
      // The last one stays only if its turn had come.
      if (entries.length && (count - 1) % stride !== 0) entries.pop();
      entries.push(entry);
      count += 1;
      if (entries.length <= most) return;
      stride *= 2;
      // Entry i came in as number i · stride / 2: every second one is number i · stride.
      const kept = entries.filter((_, i) => i % 2 === 0 || i === entries.length - 1);
      entries.splice(0, entries.length, ...kept);
    },
  };
}

/**
 * Of many entries about so many, evenly spaced, and the newest in any case.
 * @template T
 * @param {readonly T[]} entries
 * @param {number} most
 * @returns {readonly T[]}
 */
export function sampled(entries, most) {
  const stride = Math.ceil(entries.length / most);
  return stride > 1 ? entries.filter((_, i) => i % stride === 0 || i === entries.length - 1) : entries;
}

/**
 * The newest of these at or before an iteration; the first, if all are later.
 * @template {{iteration: number}} T
 * @param {readonly T[]} entries in order
 * @param {number} at
 * @returns {T | null}
 */
export function newestBefore(entries, at) {
  let low = 0;
  let high = entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (/** @type {T} */ (entries[middle]).iteration <= at) low = middle;
    else high = middle - 1;
  }
  return entries[low] ?? null;
}

/**
 * What a run looked like at an iteration, as well as it is known.
 * @param {Pick<Run, "frames" | "exact" | "newest">} run
 * @param {number | null} at null for the newest
 * @returns {Frame | null}
 */
export function frameAt({ frames, exact, newest }, at) {
  if (at === null || (newest && at >= newest.iteration)) return newest;
  const kept = newestBefore(frames, at);
  return exact.reduce((/** @type {Frame | null} */ best, one) => (one.iteration <= at && (!best || one.iteration >= best.iteration) ? one : best), kept);
}

/** With one more iteration that was computed exactly. @param {readonly Frame[]} exact @param {Frame} frame @returns {Frame[]} */
export function withExact(exact, frame) {
  return [...exact.filter((one) => one.iteration !== frame.iteration), frame].slice(-MOST_EXACT);
}

/**
 * How an iteration is computed from an earlier one: one leg for each of the settings and data that it had on the way.
 * @param {Pick<Run, "segments">} run
 * @param {number} from
 * @param {number} to
 * @returns {{settings: TrainSettings, data: Data | null, to: number}[]}
 */
export function legsBetween({ segments }, from, to) {
  return segments.flatMap(({ from: start, ...trained }, i) => {
    const end = Math.min(segments[i + 1]?.from ?? Infinity, to);
    return end > from && start < to ? [{ ...trained, to: end }] : [];
  });
}
