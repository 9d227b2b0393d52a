// How high each item stands: as near to its neighbours as the order and the gaps of its column allow.

/** @import {Layered} from "./columns.js" */

/** Long edges are straightened before cards are centred. */
const BEND_WEIGHT = 6;

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
  const rounds = column.length > 4000 ? 3 : 10;
  for (let round = 0; round < rounds; round += 1) {
    const last = round >= rounds - 2;
    const rightward = round % 2 === 0;
    const order = columns.map((_, c) => (rightward ? c : columns.length - 1 - c));
    for (const c of order) {
      const items = columns[c] ?? [];
      const sides = last ? [before, after] : [rightward ? before : after];
      const wishes = items.map((item) => wish(item, sides, y));
      const weights = items.map((item) => (item >= nodes ? BEND_WEIGHT : 1 + (before[item]?.length ?? 0)));
      const places = settle(wishes, weights, need[c] ?? []);
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

/** @param {number} item @param {readonly number[][][]} sides @param {readonly number[]} y */
function wish(item, sides, y) {
  let sum = 0;
  let count = 0;
  for (const side of sides) {
    for (const other of side[item] ?? []) {
      sum += y[other] ?? 0;
      count += 1;
    }
  }
  return count ? sum / count : (y[item] ?? 0);
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
