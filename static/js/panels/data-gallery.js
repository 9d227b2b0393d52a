// Datasets to choose from, as stamps on shelves; what the one pointed at is, in a line below.

import { ApiError } from "../api/client.js";
import { fetchData } from "../api/datasets.js";
import { el } from "../dom.js";
import { t } from "../i18n.js";
import { dataThumbnail, emptyThumbnail } from "./data-thumbnail.js";

/** @import {Dataset} from "../api/datasets.js" */

/** So many rows make a thumbnail. */
const FEW = 80;

/** @typedef {{name: string, text: string, picture: Node, act: () => void, id?: string}} Stamp */

/**
 * @param {(id: string) => void} choose
 * @param {Stamp[]} own what stands beside the datasets
 */
export function createGallery(choose, own) {
  const shelves = el("div", { class: "data-gallery" });
  const caption = el("p", { class: "data-caption" });
  const element = el("div", { class: "data-picker", onpointerleave: () => show(chosen) }, shelves, caption);
  /** @type {Dataset[]} */
  let datasets = [];
  let chosen = "";

  /** @param {string} name @param {string} text */
  function tell(name, text) {
    caption.replaceChildren(el("b", {}, name), " ", text);
  }
  /** @param {Stamp} stamp */
  function button({ name, text, picture, act, id }) {
    const say = () => tell(name, text);
    const pressed = id === undefined ? null : "false";
    return el("button", { type: "button", class: "data-stamp", "aria-pressed": pressed, "aria-label": name, "data-dataset": id, onclick: act, onfocus: say, onpointerenter: say }, picture);
  }
  /** @param {string} id */
  const stampOf = (id) => /** @type {HTMLElement | null} */ (shelves.querySelector(`[data-dataset="${CSS.escape(id)}"]`));

  /** @param {string} id */
  function show(id) {
    chosen = id;
    for (const { id: one } of datasets) stampOf(one)?.setAttribute("aria-pressed", String(one === id));
    const record = datasets.find((one) => one.id === id);
    if (record) tell(record.title, record.description);
    else tell("", t("Point at a picture to see what it is."));
  }

  /** Draw the pictures, one after the other: there is no hurry, and the server has other things to do. */
  async function draw() {
    for (const { id, options } of datasets) {
      const most = options["n"] && Number(options["n"].default);
      try {
        const data = await fetchData({ dataset: id, ...(most && { n: Math.min(most, FEW) }) });
        stampOf(id)?.replaceChildren(dataThumbnail(data));
      } catch (error) {
        // An empty stamp can be chosen all the same.
        if (!(error instanceof ApiError)) throw error;
        return;
      }
    }
  }

  return {
    element,
    show,
    /** Set them out, once. @param {Dataset[]} list */
    fill(list) {
      if (datasets.length) return;
      datasets = list;
      const groups = [...new Set(datasets.map(({ group }) => group))];
      const stamps = (/** @type {string} */ group) => datasets.filter((one) => one.group === group).map(({ id, title, description }) =>
        button({ name: title, text: description, picture: emptyThumbnail(), act: () => choose(id), id }));
      shelves.replaceChildren(...groups.map((group) => shelf(group, stamps(group))), shelf(t("Your own"), own.map(button)));
      show(chosen);
      void draw();
    },
  };
}

/** @param {string} name @param {HTMLElement[]} stamps */
function shelf(name, stamps) {
  return el("div", { class: `data-shelf of-${stamps.length}`, role: "group", "aria-label": name },
    el("span", { class: "data-group", "aria-hidden": "true" }, name), el("div", { class: "data-stamps" }, ...stamps));
}
