// A program that is no network, or has no data: its parameters over the iterations.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { currentRun } from "../state/training.js";
import { beforeNextFrame } from "../timeline/clock.js";
import { indicesAt } from "../state/leaves.js";
import { shapeOf } from "../format.js";
import { createLineChart } from "./line-chart.js";

/** @import {Training} from "../state/training.js" */
/** @import {Run, Value} from "../types.js" */
/** @import {Line, Table} from "./line-chart.js" */

const HEIGHT = 220;
/** So many single numbers are told apart in one picture. */
const MOST = 12;
/** Parameters take turns with the runs' colours. */
const COLORS = 6;

/** @param {HTMLElement} host @param {Training} training */
export function createParametersChart(host, training) {
  host.append(el("h2", { class: "eyebrow" }, t("Parameters")));
  const chart = createLineChart(host, { label: t("Parameters over iterations"), height: HEIGHT });
  const showSoon = beforeNextFrame(() => {
    const state = training.get();
    const run = currentRun(state);
    if (state.open && !host.hidden && run?.frames.length) chart.show({ tables: [tableOf(run)], at: state.at });
  });
  training.subscribe(showSoon);
  showSoon();
}

/** @param {Run} run @returns {Table} */
function tableOf(run) {
  const first = run.frames[0]?.snapshot?.parameters ?? {};
  const all = Object.entries(first).flatMap(([name, value]) => placesOf(name, value));
  const lines = all.slice(0, MOST).map(({ name, label, place }, i) => /** @type {Line} */ ({
    key: `${run.id} ${label}`,
    label,
    color: `--run-${((run.color + i) % COLORS) + 1}`,
    end: true,
    y: run.frames.map(({ snapshot }) => at(snapshot?.parameters[name], place)),
  }));
  return { x: run.frames.map((frame) => frame.iteration), lines };
}

/** The single numbers of a parameter. @param {string} name @param {Value} value */
function placesOf(name, value) {
  const shape = shapeOf(value);
  const count = shape.reduce((product, size) => product * size, 1);
  return Array.from({ length: Math.min(count, MOST) }, (_, i) => {
    const place = indicesAt(i, shape);
    return { name, place, label: place.length ? `${name}[${place.join(",")}]` : name };
  });
}

/** @param {unknown} value @param {readonly number[]} place @returns {any} */
function at(value, place) {
  return place.reduce((/** @type {any} */ part, i) => part?.[i], value);
}
