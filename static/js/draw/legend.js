// What the colours of numbers mean: sign by hue, size by strength, on one scale for every step and every run.

import { t } from "../i18n.js";

/** @param {HTMLElement} host */
export function addLegend(host) {
  const legend = document.createElement("p");
  legend.className = "legend";
  const [below, bar, above] = [document.createElement("span"), document.createElement("i"), document.createElement("span")];
  below.textContent = t("negative");
  above.textContent = t("positive");
  bar.setAttribute("aria-hidden", "true");
  legend.append(below, bar, above);
  host.append(legend);
}
