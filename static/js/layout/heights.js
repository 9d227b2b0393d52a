// How high each item stands: as near to its neighbours as the order and the gaps of its column allow.

/** @import {Layered} from "./columns.js" */

/** Long edges are straightened before cards are centred, and so are chains of values that are used once. */
const BEND_WEIGHT = 6;
const LEAST = 0.05;
/** A value that nothing leads to pulls less: what is computed goes on in a line, and a long chain does not sink. */
const LEAF_PULL = 0.2;

/**
 * @param {Layered} layered
 * @param {readonly number[]} heights of each item
 * @param {number} gap between items of a column
 * @param {number} nodes how many items are nodes; the rest are bends
 * @returns {number[]} the middle of each item
 */
export function placeItems({ columns, before, after, column }, heights, gap, nodes) {
  const y = new Array(column.length).fill(0);
  const need = columns.map((items) => offsets(items, heights, gap));
  columns.forEach((items, c) => {
    const own = need[c] ?? [];
    const middle = (own[own.length - 1] ?? 0) / 2;
    items.forEach((item, i) => (y[item] = (own[i] ?? 0) - middle));
  });
  // An edge pulls the less, the more there are beside it at either end.
  const pull = (/** @type {number} */ from, /** @type {number} */ to) =>
    (before[from]?.length ? 1 : LEAF_PULL) / ((after[from]?.length || 1) * (before[to]?.length || 1));
  const rounds = column.length > 4000 ? 3 : 16;
  for (let round = 0; round < rounds; round += 1) {
    const last = round >= rounds - 4;
    const rightward = round % 2 === 0;
    const order = columns.map((_, c) => (rightward ? c : columns.length - 1 - c));
    for (const c of order) {
      const items = columns[c] ?? [];
      const sides = { before: last || rightward ? before : [], after: last || !rightward ? after : [] };
      const wishes = items.map((item) => wish(item, sides, pull, y));
      const weights = items.map((item, i) => (item >= nodes ? BEND_WEIGHT : Math.max(wishes[i]?.weight ?? 0, LEAST)));
      const places = settle(wishes.map((one) => one.y), weights, need[c] ?? []);
      items.forEach((item, i) => (y[item] = places[i] ?? 0));
    }
  }
  return y;
}

/** @param {readonly number[]} items @param {readonly number[]} heights @param {number} gap */
function offsets(items, heights, gap) {
  let sum = 0;
  return items.map((item, i) => {
    if (i) sum += ((heights[/** @type {number} */ (items[i - 1])] ?? 0) + (heights[item] ?? 0)) / 2 + gap;
    return sum;
  });
}

/**
 * @param {number} item
 * @param {{before: readonly number[][], after: readonly number[][]}} sides
 * @param {(from: number, to: number) => number} pull
 * @param {readonly number[]} y
 */
function wish(item, { before, after }, pull, y) {
  let sum = 0;
  let weight = 0;
  for (const other of before[item] ?? []) {
    const own = pull(other, item);
    sum += own * (y[other] ?? 0);
    weight += own;
  }
  for (const other of after[item] ?? []) {
    const own = pull(item, other);
    sum += own * (y[other] ?? 0);
    weight += own;
  }
  return { y: weight ? sum / weight : (y[item] ?? 0), weight };
}

/**
 * The places nearest to the wishes, in the sense of least squares, that keep the order and the gaps: an isotonic
 * regression by pooling neighbours that would overlap.
 * @param {readonly number[]} wishes
 * @param {readonly number[]} weights
 * @param {readonly number[]} needed the least distance of each from the first
 */
function settle(wishes, weights, needed) {
  /** @type {{mean: number, weight: number, count: number}[]} */
  const blocks = [];
  wishes.forEach((wish, i) => {
    let block = { mean: wish - (needed[i] ?? 0), weight: weights[i] ?? 1, count: 1 };
    for (let above = blocks.at(-1); above && above.mean > block.mean; above = blocks.at(-1)) {
      blocks.pop();
      const weight = above.weight + block.weight;
      const mean = (above.mean * above.weight + block.mean * block.weight) / weight;
      block = { mean, weight, count: above.count + block.count };
    }
    blocks.push(block);
  });
  return blocks.flatMap(({ mean, count }) => new Array(count).fill(mean)).map((mean, i) => mean + (needed[i] ?? 0));
}
