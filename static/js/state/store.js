// One place for what the page shows.

import { createKeeper } from "./keeper.js";

/**
 * @typedef {object} State
 * @property {import("../types.js").Lesson | null} lesson
 * @property {import("../types.js").Question} question what the visitor asks for
 * @property {import("../types.js").Trace | null} trace the last answer that could be computed
 * @property {import("../types.js").Layout | null} layout
 * @property {import("../types.js").Problem[]} problems
 * @property {number} position steps taken; the fraction is the way through the next one
 * @property {boolean} playing
 * @property {number} speed milliseconds a step
 * @property {string | null} selection node id
 * @property {import("../types.js").ViewName} view "backward" is the network turned round
 * @property {number} sample the row that is followed
 * @property {{layer: number, unit: number} | null} neuron the one that is pinned
 * @property {boolean} whole whether large arrays are asked for number by number, not as summaries
 * @property {boolean} pending
 * @property {string} locale
 */

/** @returns {State} */
export function emptyState() {
  return {
    lesson: null,
    question: { program: "" },
    trace: null,
    layout: null,
    problems: [],
    position: 0,
    playing: false,
    speed: 900,
    selection: null,
    view: "graph",
    sample: 0,
    neuron: null,
    whole: false,
    pending: false,
    locale: "en",
  };
}

/** @typedef {import("./keeper.js").Keeper<State>} Store */

/** @param {Partial<State>} [initial] @returns {Store} */
export function createStore(initial = {}) {
  return createKeeper({ ...emptyState(), ...initial });
}
