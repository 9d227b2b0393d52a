// What a network in training says of itself: names, exact numbers, and why a neuron no longer learns.

import { formatExact } from "../format.js";
import { t } from "../i18n.js";

/** @import {Data, Frame, Num, Units} from "../types.js" */
/** @import {TrainedLayer} from "./training-net.js" */

/** @typedef {Units["layers"][number][number]} Health */

/** @param {readonly unknown[]} layers @param {number} layer */
export function layerTitle(layers, layer) {
  if (layer === 0) return t("Input");
  return layer === layers.length - 1 ? t("Output") : t("Layer {number}", { number: layer });
}

/** @param {readonly unknown[]} layers @param {number} layer @param {number} unit */
export function unitName(layers, layer, unit) {
  return layer === 0 ? t("Input {unit}", { unit: unit + 1 }) : t("{layer}, neuron {unit}", { layer: layerTitle(layers, layer), unit: unit + 1 });
}

/** What a column of targets is called that was given no name of its own. */
const NAMELESS = /^t\d*$/;

/** What stands beside an input or an output: its column of the data; a nameless target's stays away: it is not what the output is. @param {Data | null} data @param {readonly TrainedLayer[]} layers @param {number} layer @param {number} unit */
export function sideName(data, layers, layer, unit) {
  if (!data) return "";
  if (layer === 0) return data.features.length === layers[0]?.units ? (data.features[unit] ?? "") : "";
  if (layer !== layers.length - 1) return "";
  const names = data.classes.length === layers[layer]?.units ? data.classes : data.targets;
  const name = names.length === layers[layer]?.units ? (names[unit] ?? "") : "";
  return NAMELESS.test(name) ? "" : name;
}

/** What is known of each hidden neuron, by the network's own layers: a report leaves out the input. @param {Frame | null} frame @param {number} layer @param {number} unit @returns {Health | null} */
export function healthOf(frame, layer, unit) {
  const found = frame?.units?.layers[layer - 1]?.[unit];
  return found && found.state !== "ok" ? found : null;
}

/** Why a neuron learns nothing, or hardly. @param {Health} health @param {number} layer @param {number} unit */
export function reasonOf({ state, share }, layer, unit) {
  const parts = { unit: unit + 1, layer, share: Math.floor(share * 100) };
  return state === "dead"
    ? t("Neuron {unit} of layer {layer} is dead: its output is 0 on every row, so no gradient reaches its weights", parts)
    : t("Neuron {unit} of layer {layer} is saturated: its derivative is under 5 % of its largest on {share} % of the rows", parts);
}

/** How many learn nothing; empty where all do. @param {readonly Health[]} ill */
export function countsOf(ill) {
  const dead = ill.filter(({ state }) => state === "dead").length;
  const saturated = ill.length - dead;
  return [
    saturated === 1 ? t("1 neuron is saturated") : saturated ? t("{count} neurons are saturated", { count: saturated }) : "",
    dead === 1 ? t("1 neuron is dead") : dead ? t("{count} neurons are dead", { count: dead }) : "",
  ].filter(Boolean).join(" · ");
}

/** A number for those who listen. @param {string} name @param {Num | undefined} value */
export function saidNumber(name, value) {
  return value === undefined ? "" : `${name} ${formatExact(value)}`;
}
