// What the network computes, over one or two inputs: the decision boundary as a field, or the fit of a curve, with the
// data over it. A pure function of the data and the frame that is looked at, and of what the visitor asks to see.

import { el } from "../dom.js";
import { moveBy, orderOf } from "../format.js";
import { lookedAt } from "../state/training.js";
import { afterNextFrame, beforeNextFrame } from "../timeline/clock.js";
import { FRAME } from "./field-axes.js";
import { createCard } from "./field-card.js";
import { createFieldColors } from "./field-colors.js";
import { createEditor } from "./field-edit.js";
import { createGround } from "./field-ground.js";
import { canEdit, createDraft, targetOf, withMoved, withPoint, withoutAll, withoutRow } from "./field-own.js";
import { createPicks } from "./field-pick.js";
import { createPlot } from "./field-plot.js";
import { listenToPlot } from "./field-pointer.js";
import { drawSpots, scalesOf } from "./field-points.js";
import { createScale } from "./field-scale.js";
import { fieldSceneAt } from "./field-scene.js";
import { createTable } from "./field-table.js";
import { createToggles } from "./field-toggles.js";
import { describe, meaningOf } from "./field-words.js";
import { drawFit } from "./fit-curve.js";

/** @import {TrainingActions} from "../types.js" */
/** @import {Training, TrainingState} from "../state/training.js" */
/** @import {Tool} from "./field-edit.js" */
/** @import {Ranges, Scales, Spot} from "./field-points.js" */
/** @import {FieldScene} from "./field-scene.js" */

/** What of the training the picture shows. @type {readonly (keyof TrainingState)[]} */
const SHOWN = ["open", "data", "runs", "current", "at", "field", "watching"];

/** The axes of a plot that is still to be filled. @type {Ranges} */
const EMPTY = { x: [-1.2, 1.2], y: [-1.2, 1.2] };

/**
 * @param {HTMLElement} host
 * @param {Training} training
 * @param {TrainingActions} actions
 */
