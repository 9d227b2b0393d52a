// A value to read: rounded, and on a click exact, below it and in the clipboard.

import { el } from "../dom.js";
import { formatExact, formatNumber, formatValue, isFolded, rowsOf, shapeOf } from "../format.js";
import { t } from "../i18n.js";

/** @import {Num, Value} from "../types.js" */

/** Up to this many numbers an array is written out. */
const MOST_CELLS = 36;
/** A vector is one row, and there is less room across. */
const MOST_IN_A_ROW = 6;

/** @param {Value} value */
export function exactValue(value) {
  const exact = el("span", { class: "exact-number", hidden: true, role: "status" });
  const button = el("button", { type: "button", class: "exact", title: t("Show the exact number and copy it"), onclick: reveal }, body(value));

  async function reveal() {
    exact.hidden = !exact.hidden;
    if (exact.hidden) return;
    const text = formatExact(value);
    exact.textContent = text;
    const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    if (copied) exact.textContent = `${text} · ${t("copied")}`;
  }
  return el("span", {}, button, exact);
}

/** @param {Value} value */
function body(value) {
  const shape = shapeOf(value);
  if (!shape.length || isFolded(value)) return el("span", {}, formatValue(value));
  const rows = rowsOf(value);
  const small = rows.length * (rows[0]?.length ?? 0) <= (shape.length > 1 ? MOST_CELLS : MOST_IN_A_ROW);
  return small ? matrix(rows) : el("span", {}, formatValue(value));
}

/** @param {Num[][]} rows */
export function matrix(rows) {
  const grid = el("span", { class: "matrix" }, ...rows.flat().map((number) => el("span", {}, formatNumber(number))));
  grid.style.setProperty("--columns", String(rows[0]?.length ?? 1));
  return grid;
}
