// How it learns: the rule, the learning rate and the batch in sight; their finer points and when to stop folded away.

import { fetchLimits } from "../api/datasets.js";
import { el } from "../dom.js";
import { formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { OPTIMIZERS, SCHEDULES, differencesOf, optionsOf, scheduleOf, withOptimizer, withSchedule } from "../state/settings.js";
import { SETTINGS } from "../state/training.js";
import { choiceSetting, numberSetting } from "./setting-field.js";
import { optimizerName, optimizerWhy, scheduleName, tellSetting, wordsOf } from "./setting-words.js";

/** @import {Training} from "../state/training.js" */
/** @import {OptimizerName, ScheduleName} from "../state/settings.js" */
/** @import {NumberSetting} from "./setting-field.js" */
/** @import {OptimizerSettings, TrainSettings, TrainingActions} from "../types.js" */

/** What the learning rate's slider stops at, evenly to the eye: 1, 1.5, 2, 3, 5, 7 in each power of ten. */
const RATES = [-5, -4, -3, -2, -1, 0].flatMap((power) => [1, 1.5, 2, 3, 5, 7].map((digit) => Number(`${digit}e${power}`))).concat(10);

/**
 * @param {HTMLElement} host
 * @param {Training} training
 * @param {Pick<TrainingActions, "setSettings">} actions
 */
export function mountTrainingOptions(host, training, actions) {
  const settings = () => training.get().settings;
  const keys = /** @type {<T extends object>(record: T) => (keyof T)[]} */ (Object.keys);

  /** Always the whole optimizer: what the rule before it had no use for goes. @param {OptimizerSettings} next */
  const setOptimizer = (next) => actions.setSettings({ optimizer: next });
  /** @param {string} name */
  const field = (name, /** @type {(value: number | null) => void} */ give, more = {}) => numberSetting(`train-${name}`, wordsOf(name), give, more);
  /** @param {string} name */
  const ofOptimizer = (name) => field(name, (value) => setOptimizer({ ...settings().optimizer, [name]: value }));

  const rule = choiceSetting("train-optimizer", { label: t("optimizer"), why: "" }, keys(OPTIMIZERS).map((name) => [name, optimizerName(name)]), (name) =>
    setOptimizer(withOptimizer(settings().optimizer, /** @type {OptimizerName} */ (name))));
  const rate = field("learning_rate", (value) => setOptimizer({ ...settings().optimizer, learning_rate: value ?? 0 }), { stops: RATES });
  const all = el("button", { type: "button", class: "small-button", onclick: () => {
    batch.put(null);
    actions.setSettings({ batch_size: null });
  } }, t("all"));
  const batch = field("batch_size", (value) => actions.setSettings({ batch_size: value }), { button: all });

  const own = el("div", { class: "settings" });
  const schedule = choiceSetting("train-schedule", { label: t("schedule"), why: t("Whether the learning rate stays, or shrinks in steps or along a cosine.") }, keys(SCHEDULES).map((name) => [name, scheduleName(name)]), (name) =>
    setOptimizer(withSchedule(settings(), /** @type {ScheduleName} */ (name))));
  const ofSchedule = el("div", { class: "settings" });
  const clip = ofOptimizer("clip");
  const l1 = ofOptimizer("l1");
  const l2 = ofOptimizer("l2");
  const finer = fold("train-finer", t("Finer points"), own, schedule.element, ofSchedule, clip.element, l1.element, l2.element);

  const iterations = field("iterations", (value) => actions.setSettings({ iterations: value ?? 1 }));
  const loss = field("loss", (value) => actions.setSettings({ until: value === null ? null : { loss: value } }));
  const order = field("order", (value) => actions.setSettings({ seed: value ?? 0 }));
  const stop = fold("train-stop", t("When to stop"), iterations.element, loss.element, order.element);
  host.append(rule.element, rate.element, batch.element, finer.element, stop.element);

  /** Fields that come and go: built when there are others, shown each time. @type {Map<HTMLElement, {key: string, fields: [string, NumberSetting][]}>} */
  const built = new Map();
  /**
   * @param {HTMLElement} place
   * @param {Object<string, any>} values
   * @param {(name: string, value: number | null) => void} give
   * @param {string} [prefix]
   */
  function showFields(place, values, give, prefix = "") {
    const names = keys(values).map(String);
    const key = names.join();
    let known = built.get(place);
    if (known?.key !== key) {
      known = { key, fields: names.map((name) => [name, field(prefix + name, (value) => give(name, value))]) };
      built.set(place, known);
      place.replaceChildren(...known.fields.map(([, one]) => one.element));
    }
    for (const [name, one] of known.fields) one.show(values[name]);
  }

  function show() {
    const { settings: now, data } = training.get();
    const { optimizer } = now;
    rule.show(optimizer.name, optimizerWhy(optimizer.name));
    rate.show(optimizer.learning_rate);
    batch.limit(data ? { most: data.train } : {});
    batch.show(now.batch_size ?? null);
    all.setAttribute("aria-pressed", String(now.batch_size === null));
    batch.element.hidden = order.element.hidden = !data;
    showFields(own, optionsOf(optimizer), (name, value) => setOptimizer({ ...settings().optimizer, [name]: value }));
    const { name, ...numbers } = scheduleOf(optimizer);
    schedule.show(name);
    showFields(ofSchedule, numbers, (one, value) => setOptimizer({ ...settings().optimizer, schedule: { ...scheduleOf(settings().optimizer), [one]: value } }), "schedule_");
    clip.show(optimizer.clip ?? null);
    l1.show(optimizer.l1 ?? 0);
    l2.show(optimizer.l2 ?? 0);
    iterations.show(now.iterations);
    loss.show(now.until?.loss ?? null);
    order.show(now.seed ?? 0);
    finer.tell(unusual(now));
    stop.tell(now.until ? t("loss {loss}, or {count} iterations", { loss: formatNumber(now.until.loss), count: now.iterations }) : t("{count} iterations", { count: now.iterations }));
  }

  training.subscribe((_, changed) => (changed.has("settings") || changed.has("data")) && show());
  show();
  // Without limits the server itself refuses what is too much.
  fetchLimits().then(({ training_iterations: most }) => most && iterations.limit({ most }), () => {});
}

/** What the finer points are where they are not as usual. @param {TrainSettings} settings */
function unusual({ optimizer }) {
  const usual = { ...SETTINGS, optimizer: { name: optimizer.name, learning_rate: optimizer.learning_rate } };
  const shown = differencesOf(usual, { ...SETTINGS, optimizer }).filter(({ name }) => !name.startsWith("schedule_"));
  return shown.map(tellSetting).join(" · ");
}

/**
 * A fold whose heading says in short what is inside.
 * @param {string} id
 * @param {string} title
 * @param {...HTMLElement} rows
 */
function fold(id, title, ...rows) {
  const digest = el("span", { class: "digest" });
  const element = el("details", { class: "fold", id }, el("summary", {}, el("span", {}, title), " ", digest), el("div", { class: "settings" }, ...rows));
  return {
    element,
    /** @param {string} text */
    tell(text) {
      digest.textContent = text;
    },
  };
}
