// Training mode: what it begins with, and what is mounted where. Fetched when it is first opened.

import { fetchData } from "../api/datasets.js";
import { byId } from "../dom.js";
import { t } from "../i18n.js";
import { PRESETS } from "../state/spec.js";
import { SETTINGS, createTraining, currentRun, lookedAt } from "../state/training.js";
import { dataOfTrace } from "./body.js";
import { createTrainer } from "./runner.js";
import { settingsOf } from "./scenes.js";

/** @import {Store} from "../state/store.js" */
/** @import {Training, TrainingState} from "../state/training.js" */
/** @import {Lab} from "./runner.js" */
/** @import {Data, TrainBody, TrainingActions, TrainingLink, View} from "../types.js" */

/** Rows for networks that brought none worth learning, by inputs and outputs. @type {Record<string, string>} */
const LIKELY = { "2-1": "circles", "1-1": "sine", "4-3": "iris", "64-10": "digits", "8-8": "encoder" };
/**
 * @param {Store} store
 * @param {Lab} lab
 */
export async function createTrainingMode(store, lab) {
  const { scenes = [], speed } = store.get().lesson ?? {};
  const training = createTraining({ scenes, ...(speed && { speed }) });
  const actions = createTrainer(training, store, lab);
  /** What the link holds now. @type {TrainingLink | null} */
  let linked = null;
  // The link to this page holds the settings, and the iteration where it rests; by that it opens in training mode.
  training.subscribe((state) => {
    const { question } = store.get();
    const train = state.open ? linkOf(state, linked) : null;
    if (!train || train === question.train) return;
    linked = train;
    store.set({ question: { ...question, train } });
  });
  const view = await mountAll(training, store, actions);
  return {
    training,
    actions,
    view,
    /** Enter: with what a link or a lesson says, or as suits the network at hand. @param {Partial<TrainBody> | undefined} given */
    async enter(given) {
      const first = training.get().current === null || given !== undefined;
      training.set({ open: true });
      if (first) await begin(training, store, actions, given);
      else actions.follow();
    },
    leave() {
      actions.pause();
      training.set({ open: false });
    },
  };
}

/**
 * What a link has to hold; null while it changes.
 * @param {TrainingState} state
 * @param {TrainingLink | null} before returned if nothing has changed
 * @returns {TrainingLink | null}
 */
function linkOf(state, before) {
  const run = currentRun(state);
  if (run?.status === "running") return null;
  // What was trained with other settings on the way does not follow from these alone.
  const at = run?.segments.length === 1 && !run.parent ? lookedAt(state)?.iteration || undefined : undefined;
  const { optimizer, data, batch_size, iterations, until, seed } = state.settings;
  const same = before && before.at === at && before.optimizer === optimizer && before.data === data;
  if (same && before.batch_size === batch_size && before.iterations === iterations && before.until === until && before.seed === seed) return before;
  return { ...state.settings, ...(at && { at }) };
}

/** @param {Training} training @param {Store} store @param {ReturnType<typeof createTrainer>} actions @param {Partial<TrainBody> & {at?: number} | undefined} given */
async function begin(training, store, actions, given) {
  const settings = settingsOf(given ?? {}, SETTINGS);
  if (given?.data) {
    training.set({ settings: { ...settings, data: null } });
    const { data, at } = given;
    const problems = await actions.setData("dataset" in data ? /** @type {any} */ (data) : ownData(/** @type {any} */ (data)), "as given");
    if (problems.length) training.set({ problems });
    else if (Number.isSafeInteger(at)) await actions.goTo(/** @type {number} */ (at));
    return;
  }
  training.set({ settings });
  const data = await likelyData(store);
  if (!data) {
    actions.renew();
    if (Number.isSafeInteger(given?.at)) await actions.goTo(/** @type {number} */ (given?.at));
    return;
  }
  await actions.setData(data.id === null ? data : { dataset: data.id });
}

/** Rows that the network at hand can learn: its own where they mean something, else those of a dataset. @param {Store} store @returns {Promise<Data | null>} */
async function likelyData(store) {
  const { question, trace } = store.get();
  const own = dataOfTrace(question, trace, t("The rows in the lab"));
  if (!question.network) return own;
  const isXor = JSON.stringify(question.values?.["x"]) === JSON.stringify(PRESETS[0]?.values?.["x"]);
  const ends = [question.network.layers[0], question.network.layers.at(-1)].map((layer) => layer?.units).join("-");
  const dataset = isXor ? "xor" : question.values?.["x"] ? null : LIKELY[ends];
  return dataset ? fetchData({ dataset }).catch(() => own) : own;
}

/**
 * Mount what shows a training. A file that did not arrive leaves its place empty; the rest works.
 * @param {Training} training @param {Store} store @param {TrainingActions} actions
 * @returns {Promise<View | null>} the picture
 */
async function mountAll(training, store, actions) {
  const picture = import("../draw/training-view.js").then((found) => found.createTrainingView(byId("training-picture"), training, store, actions));
  const places = [
    picture,
    import("../panels/training-bar.js").then((found) => found.mountTrainingBar(training, actions)),
    import("../panels/training-charts.js").then((found) => found.mountTrainingCharts(byId("training-loss"), byId("training-charts"), training, actions)),
    import("../panels/training-story.js").then((found) => found.mountTrainingStory(byId("training-story"), training, store.get().lesson, actions)),
    import("../panels/training-settings.js").then((found) => found.mountTrainingSettings(byId("training-settings"), training, store, actions)),
    import("../panels/training-field.js").then((found) => found.mountTrainingField(byId("field"), training, actions)),
  ];
  await Promise.allSettled(places);
  return picture.catch(() => null);
}

/** Rows from a link, in the shape of a dataset's. @param {Pick<Data, "x" | "t"> & {train?: number, kind?: Data["kind"]}} rows @returns {Data} */
function ownData({ x, t: targets, train, kind }) {
  const named = (/** @type {unknown[] | undefined} */ row, /** @type {string} */ letter) => (row ?? []).map((_, i) => `${letter}${i + 1}`);
  return {
    id: null,
    title: t("Your own rows"),
    kind: kind ?? "regression",
    x,
    t: targets,
    train: train ?? x.length,
    features: named(x[0], "x"),
    targets: named(targets?.[0], "t"),
    classes: [],
    labels: null,
    image: null,
  };
}
