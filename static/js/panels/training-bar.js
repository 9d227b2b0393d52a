// The bar under a training: run and pause, one iteration, one epoch, and the whole history to be looked back into.

import { byId } from "../dom.js";
import { formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { paintLoss } from "../draw/loss-track.js";
import { currentRun, lookedAt } from "../state/training.js";
import { beforeNextFrame } from "../timeline/clock.js";
import { startOf } from "../training/runs.js";
import { createChips } from "./training-runs.js";

/** @import {Training, TrainingState} from "../state/training.js" */
/** @import {Speed, TrainingActions} from "../types.js" */

/** How long the numbers rest before they are read out, in milliseconds. */
const SPOKEN = 700;

/** The area is painted at most once in so many milliseconds while it grows. */
const REST = 100;

/** @param {Training} training @param {TrainingActions} actions */
export function mountTrainingBar(training, actions) {
  const play = byId("train-run");
  const slider = byId("iterations");
  const head = byId("iterations-head");
  const canvas = /** @type {HTMLCanvasElement} */ (byId("iterations-loss"));
  const caption = byId("training-caption");
  const announcer = byId("training-announcer");
  const speed = /** @type {HTMLSelectElement} */ (byId("train-speed"));
  const chips = createChips(byId("runs"), actions);
  const clicks = {
    "train-reset": actions.reset,
    "train-back": () => actions.iterate(-1),
    "train-run": () => actions.toggle(),
    "train-once": () => actions.iterate(1),
    "train-epoch": () => actions.epoch(),
    "open-iteration": () => actions.openTrace(),
    "branch-here": () => actions.branch(),
  };
  for (const [id, act] of Object.entries(clicks)) byId(id).addEventListener("click", () => void act());
  const { speed: usual } = training.get();
  speed.value = String(usual);
  speed.addEventListener("change", () => actions.setSpeed(/** @type {Speed} */ (speed.value === "fast" ? "fast" : Number(speed.value))));
  let speaking = 0;
  let said = "";
  let painted = 0;

  /** @param {PointerEvent} event */
  function scrub(event) {
    const { left, width } = canvas.getBoundingClientRect();
    const run = currentRun(training.get());
    const [first, last] = [startOf(run), run?.newest?.iteration ?? 0];
    const share = Math.min(Math.max((event.clientX - left) / width, 0), 1);
    void actions.seek(share > 0.995 ? null : Math.round(first + share * (last - first)));
  }
  slider.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    slider.setPointerCapture(event.pointerId);
    scrub(event);
  });
  slider.addEventListener("pointermove", (event) => {
    if (slider.hasPointerCapture(event.pointerId) && event.buttons && (event.movementX || event.movementY)) scrub(event);
  });

  /** @param {TrainingState} state */
  function show(state) {
    const run = currentRun(state);
    const frame = lookedAt(state);
    const [first, last] = [startOf(run), run?.newest?.iteration ?? 0];
    const at = state.at ?? last;
    const running = state.runs.some((one) => one.status === "running" && one.newest !== null);
    play.classList.toggle("playing", running);
    const none = state.data !== null && !state.data.x.length;
    for (const id of ["train-run", "train-once", "train-epoch"]) button(id).disabled = none;
    for (const id of ["open-iteration", "branch-here"]) button(id).disabled = !frame?.snapshot;
    play.setAttribute("aria-label", running ? t("Pause") : t("Train"));
    head.style.setProperty("--at", String(last > first ? (at - first) / (last - first) : 0));
    slider.setAttribute("aria-valuemin", String(first));
    slider.setAttribute("aria-valuemax", String(last));
    slider.setAttribute("aria-valuenow", String(at));
    document.body.dataset["iteration"] = String(frame?.iteration ?? "");
    const text = tell(state);
    slider.setAttribute("aria-valuetext", text);
    caption.textContent = whereOf(state);
    caption.title = text;
    caption.classList.toggle("nearly", state.seeking);
    // The area behind the head changes little from picture to picture.
    const now = performance.now();
    if (!running || now - painted > REST) {
      painted = now;
      paintLoss(canvas, run);
    }
    chips.show(state);
    say(running, text);
  }

  /** What is read out: not each picture, but where it came to rest. @param {boolean} running @param {string} text */
  function say(running, text) {
    const sentence = running ? t("Training") : text;
    if (sentence === said) return;
    said = sentence;
    clearTimeout(speaking);
    speaking = setTimeout(() => (announcer.textContent = sentence), SPOKEN);
  }

  const showSoon = beforeNextFrame(() => training.get().open && show(training.get()));
  training.subscribe(showSoon);
  new ResizeObserver(showSoon).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showSoon);
}

/** @param {string} id */
function button(id) {
  return /** @type {HTMLButtonElement} */ (byId(id));
}

/** Where we are: iteration and epoch. @param {TrainingState} state */
function whereOf(state) {
  const frame = lookedAt(state);
  if (!frame) return t("Nothing is trained yet");
  const { iteration, progress } = frame;
  const parts = [t("Iteration {number}", { number: iteration.toLocaleString(document.documentElement.lang) })];
  if (currentRun(state)?.data) parts.push(t("epoch {number}", { number: progress.epoch.toLocaleString(document.documentElement.lang) }));
  return parts.join(" · ");
}

/** The same with how good it is, for those who hear it. @param {TrainingState} state */
function tell(state) {
  const progress = lookedAt(state)?.progress;
  return progress ? `${whereOf(state)} · ${t("loss {value}", { value: formatNumber(progress.loss) })}` : whereOf(state);
}
