// Several runs in a table: what they have different, and how far each has come.

import { el } from "../dom.js";
import { formatNumber, formatShare } from "../format.js";
import { t } from "../i18n.js";
import { newestBefore } from "../state/history.js";
import { labelOf, statusOf } from "./training-runs.js";

/** @import {TrainingState} from "../state/training.js" */
/** @import {Num, Run} from "../types.js" */

/** @param {TrainingState} state */
export function compareTable({ runs, current }) {
  const last = runs.map((run) => newestBefore(run.progress, Infinity));
  const held = last.some((one) => typeof one?.validation_loss === "number");
  const rates = last.some((one) => typeof one?.error_rate === "number");
  const heads = [t("run"), t("iterations"), t("loss"), ...(held ? [t("held out")] : []), ...(rates ? [held ? t("held-out errors") : t("errors")] : [])];
  const rows = runs.map((run, i) => {
    const progress = last[i];
    const cells = [
      progress ? progress.iteration.toLocaleString(document.documentElement.lang) : "–",
      number(progress?.loss),
      ...(held ? [number(progress?.validation_loss)] : []),
      ...(rates ? [share(held ? progress?.validation_error_rate : progress?.error_rate)] : []),
    ];
    return el(
      "tr",
      { "data-color": run.color + 1, "aria-current": run.id === current ? "true" : null },
      el("th", { scope: "row" }, el("span", { class: "run-dot", "aria-hidden": "true" }), labelOf(run, runs), el("small", {}, statusOf(run))),
      ...cells.map((text) => el("td", {}, text)),
    );
  });
  return el("table", { class: "compare-table" }, el("thead", {}, el("tr", {}, ...heads.map((text) => el("th", { scope: "col" }, text)))), el("tbody", {}, ...rows));
}

/** @param {Num | null | undefined} value */
function number(value) {
  return value === null || value === undefined ? "–" : formatNumber(value);
}

/** @param {Num | null | undefined} value */
function share(value) {
  return value === null || value === undefined ? "–" : formatShare(value);
}
