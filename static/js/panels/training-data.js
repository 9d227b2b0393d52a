// What it learns from: the data in force, others to choose from, their options, or data of the visitor's own.

import { ApiError } from "../api/client.js";
import { fetchData, fetchDatasets } from "../api/datasets.js";
import { el } from "../dom.js";
import { withoutAll } from "../draw/field-own.js";
import { t } from "../i18n.js";
import { createGallery } from "./data-gallery.js";
import { createDataOptions } from "./data-options.js";
import { dataThumbnail, emptyThumbnail, tableThumbnail } from "./data-thumbnail.js";

/** @import {Dataset} from "../api/datasets.js" */
/** @import {Training} from "../state/training.js" */
/** @import {Data, DatasetSpec, Problem, TrainingActions} from "../types.js" */

/** The dataset that an empty plane is made of: two inputs, two classes. */
const PLANE = "gaussians";

/**
 * @param {HTMLElement} host
 * @param {Training} training
 * @param {Pick<TrainingActions, "setData">} actions
 * @param {{open: () => void, isOwn: (data: Data) => boolean}} table the visitor's own
 */
export function mountTrainingData(host, training, actions, table) {
  /** @type {Dataset[]} */
  let datasets = [];
  /** What has been asked for last and is not there yet. @type {DatasetSpec | Data | null} */
  let wanted = null;
  /** Each dataset's options as they were last. @type {Map<string, DatasetSpec>} */
  const remembered = new Map();
  let drawn = /** @type {Data | null | undefined} */ (undefined);

  const face = el("span", { class: "data-face" });
  const title = el("span", { class: "data-title" });
  const size = el("small", { class: "data-size" });
  const gallery = createGallery((id) => void choose(remembered.get(id) ?? { dataset: id }), [
    { name: t("Points by clicking"), text: t("An empty plane: click in it to set points of two classes."), picture: emptyThumbnail(), act: () => void choosePoints() },
    { name: t("A table"), text: t("Paste or drop a CSV file, and choose its columns."), picture: tableThumbnail(), act: table.open },
  ]);
  const door = el("details", { class: "data-door", id: "data-door" },
    el("summary", {}, face, el("span", { class: "data-words" }, title, size)), gallery.element);
  const options = createDataOptions((name, value) => {
    const now = current();
    if (now) void choose({ ...now, [name]: value });
  });
  const note = el("div", { class: "data-note", role: "status" });
  host.append(door, options.element, note);

  /** @param {DatasetSpec | Data} next */
  async function choose(next) {
    wanted = next;
    const spec = specOf(next);
    if (spec) remembered.set(spec.dataset, spec);
    showChoice();
    const problems = await actions.setData(next);
    if (wanted !== next) return;
    wanted = null;
    show();
    say(problems);
  }

  async function choosePoints() {
    try {
      await choose(withoutAll(await fetchData({ dataset: PLANE, n: 4 })));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say(error.problems);
    }
  }

  /** The dataset in force, or about to be. */
  function current() {
    return specOf(wanted ?? training.get().settings.data ?? null);
  }

  /** @param {Problem[]} problems */
  function say(problems) {
    const { data } = training.get();
    const lines = problems.map(({ detail }) => el("p", { class: "refusal" }, detail));
    if (!lines.length && data && table.isOwn(data)) lines.push(el("p", {}, el("button", { type: "button", class: "button", onclick: table.open }, t("Edit the table"))));
    else if (!lines.length && data && !data.x.length) lines.push(el("p", {}, t("Click in the plane to set points.")));
    note.replaceChildren(...lines);
  }

  function showChoice() {
    const spec = current();
    gallery.show(spec?.dataset ?? "");
    options.show(datasets.find(({ id }) => id === spec?.dataset), spec);
  }

  function show() {
    const { data } = training.get();
    showChoice();
    if (data === drawn) return;
    drawn = data;
    face.replaceChildren(data ? dataThumbnail(data) : emptyThumbnail());
    title.textContent = data ? data.title : t("No data yet");
    size.textContent = data ? sizeOf(data) : t("Choose some, or train the program as it is.");
    say([]);
  }

  async function load() {
    try {
      datasets = await fetchDatasets();
      if (door.open) gallery.fill(datasets);
      show();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (door.open) say(error.problems);
    }
  }

  door.addEventListener("toggle", () => door.open && void load());
  training.subscribe((_, changed) => (changed.has("settings") || changed.has("data")) && show());
  show();
  void load();
}

/** @param {object | null} data @returns {DatasetSpec | null} */
function specOf(data) {
  return data && "dataset" in data ? /** @type {DatasetSpec} */ (data) : null;
}

/** How much there is of it. @param {Data} data */
function sizeOf({ x, train }) {
  if (!x.length) return t("no rows yet");
  return x.length > train ? t("{train} to train on, {held} held out", { train, held: x.length - train }) : t("{count} rows, all to train on", { count: x.length });
}
