// What of a large picture is in sight: a window larger than the screen, moved only when the screen leaves it.

/** @import {View} from "./camera.js" */
/** @typedef {{x: number, y: number, width: number, height: number}} Area */

/** How far the window goes beyond the screen, in screens. */
const BEYOND = 0.5;

/**
 * @param {readonly Area[]} areas
 * @returns {(view: View, screen: {width: number, height: number}) => boolean[] | null} which areas are in the window;
 *   null while nothing has changed
 */
export function watchSight(areas) {
  /** @type {Area | null} */
  let window = null;
  return ({ x, y, k }, { width, height }) => {
    const screen = { x: -x / k, y: -y / k, width: width / k, height: height / k };
    // Nearer by far, the window is far too large.
    if (window && holds(window, screen) && window.width < 4 * screen.width) return null;
    window = {
      x: screen.x - BEYOND * screen.width,
      y: screen.y - BEYOND * screen.height,
      width: (1 + 2 * BEYOND) * screen.width,
      height: (1 + 2 * BEYOND) * screen.height,
    };
    const now = window;
    return areas.map((area) => meets(now, area));
  };
}

/** @param {Area} outer @param {Area} inner */
function holds(outer, inner) {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}

/** @param {Area} a @param {Area} b */
function meets(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
