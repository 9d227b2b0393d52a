// The first half of a layered drawing: which column each node stands in, and in what order to begin with.
//
// Items are a graph's nodes followed by bends: one for each column that a long edge crosses, so that edges and cards
// keep out of each other's way.

/** @import {Sized, Link} from "./graph-layout.js" */

/**
 * @typedef {object} Layered
 * @property {number[]} column of each item
 * @property {number[][]} columns items of each column, from top to bottom
 * @property {number[][]} before neighbours in the column to the left
 * @property {number[][]} after neighbours in the column to the right
 * @property {number[][]} bends of each link, items from left to right
 */

/** Bends are given up for when there would be more of them than this many a node; edges then run straight. */
const MOST_BENDS_A_NODE = 6;

/**
 * Put nodes into columns, operands before what uses them.
 * @param {readonly Sized[]} nodes in order of evaluation
 * @param {readonly Link[]} links
 * @returns {Layered}
 */
export function makeColumns(nodes, links) {
  const index = new Map(nodes.map((node, i) => [node.id, i]));
  const ends = links.map(({ source, target }) => [index.get(source) ?? 0, index.get(target) ?? 0]);
  const column = depths(nodes.length, ends);
  const total = ends.reduce((sum, [from = 0, to = 0]) => sum + at(column, to) - at(column, from) - 1, 0);
  const bent = total <= MOST_BENDS_A_NODE * nodes.length;
  /** @type {number[][]} */
  const before = nodes.map(() => []);
  /** @type {number[][]} */
  const after = nodes.map(() => []);
  const bends = ends.map(([from = 0, to = 0]) => {
    /** @type {number[]} */
    const way = [];
    let last = from;
    for (let c = at(column, from) + 1; bent && c < at(column, to); c += 1) {
      const bend = column.push(c) - 1;
      before.push([last]);
      after.push([]);
      after[last]?.push(bend);
      way.push(bend);
      last = bend;
    }
    after[last]?.push(to);
    before[to]?.push(last);
    return way;
  });
  return { column, columns: fill(column, firstOrder(nodes.length, before)), before, after, bends };
}

/**
 * The longest way to each node; a leaf then moves right until it stands beside the first that uses it.
 * @param {number} count
 * @param {readonly number[][]} ends
 */
function depths(count, ends) {
  const depth = new Array(count).fill(0);
  /** @type {number[][]} */
  const uses = Array.from({ length: count }, () => []);
  const inner = new Array(count).fill(false);
  for (const [from = 0, to = 0] of ends) {
    uses[from]?.push(to);
    inner[to] = true;
  }
  for (let i = 0; i < count; i += 1) {
    for (const use of uses[i] ?? []) depth[use] = Math.max(depth[use], depth[i] + 1);
  }
  for (let i = 0; i < count; i += 1) {
    const own = uses[i] ?? [];
    if (!inner[i] && own.length) depth[i] = own.reduce((least, use) => Math.min(least, depth[use]), Infinity) - 1;
  }
  return depth;
}

/**
 * Number the items as a reader would meet them walking back from the end: operands in their order, then the result.
 * @param {number} nodes
 * @param {readonly number[][]} before
 */
function firstOrder(nodes, before) {
  const rank = new Array(before.length).fill(-1);
  let next = 0;
  for (let start = nodes - 1; start >= 0; start -= 1) {
    const stack = [start];
    while (stack.length) {
      const item = /** @type {number} */ (stack.pop());
      if (item < 0) {
        if (rank[~item] < 0) rank[~item] = next++;
      } else if (rank[item] < 0) {
        stack.push(~item);
        for (const operand of (before[item] ?? []).toReversed()) if (rank[operand] < 0) stack.push(operand);
      }
    }
  }
  return rank;
}

/** @param {readonly number[]} column @param {readonly number[]} rank */
function fill(column, rank) {
  /** @type {number[][]} */
  const columns = [];
  column.forEach((c, item) => (columns[c] ??= []).push(item));
  for (const items of columns) items.sort((a, b) => at(rank, a) - at(rank, b));
  return columns;
}

/** @param {readonly number[]} list @param {number} i */
function at(list, i) {
  return list[i] ?? 0;
}
