// The activations of one row as cells: their numbers in them where there is room.

import { el } from "../dom.js";
import { formatExact, formatNumber } from "../format.js";
import { largestOf } from "./tones.js";

/** @import {Num} from "../types.js" */

/** Activations that stay between −1 and 1 have the same colours in every row and frame. */
const BOUNDED = ["tanh", "sigmoid", "softmax", "softsign"];
/** More numbers than these are shown by their colours alone. */
const WRITTEN = 4;

/** How far the colours reach. @param {readonly Num[]} values @param {string | null} activation */
export function reachOf(values, activation) {
  return BOUNDED.includes(activation ?? "") ? 1 : Math.max(largestOf(values), 1);
}

/** @param {boolean} [written] whether numbers are written at all */
export function createCells(written = true) {
  const element = el("span", { class: "code-cells" });
  /** @type {HTMLElement[]} */
  let cells = [];
  return {
    element,
    /** @param {readonly Num[]} values @param {string | null} activation */
    show(values, activation) {
      if (cells.length !== values.length) {
        cells = values.map(() => el("i"));
        element.replaceChildren(...cells);
        element.classList.toggle("small", !written || values.length > WRITTEN);
        element.setAttribute("role", "img");
      }
      const reach = reachOf(values, activation);
      values.forEach((value, i) => {
        const cell = /** @type {HTMLElement} */ (cells[i]);
        const number = Number(value);
        cell.dataset["sign"] = number < 0 ? "negative" : "positive";
        cell.style.setProperty("--share", String(Math.min(Math.abs(number) / reach || 0, 1)));
        const text = written && values.length <= WRITTEN ? formatNumber(value) : "";
        if (cell.textContent !== text) cell.textContent = text;
      });
      element.setAttribute("aria-label", values.map(formatNumber).join(" "));
      element.title = values.length <= WRITTEN ? "" : values.map(formatExact).join("  ");
    },
  };
}
