// Where everything stands: sizes in, coordinates out. No DOM, no library of its own, the same in a worker.

import { makeColumns } from "./columns.js";
import { untangle } from "./crossings.js";
import { placeItems } from "./heights.js";
import { routeAll } from "./routes.js";

/** @import {Box, Layout} from "../types.js" */

/**
 * @typedef {{id: string, width: number, height: number, mouth?: number}} Sized a node, and how high its left end is
 * @typedef {{id: string, source: string, target: string}} Link
 */

const GAP = { x: 44, y: 18 };
const BEND = 8;
/** Above this many nodes our own columns draw the graph: the library's time grows faster than the graph. */
export const MOST_FOR_LIBRARY = 0;

/**
 * Lay out a graph from left to right.
 * @param {readonly Sized[]} nodes in order of evaluation
 * @param {readonly Link[]} links
 * @param {typeof import("d3-dag")} dag
 * @returns {Layout} boxes by their top left corner; paths from a source's right side to a target's left side
 */
export function layoutGraph(nodes, links, dag) {
  if (!nodes.length) return { width: 0, height: 0, boxes: [], paths: [] };
  return nodes.length > MOST_FOR_LIBRARY ? layoutColumns(nodes, links) : layoutLayers(nodes, links, dag);
}

/**
 * By the library: fewest bends, but slow on large graphs.
 * @param {readonly Sized[]} nodes
 * @param {readonly Link[]} links
 * @param {typeof import("d3-dag")} dag
 * @returns {Layout}
 */
function layoutLayers(nodes, links, dag) {
  /** @type {import("d3-dag").MutGraph<Sized, string>} */
  const graph = dag.graph();
  const made = new Map(nodes.map((node) => [node.id, graph.node(node)]));
  /** @type {Map<string, import("d3-dag").MutGraphLink<Sized, string>>} */
  const pairs = new Map();
  for (const link of links) {
    const key = pairOf(link);
    const source = made.get(link.source);
    const target = made.get(link.target);
    if (source && target && !pairs.has(key)) pairs.set(key, graph.link(source, target, key));
  }
  // The library lays out from top to bottom: its x is our y.
  const run = dag
    .sugiyama()
    .layering(dag.layeringSimplex())
    .decross(dag.decrossTwoLayer())
    .coord(dag.coordSimplex())
    .nodeSize((node) => [node.data.height, node.data.width])
    .gap([GAP.y, GAP.x]);
  const size = run(/** @type {any} */ (graph));
  const boxes = nodes.map((node) => {
    const place = made.get(node.id);
    return box(node, (place?.y ?? 0) - node.width / 2, (place?.x ?? 0) - node.height / 2);
  });
  /** @type {Map<number, number>} */
  const widths = new Map();
  for (const { x, width } of boxes) widths.set(Math.round(x + width / 2), Math.max(width, widths.get(Math.round(x + width / 2)) ?? 0));
  const bends = links.map((link) =>
    (pairs.get(pairOf(link))?.points.slice(1, -1) ?? []).map(([y, x]) => {
      const half = (widths.get(Math.round(x)) ?? 0) / 2;
      return { left: x - half, right: x + half, y };
    }),
  );
  return finish(nodes, links, boxes, bends, size.height, size.width);
}

/**
 * By our own columns, in time linear in the graph's size.
 * @param {readonly Sized[]} nodes
 * @param {readonly Link[]} links
 * @returns {Layout}
 */
export function layoutColumns(nodes, links) {
  const layered = makeColumns(nodes, links);
  untangle(layered);
  const heights = layered.column.map((_, item) => nodes[item]?.height ?? BEND);
  const y = placeItems(layered, heights, GAP.y, nodes.length);
  const top = y.reduce((least, middle, item) => Math.min(least, middle - (heights[item] ?? 0) / 2), Infinity);
  const bottom = y.reduce((most, middle, item) => Math.max(most, middle + (heights[item] ?? 0) / 2), -Infinity);
  let edge = 0;
  const spans = layered.columns.map((items) => {
    const width = items.reduce((most, item) => Math.max(most, nodes[item]?.width ?? 0), 0);
    const left = edge;
    edge += width + GAP.x;
    return { left, right: left + width };
  });
  const boxes = nodes.map((node, item) => {
    const span = spans[layered.column[item] ?? 0] ?? { left: 0, right: 0 };
    return box(node, (span.left + span.right - node.width) / 2, (y[item] ?? 0) - node.height / 2 - top);
  });
  const bends = layered.bends.map((way) =>
    way.map((item) => ({ ...(spans[layered.column[item] ?? 0] ?? { left: 0, right: 0 }), y: (y[item] ?? 0) - top })),
  );
  return finish(nodes, links, boxes, bends, edge - GAP.x, bottom - top);
}

/**
 * @param {readonly Sized[]} nodes
 * @param {readonly Link[]} links
 * @param {Box[]} boxes
 * @param {import("./routes.js").Bend[][]} bends
 * @param {number} width
 * @param {number} height
 * @returns {Layout}
 */
function finish(nodes, links, boxes, bends, width, height) {
  const mouths = new Map(nodes.map((node) => [node.id, node.mouth ?? node.height]));
  const byId = new Map(boxes.map((one) => [one.id, one]));
  return { width, height, boxes, paths: routeAll(links, byId, bends, (id) => mouths.get(id) ?? 0) };
}

/** @param {Sized} node @param {number} x @param {number} y @returns {Box} */
function box({ id, width, height }, x, y) {
  return { id, x, y, width, height };
}

/** Two uses of one value by one operation share their way. @param {Link} link */
function pairOf({ source, target }) {
  return JSON.stringify([source, target]);
}
