// What stands around the neurons: the columns' titles, the targets beside the outputs, the loss.

import { formatExact, formatNumber, formatValue, lettersOf } from "../format.js";
import { t } from "../i18n.js";
import { SIZE } from "../layout/network-layout.js";
import { classOf } from "../state/network-parts.js";
import { amplifierOf, pick, seen } from "../state/network.js";
import { shownAt } from "../timeline/story.js";
import { tint } from "./network-neuron.js";
import { CURVES } from "./network-slots.js";
import { make, put } from "./svg.js";

/** @import {Num, Value} from "../types.js" */
/** @import {Net} from "../state/network.js" */
/** @import {Column, NetworkLayout} from "../layout/network-layout.js" */

/** A layer's name. @param {Net} net @param {number} layer */
export function layerName(net, layer) {
  if (layer === 0) return t("Input");
  return layer === net.network.layers.length - 1 ? t("Output") : t("Layer {number}", { number: layer });
}

/** @param {SVGGElement} layer */
export function createEnds(layer) {
  /** @type {{node: SVGGElement, value: SVGTextElement, chip: SVGRectElement, gradient: SVGTextElement, note: SVGTextElement} | null} */
  let loss = null;
  /** @type {{group: SVGGElement, digits: SVGTextElement, error: SVGTextElement}[]} */
  let targets = [];
  /** @type {SVGGElement[]} */
  let titles = [];
  let lit = "";
  let sentence = /** @type {string | null} */ (null);

  return {
    /** What stands at the end, for those who listen; null while it is not there. */
    said: () => sentence,
    /** @param {Net} net @param {NetworkLayout} layout */
    build(net, layout) {
      titles = layout.columns.map((column) => titleOf(net, column, layout.turned));
      const mixers = layout.columns.filter((column) => mixes(net, column)).map(mixerOf);
      targets = layout.targets.map((box) => {
        const digits = make("text", { class: "digits", x: box.x + box.width / 2, y: box.y + box.height / 2, "text-anchor": "middle", "font-size": 11.5 });
        const error = make("text", { class: "own-error", x: box.x + box.width / 2, y: box.y + box.height + 10, "text-anchor": "middle" });
        const group = make("g", { class: "target" }, make("rect", { class: "target-plate", x: box.x, y: box.y, width: box.width, height: box.height, rx: 5 }), digits, error);
        return { group, digits, error };
      });
      loss = layout.loss ? lossOf(net, layout.loss) : null;
      lit = "";
      layer.replaceChildren(...mixers, ...titles, ...targets.map(({ group }) => group), ...(loss ? [loss.node] : []));
    },
    /** @param {Net} net @param {number} shown @param {number} sample */
    show(net, shown, sample) {
      const last = net.network.layers.length - 1;
      targets.forEach(({ group, digits, error }, unit) => {
        const own = net.locate(last, "loss", unit, sample);
        const part = own && own.id !== net.network.loss?.node && net.network.form === "scalar" ? pick(shownAt(net.story, own.id, shown).value, []) : undefined;
        error.textContent = part === undefined ? "" : `${own?.id} ${formatNumber(part)}`;
        const { value } = seen(net, shown, last, "target", unit, sample);
        digits.textContent = value === undefined ? "" : `t ${formatNumber(value)}`;
        put(group, { "data-target": value === undefined ? null : formatExact(value) });
      });
      sentence = null;
      const id = net.network.loss?.node;
      if (!loss || !id) return;
      const spot = net.story.chapters.has(id) ? id : (net.locate(last, "loss", 0, sample)?.id ?? id);
      const { value, gradient } = shownAt(net.story, spot, shown);
      const label = classOf(net, sample);
      if (label !== undefined) loss.note.textContent = [opName(net.network.loss?.op ?? null), `t = ${formatNumber(label)}`].filter(Boolean).join(" · ");
      sentence = value === undefined ? null : t("Network; {name} is {value}", { name: id, value: lossText(value) });
      loss.value.textContent = lossText(value);
      loss.gradient.textContent = gradient === undefined ? "" : `∂ ${lossText(gradient)}`;
      put(loss.node, { "data-value": value === undefined ? null : formatExact(value), "data-gradient": gradient === undefined ? null : formatExact(gradient) });
      loss.node.classList.toggle("known", value !== undefined);
      loss.node.classList.toggle("returned", gradient !== undefined);
      tint(loss.chip, pick(gradient, []));
    },
    /** @param {import("../state/network.js").Place | null} place @param {string} phase */
    light(place, phase) {
      const now = JSON.stringify([place?.layer, place?.part, phase]);
      if (now === lit) return;
      lit = now;
      loss?.node.setAttribute("class", [...(loss.node.getAttribute("class") ?? "").split(" ").filter((one) => !["now", "forward", "backward", "update"].includes(one)), ...(place?.part === "loss" ? ["now", phase] : [])].join(" "));
      titles.forEach((title, i) => title.classList.toggle("now", place?.layer === i && place.part !== "loss"));
    },
  };
}

