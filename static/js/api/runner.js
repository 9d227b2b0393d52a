// Keeps the trace in the store up to date with the question: the newest question wins, the last good picture stays.

import { createPlacer, topologyOf } from "../layout/topology.js";
import { ApiError, fetchTrace } from "./client.js";
import { createLatest } from "./latest.js";

/** @import {Store} from "../state/store.js" */

/** How long a typist pauses before the program is read, in milliseconds. */
const PAUSE = 200;
/** From when on waiting is shown, in milliseconds. */
const PATIENCE = 200;

/** @param {Store} store */
export function createRunner(store) {
  const placer = createPlacer();
  let pause = 0;
  const latest = createLatest(answer, PATIENCE);

  /** @param {AbortSignal} signal */
  async function answer(signal) {
    const slow = setTimeout(() => store.set({ pending: true }), PATIENCE);
    try {
      const trace = await fetchTrace(store.get().question, signal);
      const old = store.get();
      const same = old.trace && topologyOf(old.trace.graph) === topologyOf(trace.graph);
      const layout = same ? old.layout : await placer.place(trace.graph);
      if (signal.aborted) return;
      store.set({ trace, layout, problems: [], position: Math.min(store.get().position, trace.steps.length) });
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
