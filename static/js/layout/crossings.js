// Order the items of each column so that few edges cross: by the mean of their neighbours' places, to and fro.

/** @import {Layered} from "./columns.js" */

/** Sweeps for graphs up to this many items; beyond, fewer, so that time stays linear and short. */
const MOST_FOR_ALL_SWEEPS = 4000;

/**
 * Reorder `layered.columns` in place.
 * @param {Layered} layered
 */
export function untangle(layered) {
  const { columns, before, after, column } = layered;
  const place = new Array(column.length).fill(0);
  const settle = () => columns.forEach((items) => items.forEach((item, i) => (place[item] = i)));
  settle();
  const sweeps = column.length > MOST_FOR_ALL_SWEEPS ? 2 : 8;
  let best = columns.map((items) => [...items]);
  let fewest = countCrossings(layered, place);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    const rightward = sweep % 2 === 0;
    const order = rightward ? columns : columns.toReversed();
    for (const items of order) {
      sortByNeighbours(items, rightward ? before : after, place);
      items.forEach((item, i) => (place[item] = i));
    }
    swapNeighbours(layered, place);
    const crossings = countCrossings(layered, place);
    if (crossings < fewest) {
      fewest = crossings;
      best = columns.map((items) => [...items]);
    }
  }
  best.forEach((items, c) => (columns[c] = items));
}

/**
 * @param {number[]} items
 * @param {readonly number[][]} neighbours
 * @param {readonly number[]} place
 */
function sortByNeighbours(items, neighbours, place) {
  const wish = new Map(
    items.map((item) => {
      const own = neighbours[item] ?? [];
      const sum = own.reduce((total, other) => total + (place[other] ?? 0), 0);
      return [item, own.length ? sum / own.length : (place[item] ?? 0)];
    }),
  );
  items.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || (place[a] ?? 0) - (place[b] ?? 0));
}

/**
 * Swap two that stand one above the other where that undoes crossings.
 * @param {Layered} layered
 * @param {number[]} place
 */
function swapNeighbours({ columns, before, after }, place) {
  for (const items of columns) {
    for (let i = 0; i + 1 < items.length; i += 1) {
      const upper = /** @type {number} */ (items[i]);
      const lower = /** @type {number} */ (items[i + 1]);
      const now = tangles(upper, lower, before, place) + tangles(upper, lower, after, place);
      const then = tangles(lower, upper, before, place) + tangles(lower, upper, after, place);
      if (then >= now) continue;
      items[i] = lower;
      items[i + 1] = upper;
      place[lower] = i;
      place[upper] = i + 1;
    }
  }
}

/** @param {number} upper @param {number} lower @param {readonly number[][]} sides @param {readonly number[]} place */
function tangles(upper, lower, sides, place) {
  const above = sides[upper] ?? [];
  const below = sides[lower] ?? [];
  // A value with hundreds of uses would cost their square; its place is settled by the mean alone.
  if (above.length * below.length > 400) return 0;
  let count = 0;
  for (const a of above) for (const b of below) if ((place[a] ?? 0) > (place[b] ?? 0)) count += 1;
  return count;
}

/**
 * How many pairs of edges cross, counted with a tree of sums (Barth, Jünger, Mutzel 2002).
 * @param {Layered} layered
 * @param {readonly number[]} place
 */
function countCrossings({ columns, after }, place) {
  let crossings = 0;
  columns.forEach((items, c) => {
    const size = columns[c + 1]?.length ?? 0;
    const tree = new Array(size + 1).fill(0);
    let seen = 0;
    for (const item of items) {
      const ends = (after[item] ?? []).map((other) => place[other] ?? 0).sort((a, b) => a - b);
      for (const end of ends) {
        let before = 0;
        for (let i = Math.min(end + 1, size); i > 0; i -= i & -i) before += tree[i];
        crossings += seen - before;
      }
      for (const end of ends) for (let i = end + 1; i <= size; i += i & -i) tree[i] += 1;
      seen += ends.length;
    }
  });
  return crossings;
}
