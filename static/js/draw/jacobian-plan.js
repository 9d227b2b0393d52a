// A term by its Jacobian: the structure as a whole, and one block multiplied by its upstream gradient.

import { formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { flat, inRows } from "./matrix-grid.js";
import { meeting } from "./matrix-forward.js";
import { drawn, picture, sign } from "./matrix-parts.js";

/** @import {Step, Term} from "../types.js" */
/** @import {Source} from "./matrix-source.js" */
/** @import {Choice} from "./matrix-plan.js" */
/** @import {Picture, Node, Equation} from "./matrix-parts.js" */

/**
 * Which entries of a Jacobian can differ from zero.
 * @param {Term} term
 */
export function structureOf(term) {
  const blocks = term.jacobian?.blocks?.length ?? 1;
  if (term.summed_axes.length || term.structure === "broadcast") return t("broadcast: the same entries in every row");
  if (term.structure === "elementwise" && (term.jacobian?.shape[0] ?? 1) > 1) return t("diagonal: each entry touches only itself");
  if (blocks > 1) return t("one block a sample: {count} on the diagonal, zero elsewhere", { count: blocks });
  return t("dense");
}

/**
 * @param {Source} _source
 * @param {Term} term
 * @param {Picture} upstream
 * @param {Picture} whole
 * @param {Choice} choice
 * @returns {import("./matrix-backward.js").Told}
 */
export function planJacobian(_source, term, upstream, whole, choice) {
  const j = upstream.term;
  const { blocks, block, shape } = term.jacobian ?? {};
  const name = `∂${term.consumer}/∂${whole.node}`;
  const heading = `${whole.label} = ${upstream.label} · ${name}`;
  if (!blocks || !block || !shape) {
    /** @type {Node[]} */
    const children = [drawn(upstream), sign("· J ="), drawn(whole)];
    const omitted = { type: /** @type {const} */ ("note"), text: t("The Jacobian is {rows}×{columns}: too large to be shown.", { rows: shape?.[0] ?? 0, columns: shape?.[1] ?? 0 }) };
    return { lines: [{ type: "row", children }, omitted], equations: [{ link: "none", operands: [upstream], result: whole, term: j }], heading };
  }
  const [rows = 1, columns = 1] = block;
  const count = blocks.length;
  const b = Math.min(choice.sample, count - 1);
  const own = count > 1 ? t("sample {number}", { number: b + 1 }) : "";
  const left = picture({ key: `row ${j}`, label: joined(upstream.label, own), node: upstream.node, kind: "gradient", shape: [1, rows], value: inRows(flat(upstream.value), rows)[b], term: j });
  const above = picture({ key: `block ${j}`, label: joined(name, own), node: term.consumer, kind: "jacobian", shape: [rows, columns], value: blocks[b], term: j });
  const made = picture({ key: `made ${j}`, label: joined(whole.label, own), node: whole.node, kind: "gradient", shape: [1, columns], value: inRows(flat(whole.value), columns)[b], result: true, term: j });
  /** @type {Node} */
  const product = { type: "product", left, above, result: made };
  /** @type {Equation} */
  const equation = { link: "product", operands: [left, above], result: made, term: j };
  const note = { type: /** @type {const} */ ("note"), text: `${name} · ${shape[0]}×${shape[1]} · ${structureOf(term)}` };
  if (count === 1 && whole.rows === 1 && upstream.rows === 1) return { lines: [product, note], equations: [equation], heading, shapes: meeting(left, above) };
  const map = picture({ key: `map ${j}`, label: name, node: term.consumer, kind: "jacobian", shape, value: /** @type {any} */ (blocks), blocks: { count, rows, columns }, small: true, term: j });
  const small = { ...upstream, small: true };
  /** @type {Node} */
  const line = { type: "row", children: [drawn(small), sign("·"), drawn(map), sign("="), drawn({ ...whole, small: true })] };
  return { lines: [{ type: "row", children: [line, sign("", true), product] }, note], equations: [equation], heading, shapes: meeting(left, above), samples: count };
}

/** @param {string} name @param {string} of */
const joined = (name, of) => (of ? `${name} · ${of}` : name);

/**
 * Softmax and cross-entropy in one: what the long way came to, beside (s − t) / B.
 * @param {Source} source
 * @param {Step} step
 * @param {Picture} whole
 * @returns {Node[]}
 */
export function planCollapse(source, step, whole) {
  const { collapse } = step;
  const s = step.terms?.[0]?.consumer;
  if (!collapse || !s) return [];
  const loss = [...source.nodes.values()].find((node) => node.op === "cross_entropy_probs" && source.operandsOf(node.id)[0] === s);
  const target = source.target ?? (loss ? source.operandsOf(loss.id)[1] : undefined) ?? "t";
  const shape = source.nodes.get(s)?.shape ?? [];
  const rows = shape.length > 1 ? shape[0] : 1;
  /** @param {string} id */
  const value = (id) => drawn(picture({ key: `collapse ${id}`, label: id, node: id, kind: "value", shape, value: source.valueOf(id), small: true, batch: source.batchOf(id) }));
  const share = rows === 1 ? "" : ` / ${rows}`;
  const short = picture({ key: "collapse", label: `${whole.label} = (${s} − ${target})${share}`, node: whole.node, kind: "gradient", shape, value: collapse.value, result: true, batch: whole.batch });
  const long = { ...whole, key: "collapse long", label: t("the long way"), small: false };
  const same = t("largest difference: {number}", { number: formatNumber(collapse.difference) });
  return [
    { type: "row", children: [drawn(long), sign("="), drawn(short)] },
    { type: "note", text: same, strong: true },
    { type: "row", children: [sign("="), sign("("), value(s), sign("−"), value(target), sign(`)${share}`)] },
  ];
}
