// The lab: joins the store, the runner, the player, the picture and the panels.

import { ApiError } from "./api/client.js";
import { withProgram } from "./api/networks.js";
import { createRunner } from "./api/runner.js";
import { byId } from "./dom.js";
import { listenToKeys } from "./keyboard.js";
import { mountBuilder } from "./panels/builder.js";
import { mountGranularity } from "./panels/granularity.js";
import { mountProgram } from "./panels/program.js";
import { mountRoles } from "./panels/roles.js";
import { mountRunOptions } from "./panels/run-options.js";
import { mountShare } from "./panels/share.js";
import { mountThisStep } from "./panels/this-step.js";
import { mountTimeline } from "./panels/timeline-bar.js";
import { mountTools } from "./panels/tools.js";
import { mountTrainingDoor } from "./panels/training-door.js";
import { mountValues } from "./panels/values.js";
import { mountViews } from "./panels/views.js";
import { createAddress } from "./state/address.js";
import { assigns, keepValues } from "./state/leaves.js";
import { rememberLesson } from "./state/memory.js";
import { createStore } from "./state/store.js";
import { readFragment } from "./state/url.js";
import { mountLanguages, mountTheme } from "./theme.js";
import { createPlayer } from "./timeline/player.js";

/** @import {Lesson, Problem, Question} from "./types.js" */
/** @import {Linked} from "./state/url.js" */

/** What a free lab starts with. */
const BLANK = { program: "x = 3\ny = x * x + x" };

const lesson = /** @type {Lesson | null} */ (readJson("lesson"));
const opens = lesson?.view ?? "graph";
const problems = /** @type {Problem[]} */ ([]);
const base = await complete(lesson ? pick(lesson.trace) : BLANK);
const linked = await readFragment(location.hash);
const store = createStore({
  lesson,
  problems,
  question: linked ? await opened(linked) : base,
  view: linked?.view ?? opens,
  sample: linked?.sample ?? 0,
  locale: document.documentElement.lang,
});
const runner = createRunner(store);
const address = createAddress(store, base, opens);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const player = createPlayer(store, () => calm.matches);

/** @param {Partial<Question>} change */
function ask(change) {
  store.set({ question: { ...store.get().question, ...change } });
  return runner.run();
}

const timeline = mountTimeline(store, player);
mountThisStep(store, player.jump, readJson("next-lesson"));
const builder = mountBuilder(store, ask);
mountValues(store, ask, builder);
mountRunOptions(store, ask);
mountRoles(store, ask);
mountGranularity(store, ask);
const views = mountViews(store, player.jump, builder.open);
const tools = mountTools(store);
const program = mountProgram(store, (text) => {
  const { question } = store.get();
  // New text means what it says: a value given before holds only while its own line stays.
  const values = lesson && text === base.program ? base.values : keepValues(question.program, text, question.values);
  const output = question.output && assigns(text, question.output) ? question.output : undefined;
  store.set({ question: { ...question, program: text, values, output } });
  runner.later();
});
const training = mountTrainingDoor(store, { ask, build: builder.build, pause: player.pause });
mountTheme();
mountLanguages(address.write);

const help = /** @type {HTMLDialogElement} */ (byId("help"));
byId("help-button").addEventListener("click", () => help.showModal());
byId("help-close").addEventListener("click", () => help.close());
const picture = () => training.view() ?? views;
byId("fit").addEventListener("click", () => picture().fit());
byId("zoom-in").addEventListener("click", () => picture().zoomBy(1.25));
byId("zoom-out").addEventListener("click", () => picture().zoomBy(0.8));
byId("cancel").addEventListener("click", () => runner.cancel());
mountShare(byId("share"), address.write);
const always = {
  "+": () => picture().zoomBy(1.25),
  "=": () => picture().zoomBy(1.25),
  "-": () => picture().zoomBy(0.8),
  F: () => picture().fit(),
  T: training.toggle,
  "?": () => help.showModal(),
};
const keys = {
  ...always,
  ArrowRight: player.next,
  ArrowLeft: player.previous,
  "Shift+ArrowRight": () => player.phase(1),
  "Shift+ArrowLeft": () => player.phase(-1),
  Home: player.first,
  End: player.last,
  Space: player.toggle,
  1: () => views.choose("graph"),
  2: () => views.choose("network"),
  3: () => views.choose("matrices"),
  W: tools.toggleWhatIf,
  G: tools.toggleCheck,
};
const trainingKeys = { ...always, ...training.keys };
listenToKeys(() => (training.isOpen() ? trainingKeys : keys));

store.subscribe((state, changed) => {
  if (changed.has("pending")) byId("waiting").hidden = !state.pending;
});
addEventListener("hashchange", async () => {
  const found = await readFragment(location.hash);
  if (!found) return;
  store.set({ question: await opened(found), view: found.view ?? opens, sample: found.sample ?? 0 });
  await runner.run();
  player.jump(found.step);
  if (found.question.train) await training.enter(true);
});

if (new URLSearchParams(location.search).has("build") && !linked) await builder.begin();
else if (!problems.length) await runner.run();
if (linked) player.jump(linked.step);
await views.settled();
timeline.show();
// A link to a step of a lesson on training leads to that step.
if (linked ? linked.question.train : lesson?.train) await training.enter();
address.follow();
document.documentElement.dataset["ready"] = "";
if (lesson) rememberLesson(lesson);
// The editor weighs more than all before it: it comes when the picture has been painted.
(globalThis.requestIdleCallback ?? setTimeout)(() => void program.upgrade());

/** What the page carries along. @param {string} id */
function readJson(id) {
  return JSON.parse(byId(id).textContent ?? "null");
}

/** A lesson's question without what the lab adds itself. @param {any} body */
function pick({ include: _include, locale: _locale, ...question }) {
  return question;
}

/** The question of a link, on top of the lesson's own. @param {Linked} link */
function opened({ question }) {
  const { program: _, ...rest } = base;
  // A link that names another network leaves the program to it.
  return complete(question.network && question.program === undefined ? { ...rest, ...question } : { ...base, ...question });
}

/** A question with its program; where that cannot be had, with the reason. @param {Parameters<typeof withProgram>[0]} question */
async function complete(question) {
  try {
    return await withProgram(question);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    problems.push(...error.problems);
    return { ...question, program: question.program ?? "" };
  }
}
