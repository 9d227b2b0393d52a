// A table of the visitor's own: read by the server, its columns given a role, and used. What was typed is never lost.

import { ApiError } from "../api/client.js";
import { fetchLimits, readTable } from "../api/datasets.js";
import { el } from "../dom.js";
import { make } from "../draw/svg.js";
import { t } from "../i18n.js";
import { columnTable, guessRoles, previewTable } from "./csv-columns.js";
import { createSource, takeDrops, tooLarge } from "./csv-source.js";
import { choiceSetting, numberSetting, seedSetting, switchSetting } from "./setting-field.js";
import { createSettingTip } from "./setting-tip.js";
import { wordsOf } from "./setting-words.js";

/** @import {Column, Table, TableQuestion} from "../api/datasets.js" */
/** @import {Data, Problem, TrainingActions} from "../types.js" */
/** @typedef {Problem & {row?: number, columns?: Column[]}} TableProblem */

const SHARES = [0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1];
const SPLIT = { least: 0, most: 1, above: true };
/** Where the server does not say how much it takes. */
const MOST_BYTES = 8_000_000;

/**
 * @param {HTMLElement} host a file may be dropped anywhere on it
 * @param {Pick<TrainingActions, "setData">} actions
 */
export function createTable(host, actions) {
  /** @type {Omit<TableQuestion, "text">} */
  let question = { inputs: null, target: null, header: null, missing: "drop", standardize: true, split: 0.75, seed: 0 };
  let table = /** @type {Table | null} */ (null);
  let columns = /** @type {Column[]} */ ([]);
  let used = /** @type {Data | null} */ (null);
  let control = new AbortController();

  const source = createSource((fresh) => void change(fresh ? { inputs: null, target: null } : {}), (why) => complain([told(why)]), mostBytes);
  const problems = el("ul", { class: "table-problems", id: "table-problems", role: "list", "aria-live": "polite" });
  const result = el("div", { class: "table-columns" });
  const use = el("button", { type: "button", class: "button strong", id: "use-table", disabled: true, onclick: () => void take() }, t("Use these data"));

  const header = choiceSetting("table-header", { label: t("first row"), why: t("Whether the first row holds the columns' names.") },
    [["", t("as it looks")], ["true", t("names")], ["false", t("data")]],
    (value) => void change({ header: value ? value === "true" : null, inputs: null, target: null }));
  const missing = choiceSetting("table-missing", { label: t("missing values"), why: t("What becomes of a row in which a value is missing.") },
    [["drop", t("leave the row out")], ["mean", t("put the mean there")]],
    (value) => void change({ missing: value === "mean" ? "mean" : "drop" }));
  const standardize = switchSetting("table-standardize", wordsOf("standardize"), (value) => void change({ standardize: value }));
  const split = numberSetting("table-split", { ...wordsOf("split"), ...SPLIT }, (value) => void change({ split: value }), { stops: SHARES });
  const seed = seedSetting("table-seed", { ...wordsOf("seed"), least: 0 }, (value) => void change({ seed: value }));
  standardize.show(question.standardize);
  split.show(question.split);
  seed.show(question.seed);

  const close = el("button", { type: "button", class: "icon-button", "aria-label": t("Close"), onclick: () => dialog.close() },
    make("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, make("path", { d: "M6 6l12 12M18 6L6 18" })));
  const dialog = el("dialog", { class: "table-dialog", "aria-labelledby": "table-title" },
    el("div", { class: "dialog-head" }, el("h2", { id: "table-title" }, t("Your own table")), close),
    el("p", { class: "quiet" }, t("Your data stay in this browser and in the requests it makes; the server keeps nothing.")),
    el("div", { class: "table-parts" },
      el("div", { class: "table-source" }, source.element, el("div", { class: "settings" }, header.element, missing.element, standardize.element, split.element, seed.element)),
      el("div", { class: "table-result" }, problems, result)),
    el("div", { class: "table-foot" }, use));
  host.append(dialog);
  createSettingTip(dialog);

  /** @param {Partial<typeof question>} next */
  async function change(next) {
    question = { ...question, ...next };
    control.abort();
    const mine = (control = new AbortController());
    table = null;
    use.disabled = true;
    const body = { text: source.text(), ...question };
    if (!body.text.trim()) {
      show([], []);
      return;
    }
    const most = await mostBytes();
    if (mine.signal.aborted) return;
    const size = bytesOf(body);
    if (size > most) {
      show([], [told(tooLarge(source.name() || t("Pasted text"), size, most))]);
      return;
    }
    dialog.setAttribute("aria-busy", "true");
    try {
      const answer = await readTable(body, mine.signal);
      if (mine.signal.aborted) return;
      table = answer;
      use.disabled = false;
      show(answer.columns, []);
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      const known = /** @type {TableProblem} */ (error.problem).columns ?? [];
      show(guessRoles(known, question), error.problems);
    } finally {
      if (control === mine) dialog.removeAttribute("aria-busy");
    }
  }

  /** The columns, what is wrong, and where nothing is, how it will be seen. @param {Column[]} next @param {TableProblem[]} wrong */
  function show(next, wrong) {
    columns = next;
    complain(wrong);
    const focused = result.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset["column"] : undefined;
    const scrolled = result.querySelector(".column-list")?.scrollTop ?? 0;
    result.replaceChildren(...(columns.length ? [columnTable(columns, choose)] : []), ...(table ? previewTable(table) : []));
    result.querySelector(".column-list")?.scrollTo(0, scrolled);
    if (focused !== undefined) /** @type {HTMLElement | null} */ (result.querySelector(`[data-column="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {string} name @param {Column["role"]} role */
  function choose(name, role) {
    const next = columns.map((one) => (one.name === name ? { ...one, role } : one));
    const named = (/** @type {string} */ wanted) => next.filter((one) => one.role === wanted).map((one) => one.name);
    void change({ inputs: named("input"), target: named("target") });
  }

  /** Say what is wrong; columns and text stay. @param {TableProblem[]} wrong */
  function complain(wrong) {
    problems.replaceChildren(...wrong.map(({ detail, row }) => {
      const go = row && source.canEdit() ? el("button", { type: "button", class: "link", onclick: () => source.goTo(row) }, t("Show row {row}", { row })) : null;
      return el("li", { class: "refusal" }, detail, " ", go);
    }));
  }

  async function take() {
    if (!table) return;
    const { columns: _columns, dropped: _dropped, warnings: _warnings, header: _header, dropped_rows: _count, ...data } = table;
    const most = await mostBytes();
    const size = bytesOf({ x: data.x, t: data.t });
    if (size > most) {
      complain([told(tooLarge(t("Written as numbers, the table"), size, most))]);
      return;
    }
    used = { ...data, id: null, title: source.name() || data.title };
    const refused = await actions.setData(used);
    if (refused.length) complain(refused);
    else dialog.close();
  }

  function open() {
    if (!dialog.open) dialog.showModal();
  }

  for (const place of [host, dialog]) {
    takeDrops(place, (file) => {
      open();
      void source.takeFile(file);
    });
  }
  return {
    open,
    /** Whether data are those of the table. @param {Data} data */
    isOwn: (data) => used !== null && data.x === used.x,
  };
}

/** How long a request may be. */
async function mostBytes() {
  const limits = await fetchLimits().catch(() => null);
  return limits?.["body_bytes"] ?? MOST_BYTES;
}

/** @param {object} body */
function bytesOf(body) {
  return new Blob([JSON.stringify(body)]).size;
}

/** @param {string} detail @returns {TableProblem} */
function told(detail) {
  return { title: detail, status: 0, detail };
}
