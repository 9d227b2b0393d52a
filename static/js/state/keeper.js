// Keeps a state. A change is a patch; subscribers hear once, at once, with the keys that changed.

/**
 * @template {object} State
 * @typedef {{get: () => State, set: (patch: Partial<State>) => void,
 *   subscribe: (hear: (state: State, changed: Set<keyof State>) => void) => () => void}} Keeper
 */

/**
 * @template {object} State
 * @param {State} initial
 * @returns {Keeper<State>}
 */
export function createKeeper(initial) {
  let state = initial;
  /** @type {Set<(state: State, changed: Set<keyof State>) => void>} */
  const listeners = new Set();
  return {
    get: () => state,
    set(patch) {
      const keys = /** @type {(keyof State)[]} */ (Object.keys(patch));
      const changed = new Set(keys.filter((key) => patch[key] !== state[key]));
      if (!changed.size) return;
      state = { ...state, ...patch };
      for (const hear of [...listeners]) hear(state, changed);
    },
    subscribe(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
