// The way of each edge: from the right side of a card, level through every column it crosses, to an operation's left.

/** @import {Box, Point} from "../types.js" */
/** @import {Link} from "./graph-layout.js" */

/** How far apart edges arrive at an operation, and the share of its height they may use. */
const PORT = 18;
const PORTS_SHARE = 0.5;

/** @typedef {{left: number, right: number, y: number}} Bend a column that an edge crosses, and at what height */

/**
 * @param {readonly Link[]} links
 * @param {ReadonlyMap<string, Box>} boxes
 * @param {readonly Bend[][]} bends of each link
 * @param {(id: string) => number} mouth height of what an edge arrives at: the operation beside the card
 * @returns {{id: string, points: Point[]}[]}
 */
export function routeAll(links, boxes, bends, mouth) {
  /** @type {Map<string, number[]>} */
  const arriving = new Map();
  links.forEach((link, i) => {
    const list = arriving.get(link.target);
    if (list) list.push(i);
    else arriving.set(link.target, [i]);
  });
  const port = new Array(links.length).fill(0);
  for (const [target, list] of arriving) {
    const comesFrom = (/** @type {number} */ i) => bends[i]?.at(-1)?.y ?? middle(boxes.get(links[i]?.source ?? ""));
    const sorted = list.toSorted((a, b) => comesFrom(a) - comesFrom(b) || a - b);
    const step = Math.min(PORT, (mouth(target) * PORTS_SHARE) / Math.max(sorted.length - 1, 1));
    sorted.forEach((i, place) => (port[i] = (place - (sorted.length - 1) / 2) * step));
  }
  return links.map((link, i) => {
    const source = boxes.get(link.source);
    const target = boxes.get(link.target);
    if (!source || !target) return { id: link.id, points: [] };
    const through = (bends[i] ?? []).flatMap(({ left, right, y }) => [{ x: left, y }, { x: right, y }]);
    const start = { x: source.x + source.width, y: middle(source) };
    return { id: link.id, points: [start, ...through, { x: target.x, y: middle(target) + port[i] }] };
  });
}

/** @param {Box | undefined} box */
function middle(box) {
  return box ? box.y + box.height / 2 : 0;
}
