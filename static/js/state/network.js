// A trace seen as a network: which node of the graph holds what of which neuron, in either granularity.

import { shownAt, tellStory } from "../timeline/story.js";

/** @import {Network, Num, Part, Step, Term, Trace, Value} from "../types.js" */
/** @import {Story} from "../timeline/story.js" */

/**
 * @typedef {Part[1]} PartName
 *
 * @typedef {object} Place what a node of the graph is in the network; null where it is about all of them
 * @property {number} layer
 * @property {PartName} part
 * @property {number | null} unit
 * @property {number | null} sample
 * @property {number | null} input unit of the previous layer, of a weight
 *
 * @typedef {{id: string, index: number[]}} Spot a node of the graph, and where in its value
 *
 * @typedef {object} Amplifier σ′(z), what a neuron multiplies with on the way back
 * @property {Num | undefined} value
 * @property {boolean} mixed whether the activation mixes the units of a layer, so that no single factor says it
 *
 * @typedef {object} Net
 * @property {Network} network
 * @property {Story} story
 * @property {number} samples rows that can be followed; 1 where there is no batch
 * @property {(id: string) => Place | null} placeOf
 * @property {(layer: number, part: PartName, unit: number, sample: number, input?: number) => Spot | null} locate
 */

/** `z1[0,2]`: the name of a tensor and the place in it. */
const ELEMENT = /^(.+)\[([\d,]+)\]$/;

/** @type {WeakMap<Trace, Net | null>} */
const read = new WeakMap();

/**
 * @param {Trace} trace
 * @returns {Net | null} null for a program that is no network
 */
export function readNetwork(trace) {
  const known = read.get(trace);
  if (known !== undefined) return known;
  const net = trace.network?.layers.length ? reader(trace, trace.network) : null;
  read.set(trace, net);
  return net;
}

/** @param {Trace} trace @param {Network} network @returns {Net} */
function reader(trace, network) {
  const story = tellStory(trace);
  const shapes = new Map(trace.graph.nodes.map(({ id, shape }) => [id, shape]));
  const outputs = outputUnits(trace, network);
  const scalars = scalarSpots(network, outputs);

  /** @param {string} id @returns {Place | null} */
  function placeOf(id) {
    const [, name, inside] = (trace.granularity === "element" && ELEMENT.exec(id)) || [];
    const entry = network.nodes[id] ?? network.nodes[name ?? ""];
    if (!entry) return null;
    const [layer, part, unit = outputs.get(id) ?? null, input = null] = entry;
    const place = { layer, part, unit, sample: null, input };
    const index = inside?.split(",").map(Number);
    return index ? { ...place, ...insideOf(part, index, network.samples) } : place;
  }

  /**
   * @param {number} layer
   * @param {PartName} part
   * @param {number} unit
   * @param {number} sample
   * @param {number} [input]
   * @returns {Spot | null}
   */
  function locate(layer, part, unit, sample, input) {
    const id = scalars.get(keyOf(layer, part, unit, input)) ?? tensorOf(network, layer, part);
    if (!id) return null;
    const rows = network.samples === null ? [] : [sample];
    const whole = part === "W" ? [input ?? 0, unit] : part === "b" ? [unit] : [...rows, unit];
    const tries = part === "b" ? [whole, [0, unit]] : [whole];
    if (trace.granularity === "element") {
      // A tensor of fewer axes than the part might have leaves out the last, or the first.
      const names = [...tries, whole.slice(0, -1), whole.slice(1)].filter((index) => index.length).map((index) => `${id}[${index.join(",")}]`);
      const found = [...names, id].find((name) => story.chapters.has(name));
      return found ? { id: found, index: [] } : null;
    }
    const shape = shapes.get(id);
    if (!shape) return null;
    const index = tries.find((one) => one.length === shape.length && one.every((at, axis) => at < (shape[axis] ?? 0)));
    return { id, index: index ?? whole.slice(0, shape.length) };
  }

  return { network, story, samples: network.samples ?? 1, placeOf, locate };
}

/** @param {number} layer @param {PartName} part @param {number} unit @param {number} [input] */
function keyOf(layer, part, unit, input) {
  // Targets and errors belong to outputs, behind the last layer.
  return [part === "target" || part === "loss" ? "" : layer, part, unit, input ?? ""].join();
}

/**
 * Which output each target and each output's own error belongs to, where every neuron is written by itself.
 * @param {Trace} trace
 * @param {Network} network
 * @returns {Map<string, number>}
 */
function outputUnits({ graph }, network) {
  /** @type {Map<string, number>} */
  const units = new Map();
  const last = network.layers.length - 1;
  if (network.form !== "scalar") return units;
  for (const { source, target } of graph.edges) {
    const [layer, part, unit] = network.nodes[source] ?? [];
    if (layer === last && (part === "a" || part === "z") && unit !== undefined && network.nodes[target]?.[1] === "loss") units.set(target, unit);
  }
  for (const { source, target } of graph.edges) {
    const unit = units.get(target);
    if (unit !== undefined && network.nodes[source]?.[1] === "target") units.set(source, unit);
  }
  return units;
}

/** Which node is what, where each number has one of its own. @param {Network} network @param {Map<string, number>} outputs */
function scalarSpots(network, outputs) {
  /** @type {Map<string, string>} */
  const spots = new Map();
  for (const [id, [layer, part, unit = outputs.get(id), input]] of Object.entries(network.nodes)) {
    if (unit !== undefined && part !== "product" && id !== network.loss?.node) spots.set(keyOf(layer, part, unit, input), id);
  }
  network.layers.forEach(({ neurons }, layer) => {
    neurons?.forEach(({ z, a, b, weights }, unit) => {
      for (const [part, id] of Object.entries({ z, a, b })) if (id) spots.set(keyOf(layer, /** @type {PartName} */ (part), unit), id);
      weights?.forEach((id, input) => id && spots.set(keyOf(layer, "W", unit, input), id));
    });
  });
  return spots;
}

