// What the page can do with a training: run, pause, step, look back, branch, compare, open an iteration as a trace.

import { fetchTrace } from "../api/client.js";
import { withProgram } from "../api/networks.js";
import { t } from "../i18n.js";
import { MOST_RUNS, currentRun } from "../state/training.js";
import { batchesPerEpoch, subjectOf, withSettings } from "./body.js";
import { createDatasets } from "./dataset.js";
import { createLooking } from "./looking.js";
import { branchOf, isRunnable, isSameSubject, newRun, segmentsWith, subjectOfRun } from "./runs.js";
import { playScene } from "./scenes.js";
import { createStreams } from "./streams.js";
import { everyOf, stretchOf } from "./stretch.js";
import { questionAt } from "./traces.js";

/** @import {Store} from "../state/store.js" */
/** @import {Training} from "../state/training.js" */
/** @import {Problem, Question, Run, Spec, Value} from "../types.js" */

/**
 * What the lab lends.
 * @typedef {object} Lab
 * @property {(change: Partial<Question>) => Promise<void>} ask
 * @property {(spec: Spec, values?: Object<string, Value>) => Promise<Problem[]>} build
 * @property {() => void} leave training mode
 */

/** How long a setting rests before a running training takes it, in milliseconds. */
const REST = 150;
/** What another program does not keep of the last one. */
const CLEAR = { network: undefined, values: undefined, roles: undefined, output: undefined, constants: undefined, data: undefined, rows: undefined, iteration: undefined, state: undefined, started: undefined };

/**
 * @param {Training} training
 * @param {Store} store
 * @param {Lab} lab
 */
