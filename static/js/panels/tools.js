// The two tools beside a step: each a drawer that a key opens.

import { byId } from "../dom.js";
import { mountCheck } from "./check.js";
import { mountWhatIf } from "./what-if.js";

/** @import {Store} from "../state/store.js" */

/** @param {Store} store */
export function mountTools(store) {
  const whatIf = /** @type {HTMLDetailsElement} */ (byId("what-if"));
  const check = /** @type {HTMLDetailsElement} */ (byId("check"));
  const tools = [
    { drawer: whatIf, refresh: mountWhatIf(store) },
    { drawer: check, refresh: mountCheck(store) },
  ];
  for (const { drawer, refresh } of tools) {
    drawer.addEventListener("toggle", async () => {
      if (!drawer.open) return;
      await refresh();
      drawer.scrollIntoView({ block: "nearest" });
    });
  }
  store.subscribe((_, changed) => {
    if (!changed.has("trace")) return;
    for (const { drawer, refresh } of tools) if (drawer.open) void refresh();
  });

  /** @param {HTMLDetailsElement} drawer */
  function toggle(drawer) {
    if (drawer.hidden) return;
    drawer.open = !drawer.open;
    if (drawer.open) drawer.querySelector("summary")?.focus();
  }
  return { toggleWhatIf: () => toggle(whatIf), toggleCheck: () => toggle(check) };
}
