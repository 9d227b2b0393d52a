// What a step looks like as an equation of matrices: (trace, step) → which pictures stand where. Pure.

import { formatNumber } from "../format.js";
import { planBackward } from "./matrix-backward.js";
import { planForward } from "./matrix-forward.js";
import { assemble, drawn, picture, sign } from "./matrix-parts.js";

/** @import {Step} from "../types.js" */
/** @import {Source} from "./matrix-source.js" */
/** @import {Plan} from "./matrix-parts.js" */

/**
 * @typedef {object} Choice what the visitor chose to see
 * @property {boolean} jacobian the step by Jacobians where it can be told so
 * @property {number} sample the one that is followed
 */

/** More leaves than this are in the strip alone. */
const MOST_LEAVES = 8;

/**
 * @param {Source} source
 * @param {Step | null} step null before the first
 * @param {Choice} choice
 * @returns {Plan}
 */
export function planOf(source, step, choice) {
  if (!step) return planStart(source);
  if (step.phase === "forward") return planForward(source, step);
  return step.phase === "backward" ? planBackward(source, step, choice) : planUpdate(step);
}

/** Before the first step: what is given. @param {Source} source @returns {Plan} */
function planStart(source) {
  const leaves = [...source.nodes.values()].filter((node) => node.kind === "leaf" && !node.inline).slice(0, MOST_LEAVES);
  const children = leaves.flatMap((node, i) => {
    const one = drawn(picture({ key: node.id, label: node.id, node: node.id, kind: "value", value: source.valueOf(node.id), batch: source.batchOf(node.id) }));
    return i ? [sign("", true), one] : [one];
  });
  return assemble({ type: "row", children }, [], "");
}

/** old − η · gradient = new @param {Step} step @returns {Plan} */
function planUpdate(step) {
  if (step.optimizer) return planMove(step);
  const { node } = step;
  const old = picture({ key: "old", label: node, node, kind: "value", value: step.old });
  const gradient = picture({ key: "gradient", label: `∂${node}`, node, kind: "gradient", value: step.gradient });
  const result = picture({ key: "result", label: `${node}′`, node, kind: "value", value: step.value, result: true });
  const rate = formatNumber(step.learning_rate ?? 0);
  const children = [drawn(old), sign(`− ${rate} ×`), drawn(gradient), sign("=", true), drawn(result)];
  return assemble({ type: "row", children }, [{ link: "each", operands: [old, gradient], result, term: 0 }], `${node}′ = ${node} − ${rate} · ∂${node}`);
}

/** adam(old, gradient, m, v) = new, the state being the new one. @param {Step} step @returns {Plan} */
function planMove(step) {
  const { node, optimizer } = step;
  const old = picture({ key: "old", label: node, node, kind: "value", value: step.old });
  const gradient = picture({ key: "gradient", label: `∂${node}`, node, kind: "gradient", value: step.used_gradient });
  const states = Object.entries(step.state ?? {}).map(([name, kept]) => picture({ key: name, label: name === "velocity" ? "v" : name, node, kind: "gradient", value: kept.new }));
  const result = picture({ key: "result", label: `${node}′`, node, kind: "value", value: step.value, result: true });
  const operands = [old, gradient, ...states];
  const children = operands.flatMap((one, i) => [sign(i ? "," : `${optimizer} (`), drawn(one)]);
  const heading = `${node}′ = ${optimizer}(${operands.map(({ label }) => label).join(", ")})`;
  return assemble({ type: "row", children: [...children, sign(") =", true), drawn(result)] }, [{ link: "each", operands, result, term: 0 }], heading);
}
