// What a run depends on besides its values: the output, its upstream gradient, the learning rate, the granularity.

import { byId, el } from "../dom.js";
import { formatExact, parseNumber } from "../format.js";
import { t } from "../i18n.js";
import { leavesOf } from "../state/leaves.js";

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
  const held = /** @type {HTMLInputElement} */ (byId("constants"));
  const refusal = byId("options-refusal");

  /** @param {HTMLInputElement} input @param {boolean} wrong @param {string} text */
  function judge(input, wrong, text) {
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    refusal.textContent = wrong ? text : "";
  }

  rate.addEventListener("input", () => {
    const typed = rate.value.trim() ? parseNumber(rate.value) : undefined;
    judge(rate, typed === null, t("A learning rate is a number such as 0.5; empty means no updates."));
    if (typed !== null) ask({ learning_rate: typed });
  });
  seed.addEventListener("input", () => {
    const typed = readSeed(seed.value);
    judge(seed, typed === null, t("Type a number, or a list in the output's shape such as [[1, 1], [1, 1]]."));
    if (typed !== null) ask({ seed: typed });
  });
  held.addEventListener("input", () => {
    const { trace, question } = store.get();
    const names = held.value.split(/[\s,，、]+/).filter(Boolean);
    const leaves = trace ? leavesOf(trace).map((leaf) => leaf.id) : [];
    const stranger = names.find((name) => !leaves.includes(name));
    judge(held, stranger !== undefined, t("Nothing above is called {name}. Write names such as x, t.", { name: stranger ?? "" }));
    if (stranger === undefined && names.join() !== (question.constants ?? []).join()) ask({ constants: names.length ? names : undefined });
  });
  output.addEventListener("change", () => ask({ output: output.value, seed: undefined }));
  elements.addEventListener("change", () => ask({ granularity: elements.checked ? "element" : "tensor" }));

  /** @param {Trace} trace */
  function show(trace) {
    const { question } = store.get();
    const whole = trace.granularity === "tensor";
    if (document.activeElement !== rate) rate.value = question.learning_rate === undefined ? "" : formatExact(question.learning_rate);
    if (document.activeElement !== held) held.value = (question.constants ?? []).join(", ");
    elements.checked = !whole;
    byId("elements-row").hidden = whole && trace.graph.nodes.every((node) => !node.shape.length);
    const first = trace.steps.find((one) => one.phase === "backward");
    const given = question.seed ?? (whole ? first?.seed : undefined);
    if (document.activeElement !== seed) seed.value = given === undefined ? "" : formatExact(given);
    const names = whole ? trace.graph.nodes.filter((node) => node.kind === "op").map((node) => node.id) : [trace.output];
    output.disabled = !whole;
    output.replaceChildren(...names.map((name) => el("option", { value: name, selected: name === trace.output }, name)));
  }

  store.subscribe((state, changed) => {
    if (changed.has("trace") && state.trace) show(state.trace);
  });
}

/**
 * A number or an array of numbers; undefined for the default, null if it is neither.
 * @param {string} text
 * @returns {Value | undefined | null}
 */
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
