// The builder's layers: one row each, with its units and its activation.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { withActivation, withLayer, withUnits, withoutLayer } from "../state/spec.js";
import { choiceField, countField } from "./builder-fields.js";

/** @import {Spec} from "../types.js" */
/** @import {Parts} from "../state/spec.js" */

/**
 * @param {Parts} parts
 * @param {(change: (spec: Spec) => Spec) => void} change
 */
export function createLayers(parts, change) {
  const list = el("ol", { class: "layer-rows", "aria-label": t("Layers") });
  const add = el("button", { type: "button", class: "small-button add-layer", onclick: () => change(withLayer) }, t("+ Add a layer"));
  /** @type {((spec: Spec) => void)[]} */
  let rows = [];

  /** @param {Spec} spec @param {number} at */
  function row(spec, at) {
    const end = spec.layers.length - 1;
    const name = at === 0 ? t("Input") : at === end ? t("Output layer") : t("Layer {number}", { number: at });
    const units = countField(t("{layer}, units", { layer: name }), {}, (count) => change((now) => withUnits(now, at, count)));
    const item = el("li", { class: "layer-row" }, el("span", { class: "layer-number", title: name }, String(at)), units.element);
    list.append(item);
    if (at === 0) {
      item.append(el("span", { class: "layer-kind" }, t("input")));
      return (/** @type {Spec} */ now) => units.show(now.layers[at]?.units ?? 1);
    }
    const offered = parts.activations.filter((one) => at === end || one !== "softmax");
    const choices = /** @type {[string, string][]} */ ([["", t("no activation")], ...offered.map((one) => [one, one])]);
    const activation = choiceField(t("{layer}, activation", { layer: name }), choices, (chosen) =>
      change((now) => withActivation(now, at, chosen || null, parts)),
    );
    item.append(activation.element);
    if (at < end) {
      const label = t("Remove layer {number}", { number: at });
      item.append(el("button", { type: "button", class: "remove-layer", "aria-label": label, title: label, onclick: () => remove(at) }, "×"));
    }
    return (/** @type {Spec} */ now) => {
      units.show(now.layers[at]?.units ?? 1);
      activation.show(now.layers[at]?.activation ?? "");
    };
  }

  /** @param {number} at */
  function remove(at) {
    change((now) => withoutLayer(now, at));
    // The row that had the focus is gone.
    add.focus();
  }

  return {
    elements: [list, add],
    /** @param {Spec} spec */
    show(spec) {
      if (rows.length !== spec.layers.length) {
        list.replaceChildren();
        rows = spec.layers.map((_, at) => row(spec, at));
      }
      for (const tell of rows) tell(spec);
    },
  };
}
