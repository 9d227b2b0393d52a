// Images that are to be recognised: the chosen one beside the gradient at its pixels, the output class by class, and the
// other watched ones to choose from.

import { el } from "../dom.js";
import { formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { createBars } from "./image-bars.js";
import { createPixelGradient } from "./image-gradient.js";
import { createStrip } from "./image-strip.js";
import { className, nextWrong } from "./predictions-read.js";
import { inkShade, largestOf, paintImage, signShade } from "./tones.js";
import { rangeOf } from "./training-face.js";

/** @import {Data, TrainingActions} from "../types.js" */
/** @import {Moment, Part, Scales} from "./predictions-view.js" */

/** @param {Data} data @param {TrainingActions} actions @returns {Part} */
export function createImages(data, actions) {
  const size = data.image ?? [1, 1];
  const [low, high] = rangeOf(data);
  const image = el("canvas", { class: "image-large", role: "img" });
  const slope = el("canvas", { class: "image-large", role: "img", "aria-label": t("The gradient of the loss at each pixel") });
  const caption = el("figcaption");
  const least = el("span");
  const most = el("span");
  const legend = el("p", { class: "pixel-legend" }, least, el("i", { "aria-hidden": "true" }), most);
  const verdict = el("p", { class: "taken-for" });
  const bars = createBars(data);
  const strip = createStrip(data, actions, false);
  const wrong = el("span", { class: "wrong-count" });
  const [back, on] = [-1, 1].map((way) =>
    el("button", { type: "button", class: "small-button", "aria-label": way < 0 ? t("Previous wrong one") : t("Next wrong one"), onclick: () => step(/** @type {1 | -1} */ (way)) }, way < 0 ? "‹" : "›"));
  const element = el(
    "div",
    { class: "image-rows" },
    el("div", { class: "image-pair" }, el("figure", {}, image, caption), el("figure", {}, slope, el("figcaption", { class: "slope" }, t("∂L/∂pixel")), legend)),
    verdict,
    bars.element,
    el("div", { class: "wrong-ones" }, back ?? null, wrong, on ?? null),
    strip.element,
  );
  const gradient = createPixelGradient(slope, actions, () => last && show(last.moment, last.scales));
  let last = /** @type {{moment: Moment, scales: Scales} | null} */ (null);
  let painted = "";

  /** @param {1 | -1} way */
  function step(way) {
    const row = last && nextWrong(last.moment.outcomes, last.moment.chosen.row, way);
    if (row !== null) actions.watch(row);
  }

  /** @param {Moment} moment @param {Scales} scales */
  function show(moment, scales) {
    last = { moment, scales };
    const { run, frame, chosen, outcomes } = moment;
    const { row } = chosen;
    if (painted !== String(row)) {
      painted = String(row);
      paintImage(image, data.x[row] ?? [], size, scales.ink, (value) => inkShade(value, low, high));
      caption.textContent = row < data.train ? t("Row {row}, training", { row: row + 1 }) : t("Row {row}, held out", { row: row + 1 });
      image.setAttribute("aria-label", t("Row {row}: {name}", { row: row + 1, name: className(data, chosen.meant) }));
    }
    const { pixels, failed } = gradient.of(row, `${run.id} ${frame.iteration}`);
    const reach = largestOf(pixels ?? []);
    slope.classList.toggle("blank", !pixels);
    if (pixels) paintImage(slope, pixels, size, scales.sign, (value) => signShade(value, reach));
    write(least, pixels ? formatNumber(-reach) : "");
    write(most, pixels ? formatNumber(reach) : failed ? t("could not be computed") : "");
    const names = { target: className(data, chosen.meant), taken: className(data, chosen.taken) };
    write(verdict, chosen.wrong ? t("✗ Taken for {taken}; the target is {target}", names) : t("✓ Taken for {taken}, as it should be", names));
    verdict.classList.toggle("wrong", chosen.wrong === true);
    bars.show(chosen);
    const count = outcomes.filter((one) => one.wrong).length;
    write(wrong, t("{count} of {all} wrong", { count, all: outcomes.length }));
    for (const button of [back, on]) button?.toggleAttribute("disabled", count === 0);
    strip.show(moment, scales);
  }

  return { element, show };
}

/** @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
