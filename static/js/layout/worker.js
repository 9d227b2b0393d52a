// Runs the layout off the main thread.

import { layoutGraph } from "./graph-layout.js";

self.addEventListener("message", (event) => {
  const { ticket, nodes, links } = event.data;
  const start = performance.now();
  const layout = layoutGraph(nodes, links);
  self.postMessage({ ticket, layout, milliseconds: performance.now() - start });
});
