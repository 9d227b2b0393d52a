// Predictions beside their targets, for the rows that are watched: images with the gradient at their pixels, what went
// through a narrow layer, or a table. A function of the data and the frame looked at.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { currentRun, lookedAt } from "../state/training.js";
import { beforeNextFrame } from "../timeline/clock.js";
import { createCodes } from "./code-rows.js";
import { createFieldColors } from "./field-colors.js";
import { createImageCodes } from "./image-codes.js";
import { createImages } from "./image-rows.js";
import { createTable } from "./predictions-table.js";
import { outcomesOf } from "./predictions-read.js";
import { inkScale } from "./tones.js";
import { codeLayer, layersOf, rowFollowed } from "./training-net.js";

/** @import {Data, Frame, Run, TrainingActions} from "../types.js" */
/** @import {Training, TrainingState} from "../state/training.js" */
/** @import {Outcome} from "./predictions-read.js" */

/**
 * @typedef {object} Scales
 * @property {Uint32Array} ink
 * @property {Uint32Array} sign
 * @property {(token: string) => string} token
 * @property {(index: number) => string} point the colour of a class
 *
 * @typedef {object} Moment what there is to show
 * @property {Data} data
 * @property {Run} run
 * @property {Frame} frame
 * @property {Outcome[]} outcomes
 * @property {Outcome} chosen the row that is followed
 * @property {string | null} activation of the code layer
 * @property {string | null} lastActivation
 *
 * @typedef {{element: HTMLElement, show: (moment: Moment, scales: Scales) => void}} Part
 */

/** What of the training is to be seen here. @type {readonly (keyof TrainingState)[]} */
const SHOWN = ["open", "runs", "current", "at", "data", "watching"];

/**
 * @param {HTMLElement} host
 * @param {Training} training
 * @param {TrainingActions} actions
 */
export function createPredictionsView(host, training, actions) {
  const colors = createFieldColors(host);
  const empty = el("p", { class: "hint", role: "status" }, t("Predictions appear with the first report."));
  const root = el("div", { class: "predictions" }, empty);
  host.append(root);
  let scales = /** @type {Scales | null} */ (null);
  let part = /** @type {Part | null} */ (null);
  let shown = /** @type {Data | null} */ (null);

  function paint() {
    if (!host.isConnected || host.hidden) return;
    const state = training.get();
    const run = currentRun(state);
    const frame = lookedAt(state);
    const data = run?.data ?? state.data;
    if (!run || !data || !frame?.predictions?.rows.length) {
      root.replaceChildren(empty);
      [part, shown] = [null, null];
      return;
    }
    if (!part || data !== shown) {
      shown = data;
      part = partFor(data, actions);
      root.replaceChildren(part.element);
    }
    scales ??= { ink: inkScale(colors), sign: colors.surface(), token: colors.token, point: colors.point };
    const outcomes = outcomesOf(data, frame.predictions);
    const row = rowFollowed(state.watching, frame);
    const chosen = outcomes.find((one) => one.row === row) ?? outcomes[0];
    const layers = layersOf(run, null);
    const activation = layers?.[codeLayer(layers)]?.activation ?? null;
    const lastActivation = layers?.at(-1)?.activation ?? null;
    if (chosen) part.show({ data, run, frame, outcomes, chosen, activation, lastActivation }, scales);
  }

  const repaint = beforeNextFrame(paint);
  const quiet = training.subscribe((_, changed) => {
    if (SHOWN.some((key) => changed.has(key))) repaint();
  });
  function recolour() {
    colors.refresh();
    scales = null;
    part = null;
    repaint();
  }
  const themed = new MutationObserver(recolour);
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", recolour);
  paint();

  return {
    paint,
    dispose() {
      quiet();
      themed.disconnect();
      dark.removeEventListener("change", recolour);
      host.replaceChildren();
    },
  };
}

/** @param {Data} data @param {TrainingActions} actions @returns {Part} */
function partFor(data, actions) {
  if (data.image) return data.kind === "reconstruction" ? createImageCodes(data, actions) : createImages(data, actions);
  return data.kind === "reconstruction" ? createCodes(data, actions) : createTable(data, actions);
}
