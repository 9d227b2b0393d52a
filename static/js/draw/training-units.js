// What of the neurons in training is built rather than painted: outlines to point at and to reach by keyboard, titles,
// names, and the badge of one that no longer learns. It changes rarely; a frame that changes nothing here costs nothing.

import { cutText, lettersOf } from "../format.js";
import { t } from "../i18n.js";
import { CURVES } from "./network-slots.js";
import { make, put } from "./svg.js";
import { PLATE, ROUND } from "./training-faces.js";
import { AIR, faceBox } from "./training-layout.js";
import { healthOf, layerTitle, reasonOf, sideName, unitName } from "./training-words.js";

/** @import {Box, Data, Frame} from "../types.js" */
/** @import {TrainedColumn, TrainingLayout} from "./training-layout.js" */
/** @import {TrainedLayer} from "./training-net.js" */

/** @typedef {{layer: number, unit: number}} At */
/**
 * @typedef {object} Unit
 * @property {number} layer
 * @property {number} unit
 * @property {SVGGElement} group
 * @property {SVGTextElement} said
 * @property {SVGGElement} badge
 * @property {SVGPathElement} icon
 * @property {string} state
 * @property {boolean | null} known
 */

const BADGE = { share: 0.17, least: 5.5, most: 10 };
/** Within a circle of radius 1: a curve that has gone flat, and a line that stays at zero. */
const ICONS = { saturated: "M-.6,.38C-.1,.38 -.25,-.38 .1,-.38H.6", dead: "M-.6,.35H.6M0,-.45V.05" };
const NAME_LETTERS = 18;

/** @param {SVGGElement} nodes @param {SVGGElement} beside for what is only looked at */
export function createUnits(nodes, beside) {
  /** @type {Unit[]} */
  let units = [];
  /** @type {SVGRectElement[]} */
  let marks = [];

  return {
    /** @param {TrainedLayer[]} layers @param {TrainingLayout} layout @param {Data | null} data @param {number} type how much larger letters are, for a picture that is seen small */
    build(layers, layout, data, type) {
      units = [];
      marks = [];
      const groups = /** @type {SVGElement[]} */ ([]);
      const rest = /** @type {SVGElement[]} */ ([]);
      for (const column of layout.columns) {
        rest.push(titleOf(layers, column, type));
        if (column.kind === "block" && !column.picture) rest.push(make("rect", { class: "trained-block", ...sizeOf(column.box), rx: PLATE }));
        if (column.picture) groups.push(pictureGroup(layers, column, marks));
        else {
          const made = column.units.map((_, unit) => createUnit(layers, column, unit));
          units.push(...made);
          groups.push(...made.map(({ group }) => group));
          rest.push(...column.units.flatMap((_, unit) => nameOf(layers, column, unit, data, type)));
        }
      }
      nodes.replaceChildren(...groups);
      beside.replaceChildren(...rest);
    },
    /** @param {TrainedLayer[]} layers @param {Frame | null} frame @param {(layer: number, unit: number) => boolean} known */
    show(layers, frame, known) {
      for (const one of units) {
        const there = known(one.layer, one.unit);
        if (there !== one.known) one.group.classList.toggle("blank", !(one.known = there));
        const health = healthOf(frame, one.layer, one.unit);
        const state = health?.state ?? "ok";
        if (state === one.state) continue;
        one.state = state;
        put(one.group, { "data-state": state });
        put(one.badge, { visibility: health ? "visible" : "hidden" });
        if (health) put(one.icon, { d: health.state === "dead" ? ICONS.dead : ICONS.saturated });
        one.said.textContent = [unitName(layers, one.layer, one.unit), health ? reasonOf(health, one.layer, one.unit) : ""].filter(Boolean).join(". ");
      }
    },
    /** More than its name, for who listens. @param {At} at @param {string} sentence */
    say(at, sentence) {
      const said = units.find(({ layer, unit }) => layer === at.layer && unit === at.unit)?.said;
      if (said && said.textContent !== sentence) said.textContent = sentence;
    },
    /** @param {At | null} at @param {"pointed" | "pinned"} name @param {TrainingLayout} layout */
    mark(at, name, layout) {
      for (const { group, layer, unit } of units) {
        const here = at?.layer === layer && at.unit === unit;
        group.classList.toggle(name, here);
        if (name === "pinned") put(group, { "aria-selected": String(here) });
      }
      if (name !== "pointed") return;
      layout.columns.filter(({ picture }) => picture).forEach((column, i) => {
        const cell = at?.layer === column.layer ? column.units[at.unit] : undefined;
        const mark = marks[i];
        if (mark) put(mark, { visibility: cell ? "visible" : "hidden", ...(cell && sizeOf(cell)) });
      });
    },
  };
}

