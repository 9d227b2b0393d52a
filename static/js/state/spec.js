// A network's description, changed one decision at a time; what fits together stays together.

/** @import {Spec, Value} from "../types.js" */

/**
 * What a network may be made of, as the server tells it.
 * @typedef {object} Parts
 * @property {string[]} activations
 * @property {Object<string, (string | null)[]>} losses each with the last activations that it takes
 * @property {Object<string, Object<string, number>>} initialisers each with its options' defaults
 */

/** @typedef {{name: string, spec: Spec, values?: Object<string, Value>}} Preset */

/** Networks to begin with. @type {Preset[]} */
export const PRESETS = [
  {
    name: "2-2-1 XOR",
    spec: {
      layers: [{ units: 2 }, { units: 2, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
      loss: "binary_cross_entropy",
      init: "xavier_uniform",
      seed: 1,
      batch: 4,
    },
    // Exclusive or: what no single layer can tell apart.
    values: { x: [[0, 0], [0, 1], [1, 0], [1, 1]], t: [[0], [1], [1], [0]] },
  },
  {
    name: "5-4-3",
    spec: {
      layers: [{ units: 5 }, { units: 4, activation: "sigmoid" }, { units: 3, activation: "softmax" }],
      loss: "cross_entropy_probs",
      init: "xavier_uniform",
      seed: 0,
      batch: 4,
    },
  },
  {
    name: "64-32-10",
    spec: {
      layers: [{ units: 64 }, { units: 32, activation: "relu" }, { units: 10, activation: "softmax" }],
      loss: "cross_entropy_probs",
      init: "he_normal",
      seed: 0,
      batch: 8,
    },
  },
  {
    name: "784-128-10",
    spec: {
      layers: [{ units: 784 }, { units: 128, activation: "relu" }, { units: 10, activation: "softmax" }],
      loss: "cross_entropy_probs",
      init: "he_normal",
      seed: 0,
      batch: 1,
    },
  },
];

/** @param {Spec} spec */
const last = (spec) => spec.layers.length - 1;

/** @param {Spec} spec @param {number} at @param {number} units @returns {Spec} */
export function withUnits(spec, at, units) {
  const fewest = Math.max(1, Math.round(units));
  return { ...spec, layers: spec.layers.map((layer, i) => (i === at ? { ...layer, units: fewest } : layer)) };
}

/** Another activation; where the loss does not take it, the loss changes too. @param {Spec} spec @param {number} at @param {string | null} activation @param {Parts} parts @returns {Spec} */
export function withActivation(spec, at, activation, parts) {
  const layers = spec.layers.map((layer, i) => (i === at ? { units: layer.units, ...(activation && { activation }) } : layer));
  if (at !== last(spec) || !spec.loss || parts.losses[spec.loss]?.includes(activation)) return { ...spec, layers };
  const takes = Object.entries(parts.losses).filter(([, fitting]) => fitting.includes(activation));
  // One made for this activation comes before those that take any.
  takes.sort(([, one], [, other]) => one.length - other.length);
  return { ...spec, layers, loss: takes[0]?.[0] ?? spec.loss };
}

/** Another loss; where it does not take the last activation, that changes too. @param {Spec} spec @param {string} loss @param {Parts} parts @returns {Spec} */
export function withLoss(spec, loss, parts) {
  const fitting = parts.losses[loss] ?? [];
  const now = spec.layers[last(spec)]?.activation ?? null;
  const activation = fitting.includes(now) ? now : (fitting[0] ?? null);
  const layers = spec.layers.map((layer, i) => (i === last(spec) ? { units: layer.units, ...(activation && { activation }) } : layer));
  return { ...spec, layers, loss };
}

/** One more layer before the last one, like the hidden layer before it. @param {Spec} spec @returns {Spec} */
export function withLayer(spec) {
  const model = spec.layers.length > 2 ? spec.layers[last(spec) - 1] : null;
  const added = { units: model?.units ?? 3, activation: model?.activation ?? "sigmoid" };
  return { ...spec, layers: spec.layers.toSpliced(last(spec), 0, added) };
}

/** Without a hidden layer; the input and the last layer stay. @param {Spec} spec @param {number} at @returns {Spec} */
export function withoutLayer(spec, at) {
  return at > 0 && at < last(spec) ? { ...spec, layers: spec.layers.toSpliced(at, 1) } : spec;
}

/** How weights start, with all its options. @param {Spec} spec @param {Parts} parts @returns {{name: string, options: Object<string, number>}} */
export function initOf({ init }, parts) {
  const { name, ...given } = typeof init === "string" ? { name: init } : init ?? { name: "xavier_uniform" };
  return { name, options: { ...parts.initialisers[name], .../** @type {Object<string, number>} */ (given) } };
}

/** @param {Spec} spec @param {string} name @param {Object<string, number>} [options] @returns {Spec} */
export function withInit(spec, name, options = {}) {
  return { ...spec, init: Object.keys(options).length ? { name, ...options } : name };
}
