// What went through a narrow layer, row by row: the input, the code with its numbers, the output.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { createCells } from "./code-cells.js";
import { className } from "./predictions-read.js";

/** @import {Data, TrainingActions} from "../types.js" */
/** @import {Part} from "./predictions-view.js" */

/** More rows than these are left out. */
const MOST = 24;

/** @param {Data} data @param {TrainingActions} actions @returns {Part} */
export function createCodes(data, actions) {
  const body = el("tbody");
  const own = createCells();
  const caption = el("figcaption");
  const element = el(
    "div",
    { class: "image-rows" },
    el("table", { class: "prediction-table codes" }, el("thead", {}, el("tr", {}, ...[t("row"), t("input"), t("code"), t("output")].map((name) => el("th", { scope: "col" }, name)), el("td"))), body),
    el("figure", { class: "own-code" }, own.element, caption),
  );
  /** @type {{row: number, line: HTMLElement, code: ReturnType<typeof createCells>, output: ReturnType<typeof createCells>, mark: HTMLElement}[]} */
  let lines = [];

  /** @param {readonly number[]} rows */
  function build(rows) {
    lines = rows.map((row) => {
      const [input, code, output] = [createCells(false), createCells(false), createCells(false)];
      input.show(data.x[row] ?? [], null);
      const mark = el("td", { class: "mark" });
      const head = el("th", { scope: "row" }, el("button", { type: "button", class: "row-button", onclick: () => actions.watch(row) }, String(row + 1)));
      const line = el("tr", {}, head, el("td", {}, input.element), el("td", {}, code.element), el("td", {}, output.element), mark);
      return { row, line, code, output, mark };
    });
    body.replaceChildren(...lines.map(({ line }) => line));
  }

  return {
    element,
    show({ outcomes, chosen, activation, lastActivation }) {
      const seen = outcomes.slice(0, MOST);
      if (seen.length !== lines.length || seen.some(({ row }, i) => lines[i]?.row !== row)) build(seen.map(({ row }) => row));
      own.show(chosen.code ?? [], activation);
      caption.textContent = t("The code of row {row}", { row: chosen.row + 1 });
      seen.forEach((outcome, i) => {
        const one = lines[i];
        if (!one) return;
        one.code.show(outcome.code ?? [], activation);
        one.output.show(outcome.outputs, lastActivation);
        one.line.classList.toggle("chosen", outcome.row === chosen.row);
        const text = outcome.wrong ? `✗ ${className(data, outcome.taken)}` : outcome.wrong === false ? "✓" : "";
        if (one.mark.textContent !== text) one.mark.textContent = text;
        one.line.classList.toggle("wrong", outcome.wrong === true);
      });
    },
  };
}
