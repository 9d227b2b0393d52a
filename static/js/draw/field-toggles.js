// What is shown as well, and whether points are being set: a few switches under the plot.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { canEdit } from "./field-own.js";

/** @import {FieldScene} from "./field-scene.js" */
/** @typedef {"held" | "discrete" | "residuals" | "neurons" | "editing"} Switch */

/**
 * @param {HTMLElement} host
 * @param {(change: {[name in Switch]?: boolean}) => void} choose
 */
export function createToggles(host, choose) {
  /** @type {Record<Switch, string>} */
  const names = {
    held: t("held-out"),
    discrete: t("decision only"),
    residuals: t("residuals"),
    neurons: t("neurons’ curves"),
    editing: t("Set points"),
  };
  const buttons = /** @type {[Switch, string][]} */ (Object.entries(names)).map(([name, text]) => {
    const button = el("button", { type: "button", class: "field-chip", "data-switch": name, onclick: () => choose({ [name]: button.getAttribute("aria-pressed") !== "true" }) }, text);
    return { name, button };
  });
  host.append(el("div", { class: "field-toggles", role: "group", "aria-label": t("Shown as well") }, ...buttons.map(({ button }) => button)));

  return {
    /** @param {FieldScene} scene @param {Record<Switch, boolean>} options */
    show({ plot, data, field }, options) {
      /** @type {Record<Switch, boolean>} */
      const fits = {
        held: data.train < data.x.length,
        discrete: plot === "plane" && data.kind === "classification",
        residuals: plot === "line",
        neurons: plot === "line" && (field?.layers.length ?? 0) > 1,
        editing: canEdit(data),
      };
      for (const { name, button } of buttons) {
        button.hidden = !fits[name];
        button.setAttribute("aria-pressed", String(options[name]));
      }
    },
  };
}
