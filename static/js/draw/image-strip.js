// The watched rows as small images to choose from; a wrong one bears a cross. One Tab stop, arrows from image to image.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { inkShade, paintImage } from "./tones.js";
import { className } from "./predictions-read.js";
import { rangeOf } from "./training-face.js";

/** @import {Data, TrainingActions} from "../types.js" */
/** @import {Moment, Scales} from "./predictions-view.js" */
/** @import {Outcome} from "./predictions-read.js" */

/** More watched rows are left out here. */
const MOST = 96;

/** @typedef {{row: number, option: HTMLElement, canvases: HTMLCanvasElement[]}} Tile */

/**
 * @param {Data} data
 * @param {TrainingActions} actions
 * @param {boolean} paired whether the output is an image too, shown below
 */
export function createStrip(data, actions, paired) {
  const element = el("div", { class: paired ? "image-strip paired" : "image-strip", role: "listbox", tabindex: -1, "aria-label": t("Watched rows") });
  const size = data.image ?? [1, 1];
  const [low, high] = rangeOf(data);
  /** @type {Tile[]} */
  let tiles = [];

  element.addEventListener("click", (event) => {
    const tile = tiles.find(({ option }) => option.contains(/** @type {Node} */ (event.target)));
    if (tile) actions.watch(tile.row);
  });
  element.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const now = tiles.findIndex(({ option }) => option === event.target);
    const next = way === undefined || event.shiftKey ? undefined : tiles[now + way];
    if (way === undefined || now < 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (!next) return;
    actions.watch(next.row);
    next.option.focus();
  });

  /** @param {readonly Outcome[]} outcomes @param {Scales} scales */
  function build(outcomes, scales) {
    tiles = outcomes.map(({ row }) => {
      const canvases = Array.from({ length: paired ? 2 : 1 }, () => el("canvas", { "aria-hidden": "true" }));
      const option = el("div", { class: "image-tile", role: "option", tabindex: -1, "aria-selected": "false" }, ...canvases);
      const [first] = canvases;
      if (first) paintImage(first, data.x[row] ?? [], size, scales.ink, (value) => inkShade(value, low, high));
      return { row, option, canvases };
    });
    element.replaceChildren(...tiles.map(({ option }) => option));
  }

  return {
    element,
    /** @param {Moment} moment @param {Scales} scales */
    show({ outcomes: all, chosen }, scales) {
      const outcomes = all.slice(0, MOST);
      const same = outcomes.length === tiles.length && outcomes.every(({ row }, i) => tiles[i]?.row === row);
      if (!same) build(outcomes, scales);
      outcomes.forEach((outcome, i) => {
        const tile = tiles[i];
        if (!tile) return;
        const here = outcome.row === chosen.row;
        const { option, canvases } = tile;
        mark(option, "aria-selected", String(here));
        mark(option, "tabindex", here ? "0" : "-1");
        mark(option, "aria-label", nameOf(data, outcome));
        option.classList.toggle("wrong", outcome.wrong === true);
        if (paired && canvases[1]) paintImage(canvases[1], outcome.outputs, size, scales.ink, (value) => inkShade(value, low, high));
      });
    },
  };
}

/** @param {HTMLElement} element @param {string} name @param {string} value */
function mark(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** @param {Data} data @param {Outcome} outcome */
function nameOf(data, { row, taken, meant, wrong }) {
  const label = data.labels?.[row];
  if (wrong === null) return label === undefined ? t("Row {row}", { row: row + 1 }) : t("Row {row}: {name}", { row: row + 1, name: className(data, label) });
  const parts = { row: row + 1, target: className(data, meant), taken: className(data, taken) };
  return wrong ? t("Row {row}: {target}, taken for {taken}", parts) : t("Row {row}: {target}, right", parts);
}
