// A lesson's scenes: runs set up side by side and started, or one training over many seeds.

import { ApiError } from "../api/client.js";
import { fetchData } from "../api/datasets.js";
import { withProgram } from "../api/networks.js";
import { streamTraining } from "../api/train.js";
import { MOST_RUNS, SETTINGS } from "../state/training.js";
import { settingsBody, subjectOf, withSettings } from "./body.js";
import { newRun, subjectOfRun } from "./runs.js";

/** @import {Training} from "../state/training.js" */
/** @import {Question, Run, Scene, SweepRun, TrainBody, TrainSettings} from "../types.js" */

/** A body's settings, the rest as usual. @param {TrainBody} body @param {TrainSettings} usual @returns {TrainSettings} */
export function settingsOf({ data, optimizer, batch_size, iterations, until, seed }, usual) {
  const given = { data, batch_size, iterations, until, seed };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return withSettings({ ...usual, data: null, until: null, batch_size: null }, { ...known, ...(optimizer && { optimizer }) });
}

/**
 * @param {Scene} scene
 * @param {Training} training
 * @param {{set: (runs: Run[], question: Partial<Question>) => Promise<void>, start: () => void}} stage takes the runs in place of those there are
 */
export async function playScene(scene, training, stage) {
  /** @type {Run[]} */
  const runs = [];
  /** @type {Partial<Question>} */
  let question = {};
  try {
    for (const { label, train } of scene.runs.slice(0, MOST_RUNS)) {
      const settings = settingsOf(train, SETTINGS);
      const data = settings.data && "dataset" in settings.data ? await fetchData(/** @type {any} */ (settings.data)) : null;
      const asked = await withProgram(/** @type {Question} */ (pick(train)));
      runs.push(newRun(runs, { subject: subjectOf(asked, null, data !== null), settings, data, label }));
      if (runs.length === 1) question = asked;
    }
    await stage.set(runs, question);
    if (scene.sweep) await sweep(scene, training, /** @type {Run} */ (runs[0]));
    else stage.start();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    training.set({ problems: error.problems });
  }
}

/** The one sweep that may be under way. */
let control = new AbortController();

/** Give up the sweep that is under way. */
export function stopSweep() {
  control.abort();
}

/** Train over many seeds, and count those that reach the target. @param {Scene} scene @param {Training} training @param {Run} run */
async function sweep(scene, training, run) {
  control.abort();
  const mine = (control = new AbortController());
  const of = scene.sweep ?? 1;
  /** @type {SweepRun[]} */
  let runs = [];
  training.set({ sweep: { id: scene.id, of, runs, done: false } });
  try {
    for await (const rows of streamTraining({ ...subjectOfRun(run), ...settingsBody(run.settings), sweep: of }, mine.signal)) {
      if (mine.signal.aborted) return;
      runs = [...runs, ...rows.filter((row) => row.event === "run")];
      training.set({ sweep: { id: scene.id, of, runs, done: rows.some((row) => row.event === "done") } });
    }
  } catch (error) {
    if (!mine.signal.aborted) throw error;
  }
}

/** What is trained, without how. @param {TrainBody} body @returns {Partial<Question>} */
function pick({ network, program, values, constants, roles, output }) {
  const question = { network, program, values, constants, roles, output };
  return Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined));
}
