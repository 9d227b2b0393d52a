// The plane under the points: each cell in its colour, smoothly enlarged, and the boundary as a line.

import { levelOf } from "./field-cells.js";
import { inTwo } from "./field-colors.js";
import { drawBorders, drawContour, smoothed } from "./field-contour.js";

/** @import {Regions, Surface} from "./field-cells.js" */
/** @import {FieldColors} from "./field-colors.js" */

/** A field of so many columns has slopes gentle enough to show the steps of its bytes. */
const FINE = 60;
const LINE = { halo: 4, width: 1.75 };

export function createGround() {
  const small = document.createElement("canvas");
  const smallPen = small.getContext("2d");
  let image = /** @type {ImageData | null} */ (null);

  /** The small picture's pixels, in its size. @param {readonly [number, number]} size */
  function pixelsOf([columns, rows]) {
    if (!image || image.width !== columns || image.height !== rows) {
      Object.assign(small, { width: columns, height: rows });
      image = new ImageData(columns, rows);
    }
    return new Uint32Array(image.data.buffer);
  }

  /**
   * @param {Surface} seen
   * @param {FieldColors} colors
   * @param {number | null} level in two colours from here on
   */
  function fillSurface(seen, colors, level) {
    const pixels = pixelsOf(seen.size);
    const scale = level === null ? colors.surface() : inTwo(colors.surface(), level);
    const { cells } = seen;
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = scale[cells[i] ?? 0] ?? 0;
  }

  /** @param {Regions} seen @param {FieldColors} colors @param {boolean} discrete */
  function fillRegions(seen, colors, discrete) {
    const pixels = pixelsOf(seen.size);
    const scales = Array.from({ length: seen.count }, (_, one) => colors.class(one));
    const { winner, confidence } = seen;
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = scales[winner[i] ?? 0]?.[discrete ? 255 : (confidence[i] ?? 0)] ?? 0;
  }

  return {
    /**
     * @param {CanvasRenderingContext2D} pen
     * @param {{x: number, y: number, width: number, height: number}} box of the picture that the cells cover
     * @param {Surface | Regions} seen
     * @param {FieldColors} colors
     * @param {{discrete: boolean, middle: number | null}} how
     */
    draw(pen, { x, y, width, height }, seen, colors, { discrete, middle }) {
      const level = seen.kind === "surface" ? levelOf(seen, middle) : null;
      if (seen.kind === "surface") fillSurface(seen, colors, discrete ? level : null);
      else fillRegions(seen, colors, discrete);
      if (!image || !smallPen) return;
      smallPen.putImageData(image, 0, 0);
      const [columns, rows] = seen.size;
      pen.imageSmoothingEnabled = true;
      pen.drawImage(small, x, y, width, height);
      // A cell stands for the point in its middle.
      const [across, down] = [width / columns, height / rows];
      const line = new Path2D();
      /** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
      const piece = (x1, y1, x2, y2) => {
        line.moveTo(x + (x1 + 0.5) * across, y + (y1 + 0.5) * down);
        line.lineTo(x + (x2 + 0.5) * across, y + (y2 + 0.5) * down);
      };
      if (seen.kind === "regions") drawBorders(seen.winner, seen.confidence, seen.size, seen.count, piece);
      else if (level !== null) drawContour(seen.size[0] < FINE ? seen.cells : smoothed(seen.cells, seen.size), seen.size, level, piece);
      pen.lineCap = "round";
      pen.lineWidth = LINE.halo;
      pen.globalAlpha = 0.6;
      pen.strokeStyle = colors.token("--paper");
      pen.stroke(line);
      pen.globalAlpha = 1;
      pen.lineWidth = LINE.width;
      pen.strokeStyle = colors.token("--ink");
      pen.stroke(line);
    },
  };
}
