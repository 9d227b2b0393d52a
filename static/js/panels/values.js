// Each leaf's value: to type, to drag, to step; a grid for vectors and matrices. And what else a run depends on.

import { byId, el } from "../dom.js";
import { formatExact, formatShape, parseNumber, rowsOf } from "../format.js";
import { t } from "../i18n.js";
import { leafValue } from "../timeline/story.js";

/** @import {Store} from "../state/store.js" */
/** @import {GraphNode, Question, Value, Num} from "../types.js" */

const MOST_CELLS = 64;
/** A slider reaches this many of its steps to either side of where it began. */
const REACH = 40;

/**
 * @param {Store} store
 * @param {(change: Partial<Question>) => void} ask change the question and recompute at once
 */
export function mountValues(store, ask) {
  const list = byId("values");
  /** @type {Map<string, (value: Value) => void>} */
  let rows = new Map();
  let built = "";

  /** @param {string} id @param {Value} value */
  function give(id, value) {
    ask({ values: { ...store.get().question.values, [id]: value } });
  }

  function show() {
    const { trace } = store.get();
    if (!trace || trace.granularity === "element") return;
    const leaves = trace.graph.nodes.filter((node) => node.kind === "leaf" && !node.inline);
    const key = JSON.stringify(leaves.map((node) => [node.id, node.shape, node.role]));
    if (key !== built) {
      built = key;
      rows = new Map();
      list.replaceChildren(
        ...leaves.map((node) => {
          const value = leafValue(trace, node.id) ?? 0;
          const { element, update } = node.shape.length ? gridRow(node, value, give) : numberRow(node, /** @type {Num} */ (value), give);
          rows.set(node.id, update);
          return element;
        }),
      );
    }
    for (const node of leaves) rows.get(node.id)?.(leafValue(trace, node.id) ?? 0);
  }

  byId("reset-values").addEventListener("click", () => {
    const { lesson } = store.get();
    built = "";
    ask({ values: lesson?.trace.values ?? {} });
  });
  byId("random-values").addEventListener("click", () => {
    const { trace, question } = store.get();
    const values = { ...question.values };
    for (const node of trace?.graph.nodes ?? []) {
      if (node.kind === "leaf" && !node.inline && node.role === "parameter") values[node.id] = randomLike(leafValue(/** @type {any} */ (trace), node.id) ?? 0);
    }
    built = "";
    ask({ values });
  });
  store.subscribe((_, changed) => {
    if (changed.has("trace")) show();
  });
}

/** Numbers to play with, of the same shape: from −2 to 2, one decimal. @param {Value} value @returns {Value} */
function randomLike(value) {
  return Array.isArray(value) ? /** @type {Value} */ (value.map(randomLike)) : Math.round(Math.random() * 40 - 20) / 10;
}

/** A step that suits a number's size: a twentieth of its power of ten. @param {Num} value */
function stepFor(value) {
  const size = typeof value === "number" && value !== 0 ? Math.abs(value) : 1;
  const order = Number(size.toExponential(0).split("e")[1]);
  return Number(`1e${order - 1}`);
}

/** Add steps without leaving digits behind. @param {number} value @param {number} step @param {number} count */
function moved(value, step, count) {
  const places = Math.max(0, -Number(step.toExponential(0).split("e")[1])) + 2;
  return Number((value + step * count).toFixed(Math.min(places, 20)));
}

/**
 * @param {GraphNode} node
 * @param {Num} first
 * @param {(id: string, value: Value) => void} give
 */
