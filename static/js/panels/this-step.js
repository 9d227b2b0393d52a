// What the current step says: the rule in symbols and with the numbers, why, term by term, and the code that does it.

import { byId, el } from "../dom.js";
import { formatShape } from "../format.js";
import { t } from "../i18n.js";
import { showFormula } from "../math.js";
import { afterNextFrame } from "../timeline/clock.js";
import { beginning, ending } from "./beginning.js";
import { exactValue } from "./exact.js";
import { note } from "./note.js";
import { phaseName } from "./step-words.js";
import { jacobiansOf, termsTable } from "./terms.js";

/** @import {Store} from "../state/store.js" */
/** @import {Step, Trace, Value} from "../types.js" */

/**
 * @param {Store} store
 * @param {(position: number) => void} jump
 * @param {{id: string, title: string} | null} next the lesson that follows this one
 */
export function mountThisStep(store, jump, next) {
  const panel = byId("this-step");
  let library = /** @type {"numpy" | "pytorch"} */ ("numpy");
  let shown = /** @type {unknown} */ (null);

  function show() {
    const { trace, position, lesson, question } = store.get();
    const taken = Math.floor(position);
    const step = trace?.steps[taken - 1];
    const key = step ?? trace;
    if (key === shown) return;
    shown = key;
    panel.dataset["phase"] = step?.phase ?? "start";
    panel.replaceChildren(...(trace && step ? pageOf(trace, step) : beginning(lesson, trace, question)));
    if (trace && taken === trace.steps.length) panel.append(ending(() => jump(0), next));
  }

  /** @param {Trace} trace @param {Step} step */
  function pageOf(trace, step) {
    return [
      rule(step),
      ...(step.text ? [el("p", { class: "why" }, step.text)] : []),
      ...trace.warnings.filter((one) => one.node === step.node && one.phase === step.phase).map(note),
      ...(step.phase === "backward" ? [termsTable(trace, step, jump), ...jacobiansOf(step)] : [numbersOf(trace, step)]),
      ...(step.code ? [codeOf(step.code)] : []),
    ];
  }

  /** @param {{numpy: string, pytorch: string}} code */
  function codeOf(code) {
    const line = el("code");
    const switcher = el("button", { type: "button", class: "small-button", title: t("Switch between NumPy and PyTorch"), onclick: change });
    function write() {
      line.textContent = code[library];
      switcher.textContent = library === "numpy" ? "NumPy" : "PyTorch";
    }
    function change() {
      library = library === "numpy" ? "pytorch" : "numpy";
      write();
    }
    write();
    return el("div", { class: "code-line" }, el("pre", { tabindex: "0", role: "group", "aria-label": t("This step as code") }, line), switcher);
  }

  const showSoon = afterNextFrame(show);
  store.subscribe((_, changed) => {
    if (changed.has("trace") || changed.has("position") || changed.has("lesson")) showSoon();
  });
  show();
}

/**
 * @param {HTMLElement} box
 * @param {(string | undefined)[]} lines in LaTeX; one that stands there already is not repeated
 */
function addFormulas(box, lines) {
  for (const tex of new Set(lines)) {
    if (!tex) continue;
    const formula = el("div", { class: "formula", tabindex: "0", role: "group", "aria-label": t("Formula") });
    void showFormula(formula, tex);
    box.append(formula);
  }
}

/** @param {Step} step */
function rule(step) {
  const phase = phaseName(step.phase);
  const title = step.title ?? "";
  // Many titles name the phase themselves.
  const named = title.toLowerCase().includes(phase.toLowerCase());
  const box = el("div", { class: "rule" }, el("h3", {}, named ? title : [phase, title].filter(Boolean).join(" · ")));
  const { formula, delta } = step;
  addFormulas(box, [formula?.symbolic, formula?.numeric]);
  if (delta) {
    box.append(el("h4", { class: "rule-part" }, t("The same as δ, from layer to layer")));
    addFormulas(box, [delta.symbolic, delta.numeric === formula?.numeric ? undefined : delta.numeric]);
  }
  return box;
}

/** What a forward or an update step read and wrote. @param {Trace} trace @param {Step} step */
function numbersOf(trace, step) {
  const table = el("dl", { class: "numbers" });
  /** @param {string} name @param {Value | undefined} value @param {boolean} [total] */
  const row = (name, value, total = false) => {
    if (value === undefined) return;
    const kind = total ? "total" : null;
    table.append(el("dt", { class: kind }, name), el("dd", { class: kind }, exactValue(value)));
  };
  if (step.phase === "update") {
    row(t("before"), step.old);
    row(t("gradient of {node}", { node: step.node }), step.gradient);
    if (step.optimizer) optimizerRows(step, row);
    row(t("learning rate"), step.learning_rate);
    row(t("after"), step.value, true);
    return table;
  }
  // A number in the formula itself needs no row to say what it is.
  const inline = new Set(trace.graph.nodes.filter((node) => node.inline && !node.shape.length).map((node) => node.id));
  for (const id of new Set(step.operands)) if (!inline.has(id)) row(named(step, id), valueOf(trace, id));
  row(named(step, step.node), step.value, true);
  return table;
}

/** @type {Object<string, string>} */
const SYMBOLS = { m_hat: "m̂", v_hat: "v̂" };

/**
 * What an optimizer took, remembers and made of it.
 * @param {Step} step
 * @param {(name: string, value: Value | undefined) => void} row
 */
function optimizerRows({ gradient, used_gradient: used, clipping, state = {}, intermediates = {} }, row) {
  if (clipping) row(t("length of the whole gradient"), clipping.norm);
  if (JSON.stringify(used) !== JSON.stringify(gradient)) row(t("gradient as used"), used);
  for (const [name, kept] of Object.entries(state)) {
    const symbol = name === "velocity" ? t("velocity") : name;
    row(t("{state} before", { state: symbol }), kept.old);
    row(t("{state} after", { state: symbol }), kept.new);
  }
  for (const [name, value] of Object.entries(intermediates)) row(SYMBOLS[name] ?? name, value);
}

/** A node's name, and its shape where it has one. @param {Step} step @param {string} id */
function named(step, id) {
  const shape = formatShape(step.shapes?.[id] ?? []);
  return shape ? `${id} · ${shape}` : id;
}

/** A node's value in the forward pass. @param {Trace} trace @param {string} id */
function valueOf(trace, id) {
  const made = trace.steps.find((one) => one.phase === "forward" && one.node === id);
  return made?.value ?? trace.values[`${id}#1`] ?? trace.values[id];
}
