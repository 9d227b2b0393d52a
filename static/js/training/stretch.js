// How far a run goes, and how often it reports: as often as a picture can follow, seldom where a report is long.

import { sizeOf } from "./frames.js";

/** @import {Run, Speed} from "../types.js" */
/** @import {Stretch} from "./streams.js" */

/** Reports a second that a picture can follow. */
const PACE = 60;
/** A run that goes as fast as it can reports so often in all. */
const REPORTS = 240;
/** So many numbers are read in a second beside all else, and in all by a run that goes as fast as it can. */
const NUMBERS = { second: 200_000, all: 400_000 };
/** Even the longest reports come so often. */
const FEWEST = { second: 4, all: 40 };

/**
 * @param {Pick<Run, "newest" | "settings">} run
 * @param {Speed} speed
 * @returns {Stretch}
 */
export function stretchOf({ newest, settings }, speed) {
  const now = newest?.iteration ?? 0;
  const to = settings.iterations > now ? settings.iterations : now + settings.iterations;
  const size = newest ? Math.max(1, sizeOf(newest)) : 1;
  if (speed === "fast") return { to, every: everyOf(to - now, size) };
  return { to, every: speed, pace: Math.max(FEWEST.second, Math.min(PACE, Math.round(NUMBERS.second / size))) };
}

/** Iterations from one report to the next. @param {number} iterations @param {number} [size] of a report, in numbers */
export function everyOf(iterations, size = 1) {
  const reports = Math.max(FEWEST.all, Math.min(REPORTS, NUMBERS.all / size));
  return Math.max(1, Math.ceil(iterations / reports));
}
