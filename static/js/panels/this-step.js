// What the current step says: the rule in symbols and with the numbers, why, term by term, and the code that does it.

import { byId, el } from "../dom.js";
import { formatExact, formatNumber, formatShape, formatValue, rowsOf, shapeOf } from "../format.js";
import { t } from "../i18n.js";
import { showFormula } from "../math.js";
import { phaseName } from "./timeline-bar.js";

/** @import {Store} from "../state/store.js" */
/** @import {Step, Term, Trace, Value, Lesson} from "../types.js" */

/** Up to this many numbers an array is written out in the panel. */
const MOST_CELLS = 36;

/**
 * @param {Store} store
 * @param {(position: number) => void} jump
 */
export function mountThisStep(store, jump) {
  const panel = byId("this-step");
  let library = /** @type {"numpy" | "pytorch"} */ ("numpy");
  let shown = /** @type {unknown} */ (null);

  function show() {
    const { trace, position, lesson } = store.get();
    const step = trace?.steps[Math.floor(position) - 1];
    // The language of the code is part of what is shown.
    const key = step ?? trace;
    if (key === shown) return;
    shown = key;
    panel.dataset["phase"] = step?.phase ?? "start";
    panel.replaceChildren(...(trace && step ? pageOf(trace, step) : beginning(lesson, trace)));
    panel.scrollTop = 0;
  }

  /** @param {Trace} trace @param {Step} step */
  function pageOf(trace, step) {
    /** @type {HTMLElement[]} */
    const parts = [rule(step)];
    if (step.text) parts.push(el("p", { class: "why" }, step.text));
    const notes = trace.warnings.filter((one) => one.node === step.node);
    parts.push(...notes.map((one) => el("p", { class: "note" }, one.message, " ", el("span", {}, one.hint))));
    if (step.phase === "backward") parts.push(...termsOf(trace, step));
    else parts.push(numbersOf(trace, step));
    if (step.code) parts.push(codeOf(step));
    return parts;
  }

  /** @param {Step} step */
  function codeOf(step) {
    const line = el("code", {}, step.code?.[library] ?? "");
    const switcher = el("button", { type: "button", class: "chip-button", onclick: change }, name());
    function name() {
      return library === "numpy" ? "NumPy" : "PyTorch";
    }
    function change() {
      library = library === "numpy" ? "pytorch" : "numpy";
      line.textContent = step.code?.[library] ?? "";
      switcher.textContent = name();
    }
    switcher.setAttribute("title", t("Switch between NumPy and PyTorch"));
    return el("div", { class: "code-line" }, el("pre", { tabindex: "0" }, line), switcher);
  }

  /** @param {Trace} trace @param {Step} step */
  function termsOf(trace, step) {
    const terms = step.terms ?? [];
    const table = el("dl", { class: "numbers" });
    terms.forEach((term, i) => {
      if (terms.length > 1) table.append(el("dt", { class: "term-name" }, t("Term {number}, through {consumer}", { number: i + 1, consumer: term.consumer })));
      table.append(...row([t("upstream, from"), " ", link(trace, term.consumer)], term.upstream));
      if (term.local !== null) table.append(...row([t("local derivative")], term.local));
      table.append(...row([t("contribution")], term.contribution));
    });
    if (step.gradient !== undefined) table.append(...row([t("gradient of {node}", { node: step.node })], step.gradient, "total"));
    const jacobians = terms.filter((term) => term.jacobian?.blocks && term.structure === "jacobian");
    return [table, ...jacobians.map((term) => jacobianOf(term))];
  }

  /** @param {Trace} trace @param {string} id */
  function link(trace, id) {
    const made = trace.steps.findIndex((one) => one.phase === "backward" && one.node === id);
    return el("button", { type: "button", class: "link", onclick: () => jump(made + 1) }, id);
  }

  store.subscribe((_, changed) => {
    if (changed.has("trace") || changed.has("position") || changed.has("lesson")) show();
  });
  show();
}

