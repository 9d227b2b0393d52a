// The neurons of all layers: built once for each network, then shown as a moment has them.

import { formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { amplifierOf, gradientStep, isFilledIn, seen, seenLayer } from "../state/network.js";
import { blockLabel, createBlock } from "./network-block.js";
import { layerName } from "./network-ends.js";
import { createNeuron } from "./network-neuron.js";
import { neuronName } from "./network-words.js";

/** @import {Num} from "../types.js" */
/** @import {Net, Place} from "../state/network.js" */
/** @import {Column, NetworkLayout} from "../layout/network-layout.js" */
/** @import {NeuronNode, Numbers} from "./network-neuron.js" */
/** @import {NetworkScene} from "./network-scene.js" */
/** @import {Palette} from "./network-palette.js" */

/**
 * @typedef {object} ColumnView
 * @property {Column} column
 * @property {NeuronNode[]} neurons
 * @property {ReturnType<typeof createBlock> | null} block
 */

/** @param {SVGGElement} layer */
export function createColumns(layer) {
  /** @type {ColumnView[]} */
  let columns = [];
  /** @type {SVGGElement[]} */
  let lit = [];
  let litAs = "";

  return {
    get all() {
      return columns;
    },
    /** @param {Net} net @param {NetworkLayout} layout */
    build(net, layout) {
      columns = layout.columns.map((column) => columnView(net, column, layout.turned));
      lit = [];
      litAs = "";
      layer.replaceChildren(...columns.flatMap(({ neurons, block }) => (block ? [block.group] : neurons.map(({ group }) => group))));
    },
    /**
     * Write what is to be seen of each; called when that changes, not for every frame.
     * @param {Net} net
     * @param {number} shown
     * @param {number} sample
     * @param {boolean} turned
     * @param {Palette} palette
     */
    show(net, shown, sample, turned, palette) {
      for (const { column, neurons, block } of columns) {
        const rows = rowsOf(net, shown, column.layer, sample, turned || block === null);
        if (block) showBlock(net, column, block, rows, turned, palette);
        neurons.forEach((neuron, unit) => {
          const numbers = numbersAt(rows, unit);
          neuron.show(numbers);
          neuron.say(sentenceOf(net, column.layer, unit, numbers));
        });
      }
    },
    /** Light what the step is about. @param {NetworkScene} scene */
    light({ place, phase, elsewhere, arriving }) {
      const now = JSON.stringify([place, phase, elsewhere]);
      if (now !== litAs) {
        litAs = now;
        for (const group of lit) group.classList.remove("now", "elsewhere", "forward", "backward", "update", "part-a", "part-z", "part-b");
        lit = place && isNeuron(place) ? groupsAt(columns[place.layer], place.unit) : [];
        const part = place?.part === "product" ? "z" : place?.part;
        for (const group of lit) group.classList.add("now", phase, elsewhere ? "elsewhere" : `part-${part}`);
      }
      for (const group of lit) group.style.setProperty("--arriving", String(arriving));
    },
    /** @param {{layer: number, unit: number} | null} at @param {string} name class for the neuron there */
    mark(at, name) {
      columns.forEach(({ column, neurons, block }) => {
        const here = at?.layer === column.layer;
        neurons.forEach(({ group }, unit) => {
          group.classList.toggle(name, here && at.unit === unit);
          if (name === "pinned") group.setAttribute("aria-selected", String(here && at.unit === unit));
        });
        if (!block) return;
        block.group.classList.toggle(name, here);
        if (name === "pinned") block.group.setAttribute("aria-selected", String(here));
        block.mark(here ? at.unit : null);
      });
    },
  };
}

/** @param {Place} place */
function isNeuron({ part }) {
  return part !== "loss" && part !== "target" && part !== "W";
}

/** @param {ColumnView | undefined} view @param {number | null} unit @returns {SVGGElement[]} */
function groupsAt(view, unit) {
  if (!view) return [];
  if (view.block) return [view.block.group];
  return view.neurons.filter((one) => unit === null || one.unit === unit).map(({ group }) => group);
}

/** @param {Net} net @param {Column} column @param {boolean} turned @returns {ColumnView} */
function columnView(net, column, turned) {
  const { layer, kind, units } = column;
  const input = layer === 0;
  if (kind === "block") return { column, neurons: [], block: createBlock(column, blockLabel(layerName(net, layer), units.length)) };
  const traits = {
    kind,
    turned,
    input,
    activated: !input && net.locate(layer, "a", 0, 0) !== null,
    biased: !input && net.locate(layer, "b", 0, 0) !== null,
    returns: gradientStep(net, net.locate(layer, input ? "a" : "z", 0, 0)) >= 0,
  };
  const neurons = units.map((box, unit) => createNeuron(box, layer, unit, traits, input ? entryName(net, unit) : ""));
  return { column, neurons, block: null };
}

/** What an input is called: by its own name, or by the tensor's and its place. @param {Net} net @param {number} unit */
function entryName(net, unit) {
  const { neurons, a } = net.network.layers[0] ?? {};
  return neurons?.[unit]?.a ?? `${a ?? "x"}${subscript(unit + 1)}`;
}

/** @param {number} number */
function subscript(number) {
  return [...String(number)].map((digit) => String.fromCharCode(0x2080 + Number(digit))).join("");
}

/** @typedef {Record<"a" | "z" | "b" | "delta" | "back" | "amp", (Num | undefined)[]>} Rows */

/** @param {Net} net @param {number} shown @param {number} layer @param {number} sample @param {boolean} factors whether σ′(z) is wanted @returns {Rows} */
function rowsOf(net, shown, layer, sample, factors) {
  const a = seenLayer(net, shown, layer, "a", sample);
  if (layer === 0) return { a: a.values, z: [], b: [], delta: a.gradients, back: [], amp: [] };
  const z = seenLayer(net, shown, layer, "z", sample);
  const units = net.network.layers[layer]?.units ?? 0;
  const each = (/** @type {(unit: number) => Num | undefined} */ of) => Array.from({ length: units }, (_, unit) => of(unit));
  return {
    a: a.values,
    z: z.values,
    b: each((unit) => seen(net, shown, layer, "b", unit, sample).value),
    delta: z.gradients,
    back: a.gradients,
    amp: factors ? each((unit) => (isFilledIn(net, shown, layer, unit, sample) ? factorOf(net, layer, unit, sample) : undefined)) : [],
  };
}

/** What the gradient is multiplied with; a matrix where the activation mixes its units. @param {Net} net @param {number} layer @param {number} unit @param {number} sample */
function factorOf(net, layer, unit, sample) {
  const factor = amplifierOf(net, layer, unit, sample);
  return factor?.mixed ? /** @type {Num} */ (/** @type {unknown} */ ("J")) : factor?.value;
}

/** @param {Rows} rows @param {number} unit @returns {Numbers} */
function numbersAt(rows, unit) {
  /** @type {Numbers} */
  const numbers = {};
  for (const [key, row] of Object.entries(rows)) {
    const value = row[unit];
    if (value !== undefined) numbers[/** @type {keyof Rows} */ (key)] = value;
  }
  return numbers;
}

/**
 * @param {Net} net
 * @param {Column} column
 * @param {ReturnType<typeof createBlock>} block
 * @param {Rows} rows
 * @param {boolean} turned
 * @param {Palette} palette
 */
function showBlock(net, { layer, units }, block, rows, turned, palette) {
  const { activation } = net.network.layers[layer] ?? {};
  const returns = gradientStep(net, net.locate(layer, layer ? "z" : "a", 0, 0)) >= 0;
  const grid = (/** @type {string} */ name, /** @type {keyof Rows} */ key) => ({ name, values: rows[key] });
  const values = layer === 0 ? grid(entryLabel(net), "a") : activation ? grid("a", "a") : grid("z", "z");
  const delta = grid(layer === 0 ? "∂" : "δ", "delta");
  const shown = turned && layer > 0 ? [delta, ...(activation ? [grid("σ′", "amp"), grid("∂a", "back")] : [values])] : [values, ...(layer > 0 && activation ? [grid("z", "z")] : []), ...(returns ? [delta] : [])];
  block.show(shown, palette);
  const known = values.values.some((value) => value !== undefined);
  const state = !known ? t("not yet computed") : returns && delta.values.some((value) => value !== undefined) ? t("values and gradients are there") : t("values are there");
  block.say(`${blockLabel(layerName(net, layer), units.length)}, ${state}`);
}

/** @param {Net} net */
function entryLabel(net) {
  return net.network.layers[0]?.a ?? "x";
}

/**
 * What a screen reader says of a neuron.
 * @param {Net} net
 * @param {number} layer
 * @param {number} unit
 * @param {Numbers} numbers
 */
function sentenceOf(net, layer, unit, { a, z, delta }) {
  const name = neuronName(net, layer, unit);
  const parts = Object.entries(layer === 0 ? { x: a, "∂L/∂x": delta } : { z, a, δ: delta }).filter(([, value]) => value !== undefined);
  if (!parts.length) return t("{name}, not yet computed", { name });
  return `${name}: ${parts.map(([key, value]) => `${key} = ${formatNumber(/** @type {Num} */ (value))}`).join(", ")}`;
}
