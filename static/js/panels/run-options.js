// What a run depends on besides its values: the learning rate, the output, its upstream gradient, the granularity.

import { byId, el } from "../dom.js";
import { formatExact, parseNumber } from "../format.js";
import { t } from "../i18n.js";

/** @import {Store} from "../state/store.js" */
/** @import {Question, Trace, Value} from "../types.js" */

/**
 * @param {Store} store
 * @param {(change: Partial<Question>) => void} ask
 */
export function mountRunOptions(store, ask) {
  const rate = /** @type {HTMLInputElement} */ (byId("learning-rate"));
  const output = /** @type {HTMLSelectElement} */ (byId("output"));
  const seed = /** @type {HTMLInputElement} */ (byId("seed"));
  const elements = /** @type {HTMLInputElement} */ (byId("elements"));

  rate.addEventListener("input", () => {
    const typed = rate.value.trim() ? parseNumber(rate.value) : undefined;
    rate.toggleAttribute("aria-invalid", typed === null);
    if (typed !== null) ask({ learning_rate: typed });
  });
  output.addEventListener("change", () => ask({ output: output.value, seed: undefined }));
  seed.addEventListener("change", () => {
    const typed = readSeed(seed.value);
    seed.toggleAttribute("aria-invalid", typed === null);
    if (typed !== null) ask({ seed: typed });
  });
  elements.addEventListener("change", () => ask({ granularity: elements.checked ? "element" : "tensor" }));

  /** @param {Trace} trace */
  function show(trace) {
    const { question } = store.get();
    if (document.activeElement !== rate) rate.value = question.learning_rate === undefined ? "" : formatExact(question.learning_rate);
    elements.checked = trace.granularity === "element";
    const hasArrays = trace.granularity === "element" || trace.graph.nodes.some((node) => node.shape.length);
    byId("elements-row").hidden = !hasArrays;
    if (trace.granularity === "element") return;
    const names = trace.graph.nodes.filter((node) => node.kind === "op").map((node) => node.id);
    output.replaceChildren(...names.map((name) => el("option", { value: name, selected: name === trace.output }, name)));
    const step = trace.steps.find((one) => one.phase === "backward");
    if (document.activeElement !== seed) seed.value = step?.seed === undefined ? "" : formatExact(step.seed);
    seed.setAttribute("aria-label", t("Upstream gradient of {output}", { output: trace.output }));
  }

  store.subscribe((state, changed) => {
    if (changed.has("trace") && state.trace) show(state.trace);
  });
}

/** A number or a JSON array of numbers; undefined for the default, null if it is neither. @param {string} text @returns {Value | undefined | null} */
function readSeed(text) {
  if (!text.trim()) return undefined;
  const number = parseNumber(text);
  if (number !== null) return number;
  try {
    const array = JSON.parse(text);
    return Array.isArray(array) ? array : null;
  } catch {
    return null;
  }
}
