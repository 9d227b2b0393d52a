// What a neuron or a weight holds, exactly, beside it while it is pointed at.

import { el } from "../dom.js";
import { formatExact } from "../format.js";
import { t } from "../i18n.js";
import { standBy } from "./callout.js";

/** @import {Box, Num} from "../types.js" */
/** @import {View} from "./camera.js" */

/** @param {HTMLElement} host */
export function createTip(host) {
  // The nodes' own names say the same to a screen reader.
  const element = el("div", { class: "callout network-tip", "aria-hidden": "true", hidden: true });
  host.append(element);
  return {
    /** @param {string} title @param {[string, Num | undefined][]} rows @param {string} [note] */
    write(title, rows, note = "") {
      const lines = rows.map(([name, value]) =>
        el("p", { class: "callout-row" }, el("span", {}, name), el("b", { class: value === undefined ? "unknown" : null }, value === undefined ? t("not yet computed") : formatExact(value))));
      element.replaceChildren(el("p", { class: "callout-name" }, title), ...lines, ...(note ? [el("p", { class: "callout-shape" }, note)] : []));
      element.hidden = false;
    },
    /** @param {Box} box in the picture @param {View} view */
    place(box, view) {
      if (!element.hidden) standBy(element, host, box, view, 10);
    },
    hide() {
      element.hidden = true;
    },
  };
}
