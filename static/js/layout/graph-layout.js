// Where everything stands: sizes in, coordinates out. No DOM, no library, the same in a worker.
//
// Layered from left to right. It keeps the operands of an operation in their written order wherever that crosses no
// edges, which general layouts do not promise, and its time grows with the graph: 10,000 nodes take a blink.

import { makeColumns } from "./columns.js";
import { untangle } from "./crossings.js";
import { placeItems } from "./heights.js";
import { routeAll } from "./routes.js";

/** @import {Box, Layout} from "../types.js" */

/**
 * @typedef {{id: string, width: number, height: number, mouth?: number}} Sized a node, and how high its left end is
 * @typedef {{id: string, source: string, target: string}} Link
 */

/** Between rows there is room for a calculation under a card. */
const GAP = { x: 42, y: 28 };
const BEND = 8;

/**
 * Lay out a graph from left to right.
 * @param {readonly Sized[]} nodes in order of evaluation
 * @param {readonly Link[]} links
 * @returns {Layout} boxes by their top left corner; paths from a source's right side to a target's left side
 */
export function layoutGraph(nodes, links) {
  if (!nodes.length) return { width: 0, height: 0, boxes: [], paths: [] };
  const layered = makeColumns(nodes, links);
  untangle(layered);
  const heights = layered.column.map((_, item) => nodes[item]?.height ?? BEND);
  const y = placeItems(layered, heights, GAP.y, nodes.length);
  const top = y.reduce((least, middle, item) => Math.min(least, middle - (heights[item] ?? 0) / 2), Infinity);
  const bottom = y.reduce((most, middle, item) => Math.max(most, middle + (heights[item] ?? 0) / 2), -Infinity);
  const spans = columnSpans(layered.columns, nodes);
  const spanOf = (/** @type {number} */ item) => spans[layered.column[item] ?? 0] ?? { left: 0, right: 0 };
  const boxes = nodes.map(({ id, width, height }, item) => {
    // Right sides line up, so that edges leave a column together and signs of operations stand clear of cards.
    const box = { id, x: spanOf(item).right - width, y: (y[item] ?? 0) - height / 2 - top, width, height };
    return /** @type {Box} */ (box);
  });
  const bends = layered.bends.map((way) => way.map((item) => ({ ...spanOf(item), y: (y[item] ?? 0) - top })));
  const mouths = new Map(nodes.map((node) => [node.id, node.mouth ?? node.height]));
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const paths = routeAll(links, byId, bends, (id) => mouths.get(id) ?? 0);
  return { width: spans.at(-1)?.right ?? 0, height: bottom - top, boxes, paths };
}

/** @param {readonly number[][]} columns @param {readonly Sized[]} nodes */
function columnSpans(columns, nodes) {
  let left = 0;
  return columns.map((items) => {
    const right = left + items.reduce((most, item) => Math.max(most, nodes[item]?.width ?? 0), 0);
    const span = { left, right };
    left = right + GAP.x;
    return span;
  });
}
