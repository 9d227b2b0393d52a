// A small picture of a network for the gallery: its neurons and weights, or its matrices; it shows any moment of the story.

import { shownAt, tellStory } from "../timeline/story.js";
import { signOf } from "./sign.js";
import { make } from "./svg.js";

/** @import {Layer, Network, Trace, Value, Num, ViewName} from "../types.js" */

const SHEET = { width: 264, height: 128 };
/** Neurons stand as far apart as there is room, but no farther than this. */
const WIRES = { across: 100, down: 54, radius: 11.5 };
const CELLS = { most: 19, gap: 15 };
/** A card has room for so many of a layer's units, or of a matrix' rows and columns. */
const MOST = 8;

/** What is drawn for one value of the trace, and how it looks while known, returned and now. @typedef {{id: string, part: SVGElement}} Mark */

/**
 * Draw a trace's network into a host, as large as the host is.
 * @param {HTMLElement} host
 * @param {Trace} trace
 * @param {Network} network
 * @param {ViewName} view
 * @param {string} label what it shows, for those who do not see it
 * @returns {{show: (position: number) => void}}
 */
export function createLayersThumbnail(host, trace, network, view, label) {
  const story = tellStory(trace);
  const marks = view === "matrices" ? drawMatrices(trace, network) : drawWires(network, view === "backward");
  const box = `${-SHEET.width / 2} ${-SHEET.height / 2} ${SHEET.width} ${SHEET.height}`;
  host.append(make("svg", { class: "thumbnail layers", role: "img", "aria-label": label, viewBox: box }, ...marks.map(({ part }) => part)));

  return {
    show(position) {
      const taken = Math.floor(position);
      const now = trace.steps[taken - 1]?.node;
      for (const { id, part } of marks) {
        const { value, gradient } = shownAt(story, id, taken);
        part.classList.toggle("known", value !== undefined);
        part.classList.toggle("returned", gradient !== undefined);
        part.classList.toggle("now", now === id);
      }
    },
  };
}

/** Neurons, and a line for each weight; turned round, its neurons are amplifiers. @param {Network} network @param {boolean} turned */
function drawWires({ layers }, turned) {
  const columns = layers.map((layer) => Math.min(layer.units, MOST));
  // Many neurons are small: they stand apart.
  const radius = Math.min(WIRES.radius, (0.38 * SHEET.height) / Math.max(...columns));
  const across = apart(SHEET.width, columns.length, WIRES.across, radius);
  const down = apart(SHEET.height, Math.max(...columns), WIRES.down, radius);
  const place = (/** @type {number} */ layer, /** @type {number} */ unit) => ({
    x: (layer - (columns.length - 1) / 2) * across,
    y: (unit - ((columns[layer] ?? 1) - 1) / 2) * down,
  });
  const lines = layers.flatMap((layer, l) =>
    (layer.edges?.shown ?? []).flatMap(([i, j], k) => {
      const id = layer.W ?? layer.neurons?.[j]?.weights?.[i];
      if (!id || Math.max(i, j) >= MOST) return [];
      const [from, to, { side, strength }] = [place(l - 1, i), place(l, j), signOf(layer.edges?.weights[k] ?? 0)];
      return [{ id, part: make("path", { class: `wire ${side}`, "stroke-width": 0.75 + 2.5 * strength, d: `M${from.x},${from.y}L${to.x},${to.y}` }) }];
    }),
  );
  const neurons = layers.flatMap((layer, l) =>
    Array.from({ length: columns[l] ?? 0 }, (_, j) => {
      const { x, y } = place(l, j);
      return { id: idOf(layer, j), part: make("path", { class: "neuron", d: (turned && l ? triangle : circle)(x, y, radius) }) };
    }),
  );
  return [...lines, ...neurons];
}

/** How far apart so many neurons stand on a length. @param {number} length @param {number} count @param {number} most @param {number} radius */
function apart(length, count, most, radius) {
  return Math.min(most, (length - 2 * radius - 4) / Math.max(1, count - 1));
}

/** The id of a unit's activation, or of its sum where that is what the next layer reads. @param {Layer} layer @param {number} unit */
function idOf(layer, unit) {
  const { a, z } = layer.neurons?.[unit] ?? layer;
  return a ?? z ?? "";
}

/** @param {number} x @param {number} y @param {number} r */
function circle(x, y, r) {
  return `M${x - r},${y}a${r},${r},0,1,0,${2 * r},0a${r},${r},0,1,0,${-2 * r},0z`;
}

/** It points the way that gradients go in the network turned round. @param {number} x @param {number} y @param {number} r */
function triangle(x, y, r) {
  return `M${x + r},${y - r}V${y + r}L${x - r},${y}z`;
}

/** The layers' weights and activations in a row, number by number. @param {Trace} trace @param {Network} network */
function drawMatrices(trace, { layers }) {
  const ids = layers.flatMap(({ W, z, a }) => [W, a ?? z]).filter((id) => id !== null);
  const grids = ids.map((id) => ({ id, rows: cells(trace.values[id]) }));
  const columns = grids.reduce((sum, { rows }) => sum + (rows[0]?.length ?? 0), 0);
  const gaps = (grids.length - 1) * CELLS.gap;
  const size = Math.min(CELLS.most, (SHEET.width - 2 - gaps) / columns, (SHEET.height - 2) / Math.max(...grids.map(({ rows }) => rows.length)));
  const seam = Math.min(2, size / 6);
  let x = -(columns * size + gaps) / 2;
  return grids.map(({ id, rows }) => {
    const part = make("g", { class: "grid", transform: `translate(${x},${(-rows.length * size) / 2})` });
    for (const [row, numbers] of rows.entries()) {
      for (const [column, number] of numbers.entries()) {
        const { side, strength } = signOf(number);
        const square = { x: column * size, y: row * size, width: size - seam, height: size - seam, rx: seam };
        part.append(make("rect", { class: `cell ${side}`, ...square, "fill-opacity": 0.25 + 0.75 * strength }));
      }
    }
    x += (rows[0]?.length ?? 0) * size + CELLS.gap;
    return { id, part };
  });
}

/** A value's numbers in rows, as many as there is room for. @param {Value | undefined} value @returns {Num[][]} */
function cells(value) {
  const rows = Array.isArray(value) ? value : [value ?? 0];
  return /** @type {Num[][]} */ (Array.isArray(rows[0]) ? rows : [rows]).slice(0, MOST).map((row) => row.slice(0, MOST));
}
