// The controls of the network builder.

import { el } from "../dom.js";
import { t } from "../i18n.js";

/** How long a typist pauses before a count is taken, in milliseconds. */
const PAUSE = 300;

/**
 * A whole number with a step down and a step up.
 * @param {string} label
 * @param {{least?: number, id?: string}} options
 * @param {(count: number) => void} give
 */
export function countField(label, { least = 1, id }, give) {
  let count = least;
  let pause = 0;
  const input = el("input", { class: "leaf-input", inputmode: "numeric", autocomplete: "off", "aria-label": label, id });
  const down = el("button", { type: "button", "aria-label": t("{name}, one fewer", { name: label }), onclick: () => set(count - 1) }, "−");
  const up = el("button", { type: "button", "aria-label": t("{name}, one more", { name: label }), onclick: () => set(count + 1) }, "+");

  /** @param {number} next */
  function set(next) {
    clearTimeout(pause);
    if (next < least || next === count) return;
    show(next, true);
    give(next);
  }
  /** @param {number} next @param {boolean} [anyway] even while it is typed into */
  function show(next, anyway = false) {
    count = next;
    down.disabled = next <= least;
    if (anyway || document.activeElement !== input) input.value = String(next);
  }
  input.addEventListener("input", () => {
    const typed = /^\d{1,6}$/.test(input.value.trim()) ? Number(input.value) : null;
    const wrong = typed === null || typed < least;
    input.toggleAttribute("aria-invalid", wrong && input.value.trim() !== "");
    clearTimeout(pause);
    if (!wrong) pause = setTimeout(() => typed !== count && give((count = typed)), PAUSE);
  });
  input.addEventListener("blur", () => {
    input.removeAttribute("aria-invalid");
    input.value = String(count);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    set(count + (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1));
  });
  return { element: el("div", { class: "stepper" }, down, input, up), show };
}

/**
 * A choice of one of several.
 * @param {string} label
 * @param {[value: string, text: string][]} choices
 * @param {(value: string) => void} give
 * @param {string} [id]
 */
export function choiceField(label, choices, give, id) {
  const options = choices.map(([value, text]) => el("option", { value }, text));
  const select = el("select", { class: "choice", "aria-label": label, id, onchange: () => give(select.value) }, ...options);
  return {
    element: select,
    /** @param {string} value */
    show(value) {
      select.value = value;
    },
  };
}

/** A labelled row. @param {string} label @param {string} id @param {...Node} controls */
export function optionRow(label, id, ...controls) {
  return el("div", { class: "option" }, el("label", { for: id }, label), ...controls);
}

/** What a loss is called. @param {string} name */
export function lossName(name) {
  const names = /** @type {Object<string, string>} */ ({
    mse: t("mean squared error"),
    sse: t("sum of squared errors"),
    cross_entropy: t("cross-entropy of logits"),
    cross_entropy_probs: t("cross-entropy after softmax"),
    binary_cross_entropy: t("binary cross-entropy"),
    binary_cross_entropy_with_logits: t("binary cross-entropy of logits"),
    sum_of_squares: t("sum of squares, no target"),
  });
  return names[name] ?? name;
}

/** What an initialiser is called. @param {string} name */
export function initName(name) {
  const names = /** @type {Object<string, string>} */ ({
    zeros: t("all zero"),
    constant: t("all the same"),
    uniform: t("uniform"),
    normal: t("normal"),
    xavier_uniform: t("Xavier, uniform"),
    xavier_normal: t("Xavier, normal"),
    he_uniform: t("He, uniform"),
    he_normal: t("He, normal"),
  });
  return names[name] ?? name;
}

/** What an initialiser's option is called. @param {string} name */
export function initOptionName(name) {
  const names = /** @type {Object<string, string>} */ ({ value: t("value"), low: t("lowest"), high: t("highest"), mean: t("mean"), std: t("standard deviation") });
  return names[name] ?? name;
}
