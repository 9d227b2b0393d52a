// What moving numbers say: a product at an operation, a sum at a node, an update. Numbers come from the trace.

/** @import {Step, Term, Value, Num} from "../types.js" */
/** @import {Story} from "./story.js" */

import { cutText, formatNumber, formatShape, formatValue, isFolded, shapeOf } from "../format.js";

/** Arrays with more numbers than this, or longer when written out, are told by their shape, in brackets. */
const NUMBERS_MOST = 4;
const LETTERS_MOST = 16;

const NAME_MOST = 9;
/** Longer sums show only how they end. */
const TERMS_MOST = 3;

/**
 * A term as the product that it is: "1 × 1.1" for numbers; for arrays by name, "∂y · Wᵀ", in the factors' order.
 * @param {Story} story
 * @param {Term} term
 */
export function describeProduct(story, term) {
  const { upstream, local, structure, operand, consumer } = term;
  if (isNumber(upstream) && isNumber(local)) return `${formatNumber(upstream)} × ${bracketed(local)}`;
  const gradient = `∂${shortName(consumer)}`;
  if (structure.startsWith("matmul")) {
    const other = shortName(story.operands.get(consumer)?.[1 - operand] ?? "");
    return operand === 0 ? `${gradient} · ${other}ᵀ` : `${other}ᵀ · ${gradient}`;
  }
  const sum = term.summed_axes?.length ? "Σ " : "";
  if (structure === "jacobian") return `${gradient} · J`;
  if (local === null || local === 1 || structure === "selection") return `${sum}${gradient}`;
  return `${sum}${gradient} ${isNumber(local) ? `× ${bracketed(local)}` : `∘ ${shapeInBrief(local)}`}`;
}

/**
 * The contributions as a sum, with the gradient they make once all are there.
 * @param {readonly Term[]} terms those that have arrived
 * @param {Value | undefined} gradient
 */
export function describeSum(terms, gradient) {
  const first = Math.max(terms.length - TERMS_MOST, 0);
  const sum = terms.slice(first).reduce((text, { contribution }, i) => {
    const part = inBrief(contribution);
    if (i === 0) return first ? `… + ${part}` : part;
    return part.startsWith("−") ? `${text} − ${part.slice(1)}` : `${text} + ${part}`;
  }, "");
  // That shapes add up to the same shape says nothing.
  const told = gradient !== undefined && (isNumber(gradient) || inBrief(gradient) !== shapeInBrief(gradient));
  return told ? `${sum} = ${inBrief(gradient)}` : sum;
}

/** The rule with its numbers: old − η · gradient; of an optimizer the old and the new. @param {Step} step */
export function describeUpdate({ old, learning_rate: rate, gradient, optimizer, title, value }) {
  if (old === undefined || gradient === undefined || rate === undefined) return "";
  if (optimizer) return `${title ?? optimizer}${isNumber(old) && isNumber(value) ? `: ${inBrief(old)} → ${inBrief(value)}` : ""}`;
  return `${inBrief(old)} − ${formatNumber(rate)} × ${isNumber(gradient) ? bracketed(gradient) : "∂"}`;
}

/** A value as it fits on a token. @param {Value} value */
export function inBrief(value) {
  if (isFolded(value)) return shapeInBrief(value);
  const text = formatValue(value, NUMBERS_MOST);
  if (!Array.isArray(value)) return text;
  const known = [value].flat(Infinity).length <= NUMBERS_MOST && text.length <= LETTERS_MOST;
  return known ? text : shapeInBrief(value);
}

/** A shape in brackets; a vector's alone would read as a number. @param {Value} value */
function shapeInBrief(value) {
  const shape = shapeOf(value);
  return shape.length > 1 ? `[${formatShape(shape)}]` : `[×${formatShape(shape)}]`;
}

/** @param {Value | null | undefined} value @returns {value is Num} */
function isNumber(value) {
  return value !== null && value !== undefined && !Array.isArray(value) && !isFolded(value);
}

/** @param {Num} value */
function bracketed(value) {
  const text = formatNumber(value);
  return text.startsWith("−") ? `(${text})` : text;
}

/** @param {string} id */
function shortName(id) {
  return cutText(id.replace(/#\d+$/, ""), NAME_MOST);
}
