// Joins a stream's rows to frames: everything that was said of one iteration.

import { MOST, createThinned } from "../state/history.js";

/** @import {Frame, Run, TrainRow} from "../types.js" */

/** Numbers that a history's snapshots may hold in all: large networks keep fewer frames. */
const MOST_NUMBERS = 3_000_000;
const FEWEST = 12;

/** @typedef {"snapshot" | "field" | "units" | "predictions"} Part */

/**
 * @param {(frame: Frame) => void} give a frame as soon as nothing more is to come of it
 */
export function createAssembler(give) {
  /** @type {Frame | null} */
  let open = null;
  /** What a frame of this stream holds, known from its first one. @type {number | null} */
  let whole = null;
  let parts = 0;

  function close() {
    if (!open) return;
    whole ??= parts;
    give(open);
    open = null;
  }

  return {
    /** @param {TrainRow} row */
    take(row) {
      if (row.event === "progress") {
        close();
        open = { iteration: row.iteration, progress: row, snapshot: null, field: null, units: null, predictions: null };
        parts = 0;
      } else if (open && row.event in open) {
        open = { ...open, [/** @type {Part} */ (row.event)]: row };
        parts += 1;
      }
      if (row.event === "done" || (whole !== null && parts === whole)) close();
    },
  };
}

/**
 * A history that grows in place: its arrays are the run's own.
 * @param {Pick<Run, "progress" | "frames">} run
 */
export function createHistory(run) {
  const progress = createThinned(MOST.progress, run.progress);
  /** @type {ReturnType<typeof createThinned<Frame>> | null} */
  let frames = null;
  return {
    /** @param {Frame} frame */
    add(frame) {
      frames ??= createThinned(mostFrames(frame), run.frames);
      progress.push(frame.progress);
      frames.push(frame);
    },
  };
}

/** How many frames like this one are kept. @param {Frame} frame */
export function mostFrames({ snapshot }) {
  const size = snapshot ? countNumbers(snapshot.parameters) + countNumbers(snapshot.state ?? {}) : 1;
  return Math.max(FEWEST, Math.min(MOST.frames, Math.floor(MOST_NUMBERS / Math.max(size, 1))));
}

/** How much a report like this one has to be read, in numbers. @param {Frame} frame */
export function sizeOf({ snapshot, field, predictions }) {
  return countNumbers({ parameters: snapshot?.parameters, state: snapshot?.state, field, predictions });
}

/** So many letters take as long as a number. */
const LETTERS = 19;

/** @param {unknown} value @returns {number} */
function countNumbers(value) {
  if (typeof value === "string") return value.length / LETTERS;
  if (Array.isArray(value)) return typeof value[0] === "number" ? value.length : value.reduce((sum, one) => sum + countNumbers(one), 0);
  return typeof value === "object" && value !== null ? Object.values(value).reduce((sum, one) => sum + countNumbers(one), 0) : 1;
}