/** @param {Box} box */
function sizeOf({ x, y, width, height }) {
  return { x, y, width, height };
}

/** A box with half the room to its neighbours. @param {Box} box */
function around({ x, y, width, height }) {
  const air = (height * AIR) / 2;
  return { x: x - air, y: y - air, width: width + 2 * air, height: height + 2 * air };
}

/** @param {readonly TrainedLayer[]} layers @param {TrainedColumn} column @param {number} unit @returns {Unit} */
function createUnit(layers, column, unit) {
  const { layer } = column;
  const box = /** @type {Box} */ (faceBox(column, unit));
  const radius = Math.min(Math.max(box.width * BADGE.share, BADGE.least), BADGE.most);
  const said = make("text", { class: "said" }, unitName(layers, layer, unit));
  const icon = make("path", { class: "badge-icon", transform: `scale(${radius})` });
  const badge = make("g", { class: "badge", visibility: "hidden", transform: `translate(${box.x + box.width - radius * 0.3},${box.y + radius * 0.3})` }, make("circle", { r: radius }), icon);
  const body = make("rect", { class: "body", ...sizeOf(box), rx: box.width * ROUND });
  // Seen small it is still hit: in its whole cell, or in the room that it has to its neighbours.
  const hit = make("rect", { class: "hit", ...(column.kind === "block" ? sizeOf(column.units[unit] ?? box) : around(box)) });
  const group = make("g", { class: "trained-neuron", "data-neuron": `${layer}:${unit}`, "data-state": "ok", role: "option", "aria-selected": "false", tabindex: -1 }, said, hit, body, badge);
  return { layer, unit, group, said, badge, icon, state: "ok", known: null };
}

/** @param {readonly TrainedLayer[]} layers @param {TrainedColumn} column @param {SVGRectElement[]} marks */
function pictureGroup(layers, { layer, box, units }, marks) {
  const mark = make("rect", { class: "cell-mark", visibility: "hidden" });
  marks.push(mark);
  const pixels = t("{count} pixels", { count: units.length });
  const said = make("text", { class: "said" }, `${layerTitle(layers, layer)}: ${pixels}`);
  return make("g", { class: "trained-neuron picture", "data-neuron": `${layer}:`, role: "option", "aria-selected": "false", tabindex: -1 }, said, make("rect", { class: "body", ...sizeOf(box), rx: 10 }), mark);
}

/** @param {readonly TrainedLayer[]} layers @param {TrainedColumn} column @param {number} type */
function titleOf(layers, { box, layer, units }, type) {
  const activation = layers[layer]?.activation ?? null;
  const many = units.length > 14 ? String(units.length) : "";
  const under = [many, layer === 0 ? "" : (activation ?? t("linear"))].filter(Boolean).join(" × ");
  const curve = CURVES[activation ?? ""];
  return make(
    "g",
    { class: "column-title", transform: `translate(${box.x + box.width / 2},${box.y - 8}) scale(${type})` },
    ...(curve ? [make("path", { class: "curve", d: curve, transform: `translate(${-12 - lettersOf(under) * 3.1},-7.5) scale(0.36)` })] : []),
    make("text", { class: "column-name", y: under ? -17 : -5, "text-anchor": "middle" }, layerTitle(layers, layer)),
    make("text", { class: "column-note", x: curve ? 9 : 0, y: -2, "text-anchor": "middle" }, under),
  );
}

/** @param {readonly TrainedLayer[]} layers @param {TrainedColumn} column @param {number} unit @param {Data | null} data @param {number} type */
function nameOf(layers, column, unit, data, type) {
  const name = sideName(data, layers, column.layer, unit);
  const box = column.units[unit];
  if (!name || !box || column.kind === "block") return [];
  const left = column.layer === 0;
  const at = `translate(${left ? box.x - 9 : box.x + box.width + 9},${box.y + box.height / 2}) scale(${type})`;
  return [make("text", { class: "side-name", transform: at, "text-anchor": left ? "end" : "start" }, cutText(name, NAME_LETTERS))];
}
