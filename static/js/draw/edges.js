// The edges: solid where values go forward, a dashed line beside it where gradients came back; the lit ones on top.

import { dashesUpTo, edgePath } from "./edge-path.js";
import { watchSight } from "./sight.js";
import { make, put } from "./svg.js";

/** @import {Layout, Trace, Point} from "../types.js" */
/** @import {Story} from "../timeline/story.js" */
/** @import {Scene} from "../timeline/scene.js" */
/** @import {View} from "./camera.js" */

/** Above this many edges the plain lines in sight are one element, and only lit edges are drawn for themselves. */
const MOST_SINGLE = 1500;
const MOST_IN_SIGHT = 5000;
const DASH = /** @type {const} */ ([7, 5]);

/**
 * @param {SVGGElement} plainLayer
 * @param {SVGGElement} litLayer
 */
export function createEdges(plainLayer, litLayer) {
  /** @type {Map<string, readonly Point[]>} */
  let routes = new Map();
  /** @type {{id: string, target: string, forward: SVGPathElement, backward: SVGPathElement | null, state: number}[]} */
  let singles = [];
  /** @type {SVGPathElement[]} */
  const pool = [];
  /** @type {string[]} */
  let lit = [];
  /** @type {(view: View, screen: {width: number, height: number}) => void} */
  let look = () => {};

  /** @param {string} id @param {boolean} backward */
  const lineOf = (id, backward) => edgePath(routes.get(id) ?? [], backward);

  /** @param {Layout} layout @param {Trace} trace @param {Story} story */
  function build(layout, trace, story) {
    routes = new Map(layout.paths.map(({ id, points }) => [id, points]));
    plainLayer.replaceChildren();
    singles = [];
    lit = [];
    look = () => {};
    if (trace.graph.edges.length > MOST_SINGLE) {
      const one = plainLayer.appendChild(make("path", { class: "edge" }));
      const ids = layout.paths.map(({ id }) => id);
      const sight = watchSight(layout.paths.map(({ points }) => areaOf(points)));
      look = (view, screen) => {
        const seen = sight(view, screen);
        if (seen) put(one, { d: ids.filter((_, i) => seen[i]).slice(0, MOST_IN_SIGHT).map((id) => lineOf(id, false)).join("") });
      };
      return;
    }
    singles = trace.graph.edges.map(({ id, target }) => {
      const forward = make("path", { class: "edge", d: lineOf(id, false) });
      const backward = story.returned.has(id) ? make("path", { class: "edge backward", d: lineOf(id, true), "stroke-dasharray": DASH.join(" ") }) : null;
      plainLayer.append(forward, ...(backward ? [backward] : []));
      return { id, target, forward, backward, state: 0 };
    });
  }

  /** @param {Story} story @param {Scene} scene */
  function paint(story, scene) {
    const back = scene.step?.phase === "backward";
    for (const single of singles) {
      const computed = scene.shown > (story.chapters.get(single.target)?.valueAt ?? Infinity);
      const returned = scene.shown > (story.returned.get(single.id) ?? Infinity) && !scene.edges.has(single.id);
      const state = (computed ? 1 : 0) + (returned ? 2 : 0);
      if (state === single.state) continue;
      single.state = state;
      single.forward.classList.toggle("reached", computed);
      single.backward?.classList.toggle("reached", returned);
    }
    const now = [...scene.edges.keys()];
    while (pool.length < now.length) pool.push(litLayer.appendChild(make("path")));
    pool.forEach((path, i) => {
      const id = now[i];
      if (id === undefined) {
        if (i < lit.length) put(path, { d: null, class: null });
        return;
      }
      const kind = `edge lit${back ? " backward" : " forward"}`;
      if (lit[i] !== id || path.getAttribute("class") !== kind) put(path, { d: lineOf(id, back), class: kind });
      const share = scene.edges.get(id) ?? 1;
      const dash = back ? DASH : undefined;
      const dashes = share >= 1 ? (dash?.join(" ") ?? null) : dashesUpTo(path.getTotalLength() * share, dash);
      if (path.getAttribute("stroke-dasharray") !== dashes) put(path, { "stroke-dasharray": dashes });
    });
    lit = now;
  }

  return {
    build,
    paint,
    /** Draw what has come in sight. @param {View} view @param {{width: number, height: number}} screen */
    look(view, screen) {
      look(view, screen);
    },
    /**
     * Where a token stands on a lit edge.
     * @param {string} id
     * @param {number} at 0 at the source, 1 at the target
     */
    pointOn(id, at) {
      const path = pool[lit.indexOf(id)];
      if (!path) return null;
      const share = path.classList.contains("backward") ? 1 - at : at;
      return path.getPointAtLength(path.getTotalLength() * share);
    },
  };
}

/** The box around a line, with room for the curve beside it. @param {readonly Point[]} points */
function areaOf(points) {
  const x = points.map((point) => point.x);
  const y = points.map((point) => point.y);
  const left = Math.min(...x);
  const top = Math.min(...y) - 12;
  return { x: left, y: top, width: Math.max(...x) - left + 1, height: Math.max(...y) + 24 - top };
}
