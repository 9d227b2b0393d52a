// The leaves of a trace as the visitor wrote them, in either granularity.

import { isFolded } from "../format.js";
import { leafValue } from "../timeline/story.js";

/** @import {GraphNode, Num, Trace, Value} from "../types.js" */

/** @typedef {{id: string, shape: number[], role: GraphNode["role"], value: Value}} Leaf */

/** `W[0,2]`: the name of an element and its place. */
const ELEMENT = /^(.+)\[([\d,]+)\]$/;

/**
 * @param {Trace} trace
 * @returns {Leaf[]}
 */
export function leavesOf(trace) {
  /** @type {Map<string, Leaf>} */
  const leaves = new Map();
  for (const { id, kind, inline, shape, role } of trace.graph.nodes) {
    if (kind !== "leaf" || inline) continue;
    const value = leafValue(trace, id) ?? 0;
    const [, name, place] = (trace.granularity === "element" && ELEMENT.exec(id)) || [];
    if (!name || !place) {
      leaves.set(id, { id, shape, role, value });
      continue;
    }
    const indices = place.split(",").map(Number);
    const whole = leaves.get(name) ?? { id: name, shape: indices.map(() => 0), role, value: [] };
    whole.shape = whole.shape.map((size, axis) => Math.max(size, (indices[axis] ?? 0) + 1));
    put(/** @type {Value[]} */ (whole.value), indices, /** @type {Num} */ (value));
    leaves.set(name, whole);
  }
  return [...leaves.values()];
}

/** Arrays up to this size are offered element by element. */
const MOST_ELEMENTS = 64;

/**
 * A leaf's single numbers with their names, `W[0,2]` as in an element graph; a single number is its own.
 * @param {Leaf} leaf
 * @returns {{name: string, value: Value, place: number, whole: Leaf}[]}
 */
export function elementsOf(leaf) {
  if (!leaf.shape.length) return [{ name: leaf.id, value: leaf.value, place: 0, whole: leaf }];
  if (isFolded(leaf.value)) return [];
  const numbers = /** @type {Value[]} */ ([leaf.value].flat(leaf.shape.length));
  if (numbers.length > MOST_ELEMENTS) return [];
  return numbers.map((value, place) => ({ name: `${leaf.id}[${indicesAt(place, leaf.shape).join(",")}]`, value, place, whole: leaf }));
}

/** The indices of an element counted row by row. @param {number} place @param {number[]} shape */
export function indicesAt(place, shape) {
  let rest = place;
  return shape.toReversed().map((size) => {
    const index = rest % size;
    rest = (rest - index) / size;
    return index;
  }).reverse();
}

/** @param {Value[]} array @param {number[]} indices @param {Num} number */
function put(array, indices, number) {
  let row = array;
  for (const index of indices.slice(0, -1)) {
    row[index] ??= [];
    row = /** @type {Value[]} */ (row[index]);
  }
  row[indices.at(-1) ?? 0] = number;
}

/**
 * The given values that still hold once the program's text has changed: those whose own line did not.
 * @param {string} before
 * @param {string} after
 * @param {Object<string, Value>} [values]
 * @returns {Object<string, Value>}
 */
export function keepValues(before, after, values = {}) {
  const old = assignments(before);
  const now = assignments(after);
  return Object.fromEntries(Object.entries(values).filter(([name]) => old.get(name) === now.get(name)));
}

/** Whether a program gives this name a value. @param {string} program @param {string} name */
export function assigns(program, name) {
  return program.split("\n").some((line) => line.includes("=") && (line.split("=")[0] ?? "").split(/[^\p{L}\p{N}_]+/u).includes(name));
}

/** The text that first assigns each name; a list may go over several lines. @param {string} program */
function assignments(program) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const part of program.split(/\n(?=\S)/)) {
    const [, name, formula] = /^([^\s=+\-*/@]+)\s*=(?!=)([^]*)$/.exec(part) ?? [];
    if (name && formula !== undefined && !found.has(name)) found.set(name, formula.replace(/#.*$/gm, "").trim());
  }
  return found;
}

/**
 * A copy of an array with its element number `place`, row by row, replaced.
 * @param {Value} value
 * @param {number} place
 * @param {number} number
 * @returns {Value}
 */
export function withElement(value, place, number) {
  let at = -1;
  /** @param {Value} part @returns {Value} */
  const copy = (part) => {
    if (Array.isArray(part)) return /** @type {Value} */ (part.map(copy));
    at += 1;
    return at === place ? number : part;
  };
  return copy(value);
}
