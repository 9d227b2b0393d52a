// Layer by layer or neuron by neuron: whether a step of the network is a whole array or one of its numbers.

import { byId } from "../dom.js";

/** @import {Store} from "../state/store.js" */
/** @import {Question} from "../types.js" */

/** @typedef {"tensor" | "element"} Granularity */

/**
 * @param {Store} store
 * @param {(change: Partial<Question>) => Promise<void>} ask
 */
export function mountGranularity(store, ask) {
  /** @type {[HTMLElement, Granularity][]} */
  const buttons = [[byId("by-layer"), "tensor"], [byId("by-neuron"), "element"]];
  const refusal = byId("granularity-refusal");

  /** @param {Granularity} granularity */
  async function choose(granularity) {
    refusal.textContent = "";
    await ask({ granularity });
    const { problems, trace, question } = store.get();
    if (!problems.length || !trace || trace.granularity === granularity || question.granularity !== granularity) return;
    // A large network cannot be told number by number: say so, and stay with what stands.
    refusal.textContent = problems[0]?.detail ?? "";
    await ask({ granularity: trace.granularity });
  }

  function show() {
    const { trace } = store.get();
    for (const [button, granularity] of buttons) button.setAttribute("aria-pressed", String(trace?.granularity === granularity));
    // Neurons that are single numbers in the program already are steps of their own.
    for (const [button] of buttons) button.parentElement?.toggleAttribute("hidden", trace?.network?.form === "scalar");
  }

  for (const [button, granularity] of buttons) {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-pressed") !== "true") void choose(granularity);
    });
  }
  store.subscribe((_, changed) => {
    if (changed.has("view")) refusal.textContent = "";
    if (changed.has("trace")) show();
  });
  show();
}
