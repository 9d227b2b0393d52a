// What is shown large: the output, or one neuron. A chip each, in one row that scrolls.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { pickName } from "./field-words.js";

/** @import {Data, LineField, PlaneField} from "../types.js" */
/** @import {Pick} from "./field-cells.js" */

/**
 * @param {HTMLElement} host
 * @param {(pick: Pick | null) => void} choose
 */
export function createPicks(host, choose) {
  const row = el("div", { class: "field-picks", role: "group", "aria-label": t("What is shown") });
  host.append(row);
  let built = "?";
  let marked = "";

  /** @param {Pick | null} pick @param {string} text @param {string} name */
  function chip(pick, text, name) {
    const key = pick ? `${pick.layer} ${pick.unit}` : "";
    return el("button", { type: "button", class: "field-chip", "data-pick": key, "aria-label": name, title: name, onclick: () => choose(pick) }, text);
  }

  /** @param {number[]} units of each layer @param {Data | null} data */
  function build(units, data) {
    const outputs = units.at(-1) ?? 1;
    const shown = outputs > 1 ? units : units.slice(0, -1);
    const groups = shown.map((count, i) => {
      const last = i === units.length - 1;
      const label = el("span", { "aria-hidden": "true" }, last ? t("single outputs") : t("layer {number}", { number: i + 1 }));
      const chips = Array.from({ length: count }, (_, unit) => chip({ layer: i + 1, unit }, String(unit + 1), pickName({ layer: i + 1, unit }, units.length, data)));
      return el("span", { class: "field-layer" }, label, ...chips);
    });
    row.replaceChildren(chip(null, t("output"), t("output")), ...groups);
  }

  return {
    /** @param {PlaneField | LineField | null} field @param {Pick | null} pick @param {Data | null} data */
    show(field, pick, data) {
      const units = field?.layers.map((layer) => layer.length) ?? [];
      const key = JSON.stringify([units, data?.classes, data?.targets]);
      if (key !== built) {
        built = key;
        marked = "?";
        build(units, data);
      }
      const now = pick ? `${pick.layer} ${pick.unit}` : "";
      if (now === marked) return;
      marked = now;
      for (const one of row.querySelectorAll("[data-pick]")) {
        const on = one.getAttribute("data-pick") === now;
        one.setAttribute("aria-pressed", String(on));
        // Only the row scrolls, not what it stands in.
        if (on && one instanceof HTMLElement) row.scrollLeft = one.offsetLeft - (row.clientWidth - one.offsetWidth) / 2;
      }
    },
  };
}
