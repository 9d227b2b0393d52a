// An element trace gathered into its tensors, so that one entry can be followed inside the whole. Its numbers are
// put side by side, never combined.

import { tellStory } from "../timeline/story.js";
import { inRows } from "./matrix-grid.js";

/** @import {GraphNode, Num, Step, Term, Trace, Value} from "../types.js" */
/** @import {Source} from "./matrix-source.js" */

/** When in a step its entry appears. */
const APPEARS = 0.6;

/**
 * @typedef {object} Tensor
 * @property {GraphNode} node
 * @property {string[]} entries ids, row by row
 */

/** A node's tensor and its place in it. @param {string} id @returns {{base: string, index: number[]}} */
export function partsOf(id) {
  const open = id.indexOf("[");
  if (open < 0 || !id.endsWith("]")) return { base: id, index: [] };
  return { base: id.slice(0, open), index: id.slice(open + 1, -1).split(",").map(Number) };
}

/**
 * @param {Trace} trace
 * @returns {Pick<Source, "nodes" | "valueOf" | "operandsOf" | "steps" | "placeOf" | "ends">}
 */
export function gatherElements(trace) {
  const story = tellStory(trace);
  const tensors = gatherNodes(trace.graph.nodes);
  /** @type {Map<string, Num>} */
  const gradients = new Map();
  for (const step of trace.steps) if (step.phase === "backward") gradients.set(step.node, /** @type {Num} */ (step.gradient));

  /** @param {string} base @param {(id: string) => Value | undefined} of */
  const put = (base, of) => {
    const tensor = tensors.get(base);
    return tensor ? shaped(tensor.entries.map((id) => /** @type {Num} */ (of(id))), tensor.node.shape) : undefined;
  };
  /** @param {string} base */
  const operandsOf = (base) => {
    const first = tensors.get(base)?.entries[0];
    const bases = [...new Set((story.operands.get(first ?? "") ?? []).map((id) => partsOf(id).base))];
    return tensors.get(base)?.node.op === "matmul" && bases.length === 1 ? [...bases, ...bases] : bases;
  };

  /** @type {{phase: string, base: string, steps: Step[]}[]} */
  const groups = [];
  /** @type {Map<string, number>} */
  const at = new Map();
  /** Of each of the trace's steps: its group, and how many of the group came before it. @type {[number, number][]} */
  const places = [];
  for (const step of trace.steps) {
    const { base } = partsOf(step.node);
    const key = `${step.phase} ${base}`;
    const g = at.get(key) ?? groups.push({ phase: step.phase, base, steps: [] }) - 1;
    at.set(key, g);
    places.push([g, groups[g]?.steps.length ?? 0]);
    groups[g]?.steps.push(step);
  }

  const steps = groups.map(({ base, steps: own }, index) => {
    const first = /** @type {Step} */ (own[0]);
    const byId = new Map(own.map((step) => [step.node, step]));
    /** @type {Step} */
    const step = { index, phase: first.phase, node: base };
    if (first.phase === "forward") return { ...step, operands: operandsOf(base), value: put(base, (id) => byId.get(id)?.value) };
    const gradient = put(base, (id) => byId.get(id)?.gradient);
    if (first.phase === "update") {
      const moved = { ...step, old: put(base, (id) => byId.get(id)?.old), gradient, learning_rate: first.learning_rate, value: put(base, (id) => byId.get(id)?.value) };
      return first.optimizer ? { ...moved, ...gatherMove(first, base, byId) } : moved;
    }
    return { ...step, gradient, terms: gatherTerms(base, own, gradient) };
  });

  /** What an optimizer took and remembers, of all elements. @param {Step} first @param {string} base @param {Map<string, Step>} byId */
  function gatherMove(first, base, byId) {
    const state = Object.keys(first.state ?? {}).map((name) => {
      const [old, now] = /** @type {const} */ (["old", "new"]).map((when) => put(base, (id) => byId.get(id)?.state?.[name]?.[when]));
      return [name, { old, new: now }];
    });
    return { optimizer: first.optimizer, used_gradient: put(base, (id) => byId.get(id)?.used_gradient), state: Object.fromEntries(state) };
  }

  /**
   * @param {string} base
   * @param {Step[]} own
   * @param {Value | undefined} gradient
   * @returns {Term[]}
   */
  function gatherTerms(base, own, gradient) {
    const consumers = [...new Set(own.flatMap((step) => (step.terms ?? []).map((term) => partsOf(term.consumer).base)))];
    return consumers.map((consumer) => {
      const operand = Math.max(operandsOf(consumer).indexOf(base), 0);
      const through = own.map((step) => (step.terms ?? []).filter((term) => partsOf(term.consumer).base === consumer));
      const once = through.every((terms) => terms.length === 1);
      const shape = tensors.get(base)?.node.shape ?? [];
      const theirs = tensors.get(consumer)?.node.shape ?? [];
      const product = tensors.get(consumer)?.node.op === "matmul";
      const locals = through.flat().map((term) => /** @type {Num} */ (term.local));
      const ones = locals.every((local) => local === 1);
      const repeated = theirs.length === 2 && shape.length === 1 && theirs[1] === shape[0] && !product;
      return /** @type {Term} */ ({
        edge: `${base}->${consumer}.${operand}`,
        consumer,
        operand,
        upstream: put(consumer, (id) => gradients.get(id)),
        local: ones ? 1 : once ? shaped(locals, shape) : null,
        contribution: consumers.length === 1 ? gradient : once ? shaped(through.map(([term]) => /** @type {Num} */ (term?.contribution)), shape) : undefined,
        structure: product ? (operand ? "matmul-right" : "matmul-left") : repeated ? "broadcast" : "elementwise",
        summed_axes: repeated ? [0] : [],
      });
    });
  }

  let done = 0;
  const ends = groups.map((group) => (done = Math.max(done, (group.steps.at(-1)?.index ?? 0) + 1)));
  return {
    nodes: new Map([...tensors].map(([base, { node }]) => [base, node])),
    valueOf: (base) => put(base, story.valueOf),
    operandsOf,
    steps,
    ends,
    placeOf(position) {
      const taken = Math.max(0, Math.min(Math.floor(position), places.length));
      const fraction = taken < places.length ? position - taken : 0;
      const [index, before] = places[fraction > 0 ? taken : taken - 1] ?? [-1, 0];
      const progress = fraction > 0 ? fraction : 1;
      return { index, progress, entries: before + (progress >= APPEARS ? 1 : 0) };
    },
  };
}

/** @param {GraphNode[]} nodes @returns {Map<string, Tensor>} */
function gatherNodes(nodes) {
  /** @type {Map<string, Tensor>} */
  const tensors = new Map();
  for (const node of nodes) {
    const { base, index } = partsOf(node.id);
    const tensor = tensors.get(base) ?? { node: { ...node, id: base, shape: index.map(() => 0) }, entries: [] };
    tensors.set(base, tensor);
    tensor.node.shape = index.map((place, axis) => Math.max(place + 1, tensor.node.shape[axis] ?? 0));
    tensor.entries.push(node.id);
  }
  return tensors;
}

/** @param {Num[]} list @param {readonly number[]} shape @returns {Value} */
function shaped(list, shape) {
  if (!shape.length) return /** @type {Num} */ (list[0]);
  const columns = shape.at(-1) ?? 1;
  return shape.length === 1 ? list : shape.length === 2 ? inRows(list, columns) : /** @type {Value} */ (inRows(list, columns));
}
