// The door to the network builder: its form comes when it is opened; what it asks for is built here.

import { ApiError } from "../api/client.js";
import { fetchNetwork } from "../api/networks.js";
import { byId } from "../dom.js";
import { shapeOf } from "../format.js";
import { PRESETS } from "../state/spec.js";
import { wholeOf } from "../timeline/same-place.js";

/** @import {Store} from "../state/store.js" */
/** @import {Built, Problem, Question, Spec, Value} from "../types.js" */

/** @typedef {ReturnType<typeof mountBuilder>} Builder */

/**
 * @param {Store} store
 * @param {(change: Partial<Question>) => Promise<void>} ask
 */
export function mountBuilder(store, ask) {
  const door = /** @type {HTMLDetailsElement} */ (byId("builder"));
  /** @type {Promise<ReturnType<typeof import("./builder-form.js").createBuilderForm>> | null} */
  let form = null;
  let control = new AbortController();

  /**
   * Have the server write a network, and look at it. Values given before hold where they still fit.
   * @param {Spec} spec
   * @param {Object<string, Value>} [values]
   * @returns {Promise<Problem[]>} why not, if it cannot be
   */
  async function build(spec, values) {
    control.abort();
    const mine = (control = new AbortController());
    try {
      const built = await fetchNetwork(spec, mine.signal);
      if (mine.signal.aborted) return [];
      const { question, view } = store.get();
      const { program } = built;
      // The first network is shown as one.
      if (!question.network && view === "graph") store.set({ view: "network" });
      const rest = { output: undefined, seed: undefined, constants: undefined, roles: undefined };
      await ask({ ...rest, network: spec, program, values: values ?? fitting(question, built) });
      const { problems } = store.get();
      if (!problems.length || store.get().question.granularity !== "element") return [];
      // Too large to be told number by number: layer by layer it can be.
      await ask({ granularity: "tensor" });
      return problems;
    } catch (error) {
      if (mine.signal.aborted) return [];
      if (error instanceof ApiError) return error.problems;
      throw error;
    }
  }

  function load() {
    form ??= import("./builder-form.js").then(({ createBuilderForm }) => createBuilderForm(byId("builder-form"), store, { build, restore: ask }));
    return form;
  }

  function show() {
    const { question, lesson } = store.get();
    if (question.network || !lesson) door.hidden = false;
  }

  async function unfold() {
    door.hidden = false;
    door.open = true;
    await load();
  }

  /** As asked for by hand: the focus goes there. */
  async function open() {
    await unfold();
    door.querySelector("summary")?.focus();
  }

  door.addEventListener("toggle", () => door.open && void load());
  store.subscribe((_, changed) => changed.has("question") && show());
  show();
  door.open = !!store.get().question.network && !store.get().lesson;

  return {
    open,
    build,
    /** Start with a small network, its builder open. */
    async begin() {
      const [first] = PRESETS;
      if (!first) return;
      store.set({ view: "network" });
      await Promise.all([build(first.spec, first.values), unfold()]);
    },
    /** The same network with other random numbers; data given by hand stay. */
    async reseed() {
      const { question, trace } = store.get();
      const { network, values = {} } = question;
      if (!network || !trace) return;
      const weights = new Set(trace.graph.nodes.filter((node) => node.role === "parameter").map((node) => wholeOf(node.id)));
      const data = Object.fromEntries(Object.entries(values).filter(([name]) => !weights.has(name)));
      await build({ ...network, seed: network.seed + 1 }, data);
    },
  };
}

/** Of the values given before those that the new network has a place for. @param {Question} question @param {Built} built */
function fitting({ network, values = {} }, built) {
  if (!network) return {};
  const fits = (/** @type {string} */ name) => {
    const there = built.values[name];
    return there !== undefined && String(shapeOf(there)) === String(shapeOf(/** @type {Value} */ (values[name])));
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => fits(name)));
}
