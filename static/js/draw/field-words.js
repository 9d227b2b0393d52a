// What the field's picture says in words, for whoever does not see it.

import { formatExact, formatNumber, formatShare } from "../format.js";
import { t } from "../i18n.js";
import { spreadOf } from "./field-cells.js";
import { strideOf } from "./field-points.js";

/** @import {Data, Frame} from "../types.js" */
/** @import {Pick} from "./field-cells.js" */
/** @import {FieldScene} from "./field-scene.js" */

/** @param {Pick | null} pick @param {number} layers of the field, the last of them the output @param {Data | null} data */
export function pickName(pick, layers, data) {
  if (!pick) return t("output");
  if (pick.layer < layers) return t("layer {layer}, neuron {unit}", { layer: pick.layer, unit: pick.unit + 1 });
  return t("output for {name}", { name: data?.classes[pick.unit] ?? data?.targets[pick.unit] ?? pick.unit + 1 });
}

/** A row's target: its class where it has one, else the numbers. @param {Data} data @param {number} row */
export function targetText(data, row) {
  const name = data.kind === "classification" && data.classes[data.labels?.[row] ?? -1];
  const numbers = (data.t?.[row] ?? []).map(formatExact).join(", ");
  return name && name !== numbers ? `${name} (${numbers})` : numbers;
}

/** How many rows are of each class. @param {Data} data @param {number} from @param {number} to */
export function countClasses(data, from, to) {
  return data.classes.map((_, label) => (data.labels ?? []).slice(from, to).filter((one) => one === label).length);
}

/**
 * The picture in sentences.
 * @param {Data} data
 * @param {Frame | null} frame
 * @param {Pick | null} pick
 */
export function describe(data, frame, pick) {
  const rows = data.x.length;
  const field = frame?.field ?? null;
  const sentences = [];
  if (field) {
    const what = pickName(pick, field.layers.length, data);
    const parts = { what, features: data.features.join(", "), number: frame?.iteration ?? 0 };
    sentences.push(field.kind === "plane" ? t("The {what} as colour over {features}, after {number} iterations.", parts) : t("The {what} as a curve over {features}, after {number} iterations.", parts));
  }
  sentences.push(t("{train} training points, {held} held-out points.", { train: data.train, held: rows - data.train }));
  if (data.kind === "classification" && data.labels) {
    const counts = countClasses(data, 0, rows).map((count, label) => `${data.classes[label]}: ${count}`);
    sentences.push(t("Points of each class: {counts}.", { counts: counts.join(", ") }));
  }
  const { error_rate: error = null, validation_error_rate: held = null, loss = null } = frame?.progress ?? {};
  if (error !== null) sentences.push(t("Misclassified: {rate} of the training points.", { rate: formatShare(error) }));
  if (held !== null) sentences.push(t("Misclassified: {rate} of the held-out points.", { rate: formatShare(held) }));
  if (error === null && loss !== null) sentences.push(t("Loss: {loss}.", { loss: formatNumber(loss) }));
  return sentences.join(" ");
}

/** What the colours and the line stand for, and which rows are drawn. @param {FieldScene} scene */
export function meaningOf(scene) {
  const stride = strideOf(scene.data);
  return [colorsMean(scene), ...(stride > 1 ? [t("One row in {stride} is drawn.", { stride })] : [])].join(" ").trim();
}

/** @param {FieldScene} scene */
function colorsMean({ field, seen, pick, middle }) {
  if (field?.kind === "line") return pick ? t("Dark curve: what this neuron puts out. Thin: the output.") : t("Curve: the output. Sticks: how far it is from each point.");
  if (!seen) return "";
  if (seen.kind === "regions") return t("Colour: the class with the largest output, paler where the network is less sure.");
  if (!pick && middle !== null) return t("Colour: the output. The line: where it is {middle}, halfway between the classes.", { middle: formatNumber(middle) });
  const spread = spreadOf(seen);
  if (!pick) return t("Colour: the output. The line: where it is {number}.", { number: spread === "share" ? 0.5 : 0 });
  if (spread === "signed") return t("Colour: what this neuron puts out. The line: where its sign turns.");
  return spread === "share" ? t("Colour: what this neuron puts out. The line: where it is 0.5.") : t("Colour: what this neuron puts out. The line: where it begins.");
}