/** @param {Step} step */
function rule(step) {
  const symbolic = el("div", { class: "formula" });
  const numeric = el("div", { class: "formula numeric" });
  if (step.formula) {
    showFormula(symbolic, step.formula.symbolic);
    showFormula(numeric, step.formula.numeric);
  }
  return el("div", { class: "rule" }, el("h3", {}, `${phaseName(step.phase)} · ${step.title ?? ""}`), symbolic, numeric);
}

/** @param {Trace} trace @param {Step} step */
function numbersOf(trace, step) {
  const table = el("dl", { class: "numbers" });
  if (step.phase === "update") {
    if (step.old !== undefined) table.append(...row([t("before")], step.old));
    if (step.gradient !== undefined) table.append(...row([t("gradient of {node}", { node: step.node })], step.gradient));
    table.append(...row([t("learning rate")], step.learning_rate ?? 0));
    if (step.value !== undefined) table.append(...row([t("after")], step.value, "total"));
    return table;
  }
  for (const id of new Set(step.operands)) {
    const value = valueOf(trace, id, step.index);
    if (value !== undefined) table.append(...row([id.replace(/#\d+$/, "")], value));
  }
  if (step.value !== undefined) table.append(...row([step.node], step.value, "total"));
  return table;
}

/** @param {Trace} trace @param {string} id @param {number} before */
function valueOf(trace, id, before) {
  const made = trace.steps.slice(0, before).find((one) => one.phase === "forward" && one.node === id);
  return made?.value ?? trace.values[`${id}#1`] ?? trace.values[id];
}

/**
 * @param {(string | Node)[]} name
 * @param {Value} value
 * @param {string} [kind]
 */
function row(name, value, kind) {
  return [el("dt", { class: kind ?? null }, ...name), el("dd", { class: kind ?? null }, numberOf(value))];
}

/** A value to read; a click copies it exactly. @param {Value} value */
function numberOf(value) {
  const shape = shapeOf(value);
  const rows = rowsOf(value);
  const small = shape.length > 0 && rows.length * (rows[0]?.length ?? 0) <= MOST_CELLS;
  const copy = async (/** @type {Event} */ event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    await navigator.clipboard?.writeText(formatExact(value)).catch(() => {});
    button.classList.add("copied");
    setTimeout(() => button.classList.remove("copied"), 900);
  };
  const body = small ? matrix(rows) : el("span", {}, shape.length ? formatShape(shape) : formatValue(value));
  return el("button", { type: "button", class: "exact", title: `${shape.length ? formatShape(shape) : formatExact(value)} · ${t("click to copy")}`, onclick: copy }, body);
}

/** @param {import("../types.js").Num[][]} rows */
function matrix(rows) {
  const grid = el("span", { class: "matrix" });
  grid.style.setProperty("--columns", String(rows[0]?.length ?? 1));
  grid.append(...rows.flat().map((number) => el("span", {}, formatNumber(number))));
  return grid;
}

/** @param {Term} term */
function jacobianOf(term) {
  const blocks = term.jacobian?.blocks ?? [];
  return el(
    "details",
    { class: "jacobian" },
    el("summary", {}, blocks.length > 1 ? t("Jacobian, one block a sample ({count})", { count: blocks.length }) : t("Jacobian")),
    ...blocks.slice(0, 4).map((block) => matrix(block)),
  );
}

/** Before the first step: what this is about, and what to try. @param {Lesson | null} lesson @param {Trace | null} trace */
function beginning(lesson, trace) {
  const ideas = lesson?.idea ?? [t("Numbers will flow forward through the graph, then gradients flow back. Take the first step to begin.")];
  const warnings = trace?.warnings ?? [];
  return [
    el("div", { class: "idea" }, ...ideas.map((text) => el("p", {}, text))),
    ...warnings.map((one) => el("p", { class: "note" }, one.message, " ", el("span", {}, one.hint))),
    ...(lesson?.try.length ? [el("h3", {}, t("Things to try")), el("ul", { class: "try" }, ...lesson.try.map((text) => el("li", {}, text)))] : []),
    el("p", { class: "begin" }, el("kbd", {}, "→"), " ", t("takes the first step"), " · ", el("kbd", {}, t("Space")), " ", t("plays them all")),
  ];
}
