// Asks the worker for a layout, once for each topology.

import { nodeSize } from "./sizes.js";

/** @import {Graph, Layout} from "../types.js" */

/** What the layout depends on: ids, shapes and edges, but no number. @param {Graph} graph */
export function topologyOf(graph) {
  return JSON.stringify([graph.nodes.map((node) => [node.id, node.shape, node.kind]), graph.edges.map((edge) => edge.id)]);
}

/** @returns {{place: (graph: Graph) => Promise<Layout>}} */
export function createPlacer() {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  /** @type {Map<string, Layout>} */
  const known = new Map();
  /** @type {Map<number, {resolve: (layout: Layout) => void, key: string}>} */
  const waiting = new Map();
  let newest = 0;
  worker.addEventListener("message", (event) => {
    const { ticket, layout, milliseconds } = event.data;
    const asked = waiting.get(ticket);
    waiting.delete(ticket);
    if (!asked) return;
    performance.measure("layout", { start: performance.now() - milliseconds, duration: milliseconds });
    if (known.size > 50) known.clear();
    known.set(asked.key, layout);
    asked.resolve(layout);
  });
  return {
    place(graph) {
      const key = topologyOf(graph);
      const old = known.get(key);
      if (old) return Promise.resolve(old);
      const ticket = ++newest;
      const nodes = graph.nodes.map((node) => {
        const { width, height, mouth } = nodeSize(node);
        return { id: node.id, width, height, mouth };
      });
      const links = graph.edges.map(({ id, source, target }) => ({ id, source, target }));
      return new Promise((resolve) => {
        waiting.set(ticket, { resolve, key });
        worker.postMessage({ ticket, nodes, links });
      });
    },
  };
}
