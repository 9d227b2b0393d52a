// The network builder: each decision is one control, and each change writes the program anew.

import { fetchNetwork, isAsWritten } from "../api/networks.js";
import { byId, el } from "../dom.js";
import { t } from "../i18n.js";
import { PRESETS, initOf, withInit, withLoss } from "../state/spec.js";
import { choiceField, countField, initName, initOptionName, lossName, optionRow } from "./builder-fields.js";
import { createLayers } from "./builder-layers.js";
import { numberField } from "./number-field.js";

/** @import {Store} from "../state/store.js" */
/** @import {Parts} from "../state/spec.js" */
/** @import {Problem, Question, Spec, Value} from "../types.js" */

/** What a question loses when a program of one's own comes back. */
const NOTHING = { network: undefined, values: undefined, roles: undefined, output: undefined, seed: undefined, constants: undefined };

/**
 * @param {HTMLElement} host
 * @param {Store} store
 * @param {{build: (spec: Spec, values?: Object<string, Value>) => Promise<Problem[]>, restore: (question: Partial<Question>) => Promise<void>}} does
 */
export function createBuilderForm(host, store, { build, restore }) {
  const parts = /** @type {Parts} */ (JSON.parse(byId("network-parts").textContent ?? "{}"));
  let spec = store.get().question.network ?? /** @type {Spec} */ (PRESETS[0]?.spec);
  let heard = store.get().question.network;
  /** The last program that was edited by hand before the builder wrote another. @type {Question | null} */
  let kept = null;
  let shownInit = "";

  /** @param {Spec} next @param {Object<string, Value>} [values] */
  async function write(next, values) {
    const { question, trace } = store.get();
    if (question.program.trim() && trace && !isAsWritten(question)) kept = question;
    spec = next;
    show();
    const problems = await build(next, values ?? (question.network ? undefined : dataOf(next)));
    if (spec === next) say(problems);
  }
  /** @param {(now: Spec) => Spec} how */
  const change = (how) => void write(how(spec));

  const presets = PRESETS.map(({ name, spec: one, values }) =>
    el("button", { type: "button", class: "chip-button", onclick: () => void write(one, values ?? {}) }, name),
  );
  const layers = createLayers(parts, change);
  const loss = choiceField(t("loss"), named(parts.losses, lossName), (name) => change((now) => withLoss(now, name, parts)), "builder-loss");
  const init = choiceField(t("weights start"), named(parts.initialisers, initName), (name) => change((now) => withInit(now, name, parts.initialisers[name])), "builder-init");
  const initOptions = el("div", { class: "init-options" });
  const seed = countField(t("seed"), { least: 0, id: "builder-seed" }, (number) => change((now) => ({ ...now, seed: number })));
  const fresh = el("button", { type: "button", class: "small-button", onclick: () => change((now) => ({ ...now, seed: now.seed + 1 })) }, t("New seed"));
  const batch = countField(t("batch rows"), { id: "builder-batch" }, (number) => change((now) => ({ ...now, batch: number })));
  const note = el("div", { class: "builder-note", role: "status" });
  host.append(
    el("div", { class: "presets", role: "group", "aria-label": t("Begin with") }, ...presets),
    ...layers.elements,
    optionRow(t("loss"), "builder-loss", loss.element),
    optionRow(t("weights start"), "builder-init", init.element),
    initOptions,
    el("div", { class: "option" }, el("label", { for: "builder-seed" }, t("seed")), el("div", { class: "with-button" }, fresh, seed.element)),
    optionRow(t("batch rows"), "builder-batch", batch.element),
    note,
  );

  function showInit() {
    const { name, options } = initOf(spec, parts);
    init.show(name);
    const key = JSON.stringify([name, options]);
    if (key === shownInit) return;
    const same = shownInit.startsWith(JSON.stringify([name]).slice(0, -1));
    shownInit = key;
    // While an option is typed into, its field stays.
    if (same && initOptions.contains(document.activeElement)) return;
    const refusal = el("small", { class: "refusal", role: "status" });
    const fields = Object.entries(options).map(([option, value]) => {
      const id = `builder-init-${option}`;
      const field = numberField({ id }, refusal, (number) => change((now) => withInit(now, name, { ...initOf(now, parts).options, [option]: number })));
      field.show(value);
      return optionRow(initOptionName(option), id, field.input);
    });
    initOptions.replaceChildren(...fields, refusal);
  }

  function show() {
    layers.show(spec);
    loss.show(spec.loss);
    showInit();
    seed.show(spec.seed);
    batch.show(spec.batch ?? 1);
    for (const [i, button] of presets.entries()) button.setAttribute("aria-pressed", String(JSON.stringify(PRESETS[i]?.spec) === JSON.stringify(spec)));
  }

  /** Say what there is to say of the program below. @param {Problem[]} [problems] why there is no such network */
  function say(problems = []) {
    const { question, trace } = store.get();
    const own = question.program.trim() !== "" && !isAsWritten(question);
    const lines = problems.map(({ detail }) => el("p", { class: "refusal" }, detail));
    if (!lines.length && own && question.network && trace && !trace.network) {
      lines.push(el("p", {}, t("The program below has been edited and is no network any more. It runs as it is; the network comes back with the next change here.")));
    } else if (!lines.length && own && question.network) {
      lines.push(el("p", {}, t("The program below has been edited. It counts as it is, until the next change here.")));
    } else if (!lines.length && !question.network) {
      lines.push(el("p", {}, t("A network is written as a program in place of the one below.")));
    }
    const buttons = [];
    if (own && !problems.length) {
      buttons.push(el("button", { type: "button", class: "button", onclick: () => void write(spec) }, question.network ? t("Write it anew") : t("Build this network")));
    }
    if (kept && !own) {
      const back = kept;
      lines.push(el("p", {}, t("The program that you had edited is kept.")));
      buttons.push(el("button", { type: "button", class: "button", onclick: () => putBack(back) }, t("Put it back")));
    }
    note.replaceChildren(...lines, ...buttons);
  }

  /** @param {Question} question */
  function putBack(question) {
    kept = null;
    if (!question.network) store.set({ view: "graph" });
    void restore({ ...NOTHING, ...question });
  }

  store.subscribe((state, changed) => {
    if (changed.has("question") && state.question.network && state.question.network !== heard) {
      heard = state.question.network;
      spec = heard;
      show();
    }
    if (changed.has("question") || changed.has("trace")) say();
  });
  show();
  say();
  // Whether the program is still the network's own is known once that has been asked for.
  if (heard) fetchNetwork(heard).then(() => say(), () => {});
}

/** The data that go with a network to begin with. @param {Spec} spec */
function dataOf(spec) {
  return PRESETS.find((one) => JSON.stringify(one.spec) === JSON.stringify(spec))?.values;
}

/** @param {Object<string, unknown>} choices @param {(name: string) => string} call @returns {[string, string][]} */
function named(choices, call) {
  return Object.keys(choices).map((name) => [name, call(name)]);
}
