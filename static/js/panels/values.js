// Each leaf's value, and the buttons that change them all.

import { byId } from "../dom.js";
import { isFolded } from "../format.js";
import { leavesOf } from "../state/leaves.js";
import { leafRow } from "./leaf-rows.js";

/** @import {Store} from "../state/store.js" */
/** @import {Question, Value} from "../types.js" */

/**
 * @param {Store} store
 * @param {(change: Partial<Question>) => void} ask change the question and recompute at once
 * @param {{reseed: () => Promise<void>}} builder
 */
export function mountValues(store, ask, builder) {
  const list = byId("values");
  /** @type {Map<string, import("./leaf-rows.js").Row>} */
  let rows = new Map();
  let built = "";

  function show() {
    const { trace, question } = store.get();
    if (!trace) return;
    const leaves = leavesOf(trace);
    const drawn = question.network !== undefined;
    const key = JSON.stringify([drawn, leaves.map((leaf) => [leaf.id, leaf.shape, leaf.role])]);
    if (key !== built) {
      built = key;
      rows = new Map(
        leaves.map((leaf) => [leaf.id, leafRow(leaf, (value) => ask({ values: { ...store.get().question.values, [leaf.id]: value } }), drawn)]),
      );
      list.replaceChildren(...[...rows.values()].map((row) => row.element));
    }
    // An answer may be older than what has been typed meanwhile, which must stay.
    const given = question.values ?? {};
    for (const leaf of leaves) {
      const own = given[leaf.id];
      rows.get(leaf.id)?.show(own !== undefined && fits(own, leaf.shape) ? own : leaf.value);
    }
  }

  byId("reset-values").addEventListener("click", () => ask({ values: store.get().lesson?.trace.values ?? {} }));
  byId("random-values").addEventListener("click", () => {
    const { trace, question } = store.get();
    if (!trace) return;
    // A network draws its own numbers, as large as suits it, and a link needs only their seed.
    if (question.network) {
      void builder.reseed();
      return;
    }
    const free = leavesOf(trace).filter((leaf) => leaf.role === "parameter" && !isFolded(leaf.value));
    ask({ values: { ...question.values, ...Object.fromEntries(free.map((leaf) => [leaf.id, randomLike(leaf.value)])) } });
  });
  store.subscribe((_, changed) => {
    if (changed.has("trace")) show();
  });
}

/** Whether a value has this shape. @param {Value} value @param {number[]} shape @returns {boolean} */
function fits(value, [size, ...rest]) {
  if (size === undefined) return !Array.isArray(value);
  return Array.isArray(value) && value.length === size && value.every((one) => fits(one, rest));
}

/** Numbers to play with, of the same shape: from −2 to 2, one decimal. @param {Value} value @returns {Value} */
function randomLike(value) {
  return Array.isArray(value) ? /** @type {Value} */ (value.map(randomLike)) : Math.round(Math.random() * 40 - 20) / 10;
}
