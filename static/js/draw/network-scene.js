// What moves in the network at a moment: a pure function of the trace, the position and the sample followed. What is
// to be seen of each neuron follows from `shown`, as in the graph.

import { t } from "../i18n.js";
import { smooth, within } from "../timeline/easing.js";
import { sceneAt } from "../timeline/scene.js";
import { describeProduct, describeSum, describeUpdate, inBrief } from "../timeline/wording.js";

/** @import {Step, Term, Value} from "../types.js" */
/** @import {Place, Net} from "../state/network.js" */
/** @import {Phase} from "../timeline/scene.js" */

/**
 * @typedef {object} Flow something under way along weights, or between the last layer and the loss
 * @property {"weights" | "loss"} along
 * @property {number} layer whose weights they are
 * @property {number | null} unit of that layer; null for all
 * @property {number | null} input of the layer before; null for all
 * @property {number} way how far it is from where it starts, 0 to 1
 * @property {boolean} back whether it runs from the later layer to the earlier
 * @property {number} opacity of what is under way
 * @property {string | null} text what it carries, where that is one number
 *
 * @typedef {object} Remark a calculation written under a neuron, or under the loss
 * @property {Place} place
 * @property {string} text
 * @property {number} opacity
 *
 * @typedef {object} NetworkScene
 * @property {number} shown steps whose result is to be seen
 * @property {Step | null} step
 * @property {Phase | "start"} phase of the step that is lit
 * @property {Place | null} place what the step is about
 * @property {number | null} sample the row it is about; null where it is about all of them
 * @property {boolean} elsewhere whether that is another row than the one followed
 * @property {Flow[]} flows
 * @property {Remark[]} remarks
 * @property {number} arriving how far the new number has come, 0 to 1
 */

/** A step's numbers are under way in its first part; what is left is for reading. */
const WAY = { from: 0, to: 0.62 };

/**
 * @param {Net} net
 * @param {number} position
 * @param {number} sample the row followed
 * @returns {NetworkScene}
 */
export function networkSceneAt(net, position, sample) {
  const { step, shown, progress, arriving } = sceneAt(net.story, position);
  const place = step ? net.placeOf(step.node) : null;
  /** @type {NetworkScene} */
  const scene = {
    shown,
    step,
    phase: step?.phase ?? "start",
    place,
    sample: place?.sample ?? null,
    elsewhere: place?.sample !== null && place?.sample !== undefined && place.sample !== sample,
    flows: [],
    remarks: [],
    arriving: step && shown === step.index + 1 ? arriving : 1,
  };
  if (!step || !place) return scene;
  if (scene.elsewhere) {
    remark(scene, place, t("sample {number}", { number: (place.sample ?? 0) + 1 }), within(progress, 0, 0.1));
    return scene;
  }
  const flow = { way: smooth(within(progress, WAY.from, WAY.to)), opacity: within(progress, 0, 0.05) * (1 - within(progress, 0.58, 0.66)) };
  if (step.phase === "forward") scene.flows = forward(net, step, place, flow);
  else if (step.phase === "backward") backward(net, step, place, flow, progress, scene);
  else update(step, place, progress, scene);
  return scene;
}

/** @typedef {{way: number, opacity: number}} Moving */

/**
 * Activations travel along the weights into the neuron; the outputs into the loss.
 * @param {Net} net
 * @param {Step} step
 * @param {Place} place
 * @param {Moving} moving
 * @returns {Flow[]}
 */
function forward(net, step, place, moving) {
  if (place.part === "loss") return [{ along: "loss", layer: place.layer, unit: place.unit, input: null, back: false, text: null, ...moving }];
  if (place.part !== "product" && place.part !== "z") return [];
  const operands = step.operands ?? operandsOf(net, step.node);
  const weights = operands.map((id) => net.placeOf(id)).filter((one) => one?.part === "W");
  if (!weights.length) return [];
  const values = operands.filter((id) => net.placeOf(id)?.part === "a" || net.placeOf(id)?.part === "z");
  /** @type {Flow[]} */
  const flows = [];
  const inputs = new Set(weights.map((one) => one?.input ?? null));
  for (const input of inputs) {
    const source = values.find((id) => input === null || [input, null].includes(net.placeOf(id)?.unit ?? null));
    const text = input === null ? null : tokenText(source ? net.story.valueOf(source) : undefined);
    flows.push({ along: "weights", layer: place.layer, unit: place.unit, input, back: false, text, ...moving });
  }
  return flows;
}

/** @param {Net} net @param {string} id */
function operandsOf(net, id) {
  return net.story.operands.get(id) ?? [];
}

/**
 * Gradients come back: from the later layer's neurons along the weights to what was read, or from the loss.
 * @param {Net} net
 * @param {Step} step
 * @param {Place} place
 * @param {Moving} moving
 * @param {number} progress
 * @param {NetworkScene} scene
 */
function backward(net, step, place, moving, progress, scene) {
  const terms = step.terms ?? [];
  const { layer, unit } = place;
  const opacity = within(progress, 0.4, 0.55);
  if (place.part === "W") {
    scene.flows.push({ along: "weights", layer, unit, input: place.input, back: true, text: null, ...moving });
    return;
  }
  if (place.part !== "a" && place.part !== "z") return;
  const own = place.part === "z" ? terms.filter((term) => net.placeOf(term.consumer)?.part === "a" && net.placeOf(term.consumer)?.layer === layer) : [];
  if (own.length) {
    remark(scene, place, describeOwn(net, own, step), opacity);
    return;
  }
  for (const term of terms) {
    const consumer = net.placeOf(term.consumer);
    if (!consumer) continue;
    const text = tokenText(term.contribution);
    if (consumer.layer === layer + 1 && (consumer.part === "product" || consumer.part === "z")) {
      scene.flows.push({ along: "weights", layer: layer + 1, unit: consumer.unit, input: unit, back: true, text, ...moving });
    } else if (consumer.part === "loss") {
      scene.flows.push({ along: "loss", layer: consumer.layer, unit, input: null, back: true, text, ...moving });
    }
  }
  if (unit !== null && terms.length > 1) remark(scene, place, describeSum(terms, progress >= 0.84 ? step.gradient : undefined), opacity);
}

/** The gradient at a times σ′(z), or the terms of an activation that mixes. @param {Net} net @param {Term[]} terms @param {Step} step */
function describeOwn(net, terms, step) {
  const [first] = terms;
  if (terms.length > 1 || !first) return describeSum(terms, step.gradient);
  return describeProduct(net.story, first);
}

/** @param {Step} step @param {Place} place @param {number} progress @param {NetworkScene} scene */
function update(step, place, progress, scene) {
  const text = describeUpdate(step);
  if (place.part === "b" && text) remark(scene, place, text, within(progress, 0.02, 0.2));
}

/** Only what is about one neuron, or small enough, is written out. @param {NetworkScene} scene @param {Place} place @param {string} text @param {number} opacity */
function remark(scene, place, text, opacity) {
  if (opacity > 0 && text && (place.unit !== null || scene.step?.phase !== "update")) scene.remarks.push({ place, text, opacity });
}

/** @param {Value | undefined} value */
function tokenText(value) {
  return value === undefined || typeof value === "object" ? null : inBrief(value);
}
