// Pointing at nodes: hover shows, click pins, a focused node is pointed at too; one Tab stop, ↑ ↓ from node to node.

/** @import {Store} from "../state/store.js" */
/** @import {Card} from "./card.js" */

/**
 * One listener for all nodes.
 * @param {SVGGElement} layer
 * @param {Store} store
 * @param {{cards: () => Map<string, Card>, point: (id: string | null) => void, reveal: (id: string) => void, uncover: (id: string) => void}} picture
 */
export function listenToNodes(layer, store, { cards, point, reveal, uncover }) {
  let stop = /** @type {string | null} */ (null);

  /** @param {Event} event */
  const idOf = (event) => /** @type {Element} */ (event.target).closest?.("[data-id]")?.getAttribute("data-id") ?? null;

  /** @param {string | null} id */
  const pin = (id) => store.set({ selection: id === null || store.get().selection === id ? null : id });

  /** @param {string | null} id */
  function moveStop(id) {
    if (stop !== null) cards().get(stop)?.group.setAttribute("tabindex", "-1");
    stop = id;
    if (id !== null) cards().get(id)?.group.setAttribute("tabindex", "0");
  }

  layer.addEventListener("pointerover", (event) => point(idOf(event)));
  layer.addEventListener("pointerleave", () => point(null));
  layer.addEventListener("focusin", (event) => {
    const id = idOf(event);
    if (id === null) return;
    moveStop(id);
    point(id);
    if (/** @type {Element} */ (event.target).matches(":focus-visible")) reveal(id);
  });
  layer.addEventListener("focusout", () => point(null));
  layer.addEventListener("keydown", (event) => {
    if (event.key === "Enter") pin(idOf(event));
    else if (event.key === "Escape") store.set({ selection: null });
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const ids = [...cards().keys()];
      const at = ids.indexOf(idOf(event) ?? "") + (event.key === "ArrowDown" ? 1 : -1);
      const next = ids[Math.min(Math.max(at, 0), ids.length - 1)];
      if (next === undefined) return;
      uncover(next);
      cards().get(next)?.group.focus();
    } else return;
    event.preventDefault();
  });
  layer.ownerSVGElement?.addEventListener("click", (event) => {
    const id = idOf(event);
    if (id !== null || store.get().selection !== null) pin(id);
  });

  return {
    /** Start again with another graph. */
    reset() {
      stop = null;
      moveStop(cards().keys().next().value ?? null);
    },
  };
}
