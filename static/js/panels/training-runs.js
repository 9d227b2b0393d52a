// The runs as chips: label, colour, how it stands; one of them is followed by the pictures.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { formatNumber } from "../format.js";
import { MOST_RUNS } from "../state/training.js";
import { differencesOf } from "../state/settings.js";
import { optimizerName, tellSetting } from "./setting-words.js";

/** @import {TrainingState} from "../state/training.js" */
/** @import {Run, TrainingActions} from "../types.js" */

/** What a run's end is called, in a word. @param {Run} run */
export function statusOf({ status, done, newest }) {
  if (status === "running") return newest ? t("training") : t("waiting");
  if (status === "failed") return t("broken off");
  const ends = { target: t("target reached"), diverged: t("diverged"), cancelled: t("out of time"), iterations: t("done") };
  return status === "done" && done ? ends[done.reason] : newest?.iteration ? t("paused") : t("ready");
}

/** What an optimizer's own name says already. */
const OPTIMIZER = ["optimizer", "learning_rate", "momentum", "beta1", "beta2", "alpha", "epsilon", "weight_decay"];
/** What makes no other training of it. */
const IDLE = ["iterations"];

/**
 * What a run is called: by its own name, or by what sets it apart from the first one.
 * @param {Run} run
 * @param {readonly Run[]} runs
 */
export function labelOf(run, runs) {
  if (run.label) return run.label;
  const [first] = runs;
  const { optimizer } = run.settings;
  const rule = `${optimizerName(optimizer.name)} ${formatNumber(optimizer.learning_rate)}`;
  if (!first || first === run) return rule;
  const differences = differencesOf(first.settings, run.settings).filter(({ name }) => !IDLE.includes(name));
  const same = first.settings.optimizer.name === optimizer.name;
  const layers = run.body.network?.layers.map((layer) => layer.units).join("-");
  const told = [
    run.parent?.iteration && t("from {number}", { number: run.parent.iteration }),
    JSON.stringify(first.body.network) === JSON.stringify(run.body.network) ? null : layers,
    same ? null : rule,
    ...differences.filter(({ name }) => same || !OPTIMIZER.includes(name)).map(tellSetting),
  ].filter(Boolean);
  return told.length ? told.join(" · ") : rule;
}

/** @param {HTMLElement} host @param {TrainingActions} actions */
export function createChips(host, actions) {
  let shown = "";
  const add = el("button", { type: "button", class: "chip-add", "aria-label": t("Another run beside these"), title: t("Another run beside these, with the settings as they are"), onclick: () => actions.add() }, "+");

  return {
    /** @param {TrainingState} state */
    show({ runs, current }) {
      const key = JSON.stringify([current, runs.map((run) => [run.id, run.color, statusOf(run), labelOf(run, runs)])]);
      if (key === shown) return;
      shown = key;
      const focused = document.activeElement?.closest(".run-chip")?.getAttribute("data-run");
      add.disabled = runs.length >= MOST_RUNS;
      host.replaceChildren(...runs.map((run) => chip(run, runs, run.id === current)), add);
      if (focused) /** @type {HTMLElement | null} */ (host.querySelector(`[data-run="${focused}"] button`))?.focus();
    },
  };

  /** @param {Run} run @param {readonly Run[]} runs @param {boolean} chosen */
  function chip(run, runs, chosen) {
    const label = labelOf(run, runs);
    const name = el(
      "button",
      { type: "button", class: "run-name", "aria-pressed": String(chosen), title: `${label} · ${statusOf(run)}`, onclick: () => actions.choose(run.id) },
      el("span", { class: "run-dot", "aria-hidden": "true" }),
      el("span", { class: "run-label" }, label),
      el("span", { class: "run-status" }, statusOf(run)),
    );
    const away = el("button", { type: "button", class: "run-away", "aria-label": t("Remove {run}", { run: label }), title: t("Remove {run}", { run: label }), onclick: () => actions.remove(run.id) }, "×");
    const item = el("div", { class: "run-chip", "data-run": run.id, "data-color": run.color + 1, "data-status": run.status }, name);
    if (runs.length > 1) item.append(away);
    return item;
  }
}
