// Pointing at neurons and weights: hover shows, click pins; one Tab stop, ↑ ↓ from neuron to neuron, Enter pins.

/** @import {Point} from "../types.js" */

/**
 * @typedef {{layer: number, unit: number}} At
 */

/**
 * @template W a weight, as the picture has it
 * @param {SVGSVGElement} svg
 * @param {SVGGElement} nodes
 * @param {object} picture
 * @param {(event: PointerEvent | MouseEvent) => Point} picture.pointOf where in the picture
 * @param {(point: Point, layer: number) => number | null} picture.cellAt the unit of a folded layer
 * @param {(point: Point) => W | null} picture.weightAt
 * @param {(at: At | null, weight: W | null) => void} picture.point
 * @param {(at: At | null) => void} picture.pin
 * @param {(weight: W | null) => void} picture.pinWeight
 * @param {(at: At) => void} picture.reveal
 */
export function listenToNetwork(svg, nodes, { pointOf, cellAt, weightAt, point, pin, pinWeight, reveal }) {
  /** @type {Element | null} */
  let stop = null;

  /** @param {Event} event @param {Point | null} where @returns {At | null} */
  function atOf(event, where) {
    const name = /** @type {Element} */ (event.target).closest?.("[data-neuron]")?.getAttribute("data-neuron");
    if (!name) return null;
    const [layer = "0", unit = ""] = name.split(":");
    if (unit !== "") return { layer: Number(layer), unit: Number(unit) };
    const found = where ? cellAt(where, Number(layer)) : 0;
    return found === null ? null : { layer: Number(layer), unit: found };
  }

  /** @param {Element | null} next */
  function moveStop(next) {
    stop?.setAttribute("tabindex", "-1");
    stop = next;
    stop?.setAttribute("tabindex", "0");
  }

  svg.addEventListener("pointermove", (event) => {
    if (event.buttons) return;
    const where = pointOf(event);
    const at = atOf(event, where);
    point(at, at ? null : weightAt(where));
  });
  svg.addEventListener("pointerleave", () => point(null, null));
  svg.addEventListener("click", (event) => {
    const where = pointOf(event);
    const at = atOf(event, where);
    if (at) pin(at);
    else {
      const weight = weightAt(where);
      pinWeight(weight);
      if (!weight) pin(null);
    }
  });
  nodes.addEventListener("focusin", (event) => {
    const at = atOf(event, null);
    if (!at) return;
    moveStop(/** @type {Element} */ (event.target).closest("[data-neuron]"));
    point(at, null);
    if (/** @type {Element} */ (event.target).matches(":focus-visible")) reveal(at);
  });
  nodes.addEventListener("focusout", () => point(null, null));
  nodes.addEventListener("keydown", (event) => {
    const all = [...nodes.querySelectorAll("[data-neuron]")];
    if (event.key === "Enter") {
      const at = atOf(event, null);
      if (at) pin(at);
    } else if (event.key === "Escape") {
      pin(null);
      pinWeight(null);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const now = all.indexOf(/** @type {Element} */ (event.target)) + (event.key === "ArrowDown" ? 1 : -1);
      /** @type {SVGGElement | undefined} */ (all[Math.min(Math.max(now, 0), all.length - 1)])?.focus();
    } else return;
    event.preventDefault();
  });

  return {
    /** Start again with other neurons. */
    reset() {
      stop = null;
      moveStop(nodes.querySelector("[data-neuron]"));
    },
  };
}
