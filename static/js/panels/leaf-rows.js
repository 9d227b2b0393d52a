// One leaf's row: its number with a slider, steps and a name to drag, or its array as a grid.

import { el } from "../dom.js";
import { formatNumber, formatShape, isFolded, moveBy, rowsOf } from "../format.js";
import { t } from "../i18n.js";
import { indicesAt, withElement } from "../state/leaves.js";
import { numberField, stepOrder } from "./number-field.js";
import { roleName } from "./roles.js";

/** @import {Leaf} from "../state/leaves.js" */
/** @import {Num, Value} from "../types.js" */

/** @typedef {{element: HTMLElement, show: (value: Value) => void}} Row */

/** Up to so many numbers an array is a grid at once; up to so many it becomes one when asked for. */
const MOST_CELLS = 64;
const MOST_ON_REQUEST = 1024;
/** A slider reaches this many steps to either side of where it began. */
const REACH = 40;
/** How far the pointer goes for one step when a name is dragged. */
const PIXELS = 6;

/**
 * @param {Leaf} leaf
 * @param {(value: Value) => void} give
 * @param {boolean} [drawn] whether a network's seed gives the values that the program leaves out
 * @returns {Row}
 */
export function leafRow(leaf, give, drawn = false) {
  if (!leaf.shape.length) return numberRow(leaf, give);
  const count = leaf.shape.reduce((product, size) => product * size, 1);
  return count > MOST_CELLS ? longRow(leaf, give, count, drawn) : gridRow(leaf, give);
}

/** @param {Leaf} leaf @param {(value: Value) => void} give @returns {Row} */
function numberRow(leaf, give) {
  const id = `value-${leaf.id}`;
  let value = 0;
  let order = 0;
  const refusal = el("small", { class: "refusal", role: "status" });
  const name = el("label", { for: id, class: "leaf-name", title: `${leaf.id} · ${roleName(leaf.role)} · ${t("drag to change")}` }, leaf.id);
  const slider = el("input", { type: "range", class: "leaf-slider", "aria-label": t("{name}, slider", { name: leaf.id }) });
  const field = numberField({ id }, refusal, set);
  const step = (/** @type {number} */ count, /** @type {string} */ label, /** @type {string} */ text) =>
    el("button", { type: "button", "aria-label": label, onclick: () => field.step(count) }, text);

  function span() {
    order = stepOrder(value);
    slider.min = String(moveBy(value, order, -REACH));
    slider.max = String(moveBy(value, order, REACH));
    slider.step = `1e${order}`;
  }
  function place() {
    // A slider's own values are multiples of its step: one far smaller was typed.
    const fine = value !== 0 && stepOrder(value) < order - 2;
    if (!slider.max || fine || value < Number(slider.min) || value > Number(slider.max)) span();
    slider.value = String(value);
    const [low, high] = [Number(slider.min), Number(slider.max)];
    slider.style.setProperty("--filled", `${((value - low) / (high - low)) * 100}%`);
  }
  /** @param {number} next */
  function set(next) {
    show(next);
    give(next);
  }
  /** @param {Value} next */
  function show(next) {
    field.show(/** @type {Num} */ (next));
    if (typeof next !== "number") return;
    value = next;
    place();
  }

  slider.addEventListener("input", () => set(Number(slider.value)));
  drag(name, () => value, (start, pixels) => set(moveBy(start, order, Math.round(pixels / PIXELS))));
  const stepper = el("div", { class: "stepper" }, step(-1, t("{name}, one step down", { name: leaf.id }), "−"), field.input, step(1, t("{name}, one step up", { name: leaf.id }), "+"));
  return { element: el("li", { class: `leaf ${leaf.role ?? ""}` }, name, slider, stepper, refusal), show };
}

/**
 * Dragging a name sideways changes its number.
 * @param {HTMLElement} handle
 * @param {() => number} read
 * @param {(start: number, pixels: number) => void} write
 */
function drag(handle, read, write) {
  let moved = false;
  handle.addEventListener("pointerdown", (event) => {
    const from = event.clientX;
    const start = read();
    moved = false;
    handle.setPointerCapture(event.pointerId);
    const move = (/** @type {PointerEvent} */ next) => {
      moved ||= Math.abs(next.clientX - from) >= PIXELS;
      if (moved) write(start, next.clientX - from);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), { once: true });
  });
  // A drag is no click into the field.
  handle.addEventListener("click", (event) => moved && event.preventDefault());
}

/**
 * An array that would fill the panel: how many numbers, and where they may be changed.
 * @param {Leaf} leaf @param {(value: Value) => void} give @param {number} count @param {boolean} drawn
 * @returns {Row}
 */
function longRow(leaf, give, count, drawn) {
  const element = el("li", { class: `leaf wide ${leaf.role ?? ""}` }, captionOf(leaf));
  const { value } = leaf;
  if (isFolded(value) || count > MOST_ON_REQUEST) {
    const hint = el("small", { class: "hint" });
    element.append(hint);
    const tell = (/** @type {Value} */ now) => {
      const extent = isFolded(now) ? { low: formatNumber(now.min), high: formatNumber(now.max) } : null;
      if (!drawn) hint.textContent = t("{count} numbers; edit them in the program", { count });
      else hint.textContent = extent ? t("{count} numbers from {low} to {high}, drawn from the seed", { count, ...extent }) : t("{count} numbers, drawn from the seed", { count });
    };
    return { element, show: tell };
  }
  /** @type {Row | null} */
  let grid = null;
  let last = /** @type {Value} */ (value);
  const open = el("button", { type: "button", class: "small-button", onclick: unfold }, t("Show all {count} numbers", { count }));
  element.append(open);
  function unfold() {
    grid = gridRow(leaf, give);
    grid.show(last);
    element.replaceChildren(...grid.element.childNodes);
    element.querySelector("input")?.focus();
  }
  return {
    element,
    show(next) {
      last = next;
      grid?.show(next);
    },
  };
}

/** A leaf's name and shape. @param {Leaf} leaf */
function captionOf(leaf) {
  return el("span", { class: "leaf-name", title: roleName(leaf.role) }, leaf.id, " ", el("small", {}, formatShape(leaf.shape)));
}

/** @param {Leaf} leaf @param {(value: Value) => void} give @returns {Row} */
function gridRow(leaf, give) {
  let value = leaf.value;
  const rows = rowsOf(value);
  const columns = rows[0]?.length ?? 1;
  const count = rows.length * columns;
  const element = el("li", { class: `leaf wide ${leaf.role ?? ""}` }, captionOf(leaf));
  const refusal = el("small", { class: "refusal", role: "status" });
  const fields = Array.from({ length: count }, (_, place) =>
    numberField({ "aria-label": `${leaf.id}[${indicesAt(place, leaf.shape).join(",")}]` }, refusal, (number) => {
      value = withElement(value, place, number);
      give(value);
    }),
  );
  const grid = el("div", { class: "leaf-grid", role: "group", "aria-label": leaf.id }, ...fields.map(({ input }) => input));
  grid.style.setProperty("--columns", String(columns));
  element.append(grid, refusal);
  return {
    element,
    show(next) {
      value = next;
      rowsOf(next).flat().forEach((number, place) => fields[place]?.show(number));
    },
  };
}