export function createTrainer(training, store, lab) {
  const streams = createStreams(training);
  const { seek, settled, lookClosely } = createLooking(training, streams);
  let resting = 0;
  /** Steps taken by hand wait for each other. @type {Promise<void>} */
  let steps = Promise.resolve();

  const current = () => currentRun(training.get());
  const datasets = createDatasets(training, store, lab, { halt: haltAll, renew, goOn: apply, follow });
  /** Whether a run is to start as soon as its data are there. */
  let waiting = false;
  const isRunning = () => training.get().runs.some((run) => run.status === "running");

  /** @param {Run} run */
  function start(run) {
    if (run.done?.reason === "diverged") begin(run);
    const again = streams.find(run.id);
    if (again && isRunnable(again)) void streams.advance(again.id, stretchOf(again, training.get().speed));
  }

  /** A run that goes on, asked for anew. @param {Run} run */
  function restart(run) {
    streams.halt(run.id);
    start(run);
  }

  /** A run back at iteration 0, or where it branched off. @param {Run} run */
  function begin(run) {
    streams.halt(run.id);
    const { data, settings } = run;
    const parent = training.get().runs.find((one) => one.id === run.parent?.run);
    const [first] = run.frames;
    const fresh = { ...newRun([], { subject: subjectOfRun(run), settings, data }), id: run.id, label: run.label, color: run.color };
    const begun = run.parent && parent && first ? streams.begunWith({ ...fresh, parent: run.parent, segments: branchOf([], parent, first, settings, "", data).segments }, first) : fresh;
    streams.patch(run.id, begun);
  }

  /** Show iteration 0 of what has not begun. */
  function prepare() {
    for (const run of training.get().runs) if (!run.newest && isRunnable(run)) void streams.advance(run.id, { to: 0, every: 1, short: true });
  }

  /** The current run anew, with what is now asked for in the lab. */
  function renew() {
    const { runs, settings, data } = training.get();
    const { question, trace } = store.get();
    const old = current();
    if (old) streams.halt(old.id);
    const subject = subjectOf(question, trace, data !== null);
    const fresh = newRun(runs.filter((run) => run !== old), { subject, settings, data });
    const made = old ? { ...fresh, id: old.id, color: old.color } : fresh;
    training.set({ runs: old ? runs.map((run) => (run.id === old.id ? made : run)) : [made], current: made.id, at: null, sweep: null });
    prepare();
  }

  /** The current run follows what is asked for in the lab. */
  function follow() {
    const { open, data } = training.get();
    const run = current();
    const { question, trace, problems } = store.get();
    if (!open || datasets.changing() || !run || problems.length || !trace) return;
    if (!isSameSubject(subjectOf(question, trace, data !== null), subjectOfRun(run))) renew();
  }
  store.subscribe((_, changed) => changed.has("trace") && follow());

  /** Take settings and data into the current run; a running one is cut and goes on with them. */
  function apply() {
    clearTimeout(resting);
    resting = 0;
    const run = current();
    if (!run) return;
    const { settings, data, speed } = training.get();
    const running = run.status === "running";
    streams.halt(run.id);
    const now = streams.find(run.id) ?? run;
    // What is known of the other data is no more.
    const newest = data !== now.data && now.newest && !running ? { ...now.newest, predictions: null } : now.newest;
    streams.patch(run.id, { settings, data, newest, segments: segmentsWith(now, settings, data), ...(now.done?.reason !== "diverged" && { done: null, status: "idle" }) });
    const next = streams.find(run.id);
    // A target set while it runs may have been reached by now.
    if (running && next && isRunnable(next)) void streams.advance(next.id, { ...stretchOf(next, speed), still: true });
    else if (newest !== now.newest) void lookClosely();
    else if (!now.newest) prepare();
  }

  function haltAll() {
    for (const run of training.get().runs) streams.halt(run.id);
    if (resting) apply();
  }

  /** The lab asks about what the current run trains. @param {Run} run @param {Question} question its program and values */
  const show = (run, question) => lab.ask({ ...CLEAR, ...question, ...(run.settings.data && run.data?.x.length && { data: run.settings.data }) });

  /** @type {import("../types.js").TrainingActions} */
  const actions = {
    run() {
      const changing = datasets.changing();
      waiting = changing !== null;
      // What was pressed while data were on their way is not lost.
      if (changing) return void changing.then(() => waiting && actions.run());
      if (training.get().at !== null) training.set({ at: null });
      const { runs } = training.get();
      const open = runs.filter((run) => run.status !== "done");
      // Where all have come to their end, the current one goes on.
      for (const run of open.length ? open : runs.filter((one) => one === current())) start(run);
    },
    pause() {
      waiting = false;
      haltAll();
    },
    toggle() {
      if (isRunning()) actions.pause();
      else actions.run();
    },
    async iterate(count) {
      await datasets.changing();
      const { at } = training.get();
      // A step that is under way is made before this one.
      if (isRunning()) actions.pause();
      const newest = current()?.newest?.iteration ?? 0;
      if (at !== null || count < 0) return seek((at ?? newest) + count);
      steps = steps.then(async () => {
        const run = current();
        const now = run?.newest?.iteration ?? 0;
        if (run && isRunnable(run)) await streams.advance(run.id, { to: now + count, every: count, short: true });
      });
      return steps;
    },
    async epoch() {
      await datasets.changing();
      const run = current();
      if (!run) return;
      const size = batchesPerEpoch(run.settings, run.data);
      const now = training.get().at ?? run.newest?.iteration ?? 0;
      await actions.iterate(size - (now % size));
    },
    reset() {
      for (const run of training.get().runs) begin(run);
      training.set({ at: null, sweep: null });
      prepare();
    },
    seek,
    async branch(patch) {
      const found = await settled();
      const { runs, settings } = training.get();
      if (!found || runs.length >= MOST_RUNS) return;
      const { run, frame } = found;
      const next = withSettings(settings, patch ?? {});
      const child = streams.begunWith(branchOf(runs, run, frame, next, ""), frame);
      training.set({ runs: [...runs, child], current: child.id, settings: next, at: null });
      if (patch) start(child);
    },
    add(patch = {}, label) {
      const { runs, settings, data } = training.get();
      if (runs.length >= MOST_RUNS) return;
      const { question, trace } = store.get();
      const next = withSettings(settings, patch);
      const run = newRun(runs, { subject: subjectOf(question, trace, data !== null), settings: next, data, label });
      training.set({ runs: [...runs, run], current: run.id, settings: next, at: null });
      prepare();
    },
    trySeed(seed) {
      const { runs, settings, data } = training.get();
      const run = current();
      const network = run?.body.network;
      if (!run || !network || runs.length >= MOST_RUNS) return;
      const next = { ...settings, seed: settings.seed + seed - network.seed };
      const made = newRun(runs, { subject: { ...subjectOfRun(run), network: { ...network, seed } }, settings: next, data, label: t("seed {seed}", { seed }) });
      training.set({ runs: [...runs, made], current: made.id, settings: next, at: null });
      void withProgram({ network: { ...network, seed } }).then((question) => show(made, question));
      start(made);
    },
    remove(id) {
      streams.halt(id);
      const { runs, current: now } = training.get();
      const left = runs.filter((run) => run.id !== id);
      if (!left.length) return;
      training.set({ runs: left });
      if (now === id) actions.choose(/** @type {Run} */ (left.at(-1)).id);
    },
    choose(id) {
      const run = streams.find(id);
      if (resting) apply();
      const before = current();
      if (!run || run === before) return;
      training.set({ current: id, settings: run.settings, data: run.data, watching: null, field: null, at: null });
      // What the pictures need comes from the one that they follow.
      for (const one of [run, before]) if (one?.status === "running") restart(one);
      void lookClosely();
      const { network, program, values } = subjectOfRun(run);
      const { question } = store.get();
      if (JSON.stringify(network) !== JSON.stringify(question.network)) void withProgram({ network, program }).then((one) => show(run, { ...one, ...(values && { values }) }));
    },
    async openTrace(rows) {
      const found = await settled();
      if (!found) return;
      actions.pause();
      const { granularity } = store.get().question;
      const question = await questionAt(found.run, found.frame, rows);
      lab.leave();
      store.set({ position: 0, sample: 0 });
      await lab.ask({ ...CLEAR, ...question, ...(granularity && { granularity }) });
    },
    async traceRows(rows) {
      const found = await settled();
      if (!found) throw new Error("nothing has been trained");
      const { optimizer: _, iteration: __, state: ___, started: ____, ...question } = await questionAt(found.run, found.frame, rows);
      return fetchTrace(question, undefined, []);
    },
    setSettings(patch) {
      training.set({ settings: withSettings(training.get().settings, patch) });
      clearTimeout(resting);
      resting = 0;
      if (current()?.status === "running") resting = setTimeout(apply, REST);
      else apply();
    },
    setData: datasets.set,
    watch(row) {
      training.set({ watching: row });
    },
    setSpeed(speed) {
      training.set({ speed });
      for (const run of training.get().runs) if (run.status === "running") restart(run);
    },
    async play(scene) {
      actions.pause();
      training.set({ scene: scene.id, problems: [] });
      await playScene(scene, training, {
        set: async (runs, question) => {
          const [first] = runs;
          if (!first) return;
          training.set({ runs, current: first.id, settings: first.settings, data: first.data, at: null, watching: null, field: null, sweep: null });
          await show(first, /** @type {Question} */ (question));
          if (scene.sweep) prepare();
        },
        start: () => actions.run(),
      });
    },
  };

  return {
    ...actions,
    renew,
    follow,
    /** @param {number} iteration */
    async goTo(iteration) {
      const run = current();
      if (run) await streams.advance(run.id, { to: iteration, every: everyOf(iteration) });
    },
  };
}
