// The data as a table, for whoever reads rather than looks: the first rows, each a way into its trace.

import { el } from "../dom.js";
import { formatExact, formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { targetText } from "./field-words.js";

/** @import {Data} from "../types.js" */

const MOST = 200;

/**
 * @param {HTMLElement} host
 * @param {{open: (row: number) => void, remove: (row: number) => void}} actions open a row as a trace; take it away
 */
export function createTable(host, { open, remove }) {
  const frame = el("div", { class: "table-frame field-table", role: "region", "aria-label": t("Data as a table"), tabindex: 0 });
  const element = el("details", { class: "field-data" }, el("summary", {}, t("Data as a table")), frame);
  host.append(element);
  let data = /** @type {Data | null} */ (null);
  let editing = false;
  let written = /** @type {Data | null} */ (null);
  let wrote = false;

  /** @param {Data} from @param {number} row */
  function line(from, row) {
    const { x, train } = from;
    const numbers = (x[row] ?? []).map((value) => el("td", { title: formatExact(value) }, formatNumber(value)));
    const name = t("Open sample {number} as a trace", { number: row + 1 });
    const link = el("button", { type: "button", class: "link", "aria-label": name, title: name, onclick: () => open(row) }, String(row + 1));
    return el("tr", {}, el("th", { scope: "row" }, link), ...numbers, el("td", {}, targetText(from, row)), el("td", {}, row < train ? t("training") : t("held-out")), ...(editing ? [el("td", {}, away(row))] : []));
  }

  /** @param {number} row */
  function away(row) {
    const name = t("Remove sample {number}", { number: row + 1 });
    return el("button", { type: "button", class: "small-button", "aria-label": name, title: name, onclick: () => drop(row) }, "×");
  }

  /** @param {number} row */
  function drop(row) {
    remove(row);
    // The button is gone with its row.
    frame.focus();
  }

  function write() {
    if (!element.open || !data || (written === data && wrote === editing)) return;
    written = data;
    wrote = editing;
    const from = data;
    const heads = ["#", ...from.features, from.targets.length === 1 ? (from.targets[0] ?? "") : t("target"), "", ...(editing ? [""] : [])];
    const rows = from.x.slice(0, MOST).map((_, row) => line(from, row));
    const table = el("table", { class: "check-table" }, el("thead", {}, el("tr", {}, ...heads.map((head) => (head ? el("th", { scope: "col" }, head) : el("td", {}))))), el("tbody", {}, ...rows));
    const more = from.x.length - rows.length;
    frame.replaceChildren(table, ...(more > 0 ? [el("p", { class: "field-meaning" }, t("… and {count} rows more.", { count: more }))] : []));
  }

  element.addEventListener("toggle", write);
  return {
    /** @param {Data | null} next @param {boolean} removable */
    show(next, removable) {
      data = next;
      editing = removable;
      element.hidden = !next;
      write();
    },
  };
}
