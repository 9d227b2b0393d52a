// The door to training mode: its button and key, and what a link or a lesson says of it. The mode itself comes when it is opened.

import { byId } from "../dom.js";
import { t } from "../i18n.js";

/** @import {Store} from "../state/store.js" */
/** @import {Lab} from "../training/runner.js" */
/** @import {Question} from "../types.js" */
/** @typedef {Awaited<ReturnType<typeof import("../training/open.js").createTrainingMode>>} Mode */

/** What a question has of the one iteration that was opened. */
const ITERATION = { values: undefined, data: undefined, rows: undefined, optimizer: undefined, iteration: undefined, state: undefined, started: undefined };

/**
 * @param {Store} store
 * @param {Omit<Lab, "leave"> & {pause: () => void}} lab
 */
export function mountTrainingDoor(store, lab) {
  const button = byId("train");
  const label = button.querySelector("span") ?? button;
  /** @type {Promise<Mode | null> | null} */
  let coming = null;
  /** @type {Mode | null} */
  let mode = null;
  /** What the lab asked before an iteration was opened in it. @type {Question | null} */
  let home = null;
  const isOpen = () => "training" in document.body.dataset;

  function load() {
    coming ??= import("../training/open.js")
      .then(({ createTrainingMode }) => createTrainingMode(store, { ...lab, leave }))
      .catch(() => {
        // A file that did not arrive is asked for again the next time.
        coming = null;
        return null;
      });
    return coming;
  }

  /** A program without layers keeps its own picture. @param {boolean} open */
  function show(open) {
    const { question, trace } = store.get();
    if (open) document.body.dataset["training"] = question.network || trace?.network?.layers?.length ? "network" : "program";
    else delete document.body.dataset["training"];
    button.setAttribute("aria-pressed", String(open));
    document.querySelector(".skip")?.setAttribute("href", open ? "#iterations" : "#timeline");
    const { iteration } = question;
    label.textContent = !open && home && iteration ? t("Back to iteration {number}", { number: iteration - 1 }) : t("Train");
  }
  store.subscribe((_, changed) => (changed.has("question") || changed.has("trace")) && show(isOpen()));

  /** @param {boolean} [anew] with what the question says, though there is a training already */
  async function enter(anew = false) {
    const { question, lesson } = store.get();
    lab.pause();
    show(true);
    mode = await load();
    if (!mode) {
      show(false);
      button.title = t("Training could not be loaded. Try again in a moment.");
      return;
    }
    // Back from an iteration, the lab asks again what it asked before; one from a link is where training begins.
    const { data, optimizer, iteration } = question;
    if (iteration !== undefined) await lab.ask({ ...ITERATION, ...(home ?? { values: question.values }) });
    const first = anew || mode.training.get().current === null;
    const linked = question.train ?? (iteration !== undefined && !home ? { data, ...(optimizer && { optimizer }) } : undefined);
    await mode.enter(first ? linked ?? lesson?.train ?? undefined : undefined);
  }

  function leave() {
    mode?.leave();
    show(false);
    const { train: _, ...question } = store.get().question;
    home = question;
    store.set({ question });
  }

  function toggle() {
    if (isOpen()) leave();
    else void enter();
  }

  button.addEventListener("click", toggle);

  return {
    isOpen,
    toggle,
    enter,
    /** What the camera moves: the training's picture, where that is what stands there. */
    view: () => (document.body.dataset["training"] === "network" ? (mode?.view ?? null) : null),
    keys: {
      Space: () => mode?.actions.toggle(),
      ArrowRight: () => void mode?.actions.iterate(1),
      ArrowLeft: () => void mode?.actions.iterate(-1),
      "Shift+ArrowRight": () => void mode?.actions.epoch(),
      Home: () => void mode?.actions.seek(0),
      End: () => void mode?.actions.seek(null),
      O: () => void mode?.actions.openTrace(),
      B: () => void mode?.actions.branch(),
    },
  };
}
