// The graph view: builds the picture once for each topology, then repaints what a moment changes.

import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";

import { formatValue } from "../format.js";
import { t } from "../i18n.js";
import { beforeNextFrame } from "../timeline/clock.js";
import { sceneAt } from "../timeline/scene.js";
import { shownAt, tellStory } from "../timeline/story.js";
import { createCard } from "./card.js";
import { edgePath } from "./edge-path.js";
import { createTokens } from "./tokens.js";

/** @import {Layout, Trace, GraphEdge} from "../types.js" */
/** @import {Store} from "../state/store.js" */

const MARGIN = 36;

/**
 * @param {HTMLElement} host
 * @param {Store} store
 * @param {{interactive?: boolean, label?: string}} [options]
 */
export function createGraphView(host, store, { interactive = true, label = t("Computation graph") } = {}) {
  const svg = select(host).append("svg").attr("class", "graph").attr("role", "group").attr("aria-label", label);
  const stage = svg.append("g").attr("class", "stage");
  const edgeLayer = stage.append("g").attr("class", "edges");
  const nodeLayer = stage.append("g").attr("class", "nodes");
  const tokens = createTokens(stage.append("g").attr("class", "tokens").attr("aria-hidden", "true"));
  /** @type {Map<string, import("./card.js").Card>} */
  let cards = new Map();
  /** @type {Map<string, {edge: GraphEdge, forward: SVGPathElement, backward: SVGPathElement}>} */
  let edges = new Map();
  /** @type {Layout | null} */
  let drawn = null;
  /** @type {Trace | null} */
  let told = null;
  let story = /** @type {import("../timeline/story.js").Story | null} */ (null);
  /** @type {Map<string, [unknown, unknown]>} */
  let last = new Map();
  let focused = /** @type {string | null} */ (null);

  const camera = zoom()
    .scaleExtent([0.08, 3])
    .filter((event) => interactive && (!event.ctrlKey || event.type === "wheel") && !event.button)
    .on("zoom", (event) => stage.attr("transform", String(event.transform)));
  const root = /** @type {import("d3-selection").Selection<Element, unknown, null, undefined>} */ (/** @type {unknown} */ (svg));
  if (interactive) root.call(camera).on("dblclick.zoom", null);

  /** @param {Layout} layout @param {Trace} trace */
  function build(layout, trace) {
    drawn = layout;
    last = new Map();
    nodeLayer.selectAll("*").remove();
    edgeLayer.selectAll("*").remove();
    const operands = new Map();
    for (const edge of trace.graph.edges) operands.set(edge.target, (operands.get(edge.target) ?? 0) + 1);
    const routes = new Map(layout.paths.map((path) => [path.id, path.points]));
    edges = new Map(
      trace.graph.edges.map((edge) => {
        const points = routes.get(edge.id) ?? [];
        const count = operands.get(edge.target) ?? 1;
        /** @param {boolean} backward */
        const path = (backward) =>
          edgeLayer.append("path").attr("class", backward ? "edge backward" : "edge forward").attr("d", edgePath(points, edge.operand, count, backward));
        const forward = /** @type {SVGPathElement} */ (path(false).node());
        const backward = /** @type {SVGPathElement} */ (path(true).node());
        return [edge.id, { edge, forward, backward }];
      }),
    );
    const boxes = new Map(layout.boxes.map((box) => [box.id, box]));
    cards = new Map(
      trace.graph.nodes.map((node) => {
        const card = createCard(nodeLayer, node);
        const box = boxes.get(node.id);
        card.group.attr("transform", `translate(${box?.x ?? 0},${box?.y ?? 0})`);
        if (interactive) listen(card);
        return [node.id, card];
      }),
    );
    focused = trace.graph.nodes[0]?.id ?? null;
    if (focused && interactive) cards.get(focused)?.group.attr("tabindex", "0");
    fit();
  }

  /** @param {import("./card.js").Card} card */
  function listen(card) {
    const { id } = card.node;
    card.group
      .on("click", () => store.set({ selection: store.get().selection === id ? null : id }))
      .on("focus", () => {
        if (focused) cards.get(focused)?.group.attr("tabindex", "-1");
        focused = id;
        card.group.attr("tabindex", "0");
      })
      .on("keydown", (event) => {
        if (event.key === "Enter") {
          store.set({ selection: store.get().selection === id ? null : id });
          event.preventDefault();
        } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
          moveFocus(event.key === "ArrowDown" ? 1 : -1);
          event.preventDefault();
        }
      });
  }

  /** Focus goes through the nodes in order of evaluation. @param {1 | -1} by */
  function moveFocus(by) {
    const ids = [...cards.keys()];
    const next = ids[(ids.indexOf(focused ?? "") + by + ids.length) % ids.length];
    if (next) cards.get(next)?.group.node()?.focus();
  }

  function paint() {
    const { trace, layout, position, selection } = store.get();
    if (!trace || !layout) return;
    if (trace !== told) {
      told = trace;
      story = tellStory(trace);
    }
    if (layout !== drawn) build(layout, trace);
    if (!story) return;
    const scene = sceneAt(story, position);
    for (const [id, card] of cards) {
      const { value, gradient } = shownAt(story, id, scene.taken);
      const before = last.get(id);
      if (!before || before[0] !== value || before[1] !== gradient) {
        card.show(value, gradient);
        card.group.attr("aria-label", nameOf(id, value, gradient));
        last.set(id, [value, gradient]);
      }
      card.group.classed("lit", scene.nodes.has(id)).classed("now", scene.step?.node === id).classed("pinned", selection === id);
    }
    svg.attr("data-phase", scene.step?.phase ?? "start");
    for (const [id, { edge, forward, backward }] of edges) {
      const computed = (story.chapters.get(edge.target)?.valueAt ?? 0) < scene.taken;
      const returned = (story.chapters.get(edge.source)?.gradientAt ?? Infinity) < scene.taken;
      const lit = scene.edges.has(id);
      const goesBack = scene.step?.phase === "backward";
      forward.classList.toggle("reached", computed);
      forward.classList.toggle("lit", lit && !goesBack);
      backward.classList.toggle("reached", returned || (lit && goesBack));
      backward.classList.toggle("lit", lit && goesBack);
    }
    tokens.show(
      scene.tokens.flatMap((token) => {
        const found = edges.get(token.edge);
        return found ? [{ ...token, path: token.phase === "backward" ? found.backward : found.forward }] : [];
      }),
    );
  }

  function fit() {
    if (!drawn) return;
    const { width, height } = host.getBoundingClientRect();
    if (!width || !height) return;
    const scale = Math.min(1.25, (width - 2 * MARGIN) / drawn.width, (height - 2 * MARGIN) / drawn.height);
    const k = Math.max(scale, 0.08);
    const view = zoomIdentity.translate((width - drawn.width * k) / 2, (height - drawn.height * k) / 2).scale(k);
    if (interactive) root.call(camera.transform, view);
    else stage.attr("transform", String(view));
  }

  const repaint = beforeNextFrame(paint);
  store.subscribe((_, changed) => {
    if (["trace", "layout", "position", "selection"].some((key) => changed.has(/** @type {any} */ (key)))) repaint();
  });
  new ResizeObserver(() => fit()).observe(host);
  repaint();
  return {
    fit,
    paint,
    /** @param {number} factor */
    zoomBy: (factor) => root.call(camera.scaleBy, factor),
  };
}

/**
 * What a screen reader says of a node.
 * @param {string} id
 * @param {import("../types.js").Value | undefined} value
 * @param {import("../types.js").Value | undefined} gradient
 */
function nameOf(id, value, gradient) {
  if (value === undefined) return t("{name}, not yet computed", { name: id });
  if (gradient === undefined) return t("{name} is {value}", { name: id, value: formatValue(value, 12) });
  return t("{name} is {value}, its gradient {gradient}", { name: id, value: formatValue(value, 12), gradient: formatValue(gradient, 12) });
}
