// One place for what the training shows; what a run gathered is its history.

import { frameAt } from "./history.js";
import { createKeeper } from "./keeper.js";

/** @import {Data, Frame, Problem, Run, Scene, Speed, SweepRun, TrainSettings} from "../types.js" */

/**
 * @typedef {object} TrainingState
 * @property {boolean} open whether the lab is in training mode
 * @property {TrainSettings} settings what the next start takes; those of the current run
 * @property {Data | null} data of the current run
 * @property {Run[]} runs one to six, side by side
 * @property {string | null} current the run that the pictures follow
 * @property {number | null} at the iteration looked at; null follows the newest
 * @property {boolean} seeking whether the iteration looked at is being computed exactly
 * @property {number | null} watching the row of the data that is followed
 * @property {{layer: number, unit: number} | null} field whose field is shown: a unit's, layers counted as in a trace; null for the output's
 * @property {Speed} speed
 * @property {Scene[]} scenes those of the lesson
 * @property {string | null} scene the one that was set up last
 * @property {{id: string, of: number, runs: SweepRun[], done: boolean} | null} sweep seeds tried one after the other
 * @property {Problem[]} problems why it cannot be trained
 */

/** @typedef {import("./keeper.js").Keeper<TrainingState>} Training */

/** How training begins where nothing else was said. @type {TrainSettings} */
export const SETTINGS = { data: null, optimizer: { name: "sgd", learning_rate: 0.1 }, batch_size: null, iterations: 2000, until: null, seed: 0 };

/** Side by side there is room for so many, each with a colour of its own. */
export const MOST_RUNS = 6;

/** @returns {TrainingState} */
export function emptyTraining() {
  return {
    open: false,
    settings: SETTINGS,
    data: null,
    runs: [],
    current: null,
    at: null,
    seeking: false,
    watching: null,
    field: null,
    speed: 5,
    scenes: [],
    scene: null,
    sweep: null,
    problems: [],
  };
}

/** @param {Partial<TrainingState>} [initial] @returns {Training} */
export function createTraining(initial = {}) {
  return createKeeper({ ...emptyTraining(), ...initial });
}

/** The run that the pictures follow. @param {TrainingState} state @returns {Run | null} */
export function currentRun({ runs, current }) {
  return runs.find((run) => run.id === current) ?? null;
}

/**
 * What a run looked like at an iteration: the newest frame at or before it; null stands for the newest of all.
 * @param {Run | null} run
 * @param {number | null} at
 * @returns {Frame | null}
 */
export function frameOf(run, at) {
  return run && frameAt(run, at);
}

/** The frame that is looked at. @param {TrainingState} state @returns {Frame | null} */
export function lookedAt(state) {
  return frameOf(currentRun(state), state.at);
}
