// What the callout beside a neuron says.

import { t } from "../i18n.js";
import { amplifierOf, gradientStep, isFilledIn, seen } from "../state/network.js";
import { layerName } from "./network-ends.js";

/** @import {Num} from "../types.js" */
/** @import {Net} from "../state/network.js" */

/** What a neuron is called. @param {Net} net @param {number} layer @param {number} unit */
export function neuronName(net, layer, unit) {
  return layer === 0 ? t("Input {unit}", { unit: unit + 1 }) : t("{layer}, neuron {unit}", { layer: layerName(net, layer), unit: unit + 1 });
}

/**
 * @param {Net} net
 * @param {number} shown
 * @param {{layer: number, unit: number}} at
 * @param {number} sample
 * @returns {{title: string, rows: [string, Num | undefined][]}}
 */
export function tipOf(net, shown, { layer, unit }, sample) {
  const a = seen(net, shown, layer, "a", unit, sample);
  if (layer === 0) {
    const returns = gradientStep(net, net.locate(0, "a", unit, sample)) >= 0;
    return { title: neuronName(net, 0, unit), rows: [["x", a.value], ...(returns ? [/** @type {[string, Num | undefined]} */ (["∂L/∂x", a.gradient])] : [])] };
  }
  const z = seen(net, shown, layer, "z", unit, sample);
  const activated = net.locate(layer, "a", unit, sample) !== null;
  const factor = activated ? amplifierOf(net, layer, unit, sample) : null;
  const filled = isFilledIn(net, shown, layer, unit, sample);
  /** @type {[string, Num | undefined][]} */
  const rows = [["z", z.value]];
  if (activated) rows.push(["a", a.value]);
  const bias = net.locate(layer, "b", unit, sample);
  const { value: b, gradient } = seen(net, shown, layer, "b", unit, sample);
  if (bias) rows.push(["b", b]);
  if (gradientStep(net, bias) >= 0) rows.push(["∂L/∂b", gradient]);
  if (gradientStep(net, net.locate(layer, "z", unit, sample)) >= 0) {
    if (activated) rows.push(["∂L/∂a", a.gradient]);
    if (factor && !factor.mixed) rows.push(["σ′(z)", filled ? factor.value : undefined]);
    rows.push(["δ = ∂L/∂z", z.gradient]);
  }
  return { title: neuronName(net, layer, unit), rows };
}
