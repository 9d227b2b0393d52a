// The network of the current run while it learns: weights move, each neuron's face is its own field, and one that no
// longer learns says why. A function of the frame looked at and of the room there is.

import { lettersOf } from "../format.js";
import { t } from "../i18n.js";
import { currentRun, lookedAt } from "../state/training.js";
import { beforeNextFrame } from "../timeline/clock.js";
import { el } from "../dom.js";
import { createCamera } from "./camera.js";
import { createFieldColors } from "./field-colors.js";
import { addLegend } from "./legend.js";
import { cellAt } from "./network-block.js";
import { createPalette } from "./network-palette.js";
import { listenToNetwork } from "./network-pointing.js";
import { createSheet } from "./network-sheet.js";
import { make } from "./svg.js";
import { inkScale } from "./tones.js";
import { createFaces } from "./training-faces.js";
import { layoutTraining } from "./training-layout.js";
import { layersOf, parametersOf, rowFollowed } from "./training-net.js";
import { createNotes } from "./training-notes.js";
import { createTrainingTip } from "./training-tip.js";
import { createUnits } from "./training-units.js";
import { createTrainedWeights } from "./training-weights.js";
import { sideName } from "./training-words.js";

/** @import {Data, TrainingActions, View} from "../types.js" */
/** @import {Store} from "../state/store.js" */
/** @import {Training, TrainingState} from "../state/training.js" */
/** @import {TrainedLayer} from "./training-net.js" */
/** @import {TrainingLayout} from "./training-layout.js" */
/** @import {Weight} from "./training-weights.js" */
/** @import {At} from "./training-units.js" */
/** @import {Colours, Seen} from "./training-face.js" */

/** What of the training is to be seen here. @type {readonly (keyof TrainingState)[]} */
const SHOWN = ["open", "runs", "current", "at", "data", "watching", "field"];
/** Letters keep their size where the network has to be seen small. */
const TYPE = { room: 0.92, most: 1.6 };
const MARGIN = { side: 30, top: 16, bottom: 44, most: 1.35 };

/**
 * @param {HTMLElement} host
 * @param {Training} training
 * @param {Store} store
 * @param {TrainingActions} _actions
 * @returns {View}
 */
