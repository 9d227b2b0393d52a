// The gradient of the loss at the pixels of one image: asked of the server for the parameters looked at, one question at
// a time; while it trains, a few times a second, and only while it is to be seen.

/** @import {Num, TrainingActions, Value} from "../types.js" */

/** Between two questions, in milliseconds. */
const REST = 330;

/**
 * @typedef {{key: string, pixels: Num[] | null, failed: boolean}} Answer
 *
 * @param {Element} host where it is shown
 * @param {TrainingActions} actions
 * @param {() => void} tell when an answer has come
 */
export function createPixelGradient(host, actions, tell) {
  /** @type {Answer} */
  let answer = { key: "", pixels: null, failed: false };
  let wanted = { key: "", row: 0 };
  let busy = false;
  let seen = false;

  async function ask() {
    if (busy || !seen || document.hidden || wanted.key === answer.key) return;
    busy = true;
    const { key, row } = wanted;
    try {
      const { gradients } = await actions.traceRows([row]);
      answer = { key, pixels: flatten(gradients["x"]), failed: false };
    } catch {
      answer = { key, pixels: null, failed: true };
    }
    tell();
    setTimeout(() => {
      busy = false;
      void ask();
    }, REST);
  }

  new IntersectionObserver((entries) => {
    seen = entries.at(-1)?.isIntersecting ?? false;
    void ask();
  }).observe(host);

  return {
    /** The last answer, and whether it is of this row at these parameters. @param {number} row @param {string} parameters what they are called */
    of(row, parameters) {
      wanted = { key: `${row} ${parameters}`, row };
      void ask();
      const ofRow = answer.key.startsWith(`${row} `);
      return { pixels: ofRow ? answer.pixels : null, failed: ofRow && answer.failed };
    },
  };
}

/** @param {Value | undefined} value one row @returns {Num[] | null} */
function flatten(value) {
  return Array.isArray(value) ? /** @type {Num[]} */ (/** @type {unknown[]} */ (value).flat(3)) : null;
}
