// A trace as tensors: what a plan asks of it. An element trace is gathered into its tensors first.

import { tellStory } from "../timeline/story.js";
import { gatherElements } from "./matrix-elements.js";

/** @import {GraphNode, Step, Trace, Value} from "../types.js" */

/**
 * @typedef {object} Source
 * @property {Map<string, GraphNode>} nodes tensors, in the order of evaluation
 * @property {(id: string) => Value | undefined} valueOf before any update
 * @property {(id: string) => string[]} operandsOf an operation's, in their order
 * @property {(id: string) => [number, number] | null} batchOf the axis along which a tensor's samples run, and how many
 * @property {Step[]} steps of whole tensors
 * @property {(position: number) => Place} placeOf where a position on the trace's timeline is
 * @property {number[]} ends after how many of the trace's own steps each step of `steps` is done
 * @property {string | null} target what the loss compares with
 *
 * @typedef {object} Place
 * @property {number} index of the step in `steps` that is under way or was done last; −1 before the first
 * @property {number} progress how far it is
 * @property {number} entries of its result are there; Infinity where they come all at once
 */

/** @type {WeakMap<Trace, Source>} */
const known = new WeakMap();

/**
 * @param {Trace} trace
 * @returns {Source}
 */
export function sourceOf(trace) {
  const found = known.get(trace);
  if (found) return found;
  const batchOf = batches(trace);
  const target = trace.network?.loss?.target ?? null;
  const source = { batchOf, target, ...(trace.granularity === "element" ? gatherElements(trace) : whole(trace)) };
  known.set(trace, source);
  return source;
}

/** @param {Trace} trace @returns {Pick<Source, "nodes" | "valueOf" | "operandsOf" | "steps" | "placeOf" | "ends">} */
function whole(trace) {
  const { steps } = trace;
  const story = tellStory(trace);
  return {
    nodes: new Map(trace.graph.nodes.map((node) => [node.id, node])),
    valueOf: story.valueOf,
    operandsOf: (id) => story.operands.get(id) ?? [],
    steps,
    ends: steps.map((_, i) => i + 1),
    placeOf(position) {
      const taken = Math.max(0, Math.min(Math.floor(position), steps.length));
      const fraction = taken < steps.length ? Math.max(0, position - taken) : 0;
      return { index: fraction > 0 ? taken : taken - 1, progress: fraction > 0 ? fraction : 1, entries: Infinity };
    },
  };
}

/** Rows are samples in what the network's layers hold for each of them. @param {Trace} trace @returns {Source["batchOf"]} */
function batches({ network }) {
  const count = network?.samples ?? 0;
  if (!network || count < 2) return () => null;
  return (id) => {
    const part = network.nodes[id]?.[1];
    return part && part !== "W" && part !== "b" && part !== "loss" ? [0, count] : null;
  };
}
