// Paints the faces of all neurons: their pixels are kept on one canvas, filled again for each frame.

import { drawCurve, drawNumber } from "./training-strokes.js";
import { facesOf } from "./training-face.js";
import { faceBox } from "./training-layout.js";

/** @import {Box} from "../types.js" */
/** @import {TrainedColumn, TrainingLayout} from "./training-layout.js" */
/** @import {Colours, Face, Seen} from "./training-face.js" */

/** The corners of a face, as a share of its width. */
export const ROUND = 0.2;
/** The corners of what a large layer stands on. */
export const PLATE = 14;

export function createFaces() {
  const sheet = document.createElement("canvas");
  const pen = sheet.getContext("2d");
  /** @type {{column: TrainedColumn, faces: Face[]}[]} */
  let shown = [];
  /** @type {Colours | null} */
  let colours = null;
  /** @type {{box: Box, top: number, face: Extract<Face, {kind: "pixels"}>}[]} */
  let tiles = [];
  /** @type {{clip: Path2D, plates: Path2D, layout: TrainingLayout} | null} */
  let outline = null;

  return {
    /** @param {Seen} seen @param {Colours} now */
    show(seen, now) {
      colours = now;
      if (outline?.layout !== seen.layout) outline = { clip: outlineOf(seen.layout), plates: platesOf(seen.layout), layout: seen.layout };
      shown = seen.layout.columns.map((column) => ({ column, faces: facesOf(seen, column, now) }));
      tiles = [];
      let [width, height] = [1, 0];
      for (const { column, faces } of shown) {
        faces.forEach((face, unit) => {
          const box = column.picture ? column.box : faceBox(column, unit);
          if (face?.kind !== "pixels" || !box) return;
          tiles.push({ box, top: height, face });
          width = Math.max(width, face.columns);
          height += face.rows;
        });
      }
      if (!pen || !height) return;
      if (sheet.width !== width || sheet.height !== height) Object.assign(sheet, { width, height });
      for (const { face, top } of tiles) {
        const image = imageOf(pen, face.columns, face.rows);
        face.fill(new Uint32Array(image.data.buffer));
        pen.putImageData(image, 0, top);
      }
    },
    /** @param {CanvasRenderingContext2D} context @param {number} scale at which the picture is seen */
    draw(context, scale) {
      if (!colours || !outline) return;
      context.save();
      context.fillStyle = colours.token("--surface");
      context.fill(outline.plates);
      context.clip(outline.clip);
      context.fill(outline.clip);
      for (const { face, box, top } of tiles) {
        context.imageSmoothingEnabled = face.smooth;
        context.drawImage(sheet, 0, top, face.columns, face.rows, box.x, box.y, box.width, box.height);
      }
      for (const { column, faces } of shown) {
        faces.forEach((face, unit) => {
          const box = faceBox(column, unit);
          if (!box || !colours) return;
          if (face?.kind === "curve") drawCurve(context, box, face, colours);
          if (face?.kind === "number") drawNumber(context, box, face, colours, scale);
        });
      }
      context.restore();
    },
    /** Whether a unit shows something. @param {number} layer @param {number} unit */
    has: (layer, unit) => Boolean(shown[layer]?.faces[shown[layer]?.column.picture ? 0 : unit]),
  };
}

/** @type {Map<string, ImageData>} */
const images = new Map();

/** Pixels to fill, the same ones for every face of this size. @param {CanvasRenderingContext2D} pen @param {number} width @param {number} height */
function imageOf(pen, width, height) {
  const key = `${width} ${height}`;
  const image = images.get(key) ?? pen.createImageData(width, height);
  images.set(key, image);
  return image;
}

/** All faces' outlines. @param {TrainingLayout} layout */
function outlineOf({ columns }) {
  const path = new Path2D();
  for (const column of columns) {
    if (column.picture) path.roundRect(column.box.x, column.box.y, column.box.width, column.box.height, 10);
    else {
      column.units.forEach((_, unit) => {
        const box = faceBox(column, unit);
        if (box) path.roundRect(box.x, box.y, box.width, box.height, box.width * ROUND);
      });
    }
  }
  return path;
}

/** What the neurons of a large layer stand on. @param {TrainingLayout} layout */
function platesOf({ columns }) {
  const path = new Path2D();
  for (const { box, kind, picture } of columns) if (kind === "block" && !picture) path.roundRect(box.x, box.y, box.width, box.height, PLATE);
  return path;
}
