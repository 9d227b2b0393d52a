// A training from many seeds: a cell each, reached or not, and how many did.

import { el } from "../dom.js";
import { formatNumber } from "../format.js";
import { t } from "../i18n.js";

/** @import {Scene, SweepRun} from "../types.js" */

/**
 * @param {{of: number, runs: SweepRun[], done: boolean}} sweep
 * @param {Scene | undefined} scene
 * @param {(seed: number) => void} choose one to be trained before one's eyes
 */
export function sweepGrid({ of, runs, done }, scene, choose) {
  const reached = runs.filter((run) => run.reason === "target").length;
  const cells = Array.from({ length: of }, (_, i) => {
    const run = runs[i];
    if (!run) return el("span", { class: "seed" });
    const reached = run.reason === "target";
    const told = [t("seed {seed}", { seed: run.seed }), reached ? t("reached after {number}", { number: run.iterations }) : t("not reached"), t("loss {value}", { value: formatNumber(run.loss) })].join(" · ");
    return el("button", { type: "button", class: `seed ${reached ? "reached" : "missed"}`, title: told, "aria-label": told, onclick: () => choose(run.seed) }, String(run.seed));
  });
  const left = t("{number} to go", { number: of - runs.length });
  return el(
    "section",
    { class: "sweep" },
    el("h2", { class: "eyebrow" }, scene?.title ?? t("Seeds")),
    el("p", { class: "sweep-count", role: "status" }, t("{reached} of {tried} seeds reached the target", { reached, tried: runs.length }), done ? "" : ` · ${left}`),
    el("div", { class: "seeds" }, ...cells),
  );
}
