// What a setting does, beside it while it is pointed at or holds the focus. The row itself describes its control by the
// same words.

import { el } from "../dom.js";

/** How long the pointer rests before it is told, in milliseconds. */
const PAUSE = 450;
const GAP = 10;

/** @param {HTMLElement} host whose rows carry `data-why` */
export function createSettingTip(host) {
  const tip = el("div", { class: "setting-tip", popover: "manual", "aria-hidden": "true" });
  host.append(tip);
  let timer = 0;
  /** @type {HTMLElement | null} */
  let told = null;

  /** @param {EventTarget | null} target */
  function rowOf(target) {
    return target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("[data-why]")) : null;
  }
  /** @param {HTMLElement} row */
  function tell(row) {
    clearTimeout(timer);
    told = row;
    tip.textContent = row.dataset["why"] ?? "";
    tip.showPopover();
    const box = row.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = tip;
    // Beside the column where there is room for it, else over or under the row.
    const beside = box.right + GAP + width < innerWidth;
    const left = beside ? box.right + GAP : Math.max(Math.min(box.left, innerWidth - width - GAP), GAP);
    const above = box.top - height - GAP / 2;
    const top = beside ? box.top + (box.height - height) / 2 : above > 0 ? above : box.bottom + GAP / 2;
    tip.style.setProperty("translate", `${left}px ${Math.max(Math.min(top, innerHeight - height - GAP), GAP)}px`);
  }
  function hide() {
    clearTimeout(timer);
    told = null;
    tip.hidePopover();
  }

  host.addEventListener("focusin", ({ target }) => {
    const row = rowOf(target);
    // A click on a slider or a button is no question.
    if (row && target instanceof Element && target.matches(":focus-visible")) tell(row);
    else hide();
  });
  host.addEventListener("focusout", hide);
  host.addEventListener("pointerover", ({ target, pointerType }) => {
    const row = rowOf(target);
    if (pointerType !== "mouse" || row === told) return;
    clearTimeout(timer);
    if (row) timer = setTimeout(() => tell(row), told ? 0 : PAUSE);
    else if (!told?.contains(document.activeElement)) hide();
  });
  host.addEventListener("pointerleave", () => {
    clearTimeout(timer);
    if (told && !told.contains(document.activeElement)) hide();
  });
  host.addEventListener("keydown", (event) => event.key === "Escape" && told && hide());
  addEventListener("scroll", () => told && hide(), { capture: true, passive: true });
}