/** @param {Value | undefined} value */
function lossText(value) {
  return value === undefined ? "" : formatValue(value, 1);
}

/** Whether an activation mixes the units of its layer. @param {Net} net @param {Column} column */
function mixes(net, { layer, kind }) {
  if (layer === 0 || kind === "block") return false;
  return amplifierOf(net, layer, 0, 0)?.mixed === true || net.network.layers[layer]?.activation === "softmax";
}

/** @param {Column} column */
function mixerOf({ box }) {
  return make("rect", { class: "mixer", x: box.x - 11, y: box.y - 11, width: box.width + 22, height: box.height + 18, rx: 26 });
}

/** @param {Net} net @param {Column} column @param {boolean} turned */
function titleOf(net, { box, layer, kind, units }, turned) {
  const { activation } = net.network.layers[layer] ?? {};
  const middle = box.x + box.width / 2;
  const top = box.y - (kind === "block" ? 12 : 4) - (layer > 0 ? 8 : 0) - (turned && kind === "full" ? 8 : 0);
  const under = kind === "block" || units.length > 6 ? `${units.length}${activation ? ` × ${activation}` : ""}` : (activation ?? (layer > 0 ? t("linear") : ""));
  const curve = CURVES[activation ?? ""];
  const icon = curve ? make("path", { class: "curve", d: curve, transform: `translate(${middle - 7 - lettersOf(under) * 3.1 - 11},${top - 7.5}) scale(0.36)` }) : null;
  return make(
    "g",
    { class: "column-title" },
    ...(icon ? [icon] : []),
    make("text", { class: "column-name", x: middle, y: top - (under ? 18 : 6), "text-anchor": "middle" }, layerName(net, layer)),
    make("text", { class: "column-note", x: middle + (icon ? 9 : 0), y: top - 3, "text-anchor": "middle" }, under),
  );
}

/** @param {string | null} op */
function opName(op) {
  return op?.replaceAll("_", " ") ?? "";
}

/** @param {Net} net @param {import("../types.js").Box} box */
function lossOf(net, box) {
  const { node: id = "", op = null } = net.network.loss ?? {};
  const middle = box.x + box.width / 2;
  const value = make("text", { class: "digits", x: middle, y: box.y + 47, "text-anchor": "middle", "font-size": 16 });
  const chip = make("rect", { class: "slot-frame", x: middle - 38, y: box.y + box.height - 11, width: 76, height: 22, rx: 11 });
  const gradient = make("text", { class: "digits", x: middle, y: box.y + box.height, "text-anchor": "middle", "font-size": 12 });
  const node = make(
    "g",
    { class: "loss", "data-loss": id },
    make("rect", { class: "body", x: box.x, y: box.y, width: box.width, height: box.height, rx: 16 }),
    make("text", { class: "entry-name", x: middle, y: box.y + 22, "text-anchor": "middle" }, id),
    value,
    make("g", { class: "slot gradient" }, chip, gradient),
  );
  const note = make("text", { class: "column-note", x: middle, y: box.y - 12, "text-anchor": "middle" }, opName(op));
  node.append(note);
  return { node, value, chip, gradient, note };
}

/** How far chips stand out of a neuron, for what is written under it. */
export const UNDER = SIZE.full.below;
