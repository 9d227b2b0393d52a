// The only owner of requestAnimationFrame.

/**
 * Call `tick` before each repaint with the milliseconds since the last one, until the returned function is called.
 * @param {(elapsed: number) => void} tick
 * @returns {() => void}
 */
export function startClock(tick) {
  let last = performance.now();
  let handle = requestAnimationFrame(frame);
  /** @param {number} now */
  function frame(now) {
    handle = requestAnimationFrame(frame);
    const elapsed = Math.max(0, now - last);
    last = now;
    tick(elapsed);
  }
  return () => cancelAnimationFrame(handle);
}

/**
 * Run `work` once, before the next repaint, however often it is asked for until then.
 * @param {() => void} work
 * @returns {() => void}
 */
export function beforeNextFrame(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      work();
    });
  };
}

/**
 * Run `work` once, after the next repaint, however often it is asked for until then: what is read beside the picture
 * may follow it, so that a step's own frame holds the picture alone and a scrub skips what nobody sees.
 * @param {() => void} work
 * @returns {() => void}
 */
export function afterNextFrame(work) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = work;
  return beforeNextFrame(() => port2.postMessage(null));
}

/**
 * Call `move` with shares from 0 to 1 until the time is over or the returned function is called.
 * @param {number} duration in milliseconds
 * @param {(share: number) => void} move
 * @returns {() => void}
 */
export function tween(duration, move) {
  let passed = 0;
  const stop = startClock((elapsed) => {
    passed = Math.min(passed + elapsed, duration);
    if (passed >= duration) stop();
    move(passed / duration);
  });
  return stop;
}