function numberRow(node, first, give) {
  let value = typeof first === "number" ? first : 0;
  let step = stepFor(first);
  const inputId = `value-${node.id}`;
  const name = el("label", { for: inputId, class: "leaf-name", title: t("Drag to change") }, node.id);
  const slider = el("input", { type: "range", class: "leaf-slider", "aria-label": t("{name}, slider", { name: node.id }) });
  const input = el("input", { id: inputId, class: "leaf-input", inputmode: "decimal", autocomplete: "off", spellcheck: "false" });

  function span() {
    step = stepFor(value);
    slider.min = String(moved(value, step, -REACH));
    slider.max = String(moved(value, step, REACH));
    slider.step = String(step);
  }
  function write() {
    if (document.activeElement !== input) input.value = formatExact(value);
    if (value < Number(slider.min) || value > Number(slider.max)) span();
    slider.value = String(value);
    const reach = Number(slider.max) - Number(slider.min);
    slider.style.setProperty("--filled", `${((value - Number(slider.min)) / reach) * 100}%`);
  }
  /** @param {number} next */
  function set(next) {
    value = next;
    write();
    give(node.id, value);
  }
  span();
  write();
  slider.addEventListener("input", () => set(Number(slider.value)));
  input.addEventListener("input", () => {
    const typed = parseNumber(input.value);
    input.toggleAttribute("aria-invalid", typed === null);
    if (typed !== null) set(typed);
  });
  input.addEventListener("blur", () => {
    input.removeAttribute("aria-invalid");
    write();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    set(moved(value, step, (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1)));
    input.value = formatExact(value);
  });
  drag(name, () => value, (start, pixels) => set(moved(start, step, Math.round(pixels / 6))));
  const element = el("li", { class: `leaf ${node.role ?? ""}`, title: roleName(node.role) }, name, slider, input);
  return {
    element,
    /** @param {Value} next */
    update(next) {
      if (typeof next === "number") value = next;
      write();
    },
  };
}

/**
 * Dragging a name sideways changes its number.
 * @param {HTMLElement} handle
 * @param {() => number} read
 * @param {(start: number, pixels: number) => void} write
 */
function drag(handle, read, write) {
  handle.addEventListener("pointerdown", (event) => {
    const from = event.clientX;
    const start = read();
    handle.setPointerCapture(event.pointerId);
    const move = (/** @type {PointerEvent} */ next) => write(start, next.clientX - from);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), { once: true });
  });
}

/**
 * @param {GraphNode} node
 * @param {Value} first
 * @param {(id: string, value: Value) => void} give
 */
function gridRow(node, first, give) {
  let value = first;
  const rows = rowsOf(first);
  const count = rows.length * (rows[0]?.length ?? 0);
  const caption = el("span", { class: "leaf-name" }, node.id, " ", el("small", {}, formatShape(node.shape)));
  const element = el("li", { class: `leaf wide ${node.role ?? ""}`, title: roleName(node.role) }, caption);
  if (count > MOST_CELLS) {
    element.append(el("small", { class: "hint" }, t("{count} numbers; edit them in the program", { count })));
    return { element, update: () => {} };
  }
  const cells = rows.flatMap((row, i) => row.map((_, j) => el("input", { class: "leaf-input", inputmode: "decimal", autocomplete: "off", "aria-label": `${node.id}[${node.shape.length > 1 ? `${i},${j}` : j}]` })));
  const grid = el("div", { class: "leaf-grid" }, ...cells);
  grid.style.setProperty("--columns", String(rows[0]?.length ?? 1));
  element.append(grid);
  cells.forEach((input, place) => {
    /** @param {number} number */
    const set = (number) => {
      value = withElement(value, place, number);
      give(node.id, value);
    };
    input.addEventListener("input", () => {
      const typed = parseNumber(input.value);
      input.toggleAttribute("aria-invalid", typed === null);
      if (typed !== null) set(typed);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      const now = parseNumber(input.value) ?? 0;
      const next = moved(now, stepFor(now), event.key === "ArrowUp" ? 1 : -1);
      input.value = formatExact(next);
      set(next);
    });
    input.addEventListener("blur", write);
  });
  function write() {
    rowsOf(value).flat().forEach((number, place) => {
      const input = cells[place];
      if (input && document.activeElement !== input) {
        input.value = formatExact(number);
        input.removeAttribute("aria-invalid");
      }
    });
  }
  write();
  return {
    element,
    /** @param {Value} next */
    update(next) {
      value = next;
      write();
    },
  };
}

/**
 * A copy of an array with its element number `place`, row by row, replaced.
 * @param {Value} value @param {number} place @param {number} number @returns {Value}
 */
function withElement(value, place, number) {
  let at = -1;
  /** @param {Value} part @returns {Value} */
  const copy = (part) => {
    if (Array.isArray(part)) return /** @type {Value} */ (part.map(copy));
    at += 1;
    return at === place ? number : part;
  };
  return copy(value);
}

/** @param {GraphNode["role"]} role */
function roleName(role) {
  return { input: t("input"), target: t("target"), parameter: t("parameter"), constant: t("constant") }[role ?? "constant"];
}
