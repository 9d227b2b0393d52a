// The left panel of training mode: what it learns from, and how it learns.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { createSettingTip } from "./setting-tip.js";
import { createTable } from "./training-csv.js";
import { mountTrainingData } from "./training-data.js";
import { mountTrainingOptions } from "./training-options.js";

/** @import {Store} from "../state/store.js" */
/** @import {Training} from "../state/training.js" */
/** @import {TrainingActions} from "../types.js" */

/**
 * @param {HTMLElement} host
 * @param {Training} training
 * @param {Store} _store
 * @param {Pick<TrainingActions, "setData" | "setSettings">} actions changes take effect at once, while it runs too
 */
export function mountTrainingSettings(host, training, _store, actions) {
  const data = el("div", { class: "settings" });
  const options = el("div", { class: "settings" });
  host.append(
    el("section", { "aria-labelledby": "data-heading" }, el("h2", { id: "data-heading", class: "eyebrow" }, t("Data")), data),
    el("section", { "aria-labelledby": "learning-heading" }, el("h2", { id: "learning-heading", class: "eyebrow" }, t("Learning")), options),
  );
  const table = createTable(host, actions);
  mountTrainingData(data, training, actions, table);
  mountTrainingOptions(options, training, actions);
  createSettingTip(host);
  // A file that misses the panel would take the page away, and with it all that was typed.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
}
