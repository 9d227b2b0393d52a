// The network view: the same trace as layers of neurons, or, turned round, as the network that the backward pass is.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { layoutNetwork } from "../layout/network-layout.js";
import { fewOf, partsOf } from "../state/network-parts.js";
import { readNetwork } from "../state/network.js";
import { beforeNextFrame } from "../timeline/clock.js";
import { createCamera } from "./camera.js";
import { addLegend } from "./legend.js";
import { cellAt } from "./network-block.js";
import { createColumns } from "./network-columns.js";
import { createWeights } from "./network-edges.js";
import { UNDER, createEnds } from "./network-ends.js";
import { drawFlows, placeFlowTokens } from "./network-flows.js";
import { createPalette } from "./network-palette.js";
import { createPanel } from "./network-panel.js";
import { listenToNetwork } from "./network-pointing.js";
import { createSamples } from "./network-samples.js";
import { networkSceneAt } from "./network-scene.js";
import { createSheet } from "./network-sheet.js";
import { createTip } from "./network-tip.js";
import { tipOf } from "./network-words.js";
import { createWeightCard, readWeight } from "./network-weight.js";
import { make } from "./svg.js";
import { createLabels } from "./tokens.js";

/** @import {Box, View as Seen} from "../types.js" */
/** @import {Store, State} from "../state/store.js" */
/** @import {Net} from "../state/network.js" */
/** @import {NetworkLayout} from "../layout/network-layout.js" */
/** @import {NetworkScene} from "./network-scene.js" */
/** @import {Weight} from "./network-edges.js" */
/** @import {At} from "./network-pointing.js" */

/** What of the store the picture shows. @type {readonly (keyof State)[]} */
const SHOWN = ["trace", "position", "sample", "neuron", "view"];
/** A network that would be smaller than this is first shown from its beginning. */
const LEAST = 0.34;
const MARGIN = { side: 26, top: 16, bottom: 46, most: 1.35 };

/**
 * @param {HTMLElement} host
 * @param {Store} store
 * @param {(position: number) => void} jump
 * @returns {Seen}
 */
