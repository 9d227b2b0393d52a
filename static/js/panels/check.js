// The gradients held against difference quotients: a table of leaves, and the error over the step size.

import { asked, post } from "../api/client.js";
import { byId, el } from "../dom.js";
import { formatNumber, formatValue } from "../format.js";
import { t } from "../i18n.js";
import { sweepChart } from "./sweep-chart.js";
import { createAnswer } from "./tool-answer.js";

/** @import {Store} from "../state/store.js" */
/** @import {Value, Num} from "../types.js" */

/**
 * @typedef {object} CheckedLeaf
 * @property {string} leaf
 * @property {boolean} passed
 * @property {Value} gradient
 * @property {Value} numeric
 * @property {Num} max_relative
 * @property {number} compared how many elements were
 * @property {object[]} kinks
 * @property {{h: number, error: number}[]} sweep
 *
 * @typedef {{passed: boolean, leaves: CheckedLeaf[], text?: string}} Checked
 */

/**
 * @param {Store} store
 * @returns {() => Promise<void>} checks again
 */
export function mountCheck(store) {
  return createAnswer(
    byId("check-result"),
    (signal) => /** @type {Promise<Checked>} */ (post("check", { ...asked(store.get().question), sweep: true }, signal)),
    (found) => [verdict(found), table(found.leaves), chart(found.leaves)],
  );
}

/** @param {Checked} found */
function verdict({ passed, text }) {
  return el("p", { class: `verdict ${passed ? "passed" : "failed"}` }, text ?? "");
}

/** @param {CheckedLeaf[]} leaves */
function table(leaves) {
  const heads = [t("leaf"), t("gradient"), t("measured"), t("relative error")];
  return el(
    "div",
    { class: "table-frame", tabindex: "0", role: "group", "aria-label": t("Every leaf's gradient, checked") },
    el(
      "table",
      { class: "check-table" },
      el("thead", {}, el("tr", {}, ...heads.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, ...leaves.map(row)),
    ),
  );
}

/** @param {CheckedLeaf} leaf */
function row(leaf) {
  const kink = leaf.kinks.length ? el("small", {}, t("at a kink: the convention decides")) : null;
  return el(
    "tr",
    { class: leaf.passed ? null : "failed" },
    el("th", { scope: "row" }, leaf.leaf, kink),
    el("td", {}, formatValue(leaf.gradient, 2)),
    el("td", {}, leaf.compared ? formatValue(leaf.numeric, 2) : "–"),
    el("td", {}, leaf.compared ? formatNumber(leaf.max_relative) : "–"),
  );
}

/** @param {CheckedLeaf[]} leaves */
function chart(leaves) {
  const drawn = sweepChart(leaves);
  return drawn && el("figure", { class: "chart" }, drawn, el("figcaption", {}, t("Large steps bend with the curve, tiny ones drown in rounding.")));
}
