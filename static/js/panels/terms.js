// A gradient as the sum of its terms: for each use of the value, upstream, local derivative and contribution.

import { el } from "../dom.js";
import { formatShape } from "../format.js";
import { t } from "../i18n.js";
import { exactValue, matrix } from "./exact.js";

/** @import {Step, Term, Trace, Value} from "../types.js" */

const MOST_BLOCKS = 4;

/**
 * @param {Trace} trace
 * @param {Step} step
 * @param {(position: number) => void} jump
 */
export function termsTable(trace, step, jump) {
  const terms = step.terms ?? [];
  const table = el("dl", { class: "numbers" });
  /** @param {(string | Node)[]} name @param {Value} value @param {string | null} [kind] */
  const row = (name, value, kind = null) => {
    table.append(el("dt", { class: kind }, ...name), el("dd", { class: kind }, exactValue(value)));
  };
  terms.forEach((term, i) => {
    if (terms.length > 1) table.append(el("dt", { class: "term-name" }, t("Term {number}, through {consumer}", { number: i + 1, consumer: term.consumer })));
    row([`${t("upstream, the gradient of")} `, link(trace, term.consumer, jump)], term.upstream);
    if (term.local !== null) row([t("local derivative")], term.local);
    row([contributionName(term)], term.contribution);
  });
  if (step.gradient !== undefined) {
    const shape = formatShape(step.shapes?.[step.node] ?? []);
    const name = terms.length > 1 ? t("their sum, the gradient of {node}", { node: step.node }) : t("gradient of {node}", { node: step.node });
    row([shape ? `${name} · ${shape}` : name], step.gradient, "total");
  }
  return table;
}

/** @param {Term} term */
function contributionName(term) {
  return term.summed_axes.length ? t("contribution, summed over the rows that used it") : t("contribution");
}

/** The upstream gradient leads to the step that made it. @param {Trace} trace @param {string} id @param {(position: number) => void} jump */
function link(trace, id, jump) {
  const made = trace.steps.findIndex((one) => one.phase === "backward" && one.node === id);
  return el("button", { type: "button", class: "link", title: t("Go to the step that made it"), onclick: () => jump(made + 1) }, id);
}

/** @param {Step} step */
export function jacobiansOf(step) {
  return (step.terms ?? []).filter((term) => term.structure === "jacobian" && term.jacobian?.blocks).map(jacobian);
}

/** @param {Term} term */
function jacobian(term) {
  const blocks = term.jacobian?.blocks ?? [];
  const title = blocks.length > 1 ? t("Jacobian, one block a sample ({count})", { count: blocks.length }) : t("Jacobian");
  const shown = blocks.slice(0, MOST_BLOCKS).map((block) => matrix(block));
  return el("details", { class: "jacobian", open: blocks.length === 1 }, el("summary", {}, title), ...shown);
}
