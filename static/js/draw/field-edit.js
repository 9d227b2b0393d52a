// Setting points: what a click means, a form for the keyboard, one step back, and a clean sheet.

import { el } from "../dom.js";
import { parseNumber } from "../format.js";
import { t } from "../i18n.js";
import { classToken } from "./field-colors.js";
import { plotOf } from "./field-points.js";

/** @import {Data} from "../types.js" */
/** @typedef {number | "remove"} Tool a class to add points of, or what takes them away */

/**
 * @param {HTMLElement} host
 * @param {{add: (x: number, y: number, label: number) => void, undo: () => void, clear: () => void, choose: (tool: Tool) => void}} actions
 */
export function createEditor(host, { add, undo, clear, choose }) {
  const tools = el("div", { class: "segments small", role: "group", "aria-label": t("A click") });
  const back = el("button", { type: "button", class: "small-button", onclick: undo }, t("Undo"));
  const none = el("button", { type: "button", class: "small-button", onclick: clear }, t("Clear"));
  const hint = el("p", { class: "field-hint" }, t("Click to add, drag to move."));
  const form = el("form", { class: "field-form", novalidate: true });
  const refusal = el("p", { class: "refusal", role: "status" });
  const element = el("div", { class: "field-editor", hidden: true }, el("div", { class: "field-tools" }, tools, back, none), hint, form);
  host.append(element);
  let built = "";

  /** @param {string} name */
  function field(name) {
    return el("input", { class: "leaf-input", inputmode: "decimal", autocomplete: "off", "aria-label": name, placeholder: name });
  }

  /** @param {Data} data */
  function build(data) {
    const line = plotOf(data) === "line";
    const names = line ? [t("add")] : data.classes;
    const buttons = names.map((name, label) => {
      const mark = line ? null : el("i", { class: "spot" });
      mark?.style.setProperty("--class", `var(${classToken(label)})`);
      return el("button", { type: "button", "data-tool": label, onclick: () => choose(label) }, mark, name);
    });
    tools.replaceChildren(...buttons, el("button", { type: "button", "data-tool": "remove", onclick: () => choose("remove") }, t("remove")));
    const [x, y] = [field(data.features[0] ?? "x"), field((line ? data.targets[0] : data.features[1]) ?? "y")];
    const label = el("select", { "aria-label": t("class") }, ...data.classes.map((name, i) => el("option", { value: i }, name)));
    form.replaceChildren(x, y, ...(line ? [] : [label]), el("button", { class: "button" }, t("Add")), refusal);
    form.onsubmit = (event) => {
      event.preventDefault();
      const [px, py] = [parseNumber(x.value), parseNumber(y.value)];
      x.toggleAttribute("aria-invalid", px === null);
      y.toggleAttribute("aria-invalid", py === null);
      refusal.textContent = px === null || py === null ? t("Type a number, such as 0.5, −3 or 1e-3.") : "";
      if (px === null || py === null) return;
      add(px, py, Number(label.value));
      x.select();
      x.focus();
    };
  }

  return {
    /** @param {Data | null} data @param {boolean} open @param {Tool} tool @param {boolean} undoable */
    show(data, open, tool, undoable) {
      element.hidden = !open;
      if (!data || !open) return;
      const key = JSON.stringify([data.features, data.targets, data.classes]);
      if (key !== built) {
        built = key;
        build(data);
      }
      back.toggleAttribute("disabled", !undoable);
      none.toggleAttribute("disabled", !data.x.length);
      for (const one of tools.querySelectorAll("[data-tool]")) one.setAttribute("aria-pressed", String(one.getAttribute("data-tool") === String(tool)));
    },
  };
}
