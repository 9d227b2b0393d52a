// The graph view: builds the picture once for each topology, then repaints what a moment changes.

import { t } from "../i18n.js";
import { beforeNextFrame } from "../timeline/clock.js";
import { sceneAt } from "../timeline/scene.js";
import { shownAt, tellStory } from "../timeline/story.js";
import { createCallout } from "./callout.js";
import { createCamera } from "./camera.js";
import { createEdges } from "./edges.js";
import { addLegend } from "./legend.js";
import { createMinimap } from "./minimap.js";
import { createNodes } from "./nodes.js";
import { listenToNodes } from "./pointing.js";
import { placeNotes, placeTokens } from "./placing.js";
import { make } from "./svg.js";
import { createLabels } from "./tokens.js";

/** @import {Layout} from "../types.js" */
/** @import {Store, State} from "../state/store.js" */
/** @import {Story} from "../timeline/story.js" */

/** What of the store the picture shows. @type {readonly (keyof State)[]} */
const SHOWN = ["trace", "layout", "position", "selection"];

/**
 * Draw the store's trace into a host.
 * @param {HTMLElement} host
 * @param {Store} store
 * @param {{interactive?: boolean, label?: string}} [options]
 */
export function createGraphView(host, store, { interactive = true, label = t("Computation graph") } = {}) {
  const layers = {
    edges: make("g", { class: "edges", "aria-hidden": "true" }),
    lit: make("g", { class: "edges", "aria-hidden": "true" }),
    // Chromium makes whatever listens to focus a Tab stop; the stop is a node's.
    nodes: make("g", interactive ? { class: "nodes", role: "listbox", tabindex: -1, "aria-label": t("Values, in the order of evaluation") } : { class: "nodes" }),
    labels: make("g", { class: "labels", "aria-hidden": "true" }),
  };
  const stage = make("g", { class: "stage" }, layers.edges, layers.lit, layers.nodes, layers.labels);
  const svg = make("svg", { class: "graph", role: interactive ? "group" : "img", "aria-label": label }, stage);
  host.classList.add("graph-host");
  host.append(svg);

  const edges = createEdges(layers.edges, layers.lit);
  const nodes = createNodes(layers.nodes, interactive);
  const labels = createLabels(layers.labels);
  const callout = interactive ? createCallout(host) : null;
  const minimap = interactive ? createMinimap(host, lookAt) : null;
  if (interactive) addLegend(host);
  const motion = matchMedia("(prefers-reduced-motion: reduce)");
  const camera = createCamera(svg, look, { interactive, calm: () => motion.matches });
  const pointing = interactive ? listenToNodes(layers.nodes, store, { cards: () => nodes.all, point, reveal, uncover: nodes.uncover }) : null;

  let drawn = /** @type {Layout | null} */ (null);
  let story = /** @type {Story | null} */ (null);
  let pointed = /** @type {string | null} */ (null);
  let followed = /** @type {string | null} */ (null);

  /** @param {import("./camera.js").View} view */
  function look(view) {
    stage.setAttribute("transform", `translate(${view.x},${view.y}) scale(${view.k})`);
    const size = camera.size();
    nodes.look(view, size);
    edges.look(view, size);
    minimap?.show(view, size, boxOf(followed));
    placeCallout();
  }

  /** @param {string | null} id */
  function boxOf(id) {
    return id === null ? undefined : nodes.all.get(id)?.box;
  }

  /** @param {number} x @param {number} y */
  function lookAt(x, y) {
    const { width, height } = camera.size();
    const { k } = camera.view;
    camera.jump({ k, x: width / 2 - x * k, y: height / 2 - y * k });
  }

  /** @param {string | null} id */
  function point(id) {
    if (pointed === id) return;
    if (pointed !== null) nodes.all.get(pointed)?.group.classList.remove("pointed");
    pointed = id;
    if (id !== null) nodes.all.get(id)?.group.classList.add("pointed");
    writeCallout();
  }

  /** @param {string} id */
  function reveal(id) {
    const box = boxOf(id);
    if (box) camera.reveal(box);
  }

  function writeCallout() {
    const id = pointed ?? store.get().selection;
    const card = id === null ? undefined : nodes.all.get(id);
    if (!callout || !story || !card || id === null) {
      callout?.hide();
      return;
    }
    const { value, gradient } = shownAt(story, id, sceneAt(story, store.get().position).shown);
    callout.write(card.node, story.operands.get(id) ?? [], value, gradient);
    placeCallout();
  }

  function placeCallout() {
    const box = boxOf(pointed ?? store.get().selection);
    if (box) callout?.place(box, camera.view);
  }

  /** A picture of other nodes, or of the same ones with other numbers. */
  function rebuild() {
    const { trace, layout } = store.get();
    if (!trace || !layout || (layout === drawn && trace === story?.trace)) return;
    story = tellStory(trace);
    if (layout === drawn && sameReach(story)) return;
    const moved = layout !== drawn;
    drawn = layout;
    pointed = null;
    followed = null;
    nodes.build(layout, story);
    svg.classList.toggle("large", nodes.large);
    edges.build(layout, trace, story);
    minimap?.build(layout);
    pointing?.reset();
    if (moved) camera.open(layout);
    else look(camera.view);
  }

  /** Whether the gradients still reach the same nodes: constants can change without the layout changing. @param {Story} next */
  function sameReach(next) {
    for (const [id, { group }] of nodes.all) {
      if (group.classList.contains("still") === Number.isFinite(next.chapters.get(id)?.gradientAt)) return false;
    }
    return true;
  }

  function paint() {
    if (host.hidden) return;
    rebuild();
    if (!story) return;
    const { position, selection } = store.get();
    const scene = sceneAt(story, position);
    svg.setAttribute("data-phase", scene.step?.phase ?? "start");
    nodes.paint(story, scene, selection);
    edges.paint(story, scene);
    // What moves passes over what is written.
    labels.show([...placeNotes(scene, nodes.all), ...placeTokens(scene, edges, nodes.all)]);
    follow(scene.step?.node ?? null);
    writeCallout();
  }

  /** Have the step under way in sight. @param {string | null} id */
  function follow(id) {
    if (id === followed) return;
    followed = id;
    const box = boxOf(id);
    if (box && interactive) camera.reveal(box);
    minimap?.show(camera.view, camera.size(), box);
  }

  const repaint = beforeNextFrame(paint);
  const quiet = store.subscribe(({ position }, changed) => {
    // What is not to be seen waits until it is.
    if (host.hidden || !SHOWN.some((key) => changed.has(key))) return;
    // A step that is done stands at once, for whoever reads it off the page; one under way waits for its frame.
    if (Number.isInteger(position)) paint();
    else repaint();
  });
  const resized = new ResizeObserver(([entry]) => {
    if (host.hidden) return;
    if (entry) camera.resize(entry.contentRect);
    if (!drawn) return;
    if (camera.moved) {
      look(camera.view);
      return;
    }
    camera.open(drawn);
    const box = boxOf(followed);
    if (box && interactive) camera.reveal(box, true);
  });
  resized.observe(host);
  repaint();
  return {
    fit() {
      if (drawn) camera.fit(drawn);
    },
    paint,
    zoomBy: camera.zoomBy,
    destroy() {
      quiet();
      resized.disconnect();
      svg.remove();
    },
  };
}
