// Keeps the trace in the store up to date with the question: the newest question wins, the last good picture stays.

import { createPlacer, topologyOf } from "../layout/topology.js";
import { ApiError, fetchTrace } from "./client.js";

/** @import {Store} from "../state/store.js" */

/** How long a typist pauses before the program is read, in milliseconds. */
const PAUSE = 200;
/** From when on waiting is shown. */
const PATIENCE = 200;

/** @param {Store} store */
export function createRunner(store) {
  const placer = createPlacer();
  /** @type {AbortController | null} */
  let running = null;
  let pause = 0;

  async function run() {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    const slow = setTimeout(() => store.set({ pending: true }), PATIENCE);
    try {
      const trace = await fetchTrace(store.get().question, mine.signal);
      const old = store.get();
      const same = old.trace && topologyOf(old.trace.graph) === topologyOf(trace.graph);
      const layout = same ? old.layout : await placer.place(trace.graph);
      if (mine.signal.aborted || !layout) return;
      store.set({ trace, layout, problems: [], position: Math.min(store.get().position, trace.steps.length) });
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      store.set({ problems: error.problems });
    } finally {
      clearTimeout(slow);
      if (running === mine) store.set({ pending: false });
    }
  }

  return {
    run,
    /** Run when typing pauses. */
    later() {
      clearTimeout(pause);
      pause = setTimeout(run, PAUSE);
    },
    cancel() {
      running?.abort();
      store.set({ pending: false });
    },
  };
}
