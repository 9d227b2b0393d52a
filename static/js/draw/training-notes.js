// What is said under a network in training: what its faces show, and which neurons no longer learn; for those who
// listen, each with the reason.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { countsOf, healthOf, reasonOf } from "./training-words.js";

/** @import {Seen} from "./training-face.js" */
/** @import {Health} from "./training-words.js" */

/** @param {HTMLElement} host */
export function createNotes(host) {
  const faces = el("span", {});
  const square = el("span", { class: "bias-key" }, el("i", { "aria-hidden": "true" }), t("square: bias"));
  const ill = el("p", { class: "network-note ill" });
  const list = el("ul", { class: "sr-only", "aria-label": t("Neurons that hardly learn") });
  host.append(el("div", { class: "network-foot" }, ill, el("p", { class: "network-note" }, faces, " ", square)), list);
  let written = "";

  return {
    /** @param {Seen} seen @param {boolean} biased whether biases are drawn */
    show({ layers, frame, data, row }, biased) {
      if (square.hidden === biased) square.hidden = !biased;
      /** @type {{health: Health, layer: number, unit: number}[]} */
      const found = layers.flatMap(({ units }, layer) =>
        Array.from({ length: units }, (_, unit) => ({ health: healthOf(frame, layer, unit), layer, unit })).filter(/** @returns {one is any} */ (one) => one.health !== null));
      const sentences = found.map(({ health, layer, unit }) => reasonOf(health, layer, unit));
      const caption = captionOf(frame, data?.image, row, layers.length);
      const key = JSON.stringify([sentences, caption]);
      if (key === written) return;
      written = key;
      ill.textContent = countsOf(found.map(({ health }) => health));
      faces.textContent = caption;
      list.replaceChildren(...sentences.map((sentence) => el("li", {}, sentence)));
      list.hidden = sentences.length === 0;
    },
  };
}

/** What the faces show. @param {import("../types.js").Frame | null} frame @param {unknown} image @param {number} row @param {number} layers */
function captionOf(frame, image, row, layers) {
  if (frame?.field?.kind === "plane") return t("Each neuron shows its own output over both inputs.");
  if (frame?.field?.kind === "line") return t("Each neuron shows its own output over the input.");
  if (image) return t("Each neuron shows its weights, pixel by pixel.");
  if (!frame?.predictions) return frame?.snapshot ? t("Each neuron shows the weights that lead to it.") : "";
  // Of several hidden layers only the narrowest one's outputs are told.
  if (layers > 3) return t("Each neuron shows its output for row {row}, or else the weights that lead to it.", { row: row + 1 });
  return t("Each neuron shows its output for row {row}.", { row: row + 1 });
}
