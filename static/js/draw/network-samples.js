// Which row of a batch is followed: a button for each where there are few, else one back and one on.

import { el } from "../dom.js";
import { t } from "../i18n.js";

/** @import {Store} from "../state/store.js" */

const MOST_BUTTONS = 8;

/** @param {HTMLElement} host @param {Store} store */
export function createSamples(host, store) {
  const bar = el("div", { class: "samples", role: "group", "aria-label": t("Sample") });
  host.append(bar);
  let built = "";
  let count = 1;
  let shown = "";

  /** @param {number} sample */
  const follow = (sample) => store.set({ sample: Math.min(Math.max(sample, 0), count - 1) });

  /** @param {number} index */
  function button(index) {
    return el("button", { type: "button", class: "sample", "data-sample": index, "aria-label": t("Sample {number}", { number: index + 1 }), onclick: () => follow(index) }, String(index + 1));
  }

  /** @param {number} sample */
  function few(sample) {
    const text = el("span", { class: "sample-number" });
    text.textContent = `${sample + 1} / ${count}`;
    return [
      el("button", { type: "button", class: "sample", "aria-label": t("Previous sample"), onclick: () => follow(store.get().sample - 1) }, "‹"),
      text,
      el("button", { type: "button", class: "sample", "aria-label": t("Next sample"), onclick: () => follow(store.get().sample + 1) }, "›"),
    ];
  }

  return {
    /**
     * @param {number} samples
     * @param {number} sample the one followed
     * @param {number | null} active the one that the step is about
     */
    show(samples, sample, active) {
      bar.hidden = samples < 2;
      count = samples;
      const many = samples > MOST_BUTTONS;
      const key = many ? `${samples} ${sample}` : String(samples);
      if (key !== built) {
        built = key;
        const label = el("span", { class: "sample-label", "aria-hidden": "true" }, t("Sample"));
        bar.replaceChildren(label, ...(many ? few(sample) : Array.from({ length: samples }, (_, i) => button(i))));
      }
      const now = `${key} ${sample} ${active}`;
      if (now === shown) return;
      shown = now;
      for (const one of bar.querySelectorAll("[data-sample]")) {
        const index = Number(one.getAttribute("data-sample"));
        one.setAttribute("aria-pressed", String(index === sample));
        one.classList.toggle("active", index === active);
      }
    },
  };
}
