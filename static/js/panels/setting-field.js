// One setting: its label, its control, and what is wrong with what was typed, which stays.

import { el } from "../dom.js";
import { make } from "../draw/svg.js";
import { formatExact, moveBy, parseNumber } from "../format.js";
import { t } from "../i18n.js";
import { stepOrder } from "./number-field.js";
import { isWithin, ruleOf } from "./setting-words.js";

/** @import {Range, Words} from "./setting-words.js" */

/** How long a change rests before it is taken, in milliseconds: a drag changes the number with every frame. */
const PAUSE = 120;
/** A square with five dots. */
const DIE = "M7 4h10a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3zM8.5 8.5h0M15.5 8.5h0M12 12h0M8.5 15.5h0M15.5 15.5h0";

/**
 * @typedef {object} NumberSetting
 * @property {HTMLElement} element
 * @property {(value: number | null) => void} show what was typed wrongly stays until it is put right
 * @property {(range: Range) => void} limit
 * @property {(value: number | null) => void} put show it, whatever was typed
 */

/**
 * A number, with a slider where there are stops for one.
 * @param {string} id
 * @param {Words} words
 * @param {(value: number | null) => void} give null where it is left empty
 * @param {{stops?: readonly number[], button?: HTMLElement}} [more] the slider's numbers; what stands before the field
 * @returns {NumberSetting}
 */
export function numberSetting(id, words, give, { stops, button } = {}) {
  /** @type {Range} */
  let range = words;
  let value = /** @type {number | null} */ (null);
  let wrong = false;
  let timer = 0;
  const refusal = el("small", { class: "refusal", role: "status", id: `${id}-refusal` });
  const input = el("input", {
    id, class: "leaf-input", inputmode: words.whole ? "numeric" : "decimal", autocomplete: "off", spellcheck: "false", placeholder: words.empty,
    "aria-describedby": `${id}-why ${id}-refusal`,
  });
  const slider = stops ? el("input", { type: "range", class: "leaf-slider", min: 0, max: stops.length - 1, step: 1, "aria-label": t("{name}, slider", { name: words.label }) }) : null;
  const row = settingRow(id, words, slider, button ? el("div", { class: "with-button" }, button, input) : input, refusal);

  /** @param {boolean} is */
  function judge(is) {
    wrong = is;
    if (is) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    refusal.textContent = is ? ruleOf(range) : "";
  }
  function place() {
    if (!slider || !stops) return;
    const after = stops.findIndex((stop) => stop > (value ?? 0));
    const at = after < 0 ? stops.length - 1 : Math.max(after - 1, 0);
    slider.value = String(at);
    slider.setAttribute("aria-valuetext", value === null ? "" : formatExact(value));
    slider.style.setProperty("--filled", `${(at / Math.max(stops.length - 1, 1)) * 100}%`);
  }
  /** @param {number | null} next */
  function take(next) {
    if (next === value) return;
    clearTimeout(timer);
    value = next;
    place();
    timer = setTimeout(flush, PAUSE);
  }
  /** What rests is taken at once. */
  function flush() {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    give(value);
  }
  /** @param {number | null} next */
  function write(next) {
    input.value = next === null ? "" : formatExact(next);
  }
  function read() {
    const text = input.value.trim();
    if (!text) {
      judge(words.empty === undefined && document.activeElement !== input);
      if (words.empty !== undefined) take(null);
      return;
    }
    const typed = parseNumber(text);
    judge(typed === null || !isWithin(range, typed));
    if (typed !== null && !wrong) take(typed);
  }

  input.addEventListener("input", read);
  input.addEventListener("blur", () => {
    read();
    flush();
    if (!wrong) write(value);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") flush();
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const now = parseNumber(input.value) ?? value ?? range.least ?? 0;
    const next = moveBy(now, words.whole ? 0 : stepOrder(now), (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1));
    if (!isWithin(range, next)) return;
    write(next);
    read();
  });
  slider?.addEventListener("input", () => {
    const next = stops?.[Number(slider.value)];
    if (next === undefined) return;
    write(next);
    judge(false);
    take(next);
  });
  return {
    element: row,
    show(next) {
      // What has just been typed or dragged is on its way.
      if (timer || (next === value && (wrong || document.activeElement === input))) return;
      value = next;
      place();
      if (document.activeElement === input && parseNumber(input.value) === next) return;
      write(next);
      judge(false);
    },
    put(next) {
      clearTimeout(timer);
      timer = 0;
      value = next;
      place();
      write(next);
      judge(false);
    },
    limit(next) {
      range = { ...words, ...next };
      if (wrong) read();
    },
  };
}

/**
 * A seed, with a die that throws the next one.
 * @param {string} id
 * @param {Words} words
 * @param {(value: number) => void} give
 */
export function seedSetting(id, words, give) {
  let now = 0;
  const icon = make("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, make("path", { d: DIE }));
  const die = el("button", { type: "button", class: "die", "aria-label": t("Another seed"), title: t("Another seed"), onclick: () => {
    field.show(now + 1);
    give((now += 1));
  } }, icon);
  const field = numberSetting(id, words, (value) => give((now = value ?? 0)), { button: die });
  return {
    element: field.element,
    /** @param {number} value */
    show(value) {
      now = value;
      field.show(value);
    },
  };
}

/**
 * A choice of one of several.
 * @param {string} id
 * @param {Words} words
 * @param {[value: string, text: string][]} choices
 * @param {(value: string) => void} give
 */
export function choiceSetting(id, words, choices, give) {
  const select = el("select", { id, class: "choice", "aria-describedby": `${id}-why`, onchange: () => give(select.value) },
    ...choices.map(([value, text]) => el("option", { value }, text)));
  const element = settingRow(id, words, select);
  return {
    element,
    /** @param {string} value @param {string} [why] another explanation */
    show(value, why) {
      select.value = value;
      if (why === undefined) return;
      element.dataset["why"] = why;
      element.querySelector(`#${id}-why`)?.replaceChildren(why);
    },
  };
}

/**
 * Yes or no.
 * @param {string} id
 * @param {Words} words
 * @param {(value: boolean) => void} give
 */
export function switchSetting(id, words, give) {
  const input = el("input", { id, type: "checkbox", role: "switch", "aria-describedby": `${id}-why`, onchange: () => give(input.checked) });
  return {
    element: settingRow(id, words, input),
    /** @param {boolean} value */
    show(value) {
      input.checked = value;
    },
  };
}

/**
 * A labelled row; its explanation is the control's description, and shown by the tip.
 * @param {string} id of the control
 * @param {Words} words
 * @param {...(Node | null)} controls
 */
function settingRow(id, { label, why }, ...controls) {
  const slider = controls.some((one) => one instanceof HTMLInputElement && one.type === "range");
  const kind = slider ? "setting with-slider" : "setting";
  return el("div", { class: kind, "data-why": why || null }, el("label", { for: id }, label), ...controls, el("span", { class: "sr-only", id: `${id}-why` }, why));
}
