// Runs as records: how one begins, branches off, and is named.

import { MOST_RUNS } from "../state/training.js";
import { settingsBody } from "./body.js";

/** @import {Data, Frame, Run, TrainBody, TrainSettings} from "../types.js" */

let made = 0;

/**
 * A run that has not begun.
 * @param {readonly Run[]} others
 * @param {{subject: TrainBody, settings: TrainSettings, data: Data | null, label?: string | undefined}} of
 * @returns {Run}
 */
export function newRun(others, { subject, settings, data, label = "" }) {
  made += 1;
  const taken = new Set(others.map((run) => run.color));
  const color = Array.from({ length: MOST_RUNS }, (_, i) => i).find((one) => !taken.has(one)) ?? 0;
  return {
    id: `run-${made}`,
    label,
    color,
    body: { ...subject, ...settingsBody(settings) },
    settings,
    data,
    segments: [{ from: 0, settings, data }],
    progress: [],
    frames: [],
    exact: [],
    newest: null,
    status: "idle",
    done: null,
    problem: null,
    parent: null,
  };
}

/**
 * A run that goes on from another one's frame, with settings of its own.
 * @param {readonly Run[]} others
 * @param {Run} parent
 * @param {Frame} frame
 * @param {TrainSettings} settings
 * @param {string} label
 * @param {Data | null} [data]
 * @returns {Run}
 */
export function branchOf(others, parent, frame, settings, label, data = parent.data) {
  const { iteration } = frame;
  const before = parent.segments.filter(({ from }) => from < iteration);
  return {
    ...newRun(others, { subject: subjectOfRun(parent), settings, data, label }),
    segments: [...before, { from: iteration, settings, data }],
    parent: { run: parent.id, iteration },
  };
}

/** What a run trains, without how. @param {Run} run @returns {TrainBody} */
export function subjectOfRun({ body }) {
  const { network, program, values, constants, roles, output } = body;
  const subject = { network, program, values, constants, roles, output };
  return Object.fromEntries(Object.entries(subject).filter(([, value]) => value !== undefined));
}

/** The runs with one of them changed. @param {readonly Run[]} runs @param {string} id @param {Partial<Run>} patch */
export function withRun(runs, id, patch) {
  return runs.map((run) => (run.id === id ? { ...run, ...patch } : run));
}

/**
 * The segments with other settings or data from now on; what nothing was trained with is forgotten.
 * @param {Pick<Run, "segments" | "newest">} run
 * @param {TrainSettings} settings
 * @param {Data | null} data
 */
export function segmentsWith({ segments, newest }, settings, data) {
  const from = newest?.iteration ?? 0;
  return [...segments.filter((one) => one.from < from), { from, settings, data }];
}

/** Whether a run can go on by itself. @param {Run} run */
export function isRunnable({ done, data, status }) {
  return status !== "running" && done?.reason !== "diverged" && !(data && !data.x.length);
}

/** The settings in force for the update after an iteration. @param {Run} run @param {number} iteration @returns {TrainSettings} */
export function settingsAt({ segments, settings }, iteration) {
  return segments.findLast((one) => one.from <= iteration)?.settings ?? settings;
}

/** The data of the update after an iteration. @param {Pick<Run, "segments" | "data">} run @param {number} iteration @returns {Data | null} */
export function dataAt({ segments, data }, iteration) {
  const segment = segments.findLast((one) => one.from <= iteration);
  return segment ? segment.data : data;
}

/** Whether two trainings are of the same thing: a network's batch rows matter only to a trace. @param {TrainBody} one @param {TrainBody} other */
export function isSameSubject(one, other) {
  const [first, second] = [one, other].map((body) => JSON.stringify({ ...body, network: body.network && { ...body.network, batch: null, learning_rate: null } }));
  return first === second;
}

/** Where a run's history begins: iteration 0, or where it branched off. @param {Run | null} run */
export function startOf(run) {
  return run?.frames[0]?.iteration ?? run?.parent?.iteration ?? 0;
}
