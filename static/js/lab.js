// The lab: joins the store, the runner, the player, the picture and the panels.

import { createRunner } from "./api/runner.js";
import { byId } from "./dom.js";
import { createGraphView } from "./draw/graph-view.js";
import { listenToKeys } from "./keyboard.js";
import { mountProgram } from "./panels/program.js";
import { mountRunOptions } from "./panels/run-options.js";
import { mountShare } from "./panels/share.js";
import { mountThisStep } from "./panels/this-step.js";
import { mountTimeline } from "./panels/timeline-bar.js";
import { mountTools } from "./panels/tools.js";
import { mountValues } from "./panels/values.js";
import { assigns, keepValues } from "./state/leaves.js";
import { rememberLesson } from "./state/memory.js";
import { createStore } from "./state/store.js";
import { readFragment, writeFragment } from "./state/url.js";
import { mountLanguages, mountTheme } from "./theme.js";
import { createPlayer } from "./timeline/player.js";

/** @import {Lesson, Question} from "./types.js" */

/** What a free lab starts with. */
const BLANK = { program: "x = 3\ny = x * x + x" };

const lesson = /** @type {Lesson | null} */ (readJson("lesson"));
const base = /** @type {Question} */ (lesson ? pick(lesson.trace) : BLANK);
const linked = await readFragment(location.hash);
const store = createStore({ lesson, question: { ...base, ...linked?.question }, position: 0, locale: document.documentElement.lang });
const runner = createRunner(store);
/** Until the first picture stands, the address keeps what the visitor came with. */
let standing = false;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const player = createPlayer(store, () => calm.matches);

/** @param {Partial<Question>} change */
function ask(change) {
  store.set({ question: { ...store.get().question, ...change } });
  void runner.run();
}

const view = createGraphView(byId("picture"), store);
const timeline = mountTimeline(store, player);
mountThisStep(store, player.jump, readJson("next-lesson"));
mountValues(store, ask);
mountRunOptions(store, ask);
const tools = mountTools(store);
const program = mountProgram(store, (text) => {
  const { question } = store.get();
  // New text means what it says: a value given before holds only while its own line stays.
  const values = lesson && text === base.program ? base.values : keepValues(question.program, text, question.values);
  const output = question.output && assigns(text, question.output) ? question.output : undefined;
  store.set({ question: { ...question, program: text, values, output } });
  runner.later();
});
mountTheme();
mountLanguages(writeAddress);

const help = /** @type {HTMLDialogElement} */ (byId("help"));
byId("help-button").addEventListener("click", () => help.showModal());
byId("help-close").addEventListener("click", () => help.close());
byId("fit").addEventListener("click", () => view.fit());
byId("zoom-in").addEventListener("click", () => view.zoomBy(1.25));
byId("zoom-out").addEventListener("click", () => view.zoomBy(0.8));
byId("cancel").addEventListener("click", () => runner.cancel());
mountShare(byId("share"), writeAddress);
listenToKeys({
  ArrowRight: player.next,
  ArrowLeft: player.previous,
  "Shift+ArrowRight": () => player.phase(1),
  "Shift+ArrowLeft": () => player.phase(-1),
  Home: player.first,
  End: player.last,
  Space: player.toggle,
  "+": () => view.zoomBy(1.25),
  "=": () => view.zoomBy(1.25),
  "-": () => view.zoomBy(0.8),
  F: () => view.fit(),
  W: tools.toggleWhatIf,
  G: tools.toggleCheck,
  "?": () => help.showModal(),
});

let writing = 0;
let resting = 0;

/** Put the whole state into the address; the newest one wins. */
async function writeAddress() {
  const { question, position } = store.get();
  const mine = ++writing;
  const fragment = await writeFragment(question, Math.floor(position), base);
  if (mine === writing && fragment !== location.hash) history.replaceState(null, "", `${location.pathname}${location.search}${fragment}`);
}
store.subscribe((state, changed) => {
  const settled = changed.has("position") && Number.isInteger(state.position);
  if (standing && (settled || changed.has("question"))) {
    // Browsers refuse an address that changes with every pixel of a drag.
    clearTimeout(resting);
    resting = setTimeout(writeAddress, 120);
  }
  if (changed.has("pending")) byId("waiting").hidden = !state.pending;
});
addEventListener("hashchange", async () => {
  const found = await readFragment(location.hash);
  if (!found) return;
  store.set({ question: { ...base, ...found.question } });
  await runner.run();
  player.jump(found.step);
});

await runner.run();
if (linked) player.jump(linked.step);
view.paint();
timeline.show();
standing = true;
document.documentElement.dataset["ready"] = "";
if (lesson) rememberLesson(lesson);
// The editor weighs more than all before it: it comes when the picture has been painted.
(globalThis.requestIdleCallback ?? setTimeout)(() => void program.upgrade());

/** What the page carries along. @param {string} id */
function readJson(id) {
  return JSON.parse(byId(id).textContent ?? "null");
}

/** A lesson's question without what the lab adds itself. @param {any} body @returns {Question} */
function pick({ include: _include, locale: _locale, ...question }) {
  return question;
}
