// Values as grids to draw: rows and columns, turned or repeated for display. Nothing here is computed.

import { isFolded, rowsOf } from "../format.js";

/** @import {Num, Value} from "../types.js" */

/** @typedef {(Num | undefined)[][]} Grid entries that are not yet known are undefined */

/**
 * How many rows and columns a shape takes on paper: a vector is one row, higher ranks are stacked.
 * @param {readonly number[]} shape
 * @returns {{rows: number, columns: number}}
 */
export function extentOf(shape) {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return { rows, columns };
}

/**
 * @param {Value | undefined | null} value
 * @param {boolean} [turned] rows for columns
 * @returns {Grid | undefined}
 */
export function gridOf(value, turned = false) {
  if (value === undefined || value === null) return undefined;
  const rows = rowsOf(value);
  return turned ? turn(rows) : rows;
}

/**
 * The same numbers with rows for columns.
 * @param {Grid} rows
 * @returns {Grid}
 */
export function turn(rows) {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));
}

/**
 * Numbers in one list as rows of so many.
 * @param {readonly Num[]} list
 * @param {number} columns
 * @returns {Num[][]}
 */
export function inRows(list, columns) {
  const rows = [];
  for (let at = 0; at < list.length; at += columns) rows.push(list.slice(at, at + columns));
  return rows;
}

/** All numbers of a value in one list, row by row; of a folded one none. @param {Value | null | undefined} value @returns {Num[]} */
export function flat(value) {
  return value === undefined || value === null || isFolded(value) ? [] : rowsOf(value).flat();
}