export function createTrainingView(host, training, store, _actions) {
  const nodes = make("g", { class: "neurons", role: "listbox", tabindex: -1, "aria-label": t("Neurons, layer by layer") });
  const around = make("g", { "aria-hidden": "true" });
  const stage = make("g", {}, around, nodes);
  const svg = make("svg", { class: "graph network training-network", role: "group", "aria-label": t("The network in training") }, stage);
  const sheet = createSheet();
  host.classList.add("graph-host", "network-host", "training-host");
  host.append(sheet.canvas, svg);
  addLegend(host);
  const none = el("p", { class: "empty-view", role: "status" }, t("There are no layers in this program."));
  none.hidden = true;
  host.append(none);

  const palette = createPalette(host);
  const colors = createFieldColors(host);
  const faces = createFaces();
  const weights = createTrainedWeights();
  const units = createUnits(nodes, around);
  const notes = createNotes(host);
  const tip = createTrainingTip(host);
  const motion = matchMedia("(prefers-reduced-motion: reduce)");
  const camera = createCamera(svg, look, { interactive: true, calm: () => motion.matches });
  const pointing = listenToNetwork(svg, nodes, {
    pointOf,
    cellAt: (point, layer) => (layout?.columns[layer] ? cellAt(layout.columns[layer], point) : null),
    weightAt: (point) => weights.near(point, camera.view.k),
    point: aim,
    pin,
    pinWeight: hold,
    reveal: ({ layer, unit }) => {
      const box = layout?.columns[layer]?.units[unit];
      if (box) camera.reveal(box);
    },
  });

  let layers = /** @type {TrainedLayer[] | null} */ (null);
  let layout = /** @type {TrainingLayout | null} */ (null);
  let seen = /** @type {Seen | null} */ (null);
  let colours = /** @type {Colours | null} */ (null);
  let pointed = /** @type {At | null} */ (null);
  let hovered = /** @type {Weight | null} */ (null);
  let held = /** @type {Weight | null} */ (null);
  let built = "";
  let builtFor = /** @type {Data | null} */ (null);
  let placed = false;
  /** What the bar of views takes from the top; asking for it makes the page lay itself out. @type {number | null} */
  let bar = null;

  /** @param {{x: number, y: number, k: number}} view */
  function look(view) {
    stage.setAttribute("transform", `translate(${view.x},${view.y}) scale(${view.k})`);
    draw();
    placeTip();
  }

  function draw() {
    sheet.draw(camera.view, camera.size(), (context) => {
      if (!layers) return;
      weights.draw(context, palette);
      faces.draw(context, camera.view.k);
      weights.drawBiases(context, palette);
    });
  }

  /** @param {PointerEvent | MouseEvent} event */
  function pointOf(event) {
    const { left, top } = svg.getBoundingClientRect();
    const { x, y, k } = camera.view;
    return { x: (event.clientX - left - x) / k, y: (event.clientY - top - y) / k };
  }

  /** @param {At | null} at @param {Weight | null} weight */
  function aim(at, weight) {
    if (at?.layer === pointed?.layer && at?.unit === pointed?.unit && weight === hovered) return;
    [pointed, hovered] = [at, weight];
    svg.classList.toggle("on-weight", weight !== null);
    if (layout) units.mark(at, "pointed", layout);
    light();
    writeTip();
  }

  /** A neuron that is pinned has its field shown large. @param {At | null} at */
  function pin(at) {
    const { field } = training.get();
    const same = at !== null && field?.layer === at.layer && field.unit === at.unit;
    if (at) held = null;
    // A tap has pointed at nothing before.
    pointed = at;
    if (!at || at.layer > 0) training.set({ field: same ? null : at });
    light();
    writeTip();
  }

  /** @param {Weight | null} weight */
  function hold(weight) {
    held = weight === held ? null : weight;
    light();
    writeTip();
  }

  /** What is pointed at or held stands out, with all that leads there and away. */
  function light() {
    const one = told();
    const at = pointed ?? (held ? null : training.get().field);
    if (one) weights.highlight((weight) => weight === one);
    else weights.highlight(at && ((weight) => (weight.layer === at.layer && weight.unit === at.unit) || (weight.layer === at.layer + 1 && weight.input === at.unit)));
    draw();
  }

  /** The weight that is told of: the one pointed at, else the one held. */
  function told() {
    return hovered ?? (pointed ? null : held);
  }

  function writeTip() {
    const text = tip.show(seen, pointed, told());
    if (text && pointed && !told()) units.say(pointed, text.said);
    placeTip();
  }

  function placeTip() {
    tip.place(seen, pointed, told(), camera.view);
  }

  /** The room for the network: what the bar of views leaves of it. */
  function room() {
    const { width, height } = camera.size();
    const edge = bar === null ? host.parentElement?.querySelector(".view-bar")?.getBoundingClientRect().bottom : undefined;
    bar ??= edge === undefined ? 0 : Math.max(edge - host.getBoundingClientRect().top, 0);
    const top = MARGIN.top + bar;
    return { width: width - 2 * MARGIN.side, height: height - top - MARGIN.bottom, top };
  }

  /** All of it, as large as there is room for. */
  function whole() {
    const { width, height, top } = room();
    if (!layout || width <= 0 || height <= 0) return null;
    const k = Math.min(width / layout.width, height / layout.height, MARGIN.most);
    return { k, x: MARGIN.side + (width - layout.width * k) / 2, y: top + (height - layout.height * k) / 2 };
  }

  /** A network of other layers, other data, or other room for it. @param {TrainedLayer[]} now @param {Data | null} data */
  function rebuild(now, data) {
    const { width, height } = room();
    const key = JSON.stringify([now.map(({ units: count, activation }) => [count, activation]), Math.round(width), Math.round(height)]);
    if (key === built && data === builtFor) return;
    [built, builtFor] = [key, data];
    layout = layoutTraining(shapeOf(now, data), { width, height });
    weights.build(now, layout);
    units.build(now, layout, data, Math.min(Math.max(TYPE.room / (whole()?.k ?? 1), 1), TYPE.most));
    pointing.reset();
    pointed = hovered = held = null;
    units.mark(training.get().field, "pinned", layout);
    light();
    if (!camera.moved) placed = false;
  }

  function paint() {
    const state = training.get();
    if (!state.open || !camera.size().width) return;
    const run = currentRun(state);
    const frame = lookedAt(state);
    const { trace } = store.get();
    layers = layersOf(run, trace);
    none.hidden = layers !== null;
    for (const part of [svg, sheet.canvas]) part.toggleAttribute("hidden", !layers);
    if (!layers) return;
    const data = run?.data ?? state.data;
    rebuild(layers, data);
    if (!layout) return;
    colours ??= { sign: colors.surface(), ink: inkScale(palette), token: palette.token };
    seen = { layers, layout, parameters: parametersOf(run, frame, trace), data, frame, row: rowFollowed(state.watching, frame) };
    faces.show(seen, colours);
    weights.weigh(layers, seen.parameters);
    units.show(layers, frame, faces.has);
    notes.show(seen, weights.biased);
    if (!placed) {
      const goal = whole();
      if (goal) {
        placed = true;
        camera.jump(goal);
      }
    } else draw();
    writeTip();
  }

  const repaint = beforeNextFrame(paint);
  const quiet = training.subscribe((_, changed) => {
    if (!SHOWN.some((key) => changed.has(key))) return;
    if (changed.has("field") && layout) {
      units.mark(training.get().field, "pinned", layout);
      light();
    }
    repaint();
  });
  const silent = store.subscribe((_, changed) => {
    if (changed.has("trace")) repaint();
  });
  const resized = new ResizeObserver(([entry]) => {
    if (!entry?.contentRect.width) return;
    camera.resize(entry.contentRect);
    bar = null;
    repaint();
  });
  resized.observe(host);
  function recolour() {
    palette.refresh();
    colors.refresh();
    colours = null;
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
      if (!goal || !layout) return;
      camera.fit({ width: layout.width, height: layout.height, boxes: [], paths: [] });
      camera.jump(goal);
    },
    zoomBy: camera.zoomBy,
    dispose() {
      quiet();
      silent();
      resized.disconnect();
      themed.disconnect();
      dark.removeEventListener("change", recolour);
      host.replaceChildren();
    },
  };
}

/** What the layout needs to know. @param {TrainedLayer[]} layers @param {Data | null} data @returns {import("./training-layout.js").Shape} */
function shapeOf(layers, data) {
  const last = layers.length - 1;
  const units = layers.map((layer) => layer.units);
  const pixels = data?.image ? data.image[0] * data.image[1] : 0;
  const pictures = units.map((count, layer) => count === pixels && (layer === 0 || (layer === last && data?.kind === "reconstruction")));
  const letters = (/** @type {number} */ layer) => Math.max(0, ...Array.from({ length: Math.min(units[layer] ?? 0, 14) }, (_, unit) => lettersOf(sideName(data, layers, layer, unit))));
  return { units, pictures, lead: pictures[0] ? 0 : letters(0), tail: pictures[last] ? 0 : letters(last) };
}
