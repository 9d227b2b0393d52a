// A small picture of a graph for the gallery: its shape and its names, no numbers; it shows any moment, like the large one.

import { OP, isChip, nameParts, nodeSize, signWidth } from "../layout/sizes.js";
import { shownAt, tellStory } from "../timeline/story.js";
import { edgePath } from "./edge-path.js";
import { make } from "./svg.js";

/** @import {Layout, Trace, GraphNode, Box} from "../types.js" */

const MARGIN = 12;
/** Names are left out where they would be smaller than can be read. */
const NAMED_UP_TO = { width: 1100, height: 700 };

/**
 * Draw a trace's graph into a host, as large as the host is.
 * @param {HTMLElement} host
 * @param {Trace} trace
 * @param {Layout} layout
 * @param {string} label what it shows, for those who do not see it
 * @returns {{show: (position: number) => void}}
 */
export function createThumbnail(host, trace, layout, label) {
  const story = tellStory(trace);
  const { width, height } = layout;
  const boxes = new Map(layout.boxes.map((box) => [box.id, box]));
  const named = width <= NAMED_UP_TO.width && height <= NAMED_UP_TO.height;
  const lines = layout.paths.map(({ id, points }) => ({ id, line: make("path", { class: "edge", d: edgePath(points, false) }) }));
  const nodes = trace.graph.nodes.flatMap((node) => {
    const box = boxes.get(node.id);
    return box ? [{ id: node.id, group: drawNode(node, box, named) }] : [];
  });
  const targets = new Map(trace.graph.edges.map((edge) => [edge.id, edge.target]));
  host.append(
    make(
      "svg",
      { class: "thumbnail", role: "img", "aria-label": label, viewBox: `${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}` },
      ...lines.map(({ line }) => line),
      ...nodes.map(({ group }) => group),
    ),
  );

  return {
    show(position) {
      const taken = Math.floor(position);
      for (const { id, line } of lines) {
        const shown = shownAt(story, targets.get(id) ?? "", taken);
        line.classList.toggle("reached", shown.value !== undefined);
      }
      for (const { id, group } of nodes) {
        const { value, gradient } = shownAt(story, id, taken);
        group.classList.toggle("known", value !== undefined);
        group.classList.toggle("returned", gradient !== undefined);
        group.classList.toggle("now", trace.steps[taken - 1]?.node === id);
      }
    },
  };
}

/** @param {GraphNode} node @param {Box} box @param {boolean} named */
function drawNode(node, box, named) {
  const { lead } = nodeSize(node);
  const plate = { width: box.width - lead, height: box.height };
  const group = make("g", { class: "thumb", transform: `translate(${box.x},${box.y})` });
  if (node.kind === "op") {
    const middle = box.height / 2;
    const width = signWidth(node);
    group.append(
      make("path", { class: "link", d: `M${width},${middle}H${lead}` }),
      make("rect", { class: "sign", width, height: OP.size, y: middle - OP.size / 2, rx: OP.size / 2 }),
      make("text", { class: "symbol", x: width / 2, y: middle, "text-anchor": "middle" }, node.symbol ?? ""),
    );
  }
  group.append(make("rect", { class: "plate", x: lead, ...plate, rx: isChip(node) ? plate.height / 2 : 14 }));
  const slot = { x: lead + 14, width: plate.width - 28, height: 10, rx: 5 };
  if (!isChip(node)) group.append(make("rect", { class: "slot", y: box.height - 24, ...slot }));
  const middle = isChip(node) ? box.height / 2 : box.height / 2 - 10;
  if (named || isChip(node)) group.append(make("text", { class: "name", x: lead + plate.width / 2, y: middle, "text-anchor": "middle" }, nameParts(node.id)[0]));
  return group;
}
