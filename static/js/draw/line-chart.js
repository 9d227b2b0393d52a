// Lines over iterations, by uPlot: pointed at they tell their values, clicked they lead to an iteration.

import UPlot from "uplot";

import { el } from "../dom.js";
import { formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { logTicks } from "./log-ticks.js";
import { drawMarks } from "./chart-marks.js";
import { createPalette } from "./network-palette.js";
import { onTheme } from "./on-theme.js";

/** @import {Num} from "../types.js" */

/**
 * @typedef {object} Line
 * @property {string} key tells it from the others
 * @property {string} label
 * @property {string} color a token such as --run-1
 * @property {number} [fade] how much of the paper is mixed in, in percent
 * @property {boolean} [dashed]
 * @property {boolean} [end] whether its name stands at its end
 * @property {(Num | null | undefined)[]} y
 *
 * Lines that share their iterations.
 * @typedef {{x: number[], lines: Line[]}} Table
 *
 * @typedef {object} Sight
 * @property {Table[]} tables
 * @property {number | null} at the iteration looked at
 * @property {number[]} [changes] iterations from which on other settings hold
 *
 * @typedef {object} Options
 * @property {string} label what a screen reader calls it
 * @property {number} height
 * @property {boolean} [log]
 * @property {boolean} [floor] whether the axis begins at 0
 * @property {(value: Num) => string} [format]
 * @property {(iteration: number) => void} [seek]
 */

const AXIS = { left: 46, bottom: 22, top: 8, right: 18, named: 38 };
/** Room for so many labels: one each so many pixels. */
const SPACE = { x: 56, y: 26 };
/** How far a logarithmic axis goes beyond its numbers. */
const ROOM = 0.08;

/** @param {HTMLElement} host @param {Options} options */
export function createLineChart(host, { label, height, log = false, floor = false, format = formatNumber, seek }) {
  const tip = el("div", { class: "chart-tip", hidden: true });
  const figure = el("div", { class: "chart", role: "img", "aria-label": label }, tip);
  host.append(figure);
  const palette = createPalette(figure);
  /** @type {UPlot | null} */
  let plot = null;
  /** @type {Sight} */
  let sight = { tables: [], at: null };
  let width = 0;
  let keys = "";
  let wanted = log;
  /** A logarithm needs numbers above zero, or it is not taken. */
  let scale = log;

  const lines = () => sight.tables.flatMap((table) => table.lines);

  /** @param {Line} line */
  const colorOf = ({ color, fade = 0 }) => palette.mixed(color, fade);

  function make() {
    plot?.destroy();
    const axis = { stroke: () => palette.token("--ink-soft"), font: `11px ${getComputedStyle(figure).fontFamily}`, ticks: { show: false }, border: { show: false } };
    const grid = { stroke: () => palette.token("--line"), width: 1 };
    /** @type {import("uplot").Options} */
    const options = {
      width,
      height,
      padding: [AXIS.top, lines().some((line) => line.end) ? AXIS.named : AXIS.right, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: { x: { time: false }, y: scale ? { distr: 3, range: (_, low, high) => [low * (1 - ROOM), high * (1 + ROOM)] } : floor ? { range: (_, _low, high) => [0, (high || 0.01) * (1 + ROOM)] } : {} },
      axes: [
        { ...axis, size: AXIS.bottom, gap: 4, space: SPACE.x, grid: { show: false }, values: (_, splits) => splits.map(whole) },
        {
          ...axis,
          size: AXIS.left,
          gap: 6,
          space: SPACE.y,
          grid,
          ...(scale && { splits: (_one, _axis, low, high) => logTicks(low, high) }),
          filter: (_, splits) => splits,
          values: (_, splits) => splits.map((value) => (value === null ? "" : format(value))),
        },
      ],
      series: [{}, ...lines().map((line) => ({ stroke: () => colorOf(line), width: 1.5, dash: line.dashed ? [4, 4] : [], spanGaps: true, points: { show: false } }))],
      hooks: {
        draw: [(one) => drawMarks(one, palette, sight.at, sight.changes ?? [], endsOf(one))],
        setCursor: [point],
      },
    };
    plot = new UPlot(options, dataOf(), figure);
    if (seek) plot.over.addEventListener("click", () => plot && plot.cursor.left !== undefined && seek(plot.posToVal(plot.cursor.left, "x")));
  }

  /** @returns {import("uplot").AlignedData} */
  function dataOf() {
    const tables = sight.tables.map(({ x, lines: each }) => /** @type {import("uplot").AlignedData} */ ([x, ...each.map(({ y }) => y.map(drawable))]));
    return tables.length > 1 ? UPlot.join(tables) : tables[0] ?? [[]];
  }

  /** What can be drawn on this scale. @param {Num | null | undefined} value */
  function drawable(value) {
    return typeof value === "number" && (!scale || value > 0) ? value : null;
  }

  /** The names that stand at lines' ends, with the height of each. @param {UPlot} one */
  function endsOf(one) {
    return lines().flatMap((line, i) => {
      const value = line.end ? lastOf(one.data[i + 1]) : null;
      return value === null ? [] : [{ text: line.label, y: one.valToPos(value, "y", true), color: colorOf(line) }];
    });
  }

  /** Tell the values under the pointer. @param {UPlot} one */
  function point(one) {
    const { idx, left = -1 } = one.cursor;
    tip.hidden = idx === null || idx === undefined || left < 0;
    if (tip.hidden) return;
    const rows = lines().flatMap((line, i) => {
      const value = one.data[i + 1]?.[/** @type {number} */ (idx)];
      if (value === null || value === undefined) return [];
      const swatch = el("span", { class: "chart-swatch", "data-dashed": line.dashed });
      swatch.style.setProperty("--swatch", colorOf(line));
      return [el("span", { class: "chart-tip-row" }, swatch, el("span", { class: "chart-tip-name" }, line.label), el("b", {}, format(value)))];
    });
    tip.replaceChildren(el("span", { class: "chart-tip-at" }, t("Iteration {number}", { number: whole(one.data[0][/** @type {number} */ (idx)] ?? 0) })), ...rows);
    const beyond = left > one.over.clientWidth / 2;
    tip.style.setProperty("--x", `${left + AXIS.left}px`);
    tip.toggleAttribute("data-beyond", beyond);
  }

  const resized = new ResizeObserver(([entry]) => {
    width = entry?.contentRect.width ?? 0;
    if (width) plot?.setSize({ width, height });
  });
  resized.observe(figure);
  const unthemed = onTheme(() => {
    palette.refresh();
    plot?.redraw(false, true);
  });

  return {
    element: figure,
    /** @param {Sight} next */
    show(next) {
      sight = next;
      // Asking for a size makes the page lay itself out; it is asked once, and told again when it changes.
      width ||= figure.clientWidth;
      if (!width) return;
      scale = wanted && lines().some(({ y }) => y.some((value) => typeof value === "number" && value > 0)) && !lines().some(({ y }) => y.some((value) => typeof value === "number" && value < 0));
      const now = JSON.stringify([scale, lines().map((line) => [line.key, line.color, line.fade, line.dashed])]);
      if (!plot || now !== keys) {
        keys = now;
        make();
      } else plot.setData(dataOf());
    },
    /** Draw only the marks anew. @param {number | null} at */
    look(at) {
      sight = { ...sight, at };
      plot?.redraw(false, false);
    },
    /** @param {boolean} logarithmic */
    setLog(logarithmic) {
      wanted = logarithmic;
      this.show(sight);
    },
    dispose() {
      resized.disconnect();
      unthemed();
      plot?.destroy();
      figure.remove();
    },
  };
}

/** An iteration, as it is read. @param {number | null} value */
function whole(value) {
  return value === null || !Number.isInteger(value) ? "" : value.toLocaleString(document.documentElement.lang);
}

/** @param {ArrayLike<number | null | undefined> | undefined} values @returns {number | null} */
function lastOf(values) {
  for (let i = (values?.length ?? 0) - 1; i >= 0; i -= 1) {
    const value = values?.[i];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}
