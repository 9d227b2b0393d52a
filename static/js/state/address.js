// Keeps the address up to date with the store, so that it can be copied at any moment.

import { isAsWritten } from "../api/networks.js";
import { withoutLargeData, writeFragment } from "./url.js";

/** @import {Store} from "./store.js" */
/** @import {Question, ViewName} from "../types.js" */

/** Browsers refuse an address that changes with every pixel of a drag. */
const REST = 120;

/**
 * @param {Store} store
 * @param {Question} base what the address leaves out
 * @param {ViewName} opens the view that is shown without being named
 */
export function createAddress(store, base, opens) {
  let writing = 0;
  let resting = 0;

  /** Put the whole state into the address, the newest one wins; tell whether all of it had room. */
  async function write() {
    // Who waits for this one may leave the page afterwards: nothing newer overtakes it.
    clearTimeout(resting);
    const { question, position, view, sample } = store.get();
    const mine = ++writing;
    // A network writes its own program: a link holds the text only where it was edited.
    const { question: short, whole } = withoutLargeData(question);
    const asked = isAsWritten(short) ? { ...short, program: "" } : short;
    const sight = { ...(view !== opens && { view }), ...(sample && { sample }) };
    const fragment = await writeFragment(asked, Math.floor(position), base, sight);
    if (mine === writing && fragment !== location.hash) history.replaceState(null, "", `${location.pathname}${location.search}${fragment}`);
    return whole;
  }

  return {
    write,
    /** Follow the store from now on; until the first picture stands, the address keeps what the visitor came with. */
    follow() {
      store.subscribe((state, changed) => {
        const settled = changed.has("position") && Number.isInteger(state.position);
        if (!settled && !["question", "view", "sample"].some((key) => changed.has(/** @type {any} */ (key)))) return;
        clearTimeout(resting);
        resting = setTimeout(write, REST);
      });
    },
  };
}
