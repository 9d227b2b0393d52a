// A canvas between the weights and the neurons, in the picture's own coordinates.

/** @import {View} from "./camera.js" */

export function createSheet() {
  const canvas = document.createElement("canvas");
  canvas.className = "network-sheet";
  canvas.setAttribute("aria-hidden", "true");
  const context = canvas.getContext("2d");
  return {
    canvas,
    /**
     * @param {View} view
     * @param {{width: number, height: number}} size
     * @param {(context: CanvasRenderingContext2D) => void} paint
     */
    draw({ x, y, k }, { width, height }, paint) {
      if (!context || !width) return;
      const sharp = window.devicePixelRatio || 1;
      const room = { width: Math.round(width * sharp), height: Math.round(height * sharp) };
      if (canvas.width !== room.width || canvas.height !== room.height) Object.assign(canvas, room);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, room.width, room.height);
      context.setTransform(k * sharp, 0, 0, k * sharp, x * sharp, y * sharp);
      paint(context);
    },
  };
}
