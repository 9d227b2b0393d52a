// Keeps the trace in the store up to date with the question: the newest question wins, the last good picture stays.

import { createPlacer, topologyOf } from "../layout/topology.js";
import { samePlace } from "../timeline/same-place.js";
import { ApiError, fetchTrace } from "./client.js";
import { createLatest } from "./latest.js";

/** @import {Store} from "../state/store.js" */

/** @type {"samples"} */
const SAMPLES = "samples";
/** How long a typist pauses before the program is read, in milliseconds. */
const PAUSE = 200;
/** From when on waiting is shown, in milliseconds. */
const PATIENCE = 200;
/** Larger arrays travel as summaries until their numbers are asked for. */
const FOLD = 20_000;

/** @param {Store} store */
export function createRunner(store) {
  const placer = createPlacer();
  /** The traces that hold each row's own part of a gradient. @type {WeakSet<object>} */
  const withSamples = new WeakSet();
  let pause = 0;
  const latest = createLatest(answer, PATIENCE);

  /** @param {AbortSignal} signal */
  async function answer(signal) {
    const slow = setTimeout(() => store.set({ pending: true }), PATIENCE);
    try {
      const { question, view, whole } = store.get();
      const samples = view !== "graph";
      const trace = await fetchTrace(question, signal, ["formulas", "jacobians", ...(samples ? [SAMPLES] : [])], whole ? undefined : FOLD);
      if (samples) withSamples.add(trace);
      const old = store.get();
      const same = old.trace && topologyOf(old.trace.graph) === topologyOf(trace.graph);
      const layout = same ? old.layout : await placer.place(trace.graph);
      if (signal.aborted) return;
      const { trace: before, position } = store.get();
      const place = before && !same ? samePlace(before, position, trace) : position;
      store.set({ trace, layout, problems: [], position: Math.min(place, trace.steps.length) });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      store.set({ problems: error.problems });
    } finally {
      clearTimeout(slow);
      // Aborted by something newer, which shows its own waiting; or by the visitor, see cancel.
      if (!signal.aborted) store.set({ pending: false });
    }
  }

  // What each row adds to a gradient is asked for by the views that show it.
  store.subscribe(({ view, trace }, changed) => {
    if (changed.has("whole")) void latest.run();
    if (changed.has("view") && view !== "graph" && trace && !withSamples.has(trace)) void latest.run();
  });

  return {
    run() {
      clearTimeout(pause);
      return latest.run();
    },
    /** Run when typing pauses. */
    later() {
      clearTimeout(pause);
      pause = setTimeout(latest.run, PAUSE);
    },
    cancel() {
      latest.cancel();
      store.set({ pending: false });
    },
  };
}
