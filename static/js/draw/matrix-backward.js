// The plan of a backward step: each term as an equation, then their sum.

import { formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { planCollapse, planJacobian } from "./jacobian-plan.js";
import { broadcasts, meeting, repeated, upright } from "./matrix-forward.js";
import { assemble, drawn, picture, sign } from "./matrix-parts.js";

/** @import {Step, Term} from "../types.js" */
/** @import {Source} from "./matrix-source.js" */
/** @import {Choice} from "./matrix-plan.js" */
/** @import {Equation, Node, Picture, Plan} from "./matrix-parts.js" */

/** So many terms are told one under the other; of more, the sum alone. */
const MOST_TERMS = 3;
const MOST_IN_SUM = 6;
/** So many samples stand side by side. */
const MOST_SAMPLES = 6;

/**
 * @param {Source} source
 * @param {Step} step
 * @param {Choice} choice
 * @returns {Plan}
 */
export function planBackward(source, step, choice) {
  const terms = step.terms ?? [];
  const shape = source.nodes.get(step.node)?.shape ?? [];
  const batch = source.batchOf(step.node);
  const name = `∂${step.node}`;
  const whole = picture({ key: "result", label: name, node: step.node, kind: "gradient", shape, value: step.gradient, result: true, batch });
  if (!terms.length) {
    const children = [sign(t("starts with")), drawn(whole)];
    return assemble({ type: "row", children }, [{ link: "none", operands: [], result: whole, term: 0 }], t("{gradient} starts the backward pass", { gradient: name }));
  }
  const single = terms.length === 1;
  /** @type {Node[]} */
  const lines = [];
  /** @type {Equation[]} */
  const equations = [];
  let heading = "";
  /** @type {Plan["shapes"]} */
  let shapes = [];
  let samples = 1;
  terms.slice(0, single ? 1 : MOST_TERMS).forEach((term, j) => {
    const result = single ? whole : { ...whole, key: `result ${j}`, label: `${name} ← ${term.consumer}`, value: term.contribution, result: true, term: j };
    const told = planTerm(source, term, j, result, choice);
    lines.push(...told.lines);
    equations.push(...told.equations);
    heading ||= told.heading;
    shapes = single ? (told.shapes ?? []) : [];
    samples = Math.max(samples, told.samples ?? 1);
  });
  if (!single) {
    lines.push(sumOf(terms, whole));
    heading = `${name} = ${terms.slice(0, MOST_TERMS).map((term) => `(${t("through {node}", { node: term.consumer })})`).join(" + ")}${terms.length > MOST_TERMS ? " + …" : ""}`;
  }
  // What both ways come to stands right under the product; what is said about it follows.
  if (step.collapse) lines.splice(1, 0, ...planCollapse(source, step, whole));
  const jacobians = terms.some((term) => term.structure !== "jacobian" && term.jacobian?.blocks);
  const tree = lines.length === 1 && lines[0] ? lines[0] : { type: /** @type {const} */ ("column"), children: lines };
  return assemble(tree, equations, heading, { shapes, jacobians, samples, terms: terms.length });
}

/** @typedef {{lines: Node[], equations: Equation[], heading: string, shapes?: Plan["shapes"], samples?: number}} Told */

/**
 * @param {Source} source
 * @param {Term} term
 * @param {number} j its place among the terms
 * @param {Picture} result
 * @param {Choice} choice
 * @returns {Told}
 */
function planTerm(source, term, j, result, choice) {
  const shape = source.nodes.get(term.consumer)?.shape ?? [];
  const batch = source.batchOf(term.consumer);
  const upstream = picture({ key: `upstream ${j}`, label: `∂${term.consumer}`, node: term.consumer, kind: "gradient", shape, value: term.upstream, term: j, batch });
  if (term.jacobian && (term.structure === "jacobian" || choice.jacobian)) return planJacobian(source, term, upstream, result, choice);
  const told = /^matmul/.test(term.structure) ? planProduct(source, term, upstream, result) : planLocal(term, standing(source, term, upstream, result), result);
  const alone = result.key === "result";
  if (alone && term.samples && term.samples.length > 1) told.lines.push(samplesOf(term, result, choice.sample));
  return told;
}

/**
 * dX = dY · Wᵀ and dW = xᵀ · dY.
 * @param {Source} source
 * @param {Term} term
 * @param {Picture} upstream
 * @param {Picture} made
 * @returns {Told}
 */
function planProduct(source, term, upstream, made) {
  const j = upstream.term;
  const edges = term.operand === 0;
  const id = source.operandsOf(term.consumer)[1 - term.operand] ?? "";
  const other = source.nodes.get(id)?.shape ?? [];
  const own = made.shape;
  if (Math.max(other.length, own.length) > 2) return planLocal({ ...term, local: null }, upstream, made);
  // A vector at the right of a product stands upright, at its left it lies; turned, the other way.
  const lies = other.length === 1;
  const [rows = 1, columns = 1] = lies ? (edges ? [1, other[0]] : [other[0], 1]) : [other[1], other[0]];
  const batch = source.batchOf(id);
  const turned = picture({
    key: `turned ${j}`,
    label: `${id}ᵀ`,
    node: id,
    kind: "value",
    shape: [rows, columns],
    value: source.valueOf(id),
    turned: lies ? !edges : true,
    flips: true,
    term: j,
    batch: batch && !lies ? [1, batch[1]] : null,
  });
  // The product with an upright vector is upright itself, and so is what comes back for it.
  const upstreamStands = edges ? lies : own.length === 1;
  const up = upstreamStands ? upright(upstream) : upstream;
  const result = !edges && own.length === 1 ? upright(made) : made;
  const [left, above] = edges ? [up, turned] : [turned, up];
  const equation = { link: /** @type {const} */ ("product"), operands: [left, above], result, term: j };
  return { lines: [{ type: "product", left, above, result }], equations: [equation], heading: `${result.label} = ${left.label} · ${above.label}`, shapes: meeting(left, above) };
}

/**
 * What a reduction along rows left over goes back to them: upright where each row made one number.
 * @param {Source} source
 * @param {Term} term
 * @param {Picture} upstream
 * @param {Picture} made
 */
function standing(source, term, upstream, made) {
  if (term.structure !== "reduction" || upstream.shape.length !== 1 || made.shape.length !== 2) return upstream;
  const axis = [source.nodes.get(term.consumer)?.attributes?.["axis"]].flat()[0];
  return axis === 1 || axis === -1 ? upright(upstream) : upstream;
}

/**
 * Times the local derivative, entry by entry; summed where the operand was repeated.
 * @param {Term} term
 * @param {Picture} upstream
 * @param {Picture} made
 * @returns {Told}
 */
function planLocal(term, upstream, made) {
  const { local, structure } = term;
  const j = upstream.term;
  const axes = term.summed_axes;
  const plain = local === null || local === 1 || structure === "selection" || structure.startsWith("matmul");
  const gone = upstream.shape.length === 2 && axes.length === 1 ? axes[0] : null;
  const factor = picture({ key: `local ${j}`, label: `∂${term.consumer}/∂${made.node}`, node: term.consumer, kind: "local", value: local ?? undefined, term: j });
  if (plain && gone === 0) {
    const equation = { link: /** @type {const} */ ("down"), operands: [upstream], result: made, term: j };
    return { lines: [{ type: "down", operand: upstream, result: made, text: "Σ" }], equations: [equation], heading: `${made.label} = Σ ${upstream.label}` };
  }
  const result = gone === 1 ? upright(made) : made;
  const first = axes.length ? upstream : broadcasts(upstream, result) ? repeated(upstream, result) : upstream;
  const times = plain ? null : factor.shape.length ? sign("∘") : sign(`× ${formatNumber(/** @type {any} */ (local))}`);
  const shownFactor = times && factor.shape.length ? broadcasts(factor, upstream.shape.length ? upstream : result) ? repeated(factor, upstream.shape.length ? upstream : result) : factor : null;
  const children = [drawn(first), ...(times ? [times] : []), ...(shownFactor ? [drawn(shownFactor)] : []), sign(axes.length ? "Σ =" : "=", true), drawn(result)];
  const fits = broadcasts(first, result) && !axes.length && structure !== "selection";
  const link = gone === 0 ? "down" : gone === 1 ? "right" : fits ? "each" : "none";
  const product = plain ? upstream.label : `${upstream.label} ${factor.shape.length ? `∘ ${factor.label}` : times?.text}`;
  const heading = `${made.label} = ${axes.length ? "Σ " : ""}${product}`;
  return { lines: [{ type: "row", children }], equations: [{ link, operands: shownFactor ? [first, shownFactor] : [first], result, term: j }], heading };
}

/** The contributions as a sum of pictures. @param {Term[]} terms @param {Picture} whole @returns {Node} */
function sumOf(terms, whole) {
  /** @type {Node[]} */
  const children = [];
  terms.slice(0, MOST_IN_SUM).forEach((term, j) => {
    if (j) children.push(sign("+"));
    children.push(drawn({ ...whole, key: `part ${j}`, label: `← ${term.consumer}`, value: term.contribution, term: j }));
  });
  if (terms.length > MOST_IN_SUM) children.push(sign("+ …"));
  children.push(sign("=", true), drawn({ ...whole, term: terms.length - 1 }));
  return { type: "row", children };
}

/**
 * The gradient as the sum of its samples' own, the followed one among those that are shown.
 * @param {Term} term
 * @param {Picture} whole
 * @param {number} followed
 * @returns {Node}
 */
function samplesOf(term, whole, followed) {
  const all = term.samples ?? [];
  const first = Math.max(0, Math.min(followed - 2, all.length - MOST_SAMPLES));
  /** @type {Node[]} */
  const children = [sign("=")];
  if (first) children.push(sign("… +"));
  all.slice(first, first + MOST_SAMPLES).forEach((value, i) => {
    const sample = first + i;
    if (i) children.push(sign("+"));
    children.push(drawn({ ...whole, key: `sample ${sample}`, label: t("sample {number}", { number: sample + 1 }), value, result: false, sample, small: true, batch: null }));
  });
  if (first + MOST_SAMPLES < all.length) children.push(sign("+ …"));
  return { type: "row", children };
}
