// What the pinned neuron does: z, a and δ as formulas with their numbers, and its strongest weights, each with the
// step that made its gradient.

import { post } from "../api/client.js";
import { el } from "../dom.js";
import { formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { showFormula } from "../math.js";
import { gradientStep, seen } from "../state/network.js";
import { layerName } from "./network-ends.js";

/** @import {Formula, NeuronAnswer, Num, Trace} from "../types.js" */
/** @import {Store} from "../state/store.js" */
/** @import {Net} from "../state/network.js" */

/** @typedef {{input: number, value: Num | undefined, gradient: Num | undefined, step: number}} Row */

const MOST_WEIGHTS = 12;

/**
 * @param {HTMLElement} host
 * @param {Store} store
 * @param {(position: number) => void} jump
 */
export function createPanel(host, store, jump) {
  const panel = el("section", { class: "neuron-panel", "aria-label": t("The pinned neuron"), hidden: true });
  host.append(panel);
  let asked = /** @type {string | null} */ (null);
  let answer = /** @type {NeuronAnswer | null} */ (null);
  let control = new AbortController();
  let written = "";
  let answeredFor = /** @type {Trace | null} */ (null);

  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    store.set({ neuron: null });
  });

  /** @param {Net} net @param {number} layer @param {number} unit @param {number} sample */
  async function ask(net, layer, unit, sample) {
    control.abort();
    control = new AbortController();
    const { signal } = control;
    const { trace } = net.story;
    try {
      const found = /** @type {NeuronAnswer} */ (await post("neuron", { ...store.get().question, layer, unit, sample }, signal));
      if (signal.aborted) return;
      answer = found;
      answeredFor = trace;
    } catch {
      // What is on the page already says the numbers; only the formulas are missing then.
      return;
    }
    written = "";
    show(net);
  }

  /** @param {Net} net */
  function show(net, shown = lastShown) {
    lastShown = shown;
    const { neuron, sample } = store.get();
    const units = neuron ? net.network.layers[neuron.layer]?.units : undefined;
    if (!neuron || units === undefined || neuron.unit >= units) {
      panel.hidden = true;
      asked = null;
      written = "";
      return;
    }
    const { layer, unit } = neuron;
    const key = `${layer} ${unit} ${sample}`;
    if (asked !== key || (answeredFor && answeredFor !== net.story.trace)) {
      asked = key;
      answer = null;
      answeredFor = net.story.trace;
      if (layer > 0) void ask(net, layer, unit, sample);
    }
    const numbers = numbersOf(net, shown, layer, unit, sample);
    const rows = layer > 0 ? weightRows(net, shown, layer, unit) : [];
    const now = JSON.stringify([key, numbers, rows, answer !== null]);
    if (now === written) return;
    written = now;
    panel.replaceChildren(head(net, layer, unit, units), ...formulas(numbers), ...weightsTable(net, rows, layer));
    panel.hidden = false;
  }
  let lastShown = 0;

  /** @param {Net} net @param {number} layer @param {number} unit @param {number} units */
  function head(net, layer, unit, units) {
    /** @param {number} by @param {string} label @param {string} sign */
    const mover = (by, label, sign) =>
      el("button", { type: "button", class: "small-button", "aria-label": label, disabled: unit + by < 0 || unit + by >= units, onclick: () => store.set({ neuron: { layer, unit: unit + by } }) }, sign);
    const title = layer === 0 ? t("Input {unit} of {units}", { unit: unit + 1, units }) : t("{layer}, neuron {unit} of {units}", { layer: layerName(net, layer), unit: unit + 1, units });
    return el(
      "div",
      { class: "panel-head" },
      el("h3", {}, title),
      mover(-1, t("Previous neuron"), "‹"),
      mover(1, t("Next neuron"), "›"),
      el("button", { type: "button", class: "small-button", "aria-label": t("Close"), onclick: () => store.set({ neuron: null }) }, "×"),
    );
  }

  /** @param {Record<string, Num | undefined>} numbers */
  function formulas(numbers) {
    /** @type {[string, Num | undefined, Formula | null | undefined][]} */
    const parts = [["z", numbers["z"], answer?.z], ["a", numbers["a"], answer?.a], ["δ", numbers["delta"], answer?.delta]];
    return parts.flatMap(([name, value, formula]) => {
      if (!(name === "z" ? "z" in numbers : name === "a" ? "a" in numbers : "delta" in numbers)) return [];
      const known = value !== undefined;
      const line = el("p", { class: known ? "panel-value" : "panel-value unknown" }, el("b", {}, name), known ? formatNumber(value) : t("not yet computed"));
      // A formula with its numbers would tell what the story has not reached.
      const shown = known && formula ? [formula.symbolic, formula.numeric].filter(Boolean) : [];
      return [line, ...[...new Set(shown)].map(formulaOf)];
    });
  }

  /** @param {Net} net @param {Row[]} rows @param {number} layer */
  function weightsTable(net, rows, layer) {
    if (!rows.length) return [];
    const of = net.network.layers[layer - 1]?.units ?? rows.length;
    const title = of > rows.length ? t("The strongest {count} of its {of} weights", { count: rows.length, of }) : t("Its weights");
    const body = rows.map(({ input, value, gradient, step }) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, el("button", { type: "button", class: "link", onclick: () => store.set({ neuron: { layer: layer - 1, unit: input } }), title: t("Go to the neuron before it") }, String(input + 1))),
        el("td", {}, value === undefined ? "" : formatNumber(value)),
        el("td", {}, gradient === undefined ? "" : step < 0 ? formatNumber(gradient) : el("button", { type: "button", class: "link", title: t("Go to the step that made it"), onclick: () => jump(step + 1) }, formatNumber(gradient))),
      ));
    return [
      el("h4", {}, title),
      el("table", { class: "panel-weights" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("input")), el("th", { scope: "col" }, "w"), el("th", { scope: "col" }, "∂L/∂w"))), el("tbody", {}, ...body)),
    ];
  }

  /** The server's choice where it answered, else those drawn. @param {Net} net @param {number} shown @param {number} layer @param {number} unit @returns {Row[]} */
  function weightRows(net, shown, layer, unit) {
    const { edges } = net.network.layers[layer] ?? {};
    const drawn = (edges?.shown ?? []).flatMap(([input, at], k) => (at === unit ? [{ input, value: edges?.weights[k], gradient: edges?.gradients?.[k] }] : []));
    const chosen = answer ? answer.weights.map((one) => ({ input: one.input, value: one.value, gradient: one.gradient ?? undefined })) : drawn;
    return chosen.slice(0, MOST_WEIGHTS).map(({ input, value, gradient }) => {
      const here = seen(net, shown, layer, "W", unit, 0, input);
      const step = gradientStep(net, net.locate(layer, "W", unit, 0, input));
      return { input, value: here.value ?? value, gradient: shown > step ? (here.gradient ?? gradient) : undefined, step };
    });
  }

  return { show };
}

/** @param {Net} net @param {number} shown @param {number} layer @param {number} unit @param {number} sample */
function numbersOf(net, shown, layer, unit, sample) {
  const a = seen(net, shown, layer, "a", unit, sample);
  if (layer === 0) return { a: a.value, ...(gradientStep(net, net.locate(0, "a", unit, sample)) < 0 ? {} : { delta: a.gradient }) };
  const z = seen(net, shown, layer, "z", unit, sample);
  const activated = net.locate(layer, "a", unit, sample) !== null;
  return { z: z.value, ...(activated ? { a: a.value } : {}), delta: z.gradient };
}

/** @param {string} tex */
function formulaOf(tex) {
  const formula = el("div", { class: "formula", tabindex: "0", role: "group", "aria-label": t("Formula") });
  void showFormula(formula, tex);
  return formula;
}
