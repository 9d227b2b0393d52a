// What is known of a point: beside it while it is pointed at; once it is pinned under the plot, with what can be done with it.

import { el } from "../dom.js";
import { formatExact } from "../format.js";
import { t } from "../i18n.js";
import { standBy } from "./callout.js";
import { targetText } from "./field-words.js";

/** @import {Data, Predictions} from "../types.js" */
/** @typedef {{x: number, y: number}} Place */

/** How far a tip stays from its point. */
const AROUND = 10;

/** @param {string} name @param {string} text */
const line = (name, text) => el("p", { class: "callout-row" }, el("span", {}, name), el("b", {}, text));

/** @param {Data} data @param {number} row @param {Predictions | null} predictions */
function linesOf(data, row, predictions) {
  const inputs = data.features.map((name, i) => line(name, formatExact(data.x[row]?.[i] ?? "NaN")));
  const output = outputOf(row, predictions);
  return [
    el("p", { class: "callout-name" }, t("Sample {number}", { number: row + 1 })),
    ...inputs,
    line(t("target"), targetText(data, row)),
    ...(output ? [line(t("output"), output.map(formatExact).join(", "))] : []),
    ...(row >= data.train ? [el("p", { class: "callout-shape" }, t("held out: not trained on"))] : []),
  ];
}

/** @param {number} row @param {Predictions | null} predictions */
function outputOf(row, predictions) {
  return predictions?.outputs[predictions.rows.indexOf(row)];
}

/**
 * @param {HTMLElement} over the plot
 * @param {HTMLElement} under it
 * @param {{open: (row: number) => void, remove: (row: number) => void, close: () => void}} actions
 */
export function createCard(over, under, { open, remove, close }) {
  // The table and the card under the plot say the same to a screen reader.
  const tip = el("div", { class: "callout field-tip", "aria-hidden": "true", hidden: true });
  const card = el("div", { class: "field-card", role: "group", hidden: true });
  over.append(tip);
  under.append(card);
  /** @type {Map<HTMLElement, string>} */
  const written = new Map();

  /** Write what has changed. @param {HTMLElement} element @param {unknown[]} rests @param {() => HTMLElement[]} make */
  function write(element, rests, make) {
    const key = JSON.stringify(rests);
    element.hidden = false;
    if (written.get(element) === key) return;
    written.set(element, key);
    element.replaceChildren(...make());
  }

  /** @param {number} row @param {boolean} editing */
  function buttons(row, editing) {
    const away = el("button", { type: "button", class: "small-button", onclick: () => remove(row) }, t("Remove this point"));
    return el("div", { class: "field-tools" },
      el("button", { type: "button", class: "button", onclick: () => open(row) }, t("Open this sample as a trace")),
      ...(editing ? [away] : []),
      el("button", { type: "button", class: "small-button", onclick: close }, t("Close")));
  }

  return {
    /**
     * @param {Data | null} data
     * @param {{row: number, place: Place} | null} pointed
     * @param {number | null} pinned
     * @param {{editing: boolean, predictions: Predictions | null}} how
     */
    show(data, pointed, pinned, { editing, predictions }) {
      tip.hidden = card.hidden = true;
      if (!data) return;
      /** @param {number} row */
      const told = (row) => [row, data.x[row], data.t?.[row], data.train, outputOf(row, predictions)];
      if (pinned !== null && data.x[pinned]) write(card, [told(pinned), editing], () => [...linesOf(data, pinned, predictions), buttons(pinned, editing)]);
      if (!pointed || pointed.row === pinned) return;
      write(tip, told(pointed.row), () => linesOf(data, pointed.row, predictions));
      const { x, y } = pointed.place;
      standBy(tip, over, { id: "", x: x - AROUND, y: y - AROUND, width: 2 * AROUND, height: 2 * AROUND }, { x: 0, y: 0, k: 1 }, -8);
    },
  };
}
