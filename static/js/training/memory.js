// What an optimizer remembers of a run: one that takes over from another begins anew.

/** @import {Frame, Resume, Run} from "../types.js" */

/**
 * What the optimizer of the update after a frame knows by then, and how many updates there were before its first.
 * @param {Pick<Run, "segments">} run
 * @param {Pick<Frame, "iteration" | "snapshot">} frame
 * @returns {Pick<Resume, "state" | "started">}
 */
export function memoryAt({ segments }, { iteration, snapshot }) {
  if (!iteration) return {}; // nothing happened yet
  const before = segments.findLast(({ from }) => from < iteration);
  const now = segments.findLast(({ from }) => from <= iteration);
  // The frame where settings changed holds what the one before them remembers.
  if (before && before.settings.optimizer.name !== now?.settings.optimizer.name) return { started: iteration };
  const { state, started } = snapshot ?? {};
  return { ...(state && { state }), ...(started && { started }) };
}
