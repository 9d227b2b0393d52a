// Pointing at a plot: hover, click, and, where points are being set, add, drag and take away.

import { nearest } from "./field-points.js";

/** @import {Paper} from "./field-plot.js" */
/** @import {Scales, Spot} from "./field-points.js" */
/** @import {Tool} from "./field-edit.js" */

/** How near a point counts as pointed at, and how far a hand trembles, in pixels. */
const NEAR = { mouse: 12, touch: 22 };
const TREMBLE = 4;

/**
 * @param {Paper} paper
 * @param {object} plot
 * @param {() => {spots: Spot[], scales: Scales} | null} plot.seen
 * @param {() => Tool | null} plot.tool null while no points are being set
 * @param {(row: number | null) => void} plot.point
 * @param {(row: number | null) => void} plot.pin
 * @param {(x: number, y: number, label: number) => void} plot.add
 * @param {(row: number, x: number, y: number) => void} plot.move
 * @param {() => void} plot.drop what was moved stays where it is
 * @param {(row: number) => void} plot.remove
 */
export function listenToPlot(paper, { seen, tool, point, pin, add, move, drop, remove }) {
  const { picture } = paper;
  let pressed = /** @type {{spot: Spot | null, x: number, y: number, moved: boolean} | null} */ (null);

  /** @param {PointerEvent} event */
  function spotAt(event) {
    const now = seen();
    return now && nearest(now.spots, now.scales, paper.placeOf(event), event.pointerType === "touch" ? NEAR.touch : NEAR.mouse);
  }

  /** Where a pointer is, in the data's numbers; null outside the plot. @param {PointerEvent} event @returns {[number, number] | null} */
  function numbersAt(event) {
    const { x, y } = paper.placeOf(event);
    const { width, height } = paper.size();
    return x < 0 || y < 0 || x > width || y > height ? null : (seen()?.scales.back(x, y) ?? null);
  }

  /** Whether a point under the pointer may be moved. */
  const movable = () => pressed?.spot && tool() !== null && tool() !== "remove";

  picture.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    pressed = { spot: spotAt(event), x: event.clientX, y: event.clientY, moved: false };
    if (tool() !== null && pressed.spot) picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", (event) => {
    if (pressed && !pressed.moved) pressed.moved = Math.abs(event.clientX - pressed.x) > TREMBLE || Math.abs(event.clientY - pressed.y) > TREMBLE;
    const numbers = pressed?.moved && movable() ? numbersAt(event) : null;
    if (pressed?.spot && numbers) move(pressed.spot.row, ...numbers);
    else if (!pressed?.moved && event.pointerType !== "touch") point(spotAt(event)?.row ?? null);
  });
  picture.addEventListener("pointerup", (event) => {
    const was = pressed;
    if (!was) return;
    const now = tool();
    if (was.moved) {
      if (movable()) drop();
    } else if (was.spot && now === "remove") remove(was.spot.row);
    else if (was.spot || now === null || now === "remove") pin(was.spot?.row ?? null);
    else {
      const numbers = numbersAt(event);
      if (numbers) add(...numbers, now);
    }
    pressed = null;
  });
  picture.addEventListener("pointercancel", () => {
    if (pressed?.moved && movable()) drop();
    pressed = null;
  });
  picture.addEventListener("pointerleave", () => point(null));
}
