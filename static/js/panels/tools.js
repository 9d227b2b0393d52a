// What-if and check: the gradients held against what really happens.

import { asked, post, ApiError } from "../api/client.js";
import { byId, el } from "../dom.js";
import { formatNumber, formatValue, parseNumber, formatExact } from "../format.js";
import { t } from "../i18n.js";
import { leafValue } from "../timeline/story.js";
import { sweepChart } from "./sweep-chart.js";

/** @import {Store} from "../state/store.js" */

/** @param {Store} store */
export function mountTools(store) {
  const whatIf = /** @type {HTMLDetailsElement} */ (byId("what-if"));
  const check = /** @type {HTMLDetailsElement} */ (byId("check"));
  const leaf = /** @type {HTMLSelectElement} */ (byId("what-if-leaf"));
  const value = /** @type {HTMLInputElement} */ (byId("what-if-value"));
  const answer = byId("what-if-answer");
  const result = byId("check-result");
  let ticket = 0;

  async function predict() {
    const typed = parseNumber(value.value);
    value.toggleAttribute("aria-invalid", typed === null);
    if (typed === null || !leaf.value) return;
    const mine = ++ticket;
    try {
      const found = await post("what-if", asked(store.get().question, { [leaf.value]: typed }));
      if (mine !== ticket) return;
      const change = formatNumber(found.predicted);
      const real = formatNumber(found.actual);
      answer.replaceChildren(
        el("dl", { class: "numbers" },
          el("dt", {}, t("the gradient predicts")), el("dd", {}, signed(change)),
          el("dt", { class: "total" }, t("{output} really changes by", { output: found.output })), el("dd", { class: "total" }, signed(real))),
        el("p", { class: "why" }, found.text ?? ""),
      );
    } catch (error) {
      fail(answer, error);
    }
  }

  async function run() {
    result.replaceChildren(el("p", { class: "hint" }, t("Checking every gradient…")));
    try {
      const found = await post("check", { ...asked(store.get().question), sweep: true });
      result.replaceChildren(
        el("p", { class: found.passed ? "verdict passed" : "verdict failed" }, found.text || (found.passed ? t("Every gradient agrees.") : t("A gradient disagrees."))),
        el("table", { class: "check-table" },
          el("thead", {}, el("tr", {}, ...[t("leaf"), t("gradient"), t("difference quotient"), t("relative error")].map((name) => el("th", { scope: "col" }, name)))),
          el("tbody", {}, ...found.leaves.map(rowOf))),
        sweepChart(found.leaves),
      );
    } catch (error) {
      fail(result, error);
    }
  }

  function fill() {
    const { trace, lesson } = store.get();
    if (!trace || trace.granularity === "element") return;
    const names = trace.graph.nodes.filter((node) => node.kind === "leaf" && !node.inline && !node.shape.length && node.id in trace.gradients).map((node) => node.id);
    const kept = names.includes(leaf.value) ? leaf.value : (Object.keys(lesson?.what_if ?? {})[0] ?? names[0]);
    leaf.replaceChildren(...names.map((name) => el("option", { value: name, selected: name === kept }, name)));
    whatIf.hidden = !names.length;
    if (document.activeElement !== value && kept !== undefined) propose(kept);
    if (whatIf.open) void predict();
    if (check.open) void run();
  }

  /** @param {string} name */
  function propose(name) {
    const { trace, lesson } = store.get();
    const now = trace ? leafValue(trace, name) : undefined;
    const told = lesson?.what_if?.[name];
    if (value.dataset["leaf"] === name && value.value) return;
    value.dataset["leaf"] = name;
    value.value = told !== undefined ? formatExact(told) : typeof now === "number" ? formatExact(now + 1) : "";
  }

  leaf.addEventListener("change", () => {
    propose(leaf.value);
    void predict();
  });
  value.addEventListener("input", predict);
  whatIf.addEventListener("toggle", () => whatIf.open && predict());
  check.addEventListener("toggle", () => check.open && run());
  store.subscribe((_, changed) => {
    if (changed.has("trace")) fill();
  });
  /** @param {HTMLDetailsElement} tool */
  const toggle = (tool) => {
    tool.open = !tool.open;
    if (tool.open) {
      tool.scrollIntoView({ block: "nearest" });
      tool.querySelector("summary")?.focus();
    }
  };
  return { toggleWhatIf: () => toggle(whatIf), toggleCheck: () => toggle(check) };
}

/** @param {string} text */
function signed(text) {
  return /^[−0N]/.test(text) ? text : `+${text}`;
}

/** @param {any} leaf */
function rowOf(leaf) {
  const kinks = leaf.kinks.length ? t("kink: the convention decides") : "";
  return el(
    "tr",
    { class: leaf.passed ? null : "failed" },
    el("th", { scope: "row" }, leaf.leaf),
    el("td", {}, formatValue(leaf.gradient, 2)),
    el("td", {}, leaf.compared ? formatValue(leaf.numeric, 2) : "–"),
    el("td", {}, leaf.compared ? formatNumber(leaf.max_relative) : "", kinks ? el("small", {}, kinks) : null),
  );
}

/** @param {HTMLElement} host @param {unknown} error */
function fail(host, error) {
  if (!(error instanceof ApiError)) throw error;
  host.replaceChildren(el("p", { class: "note" }, error.problem.detail));
}
