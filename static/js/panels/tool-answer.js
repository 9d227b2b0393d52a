// Where a tool's answer stands: only the newest one is shown, and a failure says what to do.

import { ApiError } from "../api/client.js";
import { el } from "../dom.js";
import { t } from "../i18n.js";

const PATIENCE = 200;

/**
 * @param {HTMLElement} host
 * @returns {<Answer>(ask: (signal: AbortSignal) => Promise<Answer>, show: (answer: Answer) => (Node | null)[]) => Promise<void>}
 */
export function createAnswer(host) {
  /** @type {AbortController | null} */
  let running = null;
  return async (ask, show) => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    const slow = setTimeout(() => {
      const cancel = el("button", { type: "button", class: "small-button", onclick: () => mine.abort() }, t("Cancel"));
      host.replaceChildren(el("p", {}, el("span", { class: "spinner" }), " ", t("Computing…"), " ", cancel));
    }, PATIENCE);
    try {
      const answer = await ask(mine.signal);
      if (!mine.signal.aborted) host.replaceChildren(...show(answer).filter((part) => part !== null));
    } catch (error) {
      if (mine.signal.aborted && running === mine) host.replaceChildren();
      else if (mine.signal.aborted) return;
      else if (error instanceof ApiError) host.replaceChildren(...error.problems.map((problem) => el("p", { class: "note" }, problem.detail)));
      else throw error;
    } finally {
      clearTimeout(slow);
    }
  };
}