/** @param {Network} network @param {number} layer @param {PartName} part */
function tensorOf(network, layer, part) {
  if (part === "target") return network.loss?.target ?? null;
  if (part === "loss") return network.loss?.node ?? null;
  const found = part === "product" ? null : network.layers[layer]?.[part];
  return found ?? Object.entries(network.nodes).find(([, [at, name, unit]]) => at === layer && name === part && unit === undefined)?.[0] ?? null;
}

/**
 * What an element's place in its tensor says.
 * @param {PartName} part
 * @param {number[]} index
 * @param {number | null} samples
 */
function insideOf(part, index, samples) {
  if (part === "W") return { input: index[0] ?? 0, unit: index[1] ?? 0 };
  if (part === "b") return { unit: index.at(-1) ?? 0 };
  if (part === "loss") return {};
  return samples === null ? { unit: index[0] ?? 0 } : { sample: index[0] ?? 0, unit: index[1] ?? 0 };
}

/**
 * A number out of a value; undefined where it is not there, or folded away.
 * @param {Value | null | undefined} value
 * @param {readonly number[]} index
 * @returns {Num | undefined}
 */
export function pick(value, index) {
  let part = /** @type {any} */ (value);
  for (const at of index) {
    // A derivative that is the same everywhere may come as one number.
    if (!Array.isArray(part)) break;
    part = part[at];
  }
  return part === null || typeof part === "object" ? undefined : part;
}

/**
 * What of a neuron is to be seen after so many steps: not yet computed is undefined, never 0.
 * @param {Net} net
 * @param {number} shown steps whose result is to be seen
 * @param {number} layer
 * @param {PartName} part
 * @param {number} unit
 * @param {number} sample
 * @param {number} [input]
 * @returns {{value: Num | undefined, gradient: Num | undefined}}
 */
export function seen(net, shown, layer, part, unit, sample, input) {
  const spot = net.locate(layer, part, unit, sample, input);
  if (!spot) return { value: undefined, gradient: undefined };
  const { value, gradient } = shownAt(net.story, spot.id, shown);
  return { value: pick(value, spot.index), gradient: pick(gradient, spot.index) };
}

/** The step that wrote a gradient; -1 where none did. @param {Net} net @param {Spot | null} spot */
export function gradientStep(net, spot) {
  const at = spot ? net.story.chapters.get(spot.id)?.gradientAt : undefined;
  return at !== undefined && Number.isFinite(at) ? at : -1;
}

/**
 * σ′(z) of a neuron: the local derivative that the trace recorded where the gradient goes from a to z.
 * @param {Net} net
 * @param {number} layer
 * @param {number} unit
 * @param {number} sample
 * @returns {Amplifier | null} null where the layer has no activation or no gradient comes by
 */
export function amplifierOf(net, layer, unit, sample) {
  const spot = net.locate(layer, "z", unit, sample);
  const through = net.locate(layer, "a", unit, sample);
  const step = /** @type {Step | undefined} */ (net.story.trace.steps[gradientStep(net, spot)]);
  if (!spot || !through || !step) return null;
  const terms = (step.terms ?? []).filter((term) => net.placeOf(term.consumer)?.part === "a");
  if (terms.length > 1 || terms[0]?.structure === "jacobian") return { value: undefined, mixed: true };
  const [term] = terms;
  return term ? { value: pick(localOf(term), spot.index), mixed: false } : null;
}

/** A factor that is left out is one. @param {Term} term @returns {Value} */
function localOf(term) {
  return term.local ?? 1;
}

/** Whether the forward pass has filled in what a neuron multiplies with on the way back. @param {Net} net @param {number} shown @param {number} layer @param {number} unit @param {number} sample */
export function isFilledIn(net, shown, layer, unit, sample) {
  const spot = net.locate(layer, "a", unit, sample);
  return shown > (net.story.chapters.get(spot?.id ?? "")?.valueAt ?? Infinity);
}


/**
 * What of a whole layer is to be seen, for one sample, neuron by neuron.
 * @param {Net} net
 * @param {number} shown
 * @param {number} layer
 * @param {PartName} part
 * @param {number} sample
 * @returns {{values: (Num | undefined)[], gradients: (Num | undefined)[]}}
 */
export function seenLayer(net, shown, layer, part, sample) {
  const units = net.network.layers[layer]?.units ?? 0;
  const spot = net.locate(layer, part, 0, sample);
  const whole = net.network.form === "matrix" && net.story.trace.granularity === "tensor";
  if (!spot || !whole || !spot.index.length || part === "W") {
    const each = Array.from({ length: units }, (_, unit) => seen(net, shown, layer, part, unit, sample));
    return { values: each.map((one) => one.value), gradients: each.map((one) => one.gradient) };
  }
  const { value, gradient } = shownAt(net.story, spot.id, shown);
  const rows = spot.index.slice(0, -1);
  return { values: rowOf(value, rows, units), gradients: rowOf(gradient, rows, units) };
}

/** @param {Value | undefined} value @param {number[]} rows @param {number} units @returns {(Num | undefined)[]} */
function rowOf(value, rows, units) {
  let part = /** @type {any} */ (value);
  for (const at of rows) part = Array.isArray(part) ? part[at] : undefined;
  return Array.isArray(part) ? part : Array(units).fill(undefined);
}
