// The live streams, one a run: what comes goes into its history; a cut one goes on from the newest snapshot.

import { ApiError } from "../api/client.js";
import { streamTraining } from "../api/train.js";
import { legsBetween } from "../state/history.js";
import { INCLUDE, settingsBody, watchedRows } from "./body.js";
import { createAssembler, createHistory } from "./frames.js";
import { memoryAt } from "./memory.js";
import { dataAt, settingsAt, subjectOfRun, withRun } from "./runs.js";

/** @import {Training, TrainingState} from "../state/training.js" */
/** @import {Done, Frame, Run, TrainBody, TrainSettings} from "../types.js" */

/**
 * How far a stream goes, and how often it reports. `short`: too short for anyone to pause it. `still`: a target that is
 * reached already ends it.
 * @typedef {{to: number, every: number, pace?: number | undefined, short?: boolean, still?: boolean}} Stretch
 */

/** What every run reports beside its progress. */
const NUMBERS = ["snapshots"];

/** @param {Training} training */
export function createStreams(training) {
  /** @type {Map<string, AbortController>} */
  const live = new Map();
  /** Grown in place: the arrays are the run's own. @type {WeakMap<Frame[], ReturnType<typeof createHistory>>} */
  const histories = new WeakMap();

  /** @param {string} id @param {Partial<Run>} change */
  function patch(id, change) {
    training.set({ runs: withRun(training.get().runs, id, change) });
  }

  /** @param {string} id */
  const find = (id) => training.get().runs.find((run) => run.id === id);

  /** @param {Run} run */
  function historyOf(run) {
    const history = histories.get(run.frames) ?? createHistory(run);
    histories.set(run.frames, history);
    return history;
  }

  /** Cut a run's stream; what has come is kept. @param {string} id */
  function halt(id) {
    live.get(id)?.abort();
    live.delete(id);
    if (find(id)?.status === "running") patch(id, { status: "idle" });
  }

  /**
   * Let a run go on from its newest snapshot.
   * @param {string} id
   * @param {Stretch} stretch
   */
  async function advance(id, stretch) {
    halt(id);
    const run = find(id);
    if (!run) return;
    const control = new AbortController();
    live.set(id, control);
    patch(id, { status: stretch.short ? "idle" : "running", problem: null, done: null });
    const history = historyOf(run);
    let { newest } = run;
    /** @type {Done | null} */
    let done = null;
    const assembler = createAssembler((frame) => {
      // The first report of a stream that goes on is the last one of the stream before.
      if (newest && frame.iteration <= newest.iteration) return;
      history.add(frame);
      newest = frame;
    });
    try {
      for await (const rows of streamTraining(bodyOf(run, newest, stretch, training.get()), control.signal)) {
        if (control.signal.aborted) return;
        for (const row of rows) {
          assembler.take(row);
          if (row.event === "done") done = row;
        }
        if (done) patch(id, { newest, done, status: isOver(done, run.settings) ? "done" : "idle" });
        else if (newest !== find(id)?.newest) patch(id, { newest });
      }
    } catch (error) {
      if (control.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      patch(id, { status: "failed", problem: error.problem });
    } finally {
      if (live.get(id) === control) live.delete(id);
    }
  }

  return {
    advance,
    halt,
    patch,
    find,
    /** A run that begins with another one's frame. @param {Run} run @param {Frame} frame @returns {Run} */
    begunWith(run, frame) {
      historyOf(run).add(frame);
      return { ...run, newest: frame };
    },
  };
}

/** Whether more than a stretch has ended. @param {Done} done @param {TrainSettings} settings */
function isOver({ reason, iteration }, { iterations }) {
  return reason !== "iterations" || iteration >= iterations;
}

/**
 * What POST /train is asked.
 * @param {Run} run
 * @param {Frame | null} from
 * @param {Stretch} stretch
 * @param {TrainingState} state
 * @returns {TrainBody}
 */
function bodyOf(run, from, { to, every, pace, still }, { current, watching }) {
  const { until, ...settings } = settingsBody(run.settings);
  // Who goes on beyond the target wants more than the target.
  const loss = from?.progress.loss;
  const reached = until && !still && typeof loss === "number" && loss <= until.loss;
  return {
    ...subjectOfRun(run),
    ...settings,
    ...(until && !reached && { until }),
    iterations: to,
    every,
    ...(pace && { pace }),
    // Only one run is looked at: of the others the numbers are enough, until they are.
    ...(run.id === current ? reports(run, watching) : { include: NUMBERS }),
    ...(from && { resume: resumeFrom(run, from) }),
  };
}

/** What a picture needs. @param {Pick<Run, "data">} of @param {number | null} watching @returns {TrainBody} */
function reports({ data }, watching) {
  return data ? { include: INCLUDE, watch: watchedRows(data, watching) ?? [] } : { include: NUMBERS };
}

/** Whether a frame holds all that a picture needs. @param {Run} run @param {Frame} frame */
export function isWhole({ data }, { predictions }) {
  return !data || predictions !== null;
}

/** @param {Run} run @param {Frame} frame */
function resumeFrom(run, frame) {
  const { iteration, snapshot } = frame;
  return { iteration, parameters: snapshot?.parameters ?? {}, ...memoryAt(run, frame) };
}

/**
 * An iteration of a run, computed once more from a frame before it, to the last digit.
 * @param {Run} run
 * @param {Frame} from
 * @param {number} at
 * @param {number | null} watching
 * @param {AbortSignal} signal
 * @returns {Promise<Frame>}
 * @throws {ApiError}
 */
export async function computeFrame(run, from, at, watching, signal) {
  let frame = from;
  const legs = at > from.iteration ? legsBetween(run, from.iteration, at) : [{ settings: settingsAt(run, at), data: dataAt(run, at), to: at }];
  for (const { settings, data, to } of legs) {
    const { until: _, ...body } = settingsBody(settings);
    const assembler = createAssembler((one) => (frame = one));
    const resume = resumeFrom(run, frame);
    const asked = { ...subjectOfRun(run), ...body, iterations: to, every: Math.max(1, to - frame.iteration), ...reports({ data }, watching), resume };
    for await (const rows of streamTraining(asked, signal)) rows.forEach(assembler.take);
  }
  return frame;
}
