// A table's columns, each with what it is for, and the first rows as the network will see them.

import { el } from "../dom.js";
import { formatNumber } from "../format.js";
import { t } from "../i18n.js";

/** @import {Column, Table} from "../api/datasets.js" */

const MOST_COLUMNS = 60;
const MOST_ROWS = 5;
const MOST_CELLS = 12;
const MOST_DROPPED = 4;

/** @typedef {Column["role"]} Role */

/** What a column is for. @param {Role} role */
function roleName(role) {
  return { input: t("input"), target: t("target"), ignored: t("left out") }[role];
}

/** What a column holds. @param {Column["kind"]} kind */
function kindName(kind) {
  return { number: t("numbers"), category: t("categories"), empty: t("empty") }[kind];
}

/**
 * @param {readonly Column[]} columns
 * @param {(name: string, role: Role) => void} choose
 */
export function columnTable(columns, choose) {
  const rows = columns.slice(0, MOST_COLUMNS).map((column) => row(column, choose));
  const rest = columns.length - rows.length;
  return el("div", { class: "column-list", tabindex: "0", role: "region", "aria-label": t("Columns") },
    el("table", { class: "columns" },
      el("thead", {}, el("tr", {}, ...[t("column"), t("holds"), t("missing"), t("use as")].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, ...rows)),
    rest > 0 ? el("p", { class: "quiet" }, t("and {count} more columns, used as they look", { count: rest })) : null);
}

/** @param {Column} column @param {(name: string, role: Role) => void} choose */
function row({ name, kind, missing, role }, choose) {
  const roles = /** @type {Role[]} */ (["input", "target", "ignored"]);
  const select = el("select", { class: "choice", "aria-label": t("{name}: use as", { name }), "data-column": name, onchange: () => choose(name, /** @type {Role} */ (select.value)) },
    ...roles.map((one) => el("option", { value: one, selected: one === role }, roleName(one))));
  return el("tr", { class: role }, el("th", { scope: "row", title: name }, name), el("td", {}, kindName(kind)), el("td", { class: "number" }, missing ? String(missing) : "–"), el("td", {}, select));
}

/**
 * Roles where the server could not tell: what was chosen, else the last column as the target.
 * @param {readonly Column[]} columns
 * @param {{inputs: string[] | null, target: string[] | null}} chosen
 * @returns {Column[]}
 */
export function guessRoles(columns, { inputs, target }) {
  const last = columns.findLast(({ kind }) => kind !== "empty")?.name;
  return columns.map((column) => {
    const { name, kind } = column;
    if (target ? target.includes(name) : name === last) return { ...column, role: "target" };
    return { ...column, role: (inputs ? inputs.includes(name) : kind !== "empty") ? "input" : "ignored" };
  });
}

/** How much it is, what was left out, and the first rows as the network sees them. @param {Table} table */
export function previewTable(table) {
  const { x, train, features, classes, dropped, dropped_rows: count, warnings } = table;
  const size = x.length > train ? t("{train} to train on, {held} held out", { train, held: x.length - train }) : t("{count} rows, all to train on", { count: x.length });
  const parts = [size, t("{count} inputs", { count: features.length }), classes.length ? t("{count} classes", { count: classes.length }) : ""];
  const notes = warnings.map(({ message }) => message);
  const few = dropped.slice(0, MOST_DROPPED).map(({ row, reason }) => t("row {row}: {reason}", { row, reason }));
  const left = t("{count} rows left out", { count });
  if (count) notes.push(`${left}: ${few.join(" ")}${count > few.length ? " …" : ""}`);
  return [el("p", { class: "quiet" }, parts.filter(Boolean).join(" · ")), ...notes.map((note) => el("p", { class: "note quiet" }, note)), firstRows(table)];
}

/** @param {Table} table */
function firstRows({ x, t: targets, features, targets: names, labels, classes }) {
  const wide = features.length + names.length > MOST_CELLS;
  const shown = wide ? features.slice(0, Math.max(MOST_CELLS - names.length, 1)) : features;
  const heads = [...shown, ...(wide ? ["…"] : []), ...names];
  const rows = x.slice(0, MOST_ROWS).map((row, i) => {
    const label = labels?.[i];
    const cells = [...row.slice(0, shown.length).map(formatNumber), ...(wide ? ["…"] : []), ...(targets?.[i] ?? []).map(formatNumber)];
    return el("tr", {}, ...cells.map((cell, at) => el("td", { class: at >= cells.length - names.length ? "number target" : "number" }, cell)),
      label === undefined ? null : el("td", { class: "label" }, classes[label] ?? ""));
  });
  const head = heads.map((name, at) => el("th", { scope: "col", title: name, class: at >= heads.length - names.length ? "target" : null }, name));
  return el("div", { class: "preview-list", tabindex: "0", role: "region", "aria-label": t("The first rows, as the network sees them") },
    el("table", { class: "preview" }, el("thead", {}, el("tr", {}, ...head, labels ? el("th", { scope: "col" }, t("class")) : null)), el("tbody", {}, ...rows)));
}
