// What there is to say of a training besides its numbers: a lesson's scenes, and why it ended where it did.

import { el } from "../dom.js";
import { formatNumber, tenthOf } from "../format.js";
import { t } from "../i18n.js";
import { MOST_RUNS, currentRun } from "../state/training.js";
import { sweepGrid } from "./training-sweep.js";

/** @import {Training, TrainingState} from "../state/training.js" */
/** @import {Done, Lesson, Run, TrainingActions} from "../types.js" */

/**
 * @param {HTMLElement} host
 * @param {Training} training
 * @param {Lesson | null} lesson
 * @param {TrainingActions} actions
 */
export function mountTrainingStory(host, training, lesson, actions) {
  const about = aboutOf(lesson);
  const scenes = el("div", { class: "scenes", role: "group", "aria-label": t("Scenes") });
  const scene = el("p", { class: "scene-text", role: "status" });
  const note = el("div", { class: "training-note", role: "status" });
  const sweep = el("div", {});
  host.append(scenes, scene, sweep, note, about);
  let told = "";

  /** @param {TrainingState} state */
  function show(state) {
    const run = currentRun(state);
    const key = JSON.stringify([run?.id, run?.status, run?.done?.reason, run?.done?.iteration, state.problems, state.runs.length]);
    if (key !== told) {
      told = key;
      note.replaceChildren(...noteOf(state, run));
    }
  }

  /** @param {TrainingState} state */
  function showScenes(state) {
    scenes.replaceChildren(...state.scenes.map((one) => el("button", { type: "button", class: "chip-button", "aria-pressed": String(one.id === state.scene), onclick: () => void actions.play(one) }, one.title)));
    scene.textContent = state.scenes.find((one) => one.id === state.scene)?.text ?? "";
  }

  let begun = false;
  function close() {
    if (begun) return;
    begun = true;
    about.querySelector("details")?.removeAttribute("open");
    host.parentElement?.scrollTo(0, 0);
  }

  /** @param {TrainingState} state @param {Run | null} run @returns {HTMLElement[]} */
  function noteOf({ problems, runs }, run) {
    if (problems.length) return problems.map(({ detail }) => el("p", { class: "note" }, detail));
    if (run?.status === "failed" && run.problem) return [broken(run)];
    if (run?.done?.reason === "diverged") return [diverged(run, run.done, runs.length)];
    if (run?.done?.reason === "target") return [card("reached", reached(run, run.done))];
    if (run?.done?.reason === "cancelled" && run.done.why) return [card("", run.done.why.message, run.done.why.hint, button(t("Go on from iteration {number}", { number: run.done.iteration }), actions.run))];
    return [];
  }

  /** @param {Run} run @param {Done} done */
  function reached({ settings }, { loss, iteration: number }) {
    return t("The loss fell to {loss}, below the target {target}, after {number} iterations.", { loss: formatNumber(loss), target: formatNumber(settings.until?.loss ?? loss), number });
  }

  /** The stream broke: nothing is lost. @param {Run} run */
  function broken({ problem, newest }) {
    const at = newest?.iteration ?? 0;
    return card("wrong", problem?.detail ?? "", problem?.hint && !problem.detail.endsWith(problem.hint) ? problem.hint : "", button(at ? t("Go on from iteration {number}", { number: at }) : t("Try again"), actions.run));
  }

  /** Where the numbers ran away, and what to do about it. @param {Run} run @param {Done} done @param {number} count */
  function diverged({ settings, segments }, { iteration, why }, count) {
    const rate = tenthOf(settings.optimizer.learning_rate);
    const open = button(t("Open where it began"), async () => {
      await actions.seek(iteration);
      await actions.openTrace();
    });
    const smaller = button(t("Try a learning rate of {rate}", { rate: formatNumber(rate) }), async () => {
      // From where the settings that failed came into force.
      await actions.seek(segments.at(-1)?.from ?? 0);
      await actions.branch({ optimizer: { learning_rate: rate } });
    });
    smaller.disabled = count >= MOST_RUNS;
    return card("wrong", why?.message ?? t("The loss grew beyond all bounds at iteration {number}.", { number: iteration + 1 }), why?.hint ?? "", open, smaller);
  }

  training.subscribe((state, changed) => {
    if (!state.open) return;
    if (changed.has("scene") || changed.has("open")) showScenes(state);
    // Who has begun has read it; it can be opened again.
    if (state.runs.some((run) => run.newest?.iteration)) close();
    if (changed.has("sweep")) sweep.replaceChildren(...(state.sweep ? [sweepGrid(state.sweep, state.scenes.find(({ id }) => id === state.sweep?.id), actions.trySeed)] : []));
    if (["runs", "current", "problems", "open"].some((name) => changed.has(/** @type {keyof TrainingState} */ (name)))) show(state);
  });
}

/** What a lesson is about, and what to try. @param {Lesson | null} lesson */
function aboutOf(lesson) {
  if (!lesson?.train) return el("div");
  return el(
    "div",
    {},
    el(
      "details",
      { class: "about fold", open: true },
      el("summary", {}, t("What this is about")),
      el("div", { class: "idea" }, ...lesson.idea.map((text) => el("p", {}, text))),
      el("h3", { class: "try-title" }, t("Things to try")),
      el("ol", { class: "try" }, ...lesson.try.map((text) => el("li", {}, text))),
    ),
  );
}

/** @param {string} kind @param {string} text @param {...(string | HTMLElement)} rest */
function card(kind, text, ...rest) {
  const buttons = rest.filter((one) => typeof one !== "string");
  const words = rest.filter((one) => typeof one === "string" && one);
  return el("div", { class: `training-card ${kind}` }, el("p", {}, text, ...words.map((one) => ` ${one}`)), ...(buttons.length ? [el("div", { class: "card-buttons" }, ...buttons)] : []));
}

/** @param {string} text @param {() => unknown} act */
function button(text, act) {
  return el("button", { type: "button", class: "button", onclick: () => void act() }, text);
}
