// Looking into a run: what is known of an iteration is shown at once, then it is computed to the last digit.

import { ApiError } from "../api/client.js";
import { createLatest } from "../api/latest.js";
import { withExact } from "../state/history.js";
import { currentRun, frameOf, lookedAt } from "../state/training.js";
import { startOf } from "./runs.js";
import { computeFrame, isWhole } from "./streams.js";

/** @import {Training} from "../state/training.js" */
/** @import {Frame, Run} from "../types.js" */

/** How long an exact iteration may take before a newer question goes first, in milliseconds. */
const PATIENCE = 200;

/**
 * @param {Training} training
 * @param {ReturnType<typeof import("./streams.js").createStreams>} streams
 */
export function createLooking(training, streams) {
  const exactly = createLatest(look, PATIENCE);

  /** @param {AbortSignal} signal */
  async function look(signal) {
    const state = training.get();
    const run = currentRun(state);
    const frame = lookedAt(state);
    if (!run || !frame?.snapshot) return;
    const at = state.at ?? frame.iteration;
    // The newest of a run that goes on is followed by another at once.
    const known = frame.iteration >= at && (isWhole(run, frame) || (state.at === null && run.status === "running"));
    training.set({ seeking: !known });
    if (known) return;
    try {
      const found = await computeFrame(run, frame, at, state.watching, signal);
      const now = streams.find(run.id);
      if (signal.aborted || !now) return;
      streams.patch(run.id, { exact: withExact(now.exact, found), ...(now.newest?.iteration === found.iteration && { newest: found }) });
    } catch (error) {
      if (!signal.aborted && !(error instanceof ApiError)) throw error;
    } finally {
      if (!signal.aborted) training.set({ seeking: false });
    }
  }

  return {
    /** Compute what is looked at, where it is known but nearly. */
    lookClosely: () => exactly.run(),
    /** Look at an iteration of the current run; null for the newest. @param {number | null} iteration */
    async seek(iteration) {
      const run = currentRun(training.get());
      const newest = run?.newest?.iteration ?? 0;
      // Whoever looks at an iteration of a training that runs wants it to stay while it goes on.
      training.set({ at: iteration === null || iteration >= newest ? null : Math.max(startOf(run), Math.round(iteration)) });
      await exactly.run();
    },
    /** What is looked at, exactly. @returns {Promise<{run: Run, frame: Frame} | null>} */
    async settled() {
      await exactly.run();
      const { at } = training.get();
      const run = currentRun(training.get());
      const frame = frameOf(run, at);
      return run && frame?.snapshot ? { run, frame } : null;
    },
  };
}