export function createFieldView(host, training, actions) {
  const root = el("div", { class: "field-view" });
  host.append(root);
  /** @param {number} row */
  const open = (row) => void actions.openTrace([row]);
  const picks = createPicks(root, (field) => training.set({ field }));
  const figure = el("div", { class: "field-figure" });
  const under = el("div", { class: "field-under" });
  root.append(figure, under);
  const paper = createPlot(figure, () => paint());
  const scale = createScale(figure, under);
  const card = createCard(paper.element, under, { open, remove, close: () => pin(null) });
  const toggles = createToggles(root, choose);
  const editor = createEditor(root, { add, undo, clear, choose: (next) => choose({ tool: next }) });
  const table = createTable(root, { open, remove });
  const colors = createFieldColors(host);
  const ground = createGround();
  const draft = createDraft(training, (data) => void actions.setData(data));

  let options = { held: true, discrete: false, residuals: true, neurons: false, editing: false, tool: /** @type {Tool} */ (0) };
  let pointed = /** @type {number | null} */ (null);
  let pinned = /** @type {number | null} */ (null);
  let kept = /** @type {Ranges | null} */ (null);
  let now = /** @type {{scene: FieldScene, scales: Scales} | null} */ (null);
  let painted = /** @type {{ground: unknown[], points: unknown[]}} */ ({ ground: [], points: [] });

  /** @param {Partial<typeof options>} change */
  function choose(change) {
    options = { ...options, ...change };
    // While points are being set the axes rest.
    kept = options.editing ? (kept ?? now?.scene.ranges ?? null) : null;
    paint();
  }

  /** Other data: an empty plane is there to be filled. */
  function begin() {
    pinned = pointed = kept = null;
    const data = draft.get();
    options = { ...options, tool: 0, editing: data?.x.length === 0 && canEdit(data) };
    if (options.editing) kept = EMPTY;
  }

  /** Whether something is not as it was when it was last painted. @param {"ground" | "points"} what @param {unknown[]} rests */
  function isNew(what, rests) {
    const same = rests.length === painted[what].length && rests.every((one, i) => one === painted[what][i]);
    painted[what] = rests;
    return !same;
  }

  /** @param {Spot[]} spots */
  const visible = (spots) => (options.held ? spots : spots.filter(({ held }) => !held));

  /** @param {FieldScene} scene @param {Scales} scales */
  function paintGround({ field, pick, seen, middle, spots }, scales) {
    paper.drawGround((pen) => {
      if (field?.kind === "plane" && seen) {
        const [x, y] = [scales.x(field.x[0]), scales.y(field.y[1])];
        const box = { x, y, width: scales.x(field.x[1]) - x, height: scales.y(field.y[0]) - y };
        ground.draw(pen, box, seen, colors, { discrete: options.discrete, middle });
      } else if (field?.kind === "line") drawFit(pen, field, visible(spots), scales, colors, { pick, ...options });
    });
  }

  /** The row that is ringed: pointed at, pinned, or followed elsewhere on the page. */
  const marked = () => pointed ?? pinned ?? training.get().watching;

  /** @param {FieldScene} scene @param {Scales} scales */
  function paintPoints({ plot, data, spots, seen }, scales) {
    const classes = plot === "plane" && data.kind === "classification";
    const soft = colors.token("--ink-soft");
    const tinted = plot === "line" && data.targets.length > 1;
    paper.drawPoints((pen) =>
      drawSpots(pen, visible(spots), scales, {
        color: ({ label, row }) => (classes || tinted ? colors.point(label) : seen?.kind === "surface" ? colors.at(seen, Number(data.t?.[row]?.[0])) : soft),
        shaped: classes && data.classes.length > 2,
        paper: colors.token("--paper"),
        ink: colors.token("--ink"),
        marked: marked(),
      }));
  }

  function paintCard() {
    const { scene, scales } = now ?? {};
    const spot = scene && visible(scene.spots).find((one) => one.row === pointed);
    const at = spot && scales && { row: spot.row, place: { x: scales.x(spot.x) + FRAME.left, y: scales.y(spot.y) + FRAME.top } };
    card.show(scene?.data ?? null, at ?? null, pinned, { editing: options.editing, predictions: lookedAt(training.get())?.predictions ?? null });
  }

  function paint() {
    const state = training.get();
    const size = paper.size();
    const frame = lookedAt(state);
    const scene = fieldSceneAt(draft.get(), frame, state.field);
    root.hidden = !scene;
    if (!scene || !size.width) return;
    const { data, field, pick, seen, level } = scene;
    const ranges = kept ?? scene.ranges;
    const scales = scalesOf(ranges, size);
    now = { scene: { ...scene, ranges }, scales };
    picks.show(field, pick, data);
    const shown = [data, JSON.stringify(ranges), size.width, size.height, options.held];
    if (isNew("ground", [...shown, field, pick, options])) paintGround(scene, scales);
    if (isNew("points", [...shown, marked(), scene.plot === "plane" && data.kind !== "classification" && field])) paintPoints(scene, scales);
    const names = { x: data.features[0] ?? "", y: (scene.plot === "plane" ? data.features[1] : data.targets.length === 1 ? data.targets[0] : "") ?? "" };
    paper.axes.show(ranges, scales, size, names);
    paintCard();
    tell();
    // What stands around the picture.
    paper.element.dataset["plot"] = scene.plot;
    root.toggleAttribute("data-setting", options.editing);
    scale.showData(data);
    scale.show(seen, scene.plot === "plane" && seen?.kind !== "regions", colors, level, meaningOf(scene));
    toggles.show(scene, options);
    editor.show(data, options.editing, options.tool, draft.undoable());
    table.show(data, options.editing);
  }
  const repaint = beforeNextFrame(paint);
  const tell = afterNextFrame(() => {
    const words = now && describe(now.scene.data, lookedAt(training.get()), now.scene.pick);
    if (words !== null && paper.picture.getAttribute("aria-label") !== words) paper.picture.setAttribute("aria-label", words);
  });

  /** @param {number} x @param {number} y @param {number} label */
  function add(x, y, label) {
    const data = draft.get();
    if (!data) return;
    const plane = now?.scene.plot === "plane";
    const target = plane ? targetOf(data.x.length ? data : (draft.like() ?? data), label) : [y];
    draft.set(withPoint(data, { x: plane ? [x, y] : [x], t: target, label: plane ? label : null }));
    draft.commit();
    pinned = null;
    paint();
  }

  /** @param {number} row */
  function remove(row) {
    const data = draft.get();
    if (!data) return;
    draft.set(withoutRow(data, row));
    draft.commit();
    pinned = pointed = null;
    paint();
  }

  /** @param {number} row @param {number} x @param {number} y */
  function move(row, x, y) {
    const data = draft.get();
    if (!data) return;
    const plane = now?.scene.plot === "plane";
    draft.set(plane ? withMoved(data, row, [x, y]) : withMoved(data, row, [x], [y]));
    pointed = row;
    paint();
  }

  /** A place without the digits that no hand can mean: to a pixel's order. @param {number} x @param {number} y @returns {[number, number]} */
  function tidy(x, y) {
    const [[x0, y0], [x1, y1]] = [now?.scales.back(0, 0) ?? [0, 0], now?.scales.back(1, 1) ?? [0, 0]];
    return [moveBy(x, orderOf(x1 - x0) + 2, 0), moveBy(y, orderOf(y1 - y0) + 2, 0)];
  }

  function undo() {
    draft.undo();
    pinned = pointed = null;
    paint();
  }

  function clear() {
    const data = draft.get();
    if (!data) return;
    draft.set(withoutAll(data));
    draft.commit();
    pinned = pointed = null;
    paint();
  }

  /** @param {number | null} row */
  function pin(row) {
    pinned = row === pinned ? null : row;
    actions.watch(pinned);
    paint();
  }

  listenToPlot(paper, {
    seen: () => now && { spots: visible(now.scene.spots), scales: now.scales },
    tool: () => (options.editing ? options.tool : null),
    point(row) {
      if (row === pointed) return;
      pointed = row;
      repaint();
    },
    pin,
    add: (x, y, label) => add(...tidy(x, y), label),
    move: (row, x, y) => move(row, ...tidy(x, y)),
    drop: () => draft.commit(),
    remove,
  });
  root.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && pinned !== null) pin(null);
    else if (key === "Delete" && options.editing && pinned !== null) remove(pinned);
  });

  const quiet = training.subscribe(({ data }, changed) => {
    if (changed.has("data") && draft.follow(data)) begin();
    if (SHOWN.some((key) => changed.has(key))) repaint();
  });
  function recolour() {
    colors.refresh();
    painted = { ground: [], points: [] };
    repaint();
  }
  const themed = new MutationObserver(recolour);
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", recolour);
  begin();
  repaint();

  return {
    paint,
    dispose() {
      quiet();
      paper.dispose();
      themed.disconnect();
      dark.removeEventListener("change", recolour);
      host.replaceChildren();
    },
  };
}
