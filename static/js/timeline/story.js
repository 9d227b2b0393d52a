// What of a trace is needed at every moment, gathered once.

/** @import {Trace, Step, Value} from "../types.js" */

/**
 * @typedef {object} Chapter what happens to one node, and after how many steps
 * @property {Value | undefined} given a leaf's value, known from the start
 * @property {number} valueAt index of the step that writes the value; -1 for a leaf
 * @property {number} gradientAt index of the step that writes the gradient; Infinity if none does
 * @property {number} updateAt index of the step that moves it; Infinity if none does
 *
 * @typedef {object} Story
 * @property {Trace} trace
 * @property {Map<string, Chapter>} chapters by node id
 * @property {Map<string, string[]>} operands of each operation, in their order
 * @property {Map<string, number>} returned index of the step in which a gradient comes back along an edge
 * @property {(id: string) => Value | undefined} valueOf a node's value before any update
 * @property {number} count of steps
 */

/** @type {WeakMap<Trace, Story>} */
const told = new WeakMap();

/**
 * @param {Trace} trace
 * @returns {Story}
 */
export function tellStory(trace) {
  const known = told.get(trace);
  if (known) return known;
  /** @type {Map<string, Chapter>} */
  const chapters = new Map();
  for (const node of trace.graph.nodes) {
    const given = node.kind === "leaf" ? leafValue(trace, node.id) : undefined;
    chapters.set(node.id, { given, valueAt: node.kind === "leaf" ? -1 : Infinity, gradientAt: Infinity, updateAt: Infinity });
  }
  /** @type {Map<string, number>} */
  const returned = new Map();
  for (const step of trace.steps) {
    for (const term of step.terms ?? []) returned.set(term.edge, step.index);
    const chapter = chapters.get(step.node);
    if (!chapter) continue;
    if (step.phase === "forward") chapter.valueAt = step.index;
    else if (step.phase === "backward") chapter.gradientAt = step.index;
    else chapter.updateAt = step.index;
  }
  /** @type {Map<string, string[]>} */
  const operands = new Map();
  for (const { source, target, operand } of trace.graph.edges) {
    const list = operands.get(target) ?? [];
    list[operand] = source;
    operands.set(target, list);
  }
  /** @param {string} id */
  const valueOf = (id) => {
    const chapter = chapters.get(id);
    return chapter?.given ?? trace.steps[chapter?.valueAt ?? -1]?.value;
  };
  const story = { trace, chapters, operands, returned, valueOf, count: trace.steps.length };
  told.set(trace, story);
  return story;
}

/**
 * A leaf's value: in the maps a reassigned name means its last version, and its first one stands under `name#1`.
 * @param {Trace} trace
 * @param {string} id
 */
export function leafValue(trace, id) {
  return trace.values[`${id}#1`] ?? trace.values[id];
}

/**
 * What a node shows after `taken` steps. Not yet computed is undefined, never 0.
 * @param {Story} story
 * @param {string} id
 * @param {number} taken
 * @returns {{value: Value | undefined, gradient: Value | undefined}}
 */
export function shownAt(story, id, taken) {
  const chapter = story.chapters.get(id);
  if (!chapter) return { value: undefined, gradient: undefined };
  const { steps } = story.trace;
  const written = taken > chapter.valueAt ? (chapter.given ?? steps[chapter.valueAt]?.value) : undefined;
  const value = taken > chapter.updateAt ? steps[chapter.updateAt]?.value : written;
  const gradient = taken > chapter.gradientAt ? steps[chapter.gradientAt]?.gradient : undefined;
  return { value, gradient };
}

/**
 * The index of the first step of the next or previous phase, as a number of steps taken.
 * @param {Trace} trace
 * @param {number} taken
 * @param {1 | -1} direction
 */
export function nextPhase(trace, taken, direction) {
  const { steps } = trace;
  const bounds = [0, ...steps.filter((step, i) => i && steps[i - 1]?.phase !== step.phase).map((step) => step.index), steps.length];
  if (direction > 0) return bounds.find((bound) => bound > taken) ?? steps.length;
  return bounds.findLast((bound) => bound < taken) ?? 0;
}
