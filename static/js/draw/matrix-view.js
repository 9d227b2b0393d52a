// The matrices view: the step under way as an equation of heat maps, and below it every tensor so far.

import { el } from "../dom.js";
import { isFolded } from "../format.js";
import { t } from "../i18n.js";
import { beforeNextFrame } from "../timeline/clock.js";
import { addLegend } from "./legend.js";
import { createLedger } from "./matrix-ledger.js";
import { momentOf } from "./matrix-moment.js";
import { planOf } from "./matrix-plan.js";
import { listenToCells } from "./matrix-pointing.js";
import { createReadout } from "./matrix-readout.js";
import { lightsOf } from "./matrix-lights.js";
import { sourceOf } from "./matrix-source.js";
import { createStage } from "./matrix-stage.js";
import { createPalette } from "./network-palette.js";

/** @import {Store, State} from "../state/store.js" */
/** @import {Plan} from "./matrix-parts.js" */
/** @import {Cell} from "./matrix-pointing.js" */
/** @import {Moment} from "./matrix-moment.js" */
/** @import {Source, Place} from "./matrix-source.js" */

/** @type {readonly (keyof State)[]} */
const SHOWN = ["trace", "position", "sample", "view"];
const ZOOM = { least: 0.4, most: 8 };
/** More samples than this are not gone through one by one. */
const MOST_IN_TURN = 8;

/**
 * @param {HTMLElement} host
 * @param {Store} store
 * @param {(position: number) => void} jump
 * @returns {import("../types.js").View}
 */
