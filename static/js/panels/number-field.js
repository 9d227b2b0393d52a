// A field for one number: typed, stepped with the arrow keys; what is no number is refused kindly and changes nothing.

import { el } from "../dom.js";
import { formatExact, moveBy, orderOf, parseNumber } from "../format.js";
import { t } from "../i18n.js";

/** @import {Num} from "../types.js" */

/**
 * @param {Record<string, unknown>} attributes
 * @param {HTMLElement} refusal where the reason goes when what was typed is no number
 * @param {(value: number) => void} give
 */
export function numberField(attributes, refusal, give) {
  const input = el("input", { class: "leaf-input", inputmode: "decimal", autocomplete: "off", spellcheck: "false", ...attributes });
  let value = /** @type {Num} */ (0);

  /** @param {boolean} wrong */
  function judge(wrong) {
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    refusal.textContent = wrong ? t("Type a number, such as 0.5, −3 or 1e-3.") : "";
  }

  /** @param {number} next */
  function set(next) {
    value = next;
    judge(false);
    give(next);
  }

  /** @param {number} count */
  function step(count) {
    const now = parseNumber(input.value) ?? (typeof value === "number" ? value : 0);
    const next = moveBy(now, stepOrder(now), count);
    input.value = formatExact(next);
    set(next);
  }

  input.addEventListener("input", () => {
    const typed = parseNumber(input.value);
    // A number that is only half typed is no mistake yet.
    judge(typed === null && !/^[+\-−]?\d*[.,]?\d*(e[+\-−]?)?$/i.test(input.value.trim()));
    if (typed !== null) set(typed);
  });
  input.addEventListener("blur", () => {
    judge(false);
    input.value = formatExact(value);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    step((event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1));
  });
  return {
    input,
    step,
    /** Show a value that came from elsewhere; what is being typed stays. @param {Num} next */
    show(next) {
      value = next;
      if (document.activeElement !== input) input.value = formatExact(next);
    },
  };
}

/** A step that suits a number's size: a tenth of its power of ten. @param {Num} value */
export function stepOrder(value) {
  return orderOf(value) - 1;
}
