// What the colours mean: a bar with its numbers beside the plot, the points' marks and one sentence under it.

import { el } from "../dom.js";
import { formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { classToken } from "./field-colors.js";
import { countClasses } from "./field-words.js";

/** @import {Data} from "../types.js" */
/** @import {Regions, Surface} from "./field-cells.js" */
/** @import {FieldColors} from "./field-colors.js" */

/**
 * @param {HTMLElement} beside the plot
 * @param {HTMLElement} under it
 */
export function createScale(beside, under) {
  const bar = el("canvas", { width: 1, height: 256 });
  const mark = el("i", {});
  const [high, middle, low] = [el("span", {}), el("span", {}), el("span", {})];
  const element = el("div", { class: "field-scale", "aria-hidden": "true" }, el("div", { class: "field-bar" }, bar, mark), el("div", { class: "field-bounds" }, high, middle, low));
  beside.append(element);
  const legend = el("ul", { class: "field-legend" });
  const meaning = el("p", { class: "field-meaning" });
  under.append(legend, meaning);
  /** @type {Record<string, string>} */
  const written = {};

  /** Do it again only when what it rests on has changed. @param {string} what @param {unknown} on @param {() => void} work */
  function once(what, on, work) {
    const key = JSON.stringify(on);
    if (written[what] === key) return;
    written[what] = key;
    work();
  }

  /** @param {FieldColors} colors */
  function paintBar(colors) {
    const pen = bar.getContext("2d");
    const image = new ImageData(1, 256);
    new Uint32Array(image.data.buffer).set(colors.surface().toReversed());
    pen?.putImageData(image, 0, 0);
  }

  /** @param {Surface} seen */
  function writeBounds(seen) {
    high.textContent = formatNumber(seen.high);
    low.textContent = formatNumber(seen.low);
    middle.textContent = formatNumber((seen.low + seen.high) / 2);
  }

  /** @param {Data} data */
  function writeLegend(data) {
    const { length } = data.x;
    const counts = data.kind === "classification" ? countClasses(data, 0, length) : [];
    const items = counts.map((count, label) => item(classMark(label, counts.length > 2), `${data.classes[label]} · ${count}`));
    if (!items.length) items.push(item(el("i", { class: "spot" }), t("training · {count}", { count: data.train })));
    if (data.train < length) items.push(item(el("i", { class: "spot held" }), t("held-out · {count}", { count: length - data.train })));
    legend.replaceChildren(...items);
  }

  return {
    /** @param {Data | null} data */
    showData(data) {
      legend.hidden = !data;
      if (data) once("legend", [data.classes, data.kind, data.labels, data.train, data.x.length], () => writeLegend(data));
    },
    /**
     * @param {Surface | Regions | null} seen
     * @param {boolean} wanted whether there is one, or will be
     * @param {FieldColors} colors
     * @param {number | null} level of the boundary, from 0 to 255
     * @param {string} text
     */
    show(seen, wanted, colors, level, text) {
      element.hidden = !wanted;
      element.classList.toggle("unknown", !seen);
      once("meaning", text, () => {
        meaning.textContent = text;
      });
      if (seen?.kind !== "surface") return;
      once("bar", colors.token("--positive"), () => paintBar(colors));
      once("bounds", [seen.low, seen.high], () => writeBounds(seen));
      once("mark", level, () => {
        mark.hidden = level === null;
        mark.style.setProperty("inset-block-end", `${((level ?? 0) / 255) * 100}%`);
      });
    },
  };
}

/** @param {Element} mark @param {string} text */
function item(mark, text) {
  return el("li", {}, mark, text);
}

/** @param {number} label @param {boolean} shaped */
function classMark(label, shaped) {
  const mark = el("i", { class: shaped ? `spot shape-${label % 4}` : "spot" });
  mark.style.setProperty("--class", `var(${classToken(label)})`);
  return mark;
}
