// What the callout says beside a neuron or a weight in training: exact numbers, and how large its last gradient was.

import { t } from "../i18n.js";
import { createTip } from "./network-tip.js";
import { activationsOf, biasesOf, parameterOf, weightsOf } from "./training-net.js";
import { healthOf, reasonOf, saidNumber, sideName, unitName } from "./training-words.js";

/** @import {Frame, Num} from "../types.js" */
/** @import {View} from "./camera.js" */
/** @import {Seen} from "./training-face.js" */
/** @import {Weight} from "./training-weights.js" */
/** @import {At} from "./training-units.js" */

/** @typedef {{title: string, rows: [string, Num | undefined][], note: string, said: string}} Text */

/** @param {HTMLElement} host */
export function createTrainingTip(host) {
  const tip = createTip(host);
  let written = "";
  return {
    /** @param {Seen | null} seen @param {At | null} at @param {Weight | null} weight @returns {Text | null} what it says now */
    show(seen, at, weight) {
      const text = !seen ? null : weight ? weightText(seen, weight) : at ? unitText(seen, at) : null;
      const key = text ? JSON.stringify(text) : "";
      if (key === written) return text;
      written = key;
      if (text) tip.write(text.title, text.rows, text.note);
      else tip.hide();
      return text;
    },
    /** @param {Seen | null} seen @param {At | null} at @param {Weight | null} weight @param {View} view */
    place(seen, at, weight, view) {
      const box = at && seen?.layout.columns[at.layer]?.units[at.unit];
      if (weight) {
        const { from, to } = weight.curve;
        tip.place({ id: "", x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, width: 1, height: 1 }, view);
      } else if (box) tip.place(box, view);
    },
  };
}

/** @param {Seen} seen @param {Pick<Weight, "layer" | "input" | "unit">} weight @returns {Text} */
export function weightText({ layers, parameters, frame }, { layer, input, unit }) {
  const own = layers[layer];
  const title = t("Weight: {from} → {to}", { from: unitName(layers, layer - 1, input), to: unitName(layers, layer, unit) });
  const value = own && weightsOf(own, parameters)(input, unit);
  return { title, rows: [["w", value], ...normOf(frame, own ? parameterOf(own, unit, input) : null)], note: "", said: title };
}

/** @param {Seen} seen @param {At} at @returns {Text} */
export function unitText({ layers, parameters, frame, data, row }, { layer, unit }) {
  const own = layers[layer];
  const name = sideName(data, layers, layer, unit);
  const title = name ? `${unitName(layers, layer, unit)}: ${name}` : unitName(layers, layer, unit);
  /** @type {Text["rows"]} */
  const rows = [];
  const given = data && activationsOf(layer, layers, data, frame, row);
  const which = t("row {row}", { row: row + 1 });
  if (given) rows.push([`${layer === 0 ? "x" : "a"} (${which})`, given[unit]]);
  const bias = layer > 0 && own ? biasesOf(own, parameters)(unit) : undefined;
  if (layer > 0 && own) rows.push(["b", bias], ...normOf(frame, parameterOf(own, unit)), ...normOf(frame, parameterOf(own, unit, 0)));
  const health = healthOf(frame, layer, unit);
  const note = health ? reasonOf(health, layer, unit) : "";
  return { title, rows, note, said: [title, saidNumber("b", bias), note].filter(Boolean).join(". ") };
}

/** The length of a parameter's gradient, where the report has it. @param {Frame | null} frame @param {string | null} name @returns {[string, Num | undefined][]} */
function normOf(frame, name) {
  return name === null || !frame ? [] : [[`‖∂L/∂${name}‖`, frame.progress.gradient_norms?.[name]]];
}
