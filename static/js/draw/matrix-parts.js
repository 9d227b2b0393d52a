// What an equation of matrices is made of: pictures, signs, and how they stand to each other.

import { shapeOf } from "../format.js";
import { extentOf } from "./matrix-grid.js";

/** @import {Value} from "../types.js" */

/**
 * One tensor as it is drawn.
 * @typedef {object} Picture
 * @property {string} key tells pictures of one equation apart
 * @property {string} label
 * @property {string} node whose value or gradient it is
 * @property {"value" | "gradient" | "local" | "jacobian"} kind
 * @property {number[]} shape as it is drawn: of a transpose, turned
 * @property {number} rows
 * @property {number} columns
 * @property {Value | undefined} value
 * @property {boolean} turned drawn with rows for columns
 * @property {boolean} flips a transpose: the step turns it before the visitor's eyes
 * @property {boolean} small at half the size
 * @property {boolean} result written by this step
 * @property {{rows: number, columns: number} | null} ghost how often it is repeated to meet the others; drawn once and then faintly
 * @property {number | null} sample which sample's own part it is
 * @property {number} term whose turn brings it
 * @property {[number, number] | null} batch the axis along which samples run (0 rows, 1 columns) and their number
 * @property {Blocks | null} blocks of a Jacobian seen as a whole
 *
 * @typedef {{count: number, rows: number, columns: number}} Blocks on the diagonal
 *
 * How a result's entry is made: product, a row and a column; each, the same entry of every operand;
 * down, a column; right, a row; none, all of it.
 * @typedef {"product" | "each" | "down" | "right" | "none"} Link
 *
 * @typedef {{type: "picture", picture: Picture}} PictureNode
 * @typedef {{type: "sign", text: string, breaks: boolean, small?: boolean}} SignNode
 * @typedef {{type: "row", children: Node[]}} RowNode
 * @typedef {{type: "column", children: Node[]}} ColumnNode
 * @typedef {{type: "product", left: Picture, above: Picture, result: Picture}} ProductNode
 * @typedef {{type: "down", operand: Picture, result: Picture, text: string}} DownNode
 * @typedef {{type: "note", text: string, strong?: boolean}} NoteNode
 * @typedef {PictureNode | SignNode | RowNode | ColumnNode | ProductNode | DownNode | NoteNode} Node
 *
 * @typedef {object} Equation
 * @property {Link} link
 * @property {Picture[]} operands
 * @property {Picture | null} result
 * @property {number} term whose turn it is
 *
 * @typedef {object} Plan
 * @property {Node} tree
 * @property {Equation[]} equations
 * @property {Picture[]} pictures
 * @property {string} heading
 * @property {{text: string, inner: boolean}[]} shapes the same equation in sizes; inner ones meet and go
 * @property {boolean} jacobians whether this step can be told by Jacobians
 * @property {number} samples how many samples the followed Jacobian falls into
 * @property {number} terms how many turns the step takes
 */

/**
 * @param {Partial<Picture> & {key: string, label: string, node: string, kind: Picture["kind"]}} parts
 * @returns {Picture}
 */
export function picture(parts) {
  const shape = parts.shape ?? (parts.value === undefined ? [] : shapeOf(parts.value));
  return {
    turned: false,
    flips: false,
    small: false,
    result: false,
    ghost: null,
    sample: null,
    term: 0,
    batch: null,
    blocks: null,
    value: undefined,
    ...extentOf(shape),
    ...parts,
    shape,
  };
}

/** @param {Picture} one @returns {PictureNode} */
export const drawn = (one) => ({ type: "picture", picture: one });

/** @param {string} text @param {boolean} [breaks] whether the line may be broken before it @returns {SignNode} */
export const sign = (text, breaks = false) => ({ type: "sign", text, breaks });

/**
 * Every picture of a tree, in reading order.
 * @param {Node} node
 * @returns {Picture[]}
 */
export function picturesIn(node) {
  if (node.type === "picture") return [node.picture];
  if (node.type === "product") return [node.left, node.above, node.result];
  if (node.type === "down") return [node.operand, node.result];
  return node.type === "row" || node.type === "column" ? node.children.flatMap(picturesIn) : [];
}

/**
 * @param {Node} tree
 * @param {Equation[]} equations
 * @param {string} heading
 * @param {Partial<Plan>} [rest]
 * @returns {Plan}
 */
export function assemble(tree, equations, heading, rest = {}) {
  return { tree, equations, pictures: picturesIn(tree), heading, shapes: [], jacobians: false, samples: 1, terms: 1, ...rest };
}
