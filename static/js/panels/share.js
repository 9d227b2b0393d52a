// Share this step: the address holds everything, so a copy of it is the link.

import { t } from "../i18n.js";

/** How long the button says what it did, in milliseconds. */
const SAID = 1800;

/**
 * @param {HTMLElement} button
 * @param {() => Promise<boolean>} writeAddress tells whether the address holds everything
 */
export function mountShare(button, writeAddress) {
  const label = button.querySelector(".label") ?? button;
  const name = label.textContent ?? "";
  let back = 0;
  button.addEventListener("click", async () => {
    const whole = await writeAddress();
    const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
    const done = copied ? t("Link copied") : t("Copy the address above");
    const said = whole ? done : t("{done}, without your data: they are too large for a link", { done });
    label.textContent = said;
    button.setAttribute("aria-label", said);
    clearTimeout(back);
    back = setTimeout(() => {
      label.textContent = name;
      button.setAttribute("aria-label", name);
    }, whole ? SAID : 2 * SAID);
  });
}
