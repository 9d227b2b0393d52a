// What is seen at a moment: a pure function of the trace and the position on its timeline.
//
// A position counts the steps taken; its fraction is the way through the next step. At a whole number the step
// just taken is still lit, its product and its sum still written, so that a still picture can be read.

/** @import {Step} from "../types.js" */
/** @import {Story} from "./story.js" */

import { clamp, settle, smooth, within } from "./easing.js";
import { describeProduct, describeSum, describeUpdate, inBrief } from "./wording.js";

/**
 * @typedef {"forward" | "backward" | "update"} Phase
 *
 * @typedef {object} Token a number on its way: along an edge, or along the link between an operation and its card
 * @property {string} edge the edge, or the node whose link it is
 * @property {boolean} link
 * @property {number} at 0 at the source (of a link: the operation), 1 at the target (the card)
 * @property {string} text
 * @property {number} opacity
 * @property {Phase} phase
 *
 * @typedef {object} Note a calculation written under a node's card, or under its operation's sign
 * @property {string} node
 * @property {"card" | "sign"} under
 * @property {string} text
 * @property {number} opacity
 * @property {Phase} phase
 *
 * @typedef {object} Scene
 * @property {number} taken whole steps taken
 * @property {number} shown steps whose result is to be seen: one more than taken when the next one's has appeared
 * @property {Step | null} step the step that is lit
 * @property {number} progress how far that step is, 0 to 1
 * @property {Phase | "start"} phase of the step last taken
 * @property {Set<string>} nodes lit nodes
 * @property {Map<string, number>} edges lit edges, and how much of each is drawn
 * @property {Token[]} tokens
 * @property {Note[]} notes
 * @property {number} leaving how far the number to be replaced has gone, 0 to 1
 * @property {number} arriving how far the new number has come, 0 to 1
 */

/** When in a step its result appears; what is left is for reading. */
const RESULT = { forward: 0.66, backward: 0.84, update: 0.62 };
const APPEARS = 0.14;

/**
 * @param {Story} story
 * @param {number} position 0 to the number of steps
 * @returns {Scene}
 */
export function sceneAt(story, position) {
  const { steps } = story.trace;
  const taken = Math.max(0, Math.min(Math.floor(position), steps.length));
  const fraction = taken < steps.length ? clamp(position - taken) : 0;
  const step = (fraction > 0 ? steps[taken] : steps[taken - 1]) ?? null;
  const progress = fraction > 0 ? fraction : 1;
  /** @type {Scene} */
  const scene = {
    taken,
    shown: taken,
    step,
    progress,
    phase: steps[taken - 1]?.phase ?? "start",
    nodes: new Set(),
    edges: new Map(),
    tokens: [],
    notes: [],
    leaving: 0,
    arriving: 1,
  };
  if (!step) return scene;
  const result = step.terms?.length === 0 ? 0.3 : RESULT[step.phase];
  if (fraction >= result) scene.shown = taken + 1;
  scene.arriving = settle(within(progress, result, result + APPEARS));
  scene.nodes.add(step.node);
  if (step.phase === "forward") forward(story, step, progress, scene);
  else if (step.phase === "backward") backward(story, step, progress, scene);
  else update(step, progress, scene);
  return scene;
}

/**
 * The operands travel to the operation, and its result on to the card.
 * @param {Story} story
 * @param {Step} step
 * @param {number} progress
 * @param {Scene} scene
 */
function forward(story, step, progress, scene) {
  const way = smooth(within(progress, 0, 0.5));
  const opacity = within(progress, 0, 0.06) * (1 - within(progress, 0.4, 0.48));
  step.operands?.forEach((operand, k) => {
    const edge = `${operand}->${step.node}.${k}`;
    scene.edges.set(edge, way);
    const value = story.valueOf(operand);
    if (value === undefined || opacity === 0) return;
    scene.tokens.push({ edge, link: false, at: way, text: inBrief(value), opacity, phase: "forward" });
  });
  const leaves = within(progress, 0.5, 0.54) * (1 - within(progress, 0.66, 0.7));
  if (leaves > 0 && step.value !== undefined) {
    const at = smooth(within(progress, 0.5, 0.7));
    scene.tokens.push({ edge: step.node, link: true, at, text: inBrief(step.value), opacity: leaves, phase: "forward" });
  }
}

/**
 * Each term comes in its turn: the upstream gradient to the operation, there times the local derivative, and the
 * product on to the node, where the terms are written as the sum that they are.
 * @param {Story} story
 * @param {Step} step
 * @param {number} progress
 * @param {Scene} scene
 */
function backward(story, step, progress, scene) {
  const terms = step.terms ?? [];
  const turn = RESULT.backward / Math.max(terms.length, 1);
  let arrived = 0;
  terms.forEach((term, j) => {
    const own = within(progress, j * turn, (j + 1) * turn);
    const { edge, consumer } = term;
    scene.nodes.add(consumer);
    scene.edges.set(edge, smooth(within(own, 0.46, 1)));
    if (own >= 1) arrived += 1;
    if (own > 0 && own < 1) scene.tokens.push({ phase: "backward", ...onItsWay(term, own) });
    const opacity = within(own, 0.26, 0.36);
    if (opacity) scene.notes.push({ node: consumer, under: "sign", text: describeProduct(story, term), opacity, phase: "backward" });
  });
  if (terms.length > 1 && arrived > 0) {
    const whole = progress >= RESULT.backward;
    scene.notes.push({ node: step.node, under: "card", text: describeSum(terms.slice(0, arrived), whole ? step.gradient : undefined), opacity: 1, phase: "backward" });
  }
}

/**
 * @param {import("../types.js").Term} term
 * @param {number} own how far its turn is
 * @returns {{edge: string, link: boolean, at: number, text: string, opacity: number}}
 */
function onItsWay(term, own) {
  if (own < 0.46) {
    const at = 1 - smooth(within(own, 0, 0.3));
    const opacity = within(own, 0, 0.06) * (1 - within(own, 0.4, 0.46));
    return { edge: term.consumer, link: true, at, text: inBrief(term.upstream), opacity };
  }
  const at = 1 - smooth(within(own, 0.46, 1));
  return { edge: term.edge, link: false, at, text: inBrief(term.contribution), opacity: 1 - within(own, 0.94, 1) };
}

/**
 * The old value gives way to the new one, with the calculation under it.
 * @param {Step} step
 * @param {number} progress
 * @param {Scene} scene
 */
function update(step, progress, scene) {
  scene.leaving = smooth(within(progress, 0.45, RESULT.update));
  scene.notes.push({ node: step.node, under: "card", text: describeUpdate(step), opacity: within(progress, 0.02, 0.2), phase: "update" });
}

/**
 * How much longer than a plain step one takes: several terms come one after the other.
 * @param {Step | undefined} step
 */
export function lengthOf(step) {
  return Math.min(1 + 0.45 * Math.max((step?.terms?.length ?? 1) - 1, 0), 3);
}
