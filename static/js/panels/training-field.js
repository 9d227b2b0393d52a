// What stands on top of the charts: the field over the plane or the fit, images and predictions, or the parameters on their way.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { currentRun, lookedAt } from "../state/training.js";

/** @import {Training, TrainingState} from "../state/training.js" */
/** @import {TrainingActions} from "../types.js" */

/** @typedef {"field" | "predictions" | "parameters"} Kind */

/** @type {Record<Kind, (host: HTMLElement, training: Training, actions: TrainingActions) => Promise<unknown>>} */
const SHOWS = {
  field: (host, training, actions) => import("../draw/field-view.js").then((found) => found.createFieldView(host, training, actions)),
  predictions: (host, training, actions) => import("../draw/predictions-view.js").then((found) => found.createPredictionsView(host, training, actions)),
  parameters: (host, training) => import("../draw/parameters-chart.js").then((found) => found.createParametersChart(host, training)),
};

/** @param {HTMLElement} host @param {Training} training @param {TrainingActions} actions */
export async function mountTrainingField(host, training, actions) {
  /** @type {Map<Kind, HTMLElement>} */
  const places = new Map();

  async function show() {
    const state = training.get();
    if (!state.open) return;
    const kind = kindOf(state);
    if (!kind) return;
    for (const [one, place] of places) place.hidden = one !== kind;
    if (places.has(kind)) return;
    const place = el("div", { class: `field-place ${kind}-place` });
    places.set(kind, place);
    host.append(place);
    try {
      await SHOWS[kind](place, training, actions);
    } catch {
      // A file that did not arrive is asked for again the next time.
      places.delete(kind);
      place.replaceChildren(el("p", { class: "hint", role: "status" }, t("This view could not be loaded. Try again in a moment.")));
    }
  }
  training.subscribe((_, changed) => {
    if (changed.has("data") || changed.has("open") || changed.has("current") || changed.has("runs")) void show();
  });
  await show();
}

/** What suits the current run; null as long as there is none. @param {TrainingState} state @returns {Kind | null} */
function kindOf(state) {
  const { data } = state;
  const run = currentRun(state);
  if (!run) return null;
  if (!data) return "parameters";
  const plane = lookedAt(state)?.field ?? (run.body.network && data.features.length <= 2 && !data.image);
  return plane ? "field" : "predictions";
}
