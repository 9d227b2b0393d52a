// One question at a time, the newest next: while a value is dragged each answer is shown, none overtakes another, and
// the server is not asked a hundred things at once.

/**
 * @typedef {object} Latest
 * @property {() => Promise<void>} run start, or be next; what is slow makes way at once
 * @property {() => void} cancel give up what runs and what waits
 *
 * @param {(signal: AbortSignal) => Promise<void>} work never rejects for an abort
 * @param {number} patience how long something newer waits for what runs, in milliseconds
 * @returns {Latest}
 */
export function createLatest(work, patience) {
  /** @type {{control: AbortController, slow: boolean, done: Promise<void>} | null} */
  let running = null;
  /** @type {Promise<void> | null} */
  let waiting = null;
  let wanted = false;

  function start() {
    const control = new AbortController();
    const one = { control, slow: false, done: Promise.resolve() };
    running = one;
    const timer = setTimeout(() => {
      one.slow = true;
      if (waiting) control.abort();
    }, patience);
    one.done = work(control.signal).finally(() => {
      clearTimeout(timer);
      if (running === one) running = null;
    });
    return one.done;
  }

  return {
    run() {
      if (!running) return start();
      if (running.slow) {
        running.control.abort();
        return start();
      }
      wanted = true;
      waiting ??= running.done.then(() => {
        waiting = null;
        return wanted ? start() : undefined;
      });
      return waiting;
    },
    cancel() {
      wanted = false;
      running?.control.abort();
    },
  };
}
