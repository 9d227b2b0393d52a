// A weight held on to: its value, its gradient, and the step that made it.

import { el } from "../dom.js";
import { formatExact } from "../format.js";
import { t } from "../i18n.js";
import { gradientStep, seen } from "../state/network.js";
import { neuronName } from "./network-words.js";

/** @import {Num} from "../types.js" */
/** @import {Net} from "../state/network.js" */
/** @import {Weight} from "./network-edges.js" */

/**
 * What a weight says of itself.
 * @param {Net} net
 * @param {number} shown
 * @param {Weight} weight
 * @returns {{title: string, value: Num, gradient: Num | undefined, step: number}}
 */
export function readWeight(net, shown, { layer, input, unit, value }) {
  const step = gradientStep(net, net.locate(layer, "W", unit, 0, input));
  const here = seen(net, shown, layer, "W", unit, 0, input);
  const edges = net.network.layers[layer]?.edges;
  const k = edges?.shown.findIndex(([i, j]) => i === input && j === unit) ?? -1;
  const gradient = step >= 0 && shown > step ? (here.gradient ?? edges?.gradients?.[k]) : undefined;
  const title = t("Weight: {from} → {to}", { from: neuronName(net, layer - 1, input), to: neuronName(net, layer, unit) });
  return { title, value: here.value ?? value, gradient, step };
}

/**
 * @param {HTMLElement} host
 * @param {(position: number) => void} jump
 * @param {() => void} close
 */
export function createWeightCard(host, jump, close) {
  const card = el("section", { class: "weight-card", "aria-label": t("The pinned weight"), hidden: true });
  host.append(card);
  let written = "";
  return {
    /** @param {Net} net @param {number} shown @param {Weight | null} weight */
    show(net, shown, weight) {
      card.hidden = weight === null;
      if (!weight) return;
      const { title, value, gradient, step } = readWeight(net, shown, weight);
      const key = JSON.stringify([title, value, gradient, step]);
      if (key === written) return;
      written = key;
      const known = gradient === undefined ? t("not yet computed") : formatExact(gradient);
      card.replaceChildren(
        el("div", { class: "panel-head" }, el("h3", {}, title), el("button", { type: "button", class: "small-button", "aria-label": t("Close"), onclick: close }, "×")),
        el("dl", { class: "numbers" }, el("dt", {}, "w"), el("dd", {}, formatExact(value)), el("dt", {}, "∂L/∂w"), el("dd", {}, step < 0 ? t("none") : known)),
        ...(step < 0 ? [] : [el("button", { type: "button", class: "link", onclick: () => jump(step + 1) }, t("Go to the step that made it"))]),
      );
    },
  };
}
