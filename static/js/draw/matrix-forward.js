// The plan of a forward step: operands and result, as they meet.

import { formatShape } from "../format.js";
import { assemble, drawn, picture, sign } from "./matrix-parts.js";

/** @import {GraphNode, Step} from "../types.js" */
/** @import {Source} from "./matrix-source.js" */
/** @import {Picture, Plan, Node} from "./matrix-parts.js" */

const REDUCTIONS = new Set(["sum", "mean", "max", "min", "prod", "var", "std", "logsumexp"]);
/** Each entry is made from its whole row. */
const BY_ROW = new Set(["softmax", "log_softmax"]);

/**
 * @param {Source} source
 * @param {Step} step
 * @returns {Plan}
 */
export function planForward(source, step) {
  const node = source.nodes.get(step.node);
  const ids = step.operands ?? [];
  const shape = node?.shape ?? [];
  const result = picture({ key: "result", label: step.node, node: step.node, kind: "value", shape, value: step.value, result: true, batch: source.batchOf(step.node) });
  const operands = ids.map((id, i) =>
    picture({
      key: `operand ${i}`,
      label: source.nodes.get(id)?.inline ? "" : id,
      node: id,
      kind: "value",
      shape: source.nodes.get(id)?.shape ?? [],
      value: source.valueOf(id),
      batch: source.batchOf(id),
    }),
  );
  const [first, second] = operands;
  if (node?.op === "matmul" && first && second && isFlat(first) && isFlat(second)) return planProduct(first, second, result);
  if (node && first && REDUCTIONS.has(node.op ?? "")) return planReduction(node, first, result);
  return planEach(node, operands, result);
}

/** @param {Picture} one */
const isFlat = (one) => one.shape.length === 1 || one.shape.length === 2;

/** A vector drawn upright. @param {Picture} one @returns {Picture} */
export function upright(one) {
  return one.shape.length === 1 ? { ...one, turned: true, rows: one.columns, columns: 1 } : one;
}

/** @param {Picture} left @param {Picture} right @param {Picture} made @returns {Plan} */
function planProduct(left, right, made) {
  const above = upright(right);
  const result = right.shape.length === 1 ? upright(made) : made;
  return productPlan(left, above, result, `${result.label} = ${left.label} · ${above.label}`);
}

/**
 * @param {Picture} left
 * @param {Picture} above
 * @param {Picture} result
 * @param {string} heading
 * @returns {Plan}
 */
export function productPlan(left, above, result, heading) {
  return assemble({ type: "product", left, above, result }, [{ link: "product", operands: [left, above], result, term: result.term }], heading, {
    shapes: meeting(left, above),
  });
}

/**
 * The sizes of a product: outer ones stay, inner ones meet and go.
 * @param {Picture} left
 * @param {Picture} above
 */
export function meeting(left, above) {
  return [
    { text: `${left.rows}×`, inner: false },
    { text: `${left.columns}`, inner: true },
    { text: " · ", inner: false },
    { text: `${above.rows}`, inner: true },
    { text: `×${above.columns} → ${left.rows}×${above.columns}`, inner: false },
  ];
}

/** The axis that goes away. @param {GraphNode} node @param {Picture} operand @param {Picture} made @returns {Plan} */
function planReduction(node, operand, made) {
  const axes = [node.attributes?.["axis"]].flat();
  const heading = `${made.label} = ${node.symbol} ${operand.label}`;
  const flat = operand.shape.length === 2 && axes.length === 1;
  const axis = flat ? Number(axes[0] ?? NaN) : NaN;
  if (axis === 0 || axis === -2) {
    const equation = { link: /** @type {const} */ ("down"), operands: [operand], result: made, term: 0 };
    return assemble({ type: "down", operand, result: made, text: node.symbol }, [equation], heading, { shapes: shrinking(operand, made) });
  }
  const right = axis === 1 || axis === -1;
  const result = right ? upright(made) : made;
  const children = [drawn(operand), sign(`${node.symbol} →`), drawn(result)];
  const link = right ? "right" : "none";
  return assemble({ type: "row", children }, [{ link, operands: [operand], result, term: 0 }], heading, { shapes: shrinking(operand, made) });
}

/** @param {Picture} operand @param {Picture} result */
const shrinking = (operand, result) => [{ text: `${formatShape(operand.shape)} → ${formatShape(result.shape) || "1"}`, inner: false }];

/**
 * Operands side by side; what is smaller is repeated to meet the result.
 * @param {GraphNode | undefined} node
 * @param {Picture[]} given
 * @param {Picture} result
 * @returns {Plan}
 */
function planEach(node, given, result) {
  const fits = given.every((one) => broadcasts(one, result));
  const operands = fits ? given.map((one) => repeated(one, result)) : given;
  const link = BY_ROW.has(node?.op ?? "") ? "right" : fits ? "each" : "none";
  const symbol = node?.op === "multiply" && given.every((one) => one.shape.length) ? "∘" : (node?.symbol ?? "");
  const infix = operands.length === 2 && /^[^\p{L}[]{1,2}$/u.test(symbol);
  /** @type {Node[]} */
  const children = [];
  operands.forEach((one, i) => {
    if (infix && i) children.push(sign(symbol));
    else if (!infix) children.push(sign(i ? "," : symbol ? `${symbol} (` : "("));
    children.push(drawn(one));
  });
  if (!infix) children.push(sign(")"));
  children.push(sign("=", true), drawn(result));
  const names = operands.map((one) => one.label || "·");
  const heading = `${result.label} = ${infix ? names.join(` ${symbol} `) : `${symbol}(${names.join(", ")})`}`;
  return assemble({ type: "row", children }, [{ link, operands, result, term: 0 }], heading);
}

/** Whether a picture can be repeated to the size of another. @param {Picture} one @param {Picture} other */
export function broadcasts(one, other) {
  if (one.shape.length > other.shape.length || other.shape.length > 2) return formatShape(one.shape) === formatShape(other.shape) || !one.shape.length;
  return (one.rows === other.rows || one.rows === 1) && (one.columns === other.columns || one.columns === 1);
}

/** A row or a column repeated; a single number stands for itself. @param {Picture} one @param {Picture} other @returns {Picture} */
export function repeated(one, other) {
  if (!one.shape.length || (one.rows === other.rows && one.columns === other.columns)) return one;
  return { ...one, ghost: { rows: other.rows / one.rows, columns: other.columns / one.columns } };
}