export function createNetworkView(host, store, jump) {
  const layers = {
    weights: make("g", { class: "weights" }),
    ends: make("g", { class: "ends", "aria-hidden": "true" }),
    // Chromium makes whatever listens to focus a Tab stop; the stop is a neuron's.
    nodes: make("g", { class: "neurons", role: "listbox", tabindex: -1, "aria-label": t("Neurons, layer by layer") }),
    labels: make("g", { class: "labels", "aria-hidden": "true" }),
  };
  const under = make("g", {}, layers.weights);
  const stage = make("g", {}, layers.ends, layers.nodes, layers.labels);
  const lines = make("svg", { class: "network-lines", "aria-hidden": "true" }, under);
  const svg = make("svg", { class: "graph network", role: "group", "aria-label": t("Network") }, stage);
  const still = createSheet();
  const moving = createSheet();
  host.classList.add("graph-host", "network-host");
  host.append(lines, still.canvas, moving.canvas, svg);

  const palette = createPalette(host);
  const columns = createColumns(layers.nodes);
  const weights = createWeights(layers.weights);
  const ends = createEnds(layers.ends);
  const labels = createLabels(layers.labels);
  addLegend(host);
  const said = el("p", { class: "network-note" });
  const foot = el("div", { class: "network-foot" });
  const samples = createSamples(foot, store);
  foot.append(said);
  host.append(foot);
  const tip = createTip(host);
  const panel = createPanel(host, store, jump);
  const weightCard = createWeightCard(host, jump, () => pinWeight(null));
  const motion = matchMedia("(prefers-reduced-motion: reduce)");
  const camera = createCamera(svg, look, { interactive: true, calm: () => motion.matches });
  const pointing = listenToNetwork(svg, layers.nodes, {
    pointOf,
    cellAt: (point, layer) => (layout?.columns[layer] ? cellAt(layout.columns[layer], point) : null),
    weightAt: (point) => weights.near(point, camera.view.k),
    point,
    pin,
    pinWeight,
    reveal: (at) => reveal(boxOf(at)),
  });

  let net = /** @type {Net | null} */ (null);
  let layout = /** @type {NetworkLayout | null} */ (null);
  let scene = /** @type {NetworkScene | null} */ (null);
  let built = "";
  let written = /** @type {unknown[]} */ ([]);
  let pointed = /** @type {At | null} */ (null);
  let hovered = /** @type {Weight | null} */ (null);
  let held = /** @type {Weight | null} */ (null);
  let followed = "";
  let placed = false;
  let moved = false;
  let marks = "";

  /** @param {import("./camera.js").View} view */
  function look(view) {
    const transform = `translate(${view.x},${view.y}) scale(${view.k})`;
    stage.setAttribute("transform", transform);
    under.setAttribute("transform", transform);
    redraw();
    drawMoving();
    placeTip();
  }

  /** What is painted rather than built and stays from frame to frame: many weights, folded layers. */
  function redraw() {
    still.draw(camera.view, camera.size(), (context) => {
      weights.draw(context, palette);
      for (const { block } of columns.all) block?.draw(context, palette);
    });
  }

  /** What is under way. */
  function drawMoving() {
    const flows = scene?.flows.length ? scene : null;
    if (!flows && !moved) return;
    moved = flows !== null;
    moving.draw(camera.view, camera.size(), (context) => {
      if (flows) drawFlows(context, flows, weights, palette);
    });
  }

  /** @param {PointerEvent | MouseEvent} event */
  function pointOf(event) {
    const { left, top } = svg.getBoundingClientRect();
    const { x, y, k } = camera.view;
    return { x: (event.clientX - left - x) / k, y: (event.clientY - top - y) / k };
  }

  /** @param {At | null} at @returns {Box | undefined} */
  function boxOf(at) {
    return at ? layout?.columns[at.layer]?.units[at.unit] : undefined;
  }

  /** @param {Box | undefined} box */
  function reveal(box) {
    if (box) camera.reveal(box);
  }

  /** @param {At | null} at @param {Weight | null} weight */
  function point(at, weight) {
    if (at?.layer === pointed?.layer && at?.unit === pointed?.unit && weight === hovered) return;
    pointed = at;
    hovered = weight;
    columns.mark(at, "pointed");
    columns.mark(at ?? store.get().neuron, "marked");
    svg.classList.toggle("on-weight", weight !== null);
    highlight();
    writeTip();
  }

  /** @param {At | null} at */
  function pin(at) {
    const { neuron } = store.get();
    const same = at && neuron && at.layer === neuron.layer && at.unit === neuron.unit;
    if (at && !same) held = null;
    if (at !== neuron) store.set({ neuron: same ? null : at });
  }

  /** @param {Weight | null} weight */
  function pinWeight(weight) {
    held = weight;
    if (weight) store.set({ neuron: null });
    highlight();
    paint();
  }

  function highlight() {
    const neuron = pointed ?? store.get().neuron;
    const one = hovered ?? (pointed ? null : held);
    if (one) weights.highlight((weight) => weight === one);
    else weights.highlight(neuron && ((weight) => (weight.layer === neuron.layer && weight.unit === neuron.unit) || (weight.layer === neuron.layer + 1 && weight.input === neuron.unit)));
    redraw();
  }

  function writeTip() {
    const { neuron, sample } = store.get();
    // What is pinned is told beside the picture.
    const pinned = pointed !== null && pointed.layer === neuron?.layer && pointed.unit === neuron.unit;
    if (net && scene && hovered && hovered !== held) {
      const { title, value, gradient, step } = readWeight(net, scene.shown, hovered);
      tip.write(title, step < 0 ? [["w", value]] : [["w", value], ["∂L/∂w", gradient]], t("Click to hold on to it"));
    } else if (net && scene && pointed && !pinned) {
      const { title, rows } = tipOf(net, scene.shown, pointed, sample);
      tip.write(title, rows);
    } else tip.hide();
    placeTip();
  }

  function placeTip() {
    const box = boxOf(pointed);
    if (hovered) {
      const { from, to } = hovered.curve;
      tip.place({ id: "", x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, width: 1, height: 1 }, camera.view);
    } else if (box) tip.place(box, camera.view);
  }

  /** What the bar of views takes from the top. */
  function barHeight() {
    const bar = host.parentElement?.querySelector(".view-bar")?.getBoundingClientRect();
    return bar ? Math.max(bar.bottom - host.getBoundingClientRect().top, 0) : 0;
  }

  /** All of it, as large as there is room for. @param {number} [least] */
  function whole(least = 0) {
    const { width, height } = camera.size();
    if (!layout || !width || !height) return null;
    const top = MARGIN.top + barHeight();
    const room = { width: width - 2 * MARGIN.side, height: height - top - MARGIN.bottom };
    const k = Math.max(Math.min(room.width / layout.width, room.height / layout.height, MARGIN.most), least);
    const wide = layout.width * k > room.width + 1;
    const start = layout.turned ? width - MARGIN.side - layout.width * k : MARGIN.side;
    return { k, x: wide ? start : (width - layout.width * k) / 2, y: top + (room.height - layout.height * k) / 2 };
  }

  function place() {
    const goal = whole(LEAST);
    if (!goal) return;
    placed = true;
    camera.jump(goal);
  }

  /** A picture of another network, or of the same one with other numbers. */
  function rebuild() {
    const { trace, view } = store.get();
    const next = trace && readNetwork(trace);
    net = next;
    for (const part of [svg, lines, still.canvas, moving.canvas]) part.toggleAttribute("hidden", !next);
    if (!next || !trace) return;
    const turned = view === "backward";
    const { network } = next;
    const key = JSON.stringify([turned, network.form, network.loss, network.layers.map(({ units, activation, a, b, neurons }) => [units, activation, a, b, neurons]), Object.keys(trace.gradients)]);
    const same = key === built;
    if (same && written[0] === trace) return;
    const size = layout && `${layout.width} ${layout.height} ${layout.turned}`;
    layout = layoutNetwork(network, partsOf(next, turned));
    weights.build(next, layout);
    if (!same) {
      built = key;
      columns.build(next, layout);
      ends.build(next, layout);
      pointing.reset();
      pointed = hovered = held = null;
      said.textContent = fewOf(next);
      svg.setAttribute("class", `graph network${turned ? " turned" : ""}${weights.onCanvas ? " large" : ""}`);
      if (size !== `${layout.width} ${layout.height} ${layout.turned}`) placed = false;
    }
    held &&= weights.all.find((one) => held && one.layer === held.layer && one.input === held.input && one.unit === held.unit) ?? null;
    hovered = null;
    written = [];
  }

  function paint() {
    if (host.hidden) return;
    rebuild();
    if (!net || !layout) {
      samples.show(1, 0, null);
      return;
    }
    const { position, neuron, view, trace } = store.get();
    const sample = Math.min(store.get().sample, net.samples - 1);
    scene = networkSceneAt(net, position, sample);
    svg.setAttribute("data-phase", scene.phase);
    samples.show(net.samples, sample, scene.sample);
    const now = [trace, scene.shown, sample, view];
    const changed = now.some((one, i) => one !== written[i]);
    if (changed) {
      written = now;
      columns.show(net, scene.shown, sample, view === "backward", palette);
      ends.show(net, scene.shown, sample);
      weights.weigh(net, scene.shown);
      svg.setAttribute("aria-label", ends.said() ?? t("Network"));
      writeTip();
    }
    columns.light(scene);
    ends.light(scene.place, scene.phase);
    const marked = JSON.stringify([neuron, pointed, built]);
    if (marked !== marks) {
      marks = marked;
      columns.mark(neuron, "pinned");
      columns.mark(pointed ?? neuron, "marked");
    }
    labels.show([...placeRemarks(scene), ...placeFlowTokens(scene, weights)]);
    panel.show(net, scene.shown);
    weightCard.show(net, scene.shown, held);
    const box = boxOf(neuron ?? (held && { layer: held.layer, unit: held.unit }));
    const { x, k } = camera.view;
    if (box) host.classList.toggle("panel-first", (box.x + box.width / 2) * k + x > camera.size().width * 0.55);
    if (!placed) place();
    follow();
    if (changed) redraw();
    drawMoving();
  }

  /** Calculations under the neurons that they are about. @param {NetworkScene} now @returns {import("./tokens.js").Label[]} */
  function placeRemarks(now) {
    return now.remarks.flatMap(({ place: { layer, unit }, text, opacity }) => {
      const column = layout?.columns[layer];
      const box = unit === null ? column?.box : column?.units[unit];
      if (!box || now.phase === "start") return [];
      return [{ x: box.x + box.width / 2, y: box.y + box.height + UNDER + 12, text, opacity, kind: `note ${now.phase}` }];
    });
  }

  /** Have the column under way in sight. */
  function follow() {
    const place = scene?.place;
    const key = place ? `${place.layer} ${place.unit} ${place.part === "loss"}` : "";
    if (key === followed || !layout || !place || !placed) return;
    followed = key;
    const column = layout.columns[place.layer];
    const box = place.part === "loss" ? layout.loss : place.unit === null || column?.kind === "block" ? column?.box : column?.units[place.unit];
    if (box) camera.reveal(box);
  }

  const repaint = beforeNextFrame(paint);
  const quiet = store.subscribe(({ position }, changed) => {
    if (host.hidden || !SHOWN.some((key) => changed.has(key))) return;
    if (changed.has("neuron")) {
      highlight();
      writeTip();
    }
    // A step that is done stands at once, for whoever reads it off the page; one under way waits for its frame.
    if (Number.isInteger(position)) paint();
    else repaint();
  });
  const resized = new ResizeObserver(([entry]) => {
    if (!entry?.contentRect.width) return;
    camera.resize(entry.contentRect);
    if (!camera.moved) placed = false;
    repaint();
  });
  resized.observe(host);
  function recolour() {
    palette.refresh();
    written = [];
    repaint();
  }
  const themed = new MutationObserver(recolour);
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", recolour);
  repaint();

  return {
    paint,
    fit() {
      const goal = whole();
      if (goal && layout) {
        camera.fit({ width: layout.width, height: layout.height, boxes: [], paths: [] });
        camera.jump(goal);
      }
    },
    zoomBy: camera.zoomBy,
    dispose() {
      quiet();
      resized.disconnect();
      themed.disconnect();
      dark.removeEventListener("change", recolour);
      host.replaceChildren();
    },
  };
}
