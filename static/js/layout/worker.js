// Runs the layout off the main thread. Import maps do not reach workers, so the page says where the library is.

import { layoutGraph } from "./graph-layout.js";

self.addEventListener("message", async (event) => {
  const { ticket, library, nodes, links } = event.data;
  const dag = await import(library);
  const start = performance.now();
  const layout = layoutGraph(nodes, links, dag);
  self.postMessage({ ticket, layout, milliseconds: performance.now() - start });
});
