// Draws a plan: its pictures, signs and arrows where the layout puts them.

import { el } from "../dom.js";
import { isFolded } from "../format.js";
import { createHeat } from "./heat.js";
import { layOut } from "./matrix-layout.js";
import { summaryOf } from "./matrix-readout.js";
import { make } from "./svg.js";

/** @import {Heat} from "./heat.js" */
/** @import {Plan} from "./matrix-parts.js" */
/** @import {Palette} from "./network-palette.js" */

const MARGIN = { across: 20, down: 10 };

/**
 * @param {HTMLElement} scroll
 * @param {Palette} palette
 */
export function createStage(scroll, palette) {
  const element = el("div", { class: "matrix-stage" });
  scroll.append(element);
  /** @type {Map<string, Heat>} */
  const heats = new Map();

  return {
    element,
    heats,
    /** @param {Plan} plan @param {{width: number, height: number}} size of what is seen at once @param {number} zoom */
    build(plan, size, zoom) {
      if (!size.width) return;
      const focused = /** @type {HTMLElement | null} */ (element.contains(document.activeElement) ? document.activeElement : null)?.dataset["key"];
      const room = { width: size.width - 2 * MARGIN.across, height: size.height - 2 * MARGIN.down };
      const placed = layOut(plan.tree, room, zoom);
      Object.assign(element.style, { width: `${placed.width}px`, height: `${placed.height}px` });
      heats.clear();
      const arrows = make("svg", { class: "matrix-arrows", width: placed.width, height: placed.height, "aria-hidden": "true" });
      for (const { x, y, height } of placed.arrows) arrows.append(make("path", { d: `M${x},${y}v${height}m-3.5,-5l3.5,5l3.5,-5` }));
      const texts = placed.texts.map(({ text, kind, x, y, width, height }) => {
        const span = el("span", { class: `matrix-${kind}` }, text);
        Object.assign(span.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
        return span;
      });
      for (const one of placed.pictures) heats.set(one.picture.key, createHeat(one, palette));
      element.replaceChildren(arrows, ...texts, ...[...heats.values()].map((heat) => heat.element));
      for (const heat of heats.values()) {
        const { value } = heat.placed.picture;
        if (isFolded(value)) heat.element.append(el("span", { class: "heat-summary" }, summaryOf(value)));
      }
      if (focused) heats.get(focused)?.element.focus({ preventScroll: true });
    },
  };
}
