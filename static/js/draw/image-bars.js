// The output for one row, class by class: bars, the target's marked by a frame and in words.

import { el } from "../dom.js";
import { formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { className } from "./predictions-read.js";
import { largestOf } from "./tones.js";

/** @import {Data} from "../types.js" */
/** @import {Outcome} from "./predictions-read.js" */

/** @param {Data} data */
export function createBars(data) {
  const element = el("ul", { class: "class-bars", "aria-label": t("Output, class by class") });
  /** @type {{line: HTMLElement, bar: HTMLElement, number: HTMLElement, note: HTMLElement}[]} */
  let lines = [];

  /** @param {number} count */
  function build(count) {
    lines = Array.from({ length: count }, (_, i) => {
      const bar = el("i", { "aria-hidden": "true" });
      const number = el("b");
      const note = el("span", { class: "class-note" });
      const line = el("li", {}, el("span", { class: "class-name" }, className(data, i)), el("span", { class: "class-track" }, bar), number, note);
      return { line, bar, number, note };
    });
    element.replaceChildren(...lines.map(({ line }) => line));
  }

  return {
    element,
    /** @param {Outcome} outcome */
    show({ outputs, meant, taken, wrong }) {
      if (lines.length !== outputs.length) build(outputs.length);
      const most = Math.max(largestOf(outputs), 1);
      outputs.forEach((value, i) => {
        const one = lines[i];
        if (!one) return;
        const share = Math.min(Math.abs(Number(value)) / most || 0, 1);
        one.bar.style.setProperty("background-size", `${100 * share}% 100%`);
        one.bar.classList.toggle("below", Number(value) < 0);
        const text = formatNumber(value);
        if (one.number.textContent !== text) one.number.textContent = text;
        one.line.classList.toggle("meant", i === meant);
        one.line.classList.toggle("taken", i === taken);
        const note = i === meant ? t("target") : i === taken && wrong ? "✗" : "";
        if (one.note.textContent !== note) one.note.textContent = note;
      });
    },
  };
}
