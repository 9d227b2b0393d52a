// Every value and gradient so far as a strip of small heat maps, in the order of the story; each leads to the step
// that made it.

import { el } from "../dom.js";
import { formatShape } from "../format.js";
import { t } from "../i18n.js";
import { paintCells } from "./heat-canvas.js";
import { extentOf, gridOf } from "./matrix-grid.js";

/** @import {Value} from "../types.js" */
/** @import {Source, Place} from "./matrix-source.js" */
/** @import {Palette} from "./network-palette.js" */

/** Longer stories show so many; the timeline has them all. */
const MOST = 240;
/** A cell and a picture, in pixels. */
const CELL = 7;
const SIDE = { least: 7, width: 46, height: 30 };

/**
 * @typedef {object} Entry
 * @property {string} label
 * @property {string} phase
 * @property {number[]} shape
 * @property {Value | undefined} value
 * @property {number} step index in the source's steps; −1 for what is given
 */

/** @param {Source} source @returns {Entry[]} */
export function ledgerOf(source) {
  /** @type {Entry[]} */
  const entries = [];
  for (const node of source.nodes.values()) {
    if (node.kind === "leaf" && !node.inline) entries.push({ label: node.id, phase: "start", shape: node.shape, value: source.valueOf(node.id), step: -1 });
  }
  source.steps.forEach((step, index) => {
    const shape = source.nodes.get(step.node)?.shape ?? [];
    const backward = step.phase === "backward";
    const label = backward ? `∂${step.node}` : step.phase === "update" ? `${step.node}′` : step.node;
    entries.push({ label, phase: step.phase, shape, value: backward ? step.gradient : step.value, step: index });
  });
  return entries.slice(0, MOST);
}

/**
 * @param {HTMLElement} host
 * @param {Palette} palette
 * @param {(position: number) => void} jump
 */
export function createLedger(host, palette, jump) {
  const list = el("ul", { class: "ledger", role: "list", "aria-label": t("All tensors, in the order of the story") });
  host.append(list);
  /** @type {{entry: Entry, button: HTMLButtonElement, canvas: HTMLCanvasElement, painted: boolean}[]} */
  let items = [];
  let current = -2;

  /** @param {Source} source */
  function build(source) {
    items = ledgerOf(source).map((entry) => {
      const canvas = el("canvas", { "aria-hidden": "true" });
      const size = sizeOf(entry.shape);
      Object.assign(canvas.style, { width: `${size.width}px`, height: `${size.height}px` });
      const to = entry.step < 0 ? 0 : (source.ends[entry.step] ?? 0);
      const button = el("button", { type: "button", class: `ledger-entry ${entry.phase}`, title: formatShape(entry.shape), onclick: () => jump(to) }, el("span", { class: "ledger-picture" }, canvas), el("span", { class: "ledger-name" }, entry.label));
      return { entry, button, canvas, painted: false };
    });
    current = -2;
    list.replaceChildren(...items.map(({ button }) => el("li", {}, button)));
  }

  /** @param {Place} place */
  function paint(place) {
    for (const item of items) {
      const { step, value } = item.entry;
      const there = value !== undefined && (step < place.index || (step === place.index && place.progress > 0.9));
      if (there && !item.painted) {
        paintCells(item.canvas, gridOf(value) ?? [], palette);
        item.painted = true;
      }
      item.button.classList.toggle("blank", !there);
    }
    if (place.index === current) return;
    current = place.index;
    for (const { entry, button } of items) {
      const here = entry.step === place.index && entry.step >= 0;
      if (here) {
        button.setAttribute("aria-current", "step");
        reveal(button);
      } else button.removeAttribute("aria-current");
    }
  }

  /** Bring an entry into the strip, without moving the page. @param {HTMLElement} button */
  function reveal(button) {
    const item = button.parentElement ?? button;
    const left = item.offsetLeft - list.offsetLeft;
    if (left < list.scrollLeft || left + item.offsetWidth > list.scrollLeft + list.clientWidth) list.scrollLeft = left - list.clientWidth / 2;
  }

  return {
    build,
    paint,
    /** In other colours. */
    refresh() {
      for (const item of items) item.painted = false;
    },
  };
}

/** @param {number[]} shape */
function sizeOf(shape) {
  const { rows, columns } = extentOf(shape);
  const cell = Math.min(CELL, SIDE.width / columns, SIDE.height / rows);
  return { width: Math.max(columns * cell, Math.min(SIDE.least, SIDE.width)), height: Math.max(rows * cell, SIDE.least) };
}
