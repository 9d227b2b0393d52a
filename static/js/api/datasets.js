// Data: the datasets that the server makes, a visitor's own table read, and how much of it may be sent.

import { get, post } from "./client.js";

/** @import {Data, DatasetSpec} from "../types.js" */

/**
 * An option of a dataset: a number within a range, or one of some choices.
 * @typedef {{default: number | boolean | string, least?: number | null, most?: number | null, choices?: (string | boolean)[]}} Option
 * @typedef {{id: string, group: string, kind: Data["kind"], title: string, description: string, source: string, options: Object<string, Option>}} Dataset
 *
 * @typedef {object} Column
 * @property {string} name
 * @property {"number" | "category" | "empty"} kind
 * @property {number} missing
 * @property {"input" | "target" | "ignored"} role
 *
 * A table as it was read.
 * @typedef {object} Reading
 * @property {boolean} header whether the first row was read as names
 * @property {Column[]} columns
 * @property {{row: number, reason: string}[]} dropped the first rows that were left out
 * @property {number} dropped_rows
 * @property {{column: string, message: string}[]} warnings columns that were left out
 * @typedef {Data & Reading} Table
 *
 * @typedef {object} TableQuestion
 * @property {string} text
 * @property {string[] | null} inputs
 * @property {string[] | null} target
 * @property {boolean | null} header null: as it looks
 * @property {"drop" | "mean"} missing
 * @property {boolean} standardize
 * @property {number | null} split
 * @property {number} seed
 */

/** @type {Promise<Dataset[]> | null} */
let list = null;

/** Every dataset with its options, in the visitor's language; asked for once. */
export function fetchDatasets() {
  list ??= get("datasets").then(({ datasets }) => /** @type {Dataset[]} */ (datasets));
  // A failure is not kept.
  list.catch(() => (list = null));
  return list;
}

/**
 * The rows of a dataset.
 * @param {DatasetSpec} spec
 * @param {AbortSignal} [signal]
 * @returns {Promise<Data>}
 */
export function fetchData({ dataset, ...options }, signal) {
  return post(`datasets/${encodeURIComponent(dataset)}`, options, signal);
}

/**
 * A visitor's own table, read.
 * @param {TableQuestion} question
 * @param {AbortSignal} [signal]
 * @returns {Promise<Table>}
 */
export function readTable(question, signal) {
  return post("datasets/csv", question, signal);
}

/** The server's limits, asked for once. @type {Promise<Record<string, number>> | null} */
let limits = null;

export function fetchLimits() {
  limits ??= get("health").then((answer) => /** @type {Record<string, number>} */ (answer.limits));
  limits.catch(() => (limits = null));
  return limits;
}
