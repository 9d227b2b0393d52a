// Moves the position in the store: playing, stepping, jumping; a step is animated in either direction.

import { startClock } from "./clock.js";
import { lengthOf } from "./scene.js";
import { nextPhase } from "./story.js";

/** @import {Store} from "../state/store.js" */

/**
 * @param {Store} store
 * @param {() => boolean} reducedMotion whether steps cut instead of move
 */
export function createPlayer(store, reducedMotion) {
  /** @type {(() => void) | null} */
  let stop = null;
  let target = 0;

  const count = () => store.get().trace?.steps.length ?? 0;

  function halt() {
    stop?.();
    stop = null;
  }

  /** @param {number} goal */
  function glide(goal) {
    target = Math.min(Math.max(goal, 0), count());
    if (reducedMotion()) {
      halt();
      store.set({ position: target });
      return;
    }
    stop ??= startClock((elapsed) => {
      const { position, speed, playing } = store.get();
      // Another trace may have come meanwhile, with fewer steps.
      target = Math.min(target, count());
      const way = target - position;
      const step = store.get().trace?.steps[way > 0 ? Math.floor(position) : Math.ceil(position) - 1];
      const move = Math.min(Math.abs(way), elapsed / (speed * lengthOf(step))) * Math.sign(way);
      const next = Math.abs(way) - Math.abs(move) < 1e-9 ? target : position + move;
      if (next === target && !(playing && target < count())) {
        halt();
        store.set({ position: next, playing: false });
      } else if (next === target) {
        target += 1;
        store.set({ position: next });
      } else {
        store.set({ position: next });
      }
    });
  }

  /** @param {number} position */
  function jump(position) {
    halt();
    store.set({ position: Math.min(Math.max(Math.round(position), 0), count()), playing: false });
  }

  /** Come to rest at the end of the step under way. */
  function pause() {
    if (!store.get().playing) return;
    const { position } = store.get();
    store.set({ playing: false });
    halt();
    store.set({ position: Math.min(Math.ceil(position), count()) });
  }

  return {
    jump,
    /** One step on, or the rest of the one under way. */
    next() {
      const { position } = store.get();
      if (stop && position < target) jump(target);
      const { position: from } = store.get();
      store.set({ playing: false });
      glide(Math.floor(from) + 1);
    },
    /** One step back, or back to the start of the one under way. */
    previous() {
      const { position } = store.get();
      if (stop && position > target) jump(target);
      const { position: from } = store.get();
      store.set({ playing: false });
      glide(Math.ceil(from) - 1);
    },
    /** @param {1 | -1} direction */
    phase(direction) {
      const { trace, position } = store.get();
      if (trace) jump(nextPhase(trace, direction > 0 ? Math.floor(position) : Math.ceil(position), direction));
    },
    first: () => jump(0),
    last: () => jump(count()),
    pause,
    toggle() {
      if (store.get().playing) {
        pause();
        return;
      }
      if (store.get().position >= count()) store.set({ position: 0 });
      store.set({ playing: true });
      if (reducedMotion()) playInCuts();
      else glide(Math.floor(store.get().position) + 1);
    },
  };

  /** With reduced motion a step waits its time, then cuts to the next. */
  function playInCuts() {
    halt();
    let waited = 0;
    stop = startClock((elapsed) => {
      const { playing, position, speed } = store.get();
      waited += elapsed;
      if (!playing || position >= count()) {
        halt();
        store.set({ playing: false });
      } else if (waited >= speed) {
        waited = 0;
        store.set({ position: Math.floor(position) + 1 });
      }
    });
  }
}
