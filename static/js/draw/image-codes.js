// Images that go through a narrow layer: in, the code, out again; and where a code of two numbers puts all the others.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { createCells } from "./code-cells.js";
import { createScatter } from "./code-scatter.js";
import { createStrip } from "./image-strip.js";
import { className } from "./predictions-read.js";
import { inkShade, paintImage } from "./tones.js";
import { rangeOf } from "./training-face.js";

/** @import {Data, TrainingActions} from "../types.js" */
/** @import {Part} from "./predictions-view.js" */

/** @param {Data} data @param {TrainingActions} actions @returns {Part} */
export function createImageCodes(data, actions) {
  const size = data.image ?? [1, 1];
  const [low, high] = rangeOf(data);
  const image = el("canvas", { class: "image-large", role: "img" });
  const again = el("canvas", { class: "image-large", role: "img", "aria-label": t("What came out") });
  const caption = el("figcaption");
  const cells = createCells();
  const scatter = createScatter(data, actions);
  const strip = createStrip(data, actions, true);
  const arrow = () => el("span", { class: "through", "aria-hidden": "true" }, "→");
  const element = el(
    "div",
    { class: "image-rows" },
    el("div", { class: "image-through" }, el("figure", {}, image, caption), arrow(), el("figure", { class: "code" }, cells.element, el("figcaption", {}, t("code"))), arrow(), el("figure", {}, again, el("figcaption", {}, t("output")))),
    scatter.element,
    strip.element,
  );
  let painted = -1;

  return {
    element,
    show(moment, scales) {
      const { chosen, activation } = moment;
      const { row } = chosen;
      if (painted !== row) {
        painted = row;
        paintImage(image, data.x[row] ?? [], size, scales.ink, (value) => inkShade(value, low, high));
        const name = className(data, data.labels?.[row] ?? null);
        caption.textContent = name ? t("Row {row}: {name}", { row: row + 1, name }) : t("Row {row}", { row: row + 1 });
        image.setAttribute("aria-label", caption.textContent);
      }
      paintImage(again, chosen.outputs, size, scales.ink, (value) => inkShade(value, low, high));
      cells.show(chosen.code ?? [], activation);
      scatter.show(moment, scales);
      strip.show(moment, scales);
    },
  };
}
