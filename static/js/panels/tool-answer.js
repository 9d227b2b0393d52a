// Where a tool's answer stands: only the newest one is shown, and a failure says what to do.

import { ApiError } from "../api/client.js";
import { createLatest } from "../api/latest.js";
import { el } from "../dom.js";
import { t } from "../i18n.js";

const PATIENCE = 200;

/**
 * @template Answer
 * @param {HTMLElement} host
 * @param {(signal: AbortSignal) => Promise<Answer>} ask
 * @param {(answer: Answer) => (Node | null)[]} show
 * @returns {() => Promise<void>} asks and shows
 */
export function createAnswer(host, ask, show) {
  const latest = createLatest(answer, PATIENCE);

  /** @param {AbortSignal} signal */
  async function answer(signal) {
    const slow = setTimeout(() => host.replaceChildren(waiting()), PATIENCE);
    try {
      const found = await ask(signal);
      if (!signal.aborted) host.replaceChildren(...show(found).filter((part) => part !== null));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      host.replaceChildren(...error.problems.map((problem) => el("p", { class: "note" }, problem.detail)));
    } finally {
      clearTimeout(slow);
    }
  }

  function waiting() {
    const cancel = el("button", { type: "button", class: "small-button", onclick: stop }, t("Cancel"));
    return el("p", {}, el("span", { class: "spinner" }), " ", t("Computing…"), " ", cancel);
  }

  function stop() {
    latest.cancel();
    host.replaceChildren();
  }
  return latest.run;
}
