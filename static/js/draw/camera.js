// Looking at the picture: pan, zoom, fit, and following the step under way.

import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";

import { tween } from "../timeline/clock.js";
import { smooth } from "../timeline/easing.js";

/** @import {Box, Layout} from "../types.js" */
/** @typedef {{x: number, y: number, k: number}} View */

const MARGIN = 28;
/** What the bar of views takes from the top of a picture that can be handled. */
const BAR = 60;
const SCALE = { least: 0.04, most: 3, fit: 1.3 };
/** A graph that would be smaller than this is first shown from its beginning at a size that can be read; F shows it all. */
const READABLE = { least: 0.62, first: 0.8 };
const GLIDE = 320;

/**
 * @param {SVGSVGElement} svg
 * @param {(view: View) => void} show
 * @param {{interactive: boolean, calm: () => boolean}} options
 */
export function createCamera(svg, show, { interactive, calm }) {
  /** @type {View} */
  let view = { x: 0, y: 0, k: 1 };
  let moved = false;
  let stop = () => {};
  const root = /** @type {import("d3-selection").Selection<Element, unknown, null, undefined>} */ (/** @type {unknown} */ (select(svg)));
  const behaviour = zoom()
    .scaleExtent([SCALE.least, SCALE.most])
    .clickDistance(4)
    .filter((event) => interactive && (!event.ctrlKey || event.type === "wheel") && !event.button)
    .on("zoom", ({ transform, sourceEvent }) => {
      if (sourceEvent) {
        moved = true;
        stop();
      }
      view = transform;
      show(view);
    });
  if (interactive) root.call(behaviour).on("dblclick.zoom", null);

  // Asking the page for a size makes it lay itself out; it is asked once, and told again when it changes.
  let screen = { width: 0, height: 0 };
  function size() {
    if (!screen.width) screen = { width: svg.clientWidth, height: svg.clientHeight };
    return screen;
  }

  /** @param {View} goal */
  function jump({ x, y, k }) {
    stop();
    if (interactive) root.call(behaviour.transform, zoomIdentity.translate(x, y).scale(k));
    else show((view = { x, y, k }));
  }

  /** @param {View} goal */
  function glide(goal) {
    if (calm()) {
      jump(goal);
      return;
    }
    stop();
    const from = view;
    stop = tween(GLIDE, (t) => {
      const u = smooth(t);
      const k = from.k + (goal.k - from.k) * u;
      const step = { x: from.x + (goal.x - from.x) * u, y: from.y + (goal.y - from.y) * u, k };
      root.call(behaviour.transform, zoomIdentity.translate(step.x, step.y).scale(step.k));
    });
  }

  /** @param {Layout} layout @param {number} [least] */
  function whole(layout, least = 0) {
    const { width, height } = size();
    if (!width || !height || !layout.width) return null;
    const top = interactive ? BAR : MARGIN;
    const k = Math.min(SCALE.fit, (width - 2 * MARGIN) / layout.width, (height - top - MARGIN) / layout.height);
    const scale = Math.max(k, least);
    const wide = layout.width * scale > width - MARGIN;
    // In the middle, unless the bar is there.
    const y = Math.max((height - layout.height * scale) / 2, top);
    return { k: scale, x: wide ? MARGIN : (width - layout.width * scale) / 2, y };
  }

  return {
    get view() {
      return view;
    },
    /** Whether the visitor has moved the picture. */
    get moved() {
      return moved;
    },
    size,
    /** @param {{width: number, height: number}} room of the picture, which has changed */
    resize({ width, height }) {
      screen = { width, height };
    },
    jump,
    /** Show all of it. @param {Layout} layout */
    fit(layout) {
      const goal = whole(layout);
      moved = false;
      // All of a very large graph is smaller than one zooms by hand.
      if (goal) {
        behaviour.scaleExtent([Math.min(SCALE.least, goal.k), SCALE.most]);
        glide(goal);
      }
    },
    /** Where a picture is first seen. @param {Layout} layout */
    open(layout) {
      const all = whole(layout, SCALE.least);
      const goal = all && interactive && all.k < READABLE.least ? whole(layout, READABLE.first) : all;
      moved = false;
      if (goal) jump(goal);
    },
    /** @param {number} factor */
    zoomBy(factor) {
      const { width, height } = size();
      const [least, most] = behaviour.scaleExtent();
      const k = Math.min(Math.max(view.k * factor, least), most);
      const grown = k / view.k;
      moved = true;
      glide({ k, x: width / 2 - (width / 2 - view.x) * grown, y: height / 2 - (height / 2 - view.y) * grown });
    },
    /** Move as little as it takes to have a box in sight. @param {Box} box @param {boolean} [atOnce] */
    reveal(box, atOnce = false) {
      const { width, height } = size();
      const left = box.x * view.k + view.x;
      const top = box.y * view.k + view.y;
      const dx = inside(left, box.width * view.k, width);
      const dy = inside(top, box.height * view.k, height);
      if (dx || dy) (atOnce ? jump : glide)({ k: view.k, x: view.x + dx, y: view.y + dy });
    },
  };
}

/**
 * How far something must move to stand inside; far enough that the next steps are in sight too.
 * @param {number} from
 * @param {number} length
 * @param {number} room
 */
function inside(from, length, room) {
  if (from >= 0 && from + length <= room) return 0;
  const goal = from < 0 ? room * 0.62 : room * 0.38;
  return goal - (from + length / 2);
}
