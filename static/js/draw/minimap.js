// A small map of a picture that does not fit: what is in sight is framed, a press looks elsewhere.

import { make, put } from "./svg.js";

/** @import {Layout} from "../types.js" */
/** @import {View} from "./camera.js" */

const SIZE = { width: 140, height: 84 };
/** It is shown when more than this many times what is in sight is to be seen. */
const LARGE = 1.5;

/**
 * @param {HTMLElement} host
 * @param {(x: number, y: number) => void} look move the picture so that this point of it is in the middle
 */
export function createMinimap(host, look) {
  const nodes = make("path", { class: "minimap-nodes" });
  const lit = make("rect", { class: "minimap-lit", rx: 1 });
  const frame = make("rect", { class: "minimap-frame", rx: 3 });
  const svg = make("svg", { class: "minimap", "aria-hidden": "true", width: SIZE.width, height: SIZE.height }, nodes, lit, frame);
  svg.toggleAttribute("hidden", true);
  host.append(svg);
  let scale = 1;
  let shift = { x: 0, y: 0 };
  let size = { width: 0, height: 0 };

  /** @param {PointerEvent} event */
  function lookAt(event) {
    const { left, top } = svg.getBoundingClientRect();
    look((event.clientX - left - shift.x) / scale, (event.clientY - top - shift.y) / scale);
  }
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    lookAt(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) lookAt(event);
  });

  return {
    /** @param {Layout} layout */
    build(layout) {
      size = layout;
      scale = Math.min((SIZE.width - 12) / layout.width, (SIZE.height - 12) / layout.height);
      shift = { x: (SIZE.width - layout.width * scale) / 2, y: (SIZE.height - layout.height * scale) / 2 };
      const at = (/** @type {number} */ x, /** @type {number} */ y) => `${shift.x + x * scale},${shift.y + y * scale}`;
      const d = layout.boxes.map(({ x, y, width, height }) => `M${at(x, y)}h${Math.max(width * scale, 1)}v${Math.max(height * scale, 1)}h${-Math.max(width * scale, 1)}z`);
      put(nodes, { d: d.join("") });
    },
    /**
     * @param {View} view
     * @param {{width: number, height: number}} window
     * @param {import("../types.js").Box | undefined} box of the node under way
     */
    show(view, window, box) {
      const large = size.width * view.k > LARGE * window.width || size.height * view.k > LARGE * window.height;
      svg.toggleAttribute("hidden", !large || !window.width);
      if (!large) return;
      const left = shift.x + (-view.x / view.k) * scale;
      const top = shift.y + (-view.y / view.k) * scale;
      const right = left + (window.width / view.k) * scale;
      const bottom = top + (window.height / view.k) * scale;
      const x = Math.max(left, 1);
      const y = Math.max(top, 1);
      put(frame, { x, y, width: Math.max(Math.min(right, SIZE.width - 1) - x, 2), height: Math.max(Math.min(bottom, SIZE.height - 1) - y, 2) });
      put(lit, { visibility: box ? null : "hidden" });
      if (box) put(lit, { x: shift.x + box.x * scale, y: shift.y + box.y * scale, width: Math.max(box.width * scale, 3), height: Math.max(box.height * scale, 3) });
    },
  };
}
