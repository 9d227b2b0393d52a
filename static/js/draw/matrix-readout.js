// The exact number under the pointer, or the one that was pinned; of a folded tensor its summary.

import { el } from "../dom.js";
import { formatExact, formatNumber, formatShape, isFolded } from "../format.js";
import { t } from "../i18n.js";

/** @import {Heat} from "./heat.js" */

/**
 * Where a cell is in its tensor: a transpose's rows are the tensor's columns.
 * @param {import("./matrix-parts.js").Picture} picture
 * @param {number} row
 * @param {number} column
 */
export function indexIn(picture, row, column) {
  const [own, other] = [row % picture.rows, column % picture.columns];
  const rank = picture.turned && !picture.flips ? 1 : picture.shape.length;
  if (rank === 0) return "";
  if (rank === 1) return `[${picture.turned ? own : other}]`;
  return `[${own},${other}]`;
}

/** @param {HTMLElement} host */
export function createReadout(host) {
  const box = el("div", { class: "matrix-readout", role: "status", hidden: true });
  host.append(box);
  return {
    hide() {
      box.hidden = true;
    },
    /** @param {Heat} heat @param {number} row @param {number} column @param {boolean} pinned */
    show(heat, row, column, pinned) {
      const { picture } = heat.placed;
      const name = `${picture.label.split(" = ")[0]}${indexIn(picture, row, column)}`;
      const { value } = picture;
      box.hidden = false;
      box.classList.toggle("pinned", pinned);
      if (isFolded(value)) {
        box.replaceChildren(el("span", { class: "readout-name" }, `${picture.label} · ${formatShape(value.shape)}`), el("span", {}, summaryOf(value)));
        return;
      }
      const number = picture.blocks ? undefined : heat.at(row, column);
      if (number === undefined) {
        box.replaceChildren(el("span", { class: "readout-name" }, picture.blocks ? picture.label : name), el("span", {}, picture.blocks ? t("click a block to follow its sample") : t("not yet computed")));
        return;
      }
      box.replaceChildren(el("span", { class: "readout-name" }, name), el("span", {}, "="), pinned ? copying(number) : el("span", { class: "readout-number" }, formatExact(number)));
    },
  };
}

/** The exact number as a button that copies it. @param {import("../types.js").Num} number */
function copying(number) {
  const text = formatExact(number);
  const button = el("button", { type: "button", class: "exact", title: t("Copy the exact number"), onclick: copy }, text);
  async function copy() {
    const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    if (copied) button.textContent = `${text} · ${t("copied")}`;
  }
  return button;
}

/** @param {import("../types.js").Folded} folded */
export function summaryOf({ min, max, mean, norm }) {
  return t("from {min} to {max}, mean {mean}, norm {norm}; of each block the largest entry", { min: formatNumber(min), max: formatNumber(max), mean: formatNumber(mean), norm: formatNumber(norm) });
}