export function createMatrixView(host, store, jump) {
  const heading = el("p", { class: "matrix-heading" });
  const shapes = el("p", { class: "matrix-shapes" });
  const toggle = el("button", { type: "button", class: "small-button", "aria-pressed": "false", onclick: turnJacobian }, t("As a Jacobian"));
  const unfold = el("button", { type: "button", class: "small-button", hidden: true, onclick: () => store.set({ whole: true }) }, t("All its numbers"));
  const tools = el("div", { class: "matrix-tools" }, unfold, toggle);
  const head = el("div", { class: "matrix-head" }, el("div", {}, heading, shapes), tools);
  const scroll = el("div", { class: "matrix-scroll" });
  const foot = el("div", { class: "matrix-foot" });
  host.classList.add("matrix-host");
  host.append(head, scroll, foot);
  const palette = createPalette(host);
  const stage = createStage(scroll, palette);
  const ledger = createLedger(foot, palette, jump);
  addLegend(tools);
  const readout = createReadout(foot);

  let source = /** @type {Source | null} */ (null);
  let plan = /** @type {Plan | null} */ (null);
  let moment = /** @type {Moment | null} */ (null);
  let built = "";
  let index = -2;
  let jacobian = false;
  let zoom = 1;
  let pointed = /** @type {Cell | null} */ (null);
  let pinned = /** @type {Cell | null} */ (null);
  let size = { width: 0, height: 0 };

  function paint() {
    if (host.hidden) return;
    const { trace, position, sample } = store.get();
    if (!trace) return;
    const next = sourceOf(trace);
    if (next !== source) {
      source = next;
      built = "";
      ledger.build(source);
    }
    const place = source.placeOf(position);
    build(source, place, sample);
    if (!plan) return;
    const turn = inTurn(place, plan.samples);
    moment = momentOf(plan, turn.place, turn.before);
    for (const heat of stage.heats.values()) heat.show(moment.turned(heat.placed.picture), moment.known(heat.placed.picture));
    light();
    ledger.paint(place);
  }

  /** One sample after the other while the step goes on. @param {Place} place @param {number} samples */
  function inTurn(place, samples) {
    if (place.progress >= 1 || samples < 2 || samples > MOST_IN_TURN) return { place, sample: store.get().sample, before: 0 };
    const at = place.progress * samples;
    return { place: { ...place, progress: at - Math.floor(at) }, sample: Math.floor(at), before: Math.floor(at) };
  }

  /** @param {Source} from @param {Place} place @param {number} followed */
  function build(from, place, followed) {
    const step = from.steps[place.index] ?? null;
    const blocks = step?.terms?.map((term) => (jacobian || term.structure === "jacobian" ? (term.jacobian?.blocks?.length ?? 1) : 1)) ?? [];
    const sample = blocks.length ? inTurn(place, Math.max(...blocks)).sample : followed;
    const key = [place.index, jacobian, sample, zoom, size.width, size.height].join();
    if (key === built) return;
    if (place.index !== index) {
      index = place.index;
      pointed = null;
      pinned = null;
      scroll.scrollTop = 0;
    }
    built = key;
    plan = planOf(from, step, { jacobian, sample });
    host.dataset["phase"] = step?.phase ?? "start";
    heading.textContent = plan.heading;
    shapes.replaceChildren(...plan.shapes.map(({ text, inner }) => el("span", { class: inner ? "inner" : null }, text)));
    toggle.hidden = !plan.jacobians;
    stage.build(plan, size, zoom);
    unfold.hidden = ![...stage.heats.values()].some(({ placed }) => isFolded(placed.picture.value));
  }

  function light() {
    if (!plan || !moment) return;
    const cell = pointed ?? pinned;
    const lights = lightsOf(plan, moment, cell, pinned, store.get().sample);
    for (const [key, heat] of stage.heats) heat.light(lights.get(key) ?? []);
    const heat = cell && stage.heats.get(cell.key);
    if (heat && cell) readout.show(heat, cell.row, cell.column, cell === pinned || same(cell, pinned));
    else readout.hide();
  }

  /** @param {Cell | null} cell */
  function point(cell) {
    if (same(cell, pointed)) return;
    pointed = cell;
    lightSoon();
  }

  /** @param {Cell | null} cell */
  function pin(cell) {
    const picture = cell && stage.heats.get(cell.key)?.placed.picture;
    const sample = !picture || !cell || !plan ? null : sampleAt(picture, cell, plan);
    pinned = same(cell, pinned) || picture?.blocks ? null : cell;
    if (sample !== null) store.set({ sample });
    light();
  }

  function turnJacobian() {
    jacobian = !jacobian;
    toggle.setAttribute("aria-pressed", String(jacobian));
    paint();
  }

  /** @param {number} next */
  function zoomTo(next) {
    // What is in the middle stays there.
    const across = (scroll.scrollLeft + scroll.clientWidth / 2) / scroll.scrollWidth;
    const down = (scroll.scrollTop + scroll.clientHeight / 2) / scroll.scrollHeight;
    zoom = Math.min(Math.max(next, ZOOM.least), ZOOM.most);
    paint();
    scroll.scrollLeft = across * scroll.scrollWidth - scroll.clientWidth / 2;
    scroll.scrollTop = down * scroll.scrollHeight - scroll.clientHeight / 2;
  }

  const lightSoon = beforeNextFrame(light);
  const repaint = beforeNextFrame(paint);
  listenToCells(stage.element, { heats: () => stage.heats, point, pin });
  scroll.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoomTo(zoom * (event.deltaY < 0 ? 1.12 : 1 / 1.12));
    },
    { passive: false },
  );
  const quiet = store.subscribe(({ position }, changed) => {
    if (!SHOWN.some((key) => changed.has(key))) return;
    if (Number.isInteger(position)) paint();
    else repaint();
  });
  const resized = new ResizeObserver(([entry]) => {
    if (!entry || !entry.contentRect.width) return;
    size = { width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) };
    repaint();
  });
  resized.observe(scroll);

  function recolour() {
    palette.refresh();
    ledger.refresh();
    built = "";
    repaint();
  }
  const themed = new MutationObserver(recolour);
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", recolour);

  repaint();
  return {
    paint,
    fit: () => zoomTo(1),
    zoomBy: (factor) => zoomTo(zoom * factor),
    dispose() {
      quiet();
      resized.disconnect();
      themed.disconnect();
      dark.removeEventListener("change", recolour);
      host.replaceChildren();
    },
  };
}

/** @param {Cell | null} one @param {Cell | null} other */
function same(one, other) {
  return one === other || (one !== null && other !== null && one.key === other.key && one.row === other.row && one.column === other.column);
}

/**
 * Which sample a click means: the picture's own, a Jacobian's block, or the row where samples are looked at one by one.
 * @param {import("./matrix-parts.js").Picture} picture
 * @param {Cell} cell
 * @param {Plan} plan
 */
function sampleAt(picture, cell, plan) {
  if (picture.sample !== null) return picture.sample;
  if (picture.blocks) return Math.min(Math.floor(cell.row / picture.blocks.rows), picture.blocks.count - 1);
  if (plan.samples < 2 || !picture.batch) return null;
  return picture.batch[0] ? cell.column : cell.row;
}
