// An iteration of a training as a question to the lab: the parameters that it had, its rows, and the update to come.

import { withProgram } from "../api/networks.js";
import { memoryAt } from "./memory.js";
import { dataAt, settingsAt, subjectOfRun } from "./runs.js";
import { computeFrame } from "./streams.js";

/** @import {Frame, Question, Run} from "../types.js" */

/** A batch larger than this is opened by its first rows. */
const MOST_ROWS = 1000;
const FEW_ROWS = 32;

/**
 * @param {Run} run
 * @param {Frame} frame
 * @param {number[]} [rows] of the data; those of the very next update if none are named
 * @returns {Promise<Question>}
 */
export async function questionAt(run, frame, rows) {
  const subject = subjectOfRun(run);
  const { optimizer, data } = settingsAt(run, frame.iteration);
  return {
    ...(await withProgram(/** @type {Question} */ (subject))),
    values: { ...subject.values, ...frame.snapshot?.parameters },
    ...(data && { data, rows: rows ?? (await batchOf(run, frame)) }),
    optimizer,
    iteration: frame.iteration + 1,
    ...memoryAt(run, frame),
  };
}

/** The rows of the very next update. @param {Run} run @param {Frame} frame */
async function batchOf(run, frame) {
  const { batch_size } = settingsAt(run, frame.iteration);
  const changed = run.segments.some(({ from }) => from === frame.iteration);
  // A frame where settings changed holds the rows that those before would have taken.
  const { snapshot } = batch_size && changed ? await computeFrame(run, frame, frame.iteration, null, new AbortController().signal) : frame;
  const rows = (batch_size && snapshot?.next_rows) || Array.from({ length: dataAt(run, frame.iteration)?.train ?? 0 }, (_, i) => i);
  return rows.length > MOST_ROWS ? rows.slice(0, FEW_ROWS) : rows;
}
