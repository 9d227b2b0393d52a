// The options of a dataset, as the server tells them.

import { el } from "../dom.js";
import { moveBy } from "../format.js";
import { numberSetting, seedSetting, switchSetting } from "./setting-field.js";
import { wordsOf } from "./setting-words.js";

/** @import {Dataset, Option} from "../api/datasets.js" */
/** @import {Range} from "./setting-words.js" */
/** @import {DatasetSpec} from "../types.js" */

/** The options in the order of their rows; how targets are coded follows from the network. */
const ORDER = ["n", "size", "noise", "split", "standardize", "seed"];
/** Rows are counted in steps that grow. */
const COUNTS = [4, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000];
/** A slider's step where it is no whole number: so many units of this power of ten. */
const STEPS = /** @type {Object<string, [order: number, units: number]>} */ ({ noise: [-2, 1], split: [-2, 5] });

/** @param {(name: string, value: unknown) => void} give */
export function createDataOptions(give) {
  const element = el("div", { class: "settings" });
  let built = "";
  /** @type {Map<string, (value: any) => void>} */
  let fields = new Map();

  /** @param {Dataset} record */
  function build({ options }) {
    // What is known whole is neither drawn nor held out.
    const whole = !options["n"] && !options["standardize"];
    const names = ORDER.filter((name) => options[name] && !(whole && (name === "seed" || name === "split")));
    const rows = names.map((name) => ({ name, ...optionField(name, /** @type {Option} */ (options[name]), (value) => give(name, value)) }));
    fields = new Map(rows.map(({ name, show }) => [name, show]));
    element.replaceChildren(...rows.map((row) => row.element));
  }

  return {
    element,
    /** @param {Dataset | undefined} record @param {DatasetSpec | null} spec */
    show(record, spec) {
      if ((record?.id ?? "") !== built) {
        built = record?.id ?? "";
        if (record) build(record);
        else element.replaceChildren();
      }
      if (record && spec) for (const [name, put] of fields) put(spec[name] ?? record.options[name]?.default);
    },
  };
}

/**
 * @param {string} name
 * @param {Option} option
 * @param {(value: unknown) => void} give
 * @returns {{element: HTMLElement, show: (value: any) => void}}
 */
function optionField(name, { least, most, choices }, give) {
  const id = `data-${name}`;
  const words = { ...wordsOf(name), ...(typeof least === "number" && { least }), ...(typeof most === "number" && { most }) };
  if (choices) return switchSetting(id, words, give);
  return name === "seed" ? seedSetting(id, words, give) : numberSetting(id, words, give, { stops: stopsOf(name, words) });
}

/** Where a slider stops. @param {string} name @param {Range} range */
function stopsOf(name, { least = 0, most = 1, whole }) {
  if (name === "n") return [...COUNTS.filter((count) => count >= least && count < most), most];
  const [order, units] = STEPS[name] ?? [whole ? 0 : -2, 1];
  const stops = [];
  for (let count = 0, at = least; at <= most; count += units, at = moveBy(least, order, count)) stops.push(at);
  return stops;
}
