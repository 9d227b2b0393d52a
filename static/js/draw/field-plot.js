// A plot's paper: a canvas for the ground, one for the points over it, and axes around both; each repainted for itself.

import { el } from "../dom.js";
import { FRAME, createAxes } from "./field-axes.js";
import { createSheet } from "./network-sheet.js";

/** @typedef {{width: number, height: number}} Size */

/**
 * @param {HTMLElement} host
 * @param {() => void} resized
 */
export function createPlot(host, resized) {
  const ground = createSheet();
  const points = createSheet();
  const element = el("div", { class: "field-plot" });
  // The picture and its text alternative; what is said of a point stands beside it.
  const picture = el("div", { class: "field-picture", role: "img", tabindex: -1 }, ground.canvas, points.canvas);
  element.append(picture);
  const axes = createAxes(picture);
  host.append(element);
  let outer = { width: 0, height: 0 };
  const watch = new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    if (width === outer.width && height === outer.height) return;
    outer = { width, height };
    resized();
  });
  watch.observe(element);

  /** The plot itself, without the axes. @returns {Size} */
  const size = () => ({ width: Math.max(outer.width - FRAME.left - FRAME.right, 0), height: Math.max(outer.height - FRAME.top - FRAME.bottom, 0) });

  /** @param {ReturnType<typeof createSheet>} sheet @param {(pen: CanvasRenderingContext2D) => void} paint @param {boolean} cut */
  function draw(sheet, paint, cut) {
    sheet.draw({ x: FRAME.left, y: FRAME.top, k: 1 }, outer, (pen) => {
      pen.save();
      if (cut) {
        pen.beginPath();
        pen.rect(0, 0, size().width, size().height);
        pen.clip();
      }
      paint(pen);
      pen.restore();
    });
  }

  return {
    element,
    picture,
    axes,
    size,
    /** @param {(pen: CanvasRenderingContext2D) => void} paint */
    drawGround: (paint) => draw(ground, paint, true),
    /** @param {(pen: CanvasRenderingContext2D) => void} paint */
    drawPoints: (paint) => draw(points, paint, false),
    /** Where a pointer is in the plot. @param {MouseEvent} event */
    placeOf(event) {
      const { left, top } = element.getBoundingClientRect();
      return { x: event.clientX - left - FRAME.left, y: event.clientY - top - FRAME.top };
    },
    dispose: () => watch.disconnect(),
  };
}

/** @typedef {ReturnType<typeof createPlot>} Paper */
