// The numbers of a training: loss, error rate and gradients over the iterations, of all runs on the same axes.

import { createLineChart } from "../draw/line-chart.js";
import { el } from "../dom.js";
import { formatNumber, formatShare } from "../format.js";
import { t } from "../i18n.js";
import { newestBefore, sampled } from "../state/history.js";
import { currentRun, lookedAt } from "../state/training.js";
import { beforeNextFrame } from "../timeline/clock.js";
import { gradientTable } from "./training-gradients.js";
import { compareTable } from "./training-compare.js";
import { labelOf } from "./training-runs.js";

/** @import {Training, TrainingState} from "../state/training.js" */
/** @import {Num, Progress, Run, TrainingActions} from "../types.js" */
/** @import {Table} from "../draw/line-chart.js" */

/** Charts are drawn at most once in so many milliseconds; the numbers beside them keep up. */
const REST = 70;
/** A line has no room for more points. */
const POINTS = 600;
const HEIGHTS = { loss: 96, error: 92, gradients: 112 };

/**
 * @param {HTMLElement} top the numbers and the loss: what is always looked at
 * @param {HTMLElement} host the rest
 * @param {Training} training
 * @param {TrainingActions} actions
 */
export function mountTrainingCharts(top, host, training, actions) {
  const seek = (/** @type {number} */ iteration) => void actions.seek(iteration);
  const figures = el("dl", { class: "figures" });
  const compare = el("div", { class: "compare" });
  const toggle = el("button", { type: "button", class: "small-button", "aria-pressed": "true", onclick: () => setLog(toggle.getAttribute("aria-pressed") !== "true") }, t("log scale"));
  const legend = el("span", { class: "line-legend" }, key(false, t("training")), key(true, t("held out")));
  const loss = section(t("Loss"), legend, toggle);
  const error = section(t("Error rate"));
  const gradients = section(t("Gradient by layer"));
  gradients.place.title = t("The length of each layer's gradient: how strongly it is told to change");
  top.append(figures, loss.place);
  host.append(compare, gradients.place, error.place);
  const charts = {
    loss: createLineChart(loss.body, { label: t("Loss over iterations"), height: HEIGHTS.loss, log: true, seek }),
    error: createLineChart(error.body, { label: t("Error rate over iterations"), height: HEIGHTS.error, floor: true, format: formatShare, seek }),
    gradients: createLineChart(gradients.body, { label: t("Length of the gradients over iterations"), height: HEIGHTS.gradients, log: true, seek }),
  };
  let drawn = 0;

  /** @param {boolean} log */
  function setLog(log) {
    toggle.setAttribute("aria-pressed", String(log));
    charts.loss.setLog(log);
  }

  /** @param {TrainingState} state */
  function draw(state) {
    const { runs, at } = state;
    const run = currentRun(state);
    const changes = run?.segments.map(({ from }) => from).filter((from) => from > 0) ?? [];
    const held = runs.some((one) => isThere(one.newest?.progress.validation_loss));
    const rates = runs.some((one) => typeof one.newest?.progress.error_rate === "number");
    legend.hidden = !held;
    // Without data there is no loss: what is made small is the program's output.
    write(loss.head, state.data || !run ? t("Loss") : t("Output"));
    write(gradients.head, run?.body.network ? t("Gradient by layer") : t("Gradient"));
    error.place.hidden = !rates;
    charts.loss.show({ tables: runs.map((one) => lines(one, runs, "loss", "validation_loss", held)), at, changes });
    if (rates) charts.error.show({ tables: runs.map((one) => lines(one, runs, "error_rate", "validation_error_rate", held)), at, changes });
    const table = run && gradientTable(run, sampled(run.progress, POINTS));
    gradients.place.hidden = !table;
    if (table) charts.gradients.show({ tables: [table], at, changes });
    compare.replaceChildren(...(runs.length > 1 ? [compareTable(state)] : []));
  }

  const showSoon = beforeNextFrame(() => {
    const state = training.get();
    if (!state.open) return;
    tellFigures(figures, state);
    const now = performance.now();
    const wait = REST - (now - drawn);
    // While it runs another picture is on its way; at rest this one is the last.
    if (wait > 0 && state.runs.some((run) => run.status === "running")) {
      setTimeout(showSoon, wait);
      return;
    }
    drawn = now;
    draw(state);
  });
  training.subscribe(showSoon);
  showSoon();
}

/** @param {string} title @param {...Node} tools */
function section(title, ...tools) {
  const body = el("div", {});
  const head = el("h2", { class: "eyebrow" }, title);
  const place = el("section", { class: "chart-section" }, el("div", { class: "eyebrow-row" }, head, ...tools), body);
  return { place, body, head };
}

/** @param {boolean} dashed @param {string} text */
function key(dashed, text) {
  return el("span", { class: "line-key" }, el("span", { class: "chart-swatch", "data-dashed": dashed }), text);
}

/**
 * A run's numbers over its iterations: solid for the training rows, dashed for those held out.
 * @param {Run} run @param {readonly Run[]} runs
 * @param {"loss" | "error_rate"} name @param {"validation_loss" | "validation_error_rate"} other @param {boolean} both
 * @returns {Table}
 */
function lines(run, runs, name, other, both) {
  const label = runs.length > 1 ? labelOf(run, runs) : t("training");
  const color = `--run-${run.color + 1}`;
  const progress = sampled(run.progress, POINTS);
  const solid = { key: `${run.id} ${name}`, label, color, y: progress.map((one) => one[name]) };
  const held = { key: `${run.id} ${other}`, label: runs.length > 1 ? t("{run}, held out", { run: label }) : t("held out"), color, dashed: true, y: progress.map((one) => one[other]) };
  return { x: progress.map((one) => one.iteration), lines: both ? [solid, held] : [solid] };
}

/** The numbers of the iteration looked at. @param {HTMLElement} host @param {TrainingState} state */
function tellFigures(host, state) {
  const run = currentRun(state);
  const progress = lookedAt(state)?.progress ?? (run && newestBefore(run.progress, state.at ?? Infinity));
  if (!progress) {
    host.replaceChildren();
    return;
  }
  /** @type {[string, Num | null | undefined, Num | null | undefined, (value: Num) => string][]} */
  const told = [
    [run?.data ? t("loss") : t("output"), progress.loss, progress.validation_loss, formatNumber],
    [t("errors"), progress.error_rate, progress.validation_error_rate, formatShare],
  ];
  const figures = told.flatMap(([name, value, held, format]) => (isThere(value) ? [{ name, value: format(value), held: isThere(held) ? t("held out {value}", { value: format(held) }) : "" }] : []));
  while (host.children.length > figures.length) host.lastElementChild?.remove();
  while (host.children.length < figures.length) host.append(el("div", { class: "figure" }, el("dt"), el("dd"), el("dd", { class: "held" })));
  figures.forEach(({ name, value, held }, i) => [name, value, held].forEach((text, j) => write(host.children[i]?.children[j], text)));
}

/** @param {Num | null | undefined} value @returns {value is Num} */
function isThere(value) {
  return value !== null && value !== undefined;
}

/** @param {Element | undefined} place @param {string} text */
function write(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}
