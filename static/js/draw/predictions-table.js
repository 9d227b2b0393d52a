// The watched rows as a table: target and output, a wrong one with a cross, then the inputs, which may scroll.

import { el } from "../dom.js";
import { formatExact, formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { className, targetText } from "./predictions-read.js";

/** @import {Data, Num, TrainingActions} from "../types.js" */
/** @import {Part} from "./predictions-view.js" */
/** @import {Outcome} from "./predictions-read.js" */

/** More inputs are left out of the table. */
const MOST_INPUTS = 6;

/** @param {Data} data @param {TrainingActions} actions @returns {Part} */
export function createTable(data, actions) {
  const features = data.features.slice(0, MOST_INPUTS);
  const named = data.classes.length > 0;
  const rest = data.features.length - features.length;
  const body = el("tbody");
  const head = [t("row"), t("target"), t("output"), "", ...features, ...(rest > 0 ? [t("{count} more", { count: rest })] : [])];
  const element = el("div", { class: "table-scroll", role: "group", tabindex: 0, "aria-label": t("Predictions beside targets") }, el("table", { class: "prediction-table" }, el("thead", {}, el("tr", {}, ...head.map((name) => (name ? el("th", { scope: "col" }, name) : el("td"))))), body));
  /** @type {{row: number, line: HTMLElement, output: HTMLElement, mark: HTMLElement}[]} */
  let lines = [];

  /** @param {readonly Outcome[]} outcomes */
  function build(outcomes) {
    lines = outcomes.map(({ row, meant }) => {
      const [output, mark] = [el("td", { class: "output" }), el("td", { class: "mark" })];
      const inputs = features.map((_, i) => cell(data.x[row]?.[i]));
      const target = named && meant !== null ? className(data, meant) : targetText(data, row);
      const number = el("th", { scope: "row" }, el("button", { type: "button", class: "row-button", onclick: () => actions.watch(row) }, String(row + 1)));
      const line = el("tr", {}, number, el("td", { class: "target" }, target), output, mark, ...inputs, ...(rest > 0 ? [el("td", {}, "…")] : []));
      return { row, line, output, mark };
    });
    body.replaceChildren(...lines.map(({ line }) => line));
  }

  return {
    element,
    show({ outcomes, chosen }) {
      if (outcomes.length !== lines.length || outcomes.some(({ row }, i) => lines[i]?.row !== row)) build(outcomes);
      outcomes.forEach((outcome, i) => {
        const one = lines[i];
        if (!one) return;
        write(one.output, outputText(data, outcome));
        const mark = outcome.wrong === null ? "" : outcome.wrong ? "✗" : "✓";
        write(one.mark, mark);
        one.mark.title = outcome.wrong ? t("Taken for {name}", { name: className(data, outcome.taken) }) : "";
        one.line.classList.toggle("wrong", outcome.wrong === true);
        one.line.classList.toggle("chosen", outcome.row === chosen.row);
      });
    },
  };
}

/** @param {Num | undefined} value */
function cell(value) {
  return value === undefined ? el("td") : el("td", { title: formatExact(value) }, formatNumber(value));
}

/** The output in words: the winning class with its number, or the numbers. @param {Data} data @param {Outcome} outcome */
function outputText(data, { outputs, taken }) {
  const known = taken !== null && data.classes.length > 0;
  if (known && outputs.length > 1) return `${className(data, taken)} ${formatNumber(outputs[taken] ?? "NaN")}`;
  return outputs.map(formatNumber).join(" ");
}

/** @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
