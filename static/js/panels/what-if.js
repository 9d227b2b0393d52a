// What if a value were another? What the gradient predicts beside what really happens.

import { asked, post } from "../api/client.js";
import { byId, el } from "../dom.js";
import { formatExact, formatNumber, formatValue, moveBy, parseNumber } from "../format.js";
import { t } from "../i18n.js";
import { elementsOf, leavesOf, withElement } from "../state/leaves.js";
import { stepOrder } from "./number-field.js";
import { createAnswer } from "./tool-answer.js";

/** @import {Store} from "../state/store.js" */
/** @import {Num, Value} from "../types.js" */

/** @typedef {{output: string, predicted: Num, actual: Num, before: Value, after: Value, text?: string}} Predicted */

/** Up to this many numbers an output is written out. */
const NUMBERS_MOST = 6;
/** How many steps the slider goes to either side. */
const REACH = 20;

/**
 * @param {Store} store
 * @returns {() => Promise<void>} asks again
 */
export function mountWhatIf(store) {
  const drawer = byId("what-if");
  const leaf = /** @type {HTMLSelectElement} */ (byId("what-if-leaf"));
  const field = /** @type {HTMLInputElement} */ (byId("what-if-value"));
  const slider = /** @type {HTMLInputElement} */ (byId("what-if-slider"));
  const answer = createAnswer(byId("what-if-answer"), ask, show);
  let proposed = "";

  async function predict() {
    const wrong = parseNumber(field.value) === null;
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (!wrong && choices().some((one) => one.name === leaf.value)) await answer();
  }

  /** @param {AbortSignal} signal @returns {Promise<Predicted>} */
  function ask(signal) {
    const chosen = choices().find((one) => one.name === leaf.value);
    const typed = parseNumber(field.value);
    const changes = chosen && typed !== null ? { [chosen.whole.id]: withElement(chosen.whole.value, chosen.place, typed) } : {};
    return post("what-if", asked(store.get().question, changes), signal);
  }

  /** Every number that a gradient reaches, those of small arrays one by one. */
  function choices() {
    const { trace } = store.get();
    if (!trace) return [];
    const reached = new Set(trace.steps.filter((step) => step.phase === "backward").map((step) => step.node));
    return leavesOf(trace).flatMap(elementsOf).filter(({ name, whole }) => reached.has(name) || reached.has(whole.id));
  }

  /** Offer them, and a new value for the one chosen. */
  function fill() {
    const { lesson } = store.get();
    const names = choices().map(({ name }) => name);
    drawer.hidden = !names.length;
    const told = Object.keys(lesson?.what_if ?? {})[0];
    const kept = [leaf.value, told, names[0]].find((name) => name && names.includes(name)) ?? "";
    leaf.replaceChildren(...names.map((name) => el("option", { value: name, selected: name === kept }, name)));
    if (kept !== proposed) propose(kept);
  }

  /** @param {string} name */
  function propose(name) {
    const { lesson } = store.get();
    const now = choices().find((one) => one.name === name)?.value;
    if (typeof now !== "number") return;
    proposed = name;
    const order = stepOrder(now);
    slider.min = String(moveBy(now, order, -REACH));
    slider.max = String(moveBy(now, order, REACH));
    slider.step = `1e${order}`;
    write(lesson?.what_if?.[name] ?? moveBy(now, order, 10));
    slider.value = field.value;
    fillSlider();
  }

  /** @param {import("../types.js").Value} value */
  function write(value) {
    field.value = formatExact(/** @type {Num} */ (value));
  }

  function fillSlider() {
    const [low, high] = [Number(slider.min), Number(slider.max)];
    slider.style.setProperty("--filled", `${((Number(slider.value) - low) / (high - low)) * 100}%`);
  }

  leaf.addEventListener("change", () => {
    propose(leaf.value);
    void predict();
  });
  field.addEventListener("input", () => {
    const typed = parseNumber(field.value);
    if (typed !== null) slider.value = String(typed);
    fillSlider();
    void predict();
  });
  slider.addEventListener("input", () => {
    write(Number(slider.value));
    fillSlider();
    void predict();
  });
  store.subscribe((_, changed) => {
    if (changed.has("trace")) fill();
  });
  return async () => {
    fill();
    await predict();
  };
}

/** @param {Predicted} found */
function show(found) {
  return [
    el("dl", { class: "numbers" },
      el("dt", {}, t("the gradient predicts")), el("dd", {}, change(found.predicted)),
      el("dt", { class: "total" }, t("{output} really changes by", { output: found.output })), el("dd", { class: "total" }, change(found.actual)),
      el("dt", {}, t("from, to")), el("dd", {}, `${formatValue(found.before, NUMBERS_MOST)} → ${formatValue(found.after, NUMBERS_MOST)}`)),
    found.text ? el("p", { class: "why" }, found.text) : null,
  ];
}

/** A change with its sign. @param {Num} number */
function change(number) {
  const text = formatNumber(number);
  return typeof number === "number" && number > 0 ? `+${text}` : text;
}
