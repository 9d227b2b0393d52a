// The timeline: a slider whose ticks are the steps, with its buttons.

import { byId, el } from "../dom.js";
import { t } from "../i18n.js";
import { beforeNextFrame } from "../timeline/clock.js";
import { captionOf, phaseName, sentenceOf } from "./step-words.js";

/** @import {Store} from "../state/store.js" */
/** @import {Trace} from "../types.js" */

/** Above this many steps a tick stands for a run of steps of one phase. */
const MOST_TICKS = 160;
/** A phase that takes less of the track than this has no room for its name. */
const LEAST_SHARE = 0.12;
/** Playing faster than this, in milliseconds a step, the sentences are kept back until the end. */
const FAST = 800;

/**
 * @param {Store} store
 * @param {ReturnType<typeof import("../timeline/player.js").createPlayer>} player
 */
export function mountTimeline(store, player) {
  const slider = byId("timeline");
  const track = byId("track");
  const head = byId("playhead");
  const play = byId("play");
  const caption = byId("step-caption");
  const announcer = byId("announcer");
  const { first, previous, next, last } = player;
  const actions = { first, previous, play: player.toggle, next, last, "next-phase": () => player.phase(1) };
  for (const [id, act] of Object.entries(actions)) byId(id).addEventListener("click", act);
  const speed = /** @type {HTMLSelectElement} */ (byId("speed"));
  speed.addEventListener("change", () => store.set({ speed: Number(speed.value) }));
  let speaking = 0;
  let said = "";
  let marked = 0;

  /** @param {PointerEvent} event */
  function scrub(event) {
    const { left, width } = track.getBoundingClientRect();
    const count = store.get().trace?.steps.length ?? 0;
    player.jump(Math.round(((event.clientX - left) / width) * count));
  }
  slider.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    slider.setPointerCapture(event.pointerId);
    // A click on a tick takes its step: the nearest end would surprise on a wide one.
    const tick = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".tick"));
    if (tick) player.jump(Number(tick.dataset["to"]));
    else scrub(event);
  });
  slider.addEventListener("pointermove", (event) => {
    if (slider.hasPointerCapture(event.pointerId) && event.buttons && (event.movementX || event.movementY)) scrub(event);
  });

  /** @param {Trace} trace */
  function build(trace) {
    const { steps } = trace;
    const size = Math.max(1, Math.ceil(steps.length / MOST_TICKS));
    /** @type {HTMLElement[]} */
    const ticks = [];
    for (let from = 0; from < steps.length; ) {
      const phase = steps[from]?.phase ?? "forward";
      let to = from + 1;
      while (to < steps.length && to - from < size && steps[to]?.phase === phase) to += 1;
      const tick = el("span", { class: `tick ${phase}`, "data-to": to, title: size === 1 ? captionOf(trace, to) : null });
      tick.style.setProperty("--steps", String(to - from));
      if (from === 0 || steps[from - 1]?.phase !== phase) label(tick, phase, from);
      ticks.push(tick);
      from = to;
    }
    track.replaceChildren(...ticks);
    marked = 0;
    slider.setAttribute("aria-valuemax", String(steps.length));
  }

  /**
   * Name a phase over its first tick, where there is room for the name.
   * @param {HTMLElement} tick @param {string} phase @param {number} from
   */
  function label(tick, phase, from) {
    const { steps } = /** @type {Trace} */ (store.get().trace);
    const end = steps.findIndex((step, i) => i > from && step.phase !== phase);
    const share = ((end < 0 ? steps.length : end) - from) / steps.length;
    if (share >= LEAST_SHARE) tick.dataset["label"] = phaseName(phase);
    else if (end < 0) tick.dataset["lastLabel"] = phaseName(phase);
  }

  /** Colour the ticks between the last mark and this one. @param {number} taken */
  function mark(taken) {
    const ticks = /** @type {HTMLElement[]} */ ([...track.children]);
    const done = ticks.filter((tick) => Number(tick.dataset["to"]) <= taken).length;
    for (let i = Math.min(done, marked); i < Math.max(done, marked); i += 1) ticks[i]?.classList.toggle("done", i < done);
    marked = done;
  }

  /** @param {Trace} trace @param {number} taken @param {boolean} later */
  function tell(trace, taken, later) {
    const sentence = sentenceOf(trace, taken);
    if (sentence === said && document.body.dataset["step"] === String(taken)) return;
    const first = !said;
    said = sentence;
    slider.setAttribute("aria-valuenow", String(taken));
    slider.setAttribute("aria-valuetext", sentence);
    document.body.dataset["step"] = String(taken);
    document.body.dataset["phase"] = trace.steps[taken - 1]?.phase ?? "start";
    caption.textContent = captionOf(trace, taken);
    caption.title = caption.textContent;
    mark(taken);
    clearTimeout(speaking);
    if (!first) speaking = setTimeout(() => (announcer.textContent = sentence), later ? FAST : 120);
  }

  function show() {
    const { trace, position, playing, speed: pace } = store.get();
    if (!trace) return;
    head.style.setProperty("--at", String(trace.steps.length ? position / trace.steps.length : 0));
    tell(trace, Math.floor(position), playing && pace < FAST);
  }

  // With the picture, after it: who reads the step off the page finds the picture at that step.
  const showSoon = beforeNextFrame(show);
  store.subscribe((state, changed) => {
    if (changed.has("playing")) {
      play.setAttribute("aria-label", state.playing ? t("Pause") : t("Play"));
      play.classList.toggle("playing", state.playing);
    }
    if (changed.has("trace") && state.trace) {
      build(state.trace);
      said &&= " ";
    }
    if (!changed.has("trace") && !changed.has("position")) return;
    if (Number.isInteger(state.position)) show();
    else showSoon();
  });
  return { show };
}
