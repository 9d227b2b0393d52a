// The timeline: a slider whose ticks are the steps, with its buttons.

import { byId, el } from "../dom.js";
import { t } from "../i18n.js";

/** @import {Store} from "../state/store.js" */
/** @import {Trace} from "../types.js" */

export const SPEEDS = [2000, 900, 400, 150, 50];
/** Above this many steps a tick stands for a run of steps of one phase. */
const MOST_TICKS = 160;

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
  let speaking = 0;

  for (const [id, act] of Object.entries({ first: player.first, previous: player.previous, play: player.toggle, next: player.next, last: player.last })) {
    byId(id).addEventListener("click", () => act());
  }
  const speed = /** @type {HTMLSelectElement} */ (byId("speed"));
  speed.addEventListener("change", () => store.set({ speed: Number(speed.value) }));

  /** @param {PointerEvent} event */
  function scrub(event) {
    const { left, width } = track.getBoundingClientRect();
    const count = store.get().trace?.steps.length ?? 0;
    player.jump(Math.round(((event.clientX - left) / width) * count));
  }
  slider.addEventListener("pointerdown", (event) => {
    slider.setPointerCapture(event.pointerId);
    scrub(event);
  });
  slider.addEventListener("pointermove", (event) => {
    if (slider.hasPointerCapture(event.pointerId)) scrub(event);
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
      const tick = el("span", { class: `tick ${phase}`, "data-to": to, title: size === 1 ? (steps[from]?.node ?? "") : null });
      tick.style.setProperty("--steps", String(to - from));
      if (from === 0 || steps[from - 1]?.phase !== phase) tick.dataset["label"] = phaseName(phase);
      ticks.push(tick);
      from = to;
    }
    track.replaceChildren(...ticks);
    slider.setAttribute("aria-valuemax", String(steps.length));
  }

  function show() {
    const { trace, position, playing, speed: pace } = store.get();
    if (!trace) return;
    const taken = Math.floor(position);
    const count = trace.steps.length;
    const step = trace.steps[taken - 1];
    head.style.setProperty("--at", String(count ? position / count : 0));
    for (const tick of /** @type {Iterable<HTMLElement>} */ (track.children)) tick.classList.toggle("done", Number(tick.dataset["to"]) <= taken);
    const sentence = sentenceOf(trace, taken);
    if (slider.getAttribute("aria-valuenow") !== String(taken) || slider.getAttribute("aria-valuetext") !== sentence) {
      slider.setAttribute("aria-valuenow", String(taken));
      slider.setAttribute("aria-valuetext", sentence);
      document.body.dataset["step"] = String(taken);
      document.body.dataset["phase"] = step?.phase ?? "start";
      caption.textContent = captionOf(trace, taken);
      // While steps fly by, a screen reader hears where they stop.
      clearTimeout(speaking);
      speaking = setTimeout(() => {
        announcer.textContent = sentence;
      }, playing && pace < 800 ? 600 : 120);
    }
    play.setAttribute("aria-label", playing ? t("Pause") : t("Play"));
    play.classList.toggle("playing", playing);
  }

  store.subscribe((state, changed) => {
    if (changed.has("trace") && state.trace) build(state.trace);
    if (changed.has("trace") || changed.has("position") || changed.has("playing")) show();
  });
}

/** @param {string} phase */
export function phaseName(phase) {
  return { forward: t("Forward"), backward: t("Backward"), update: t("Update") }[phase] ?? "";
}

/**
 * What the step just taken says, in one sentence.
 * @param {Trace} trace
 * @param {number} taken
 */
export function sentenceOf(trace, taken) {
  const step = trace.steps[taken - 1];
  if (!step) return t("Nothing is computed yet; {count} steps lie ahead.", { count: trace.steps.length });
  return `${captionOf(trace, taken)}. ${step.text ?? ""}`.trim();
}

/** @param {Trace} trace @param {number} taken */
function captionOf(trace, taken) {
  const step = trace.steps[taken - 1];
  const count = trace.steps.length;
  if (!step) return t("Start · {count} steps", { count });
  const parts = { step: taken, count, node: step.node };
  if (step.phase === "forward") return t("Step {step} of {count} · value of {node}", parts);
  if (step.phase === "backward") return t("Step {step} of {count} · gradient of {node}", parts);
  return t("Step {step} of {count} · update of {node}", parts);
}
