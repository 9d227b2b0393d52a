// Which number stands where in a neuron: a pure table, for each kind of column and each way the network runs.

import { SIZE } from "../layout/network-layout.js";

/** @import {ColumnKind} from "../layout/network-layout.js" */

/**
 * @typedef {"a" | "z" | "b" | "delta" | "back" | "amp"} SlotKey
 *   `back` is the gradient at a, `amp` is σ′(z), `delta` the gradient at z; of an input, its own
 *
 * @typedef {object} Slot
 * @property {SlotKey} key
 * @property {string} label
 * @property {"strong" | "plain" | "chip" | "gradient"} look `gradient` is a chip coloured by sign
 * @property {number} x the middle
 * @property {number} y the middle
 * @property {number} width
 * @property {number} height
 * @property {number} type size of its letters
 *
 * @typedef {object} Traits
 * @property {Exclude<ColumnKind, "block">} kind
 * @property {boolean} turned
 * @property {boolean} input
 * @property {boolean} activated whether there is an a besides z
 * @property {boolean} biased
 * @property {boolean} returns whether a gradient comes here
 */

/** @param {Traits} traits @returns {Slot[]} */
export function slotsOf(traits) {
  if (traits.input) return inputSlots(traits);
  return traits.kind === "row" ? rowSlots(traits) : fullSlots(traits);
}

/** @param {Traits} traits @returns {Slot[]} */
function inputSlots({ kind, returns }) {
  if (kind === "row") {
    const { width, height } = SIZE.row;
    const middle = height / 2;
    const value = slot("a", "", "strong", returns ? 36 : width / 2, middle, returns ? 62 : 110, 18, 13);
    return returns ? [value, slot("delta", "∂", "gradient", width - 35, middle, 58, 22, 11)] : [value];
  }
  const { width, height } = SIZE.input;
  const value = slot("a", "", "strong", width / 2, returns ? 29 : 33, 72, 18, 14.5);
  return returns ? [value, slot("delta", "∂", "gradient", width / 2, height, 78, 20, 11.5)] : [value];
}

/** @param {Traits} traits @returns {Slot[]} */
function fullSlots({ turned, activated, biased, returns }) {
  const { width, height } = SIZE.full;
  const middle = width / 2;
  const delta = slot("delta", "δ", "gradient", middle, height, 84, 22, 12);
  if (turned && !activated) return [slot("delta", "δ", "strong", middle, height / 2, 84, 19, 14.5)];
  if (turned) {
    // From right to left: what comes in stands over the triangle's broad side, what goes out under its tip.
    const back = slot("back", "∂a", "chip", width - 36, -8, 86, 20, 11);
    const amp = slot("amp", "", "strong", width - 36, height / 2 + 8, 76, 18, 13.5);
    return [back, amp, ...(returns ? [{ ...delta, x: 26, y: height + 2 }] : [])];
  }
  const lines = activated
    ? [slot("z", "z", "plain", middle, 24, 76, 16, 11.5), slot("a", "a", "strong", middle, 45, 82, 19, 14.5)]
    : [slot("z", "z", "strong", middle, height / 2, 84, 19, 14.5)];
  const bias = biased ? [slot("b", "b", "chip", middle, 0, 66, 18, 10.5)] : [];
  return [...bias, ...lines, ...(returns ? [delta] : [])];
}

/** Two lines and a chip beside them. @param {Traits} traits @returns {Slot[]} */
function rowSlots({ turned, activated, biased, returns }) {
  const { width, height } = SIZE.row;
  const middle = height / 2;
  const left = 36;
  if (turned && !activated) return [slot("delta", "δ", "strong", width / 2, middle, 90, 18, 13)];
  const delta = returns ? [slot("delta", "δ", "gradient", width - 35, middle, 58, 22, 11)] : [];
  if (turned) {
    const right = width - left;
    return [slot("back", "", "plain", right, 11, 52, 14, 9.5), slot("amp", "", "strong", right, 27, 58, 17, 12), ...delta.map((one) => ({ ...one, x: 35 }))];
  }
  const lines = activated
    ? [slot("z", "", "plain", left, 11, 52, 14, 9.5), slot("a", "", "strong", left, 27, 62, 17, 12.5)]
    : [slot("z", "", "strong", left, middle, 62, 17, 12.5)];
  return [...(biased ? [slot("b", "b", "chip", width - 35, 1, 46, 12, 8.5)] : []), ...lines, ...delta];
}

/**
 * @param {SlotKey} key
 * @param {string} label
 * @param {Slot["look"]} look
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} type
 * @returns {Slot}
 */
function slot(key, label, look, x, y, width, height, type) {
  return { key, label, look, x, y, width, height, type };
}

/** The outline of a neuron: an amplifier's triangle where the pass runs back through an activation. @param {Traits} traits */
export function outlineOf({ kind, turned, input, activated }) {
  const { width, height } = SIZE[kind];
  if (!turned || input || !activated) return { pill: { width, height, rx: kind === "full" ? 30 : height / 2 }, path: null };
  if (kind === "row") {
    const tip = height / 2;
    return { pill: null, path: `M${width - 5},0H${tip}L0,${tip}L${tip},${height}H${width - 5}Q${width},${height} ${width},${height - 5}V5Q${width},0 ${width - 5},0Z` };
  }
  const middle = height / 2;
  return { pill: null, path: `M${width - 4},-9.5Q${width},-11 ${width},-6V${height + 6}Q${width},${height + 11} ${width - 4},${height + 9.5}L-3,${middle + 3}Q-8,${middle} -3,${middle - 3}Z` };
}

/** A hint of an activation's curve, in a box of 40 × 24. @type {Record<string, string>} */
export const CURVES = {
  sigmoid: "M0,22C18,22 22,2 40,2",
  tanh: "M0,23C20,23 20,1 40,1",
  softsign: "M0,23C24,22 16,2 40,1",
  relu: "M0,22H20L40,2",
  leaky_relu: "M0,24L20,20L40,1",
  elu: "M0,24C12,24 14,22 20,17L40,1",
  gelu: "M0,20C12,20 14,25 22,18L40,1",
  silu: "M0,20C12,20 14,25 22,18L40,1",
  softplus: "M0,22C20,22 22,16 40,1",
  softmax: "M2,22V18M11,22V11M20,22V3M29,22V14M38,22V19",
};
