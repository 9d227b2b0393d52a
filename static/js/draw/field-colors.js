// A field's colours: 256 for each scale, made once for a theme, looked up for each cell.

import { createPalette } from "./network-palette.js";

/** How much of a sign's full colour the ends of the scale have: points of the same colour stand out from it. */
const DEPTH = 0.62;
/** The first two classes have the sign's colours: the sides of a boundary are theirs. The others have those of runs. */
const CLASSES = ["--negative", "--positive", "--run-2", "--run-3", "--run-4", "--run-1", "--run-5", "--run-6"];

/** The colour token of a class. @param {number} index */
export function classToken(index) {
  return CLASSES[index % CLASSES.length] ?? "--ink-soft";
}

/** @param {HTMLElement} host */
export function createFieldColors(host) {
  const palette = createPalette(host);
  const sheet = document.createElement("canvas");
  sheet.width = 256;
  sheet.height = 1;
  const pen = sheet.getContext("2d", { willReadFrequently: true });
  /** @type {Map<string, Uint32Array<ArrayBuffer>>} */
  let scales = new Map();

  /** From one colour over others to the last, on plain zero. @param {string} name @param {readonly string[]} tokens */
  function scale(name, tokens) {
    const known = scales.get(name);
    if (known) return known;
    if (!pen) return new Uint32Array(256);
    const gradient = pen.createLinearGradient(0, 0, 256, 0);
    tokens.forEach((token, i) => gradient.addColorStop(i / (tokens.length - 1), palette.token(token)));
    pen.globalAlpha = 1;
    pen.fillStyle = palette.token("--zero");
    pen.fillRect(0, 0, 256, 1);
    pen.globalAlpha = DEPTH;
    pen.fillStyle = gradient;
    pen.fillRect(0, 0, 256, 1);
    const made = new Uint32Array(pen.getImageData(0, 0, 256, 1).data.buffer.slice(0));
    scales.set(name, made);
    return made;
  }

  /** From the least number of a surface to its largest. */
  const signed = () => scale("signed", ["--negative", "--zero", "--positive"]);

  return {
    /** Forget, after the theme has changed. */
    refresh() {
      palette.refresh();
      scales = new Map();
    },
    token: palette.token,
    /** The colours of a surface's bytes. */
    surface: signed,
    /** The colour that a number has on a surface. @param {{low: number, high: number}} surface @param {number} value */
    at(surface, value) {
      const share = (value - surface.low) / (surface.high - surface.low);
      const pixel = signed()[Math.round(Math.min(Math.max(share || 0, 0), 1) * 255)] ?? 0;
      // A pixel's bytes stand the other way round.
      const digits = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255].map((byte) => byte.toString(16).padStart(2, "0"));
      return `#${digits.join("")}`;
    },
    /** The colours of a class by how sure the network is. @param {number} index */
    class: (index) => scale(`class ${index % CLASSES.length}`, ["--zero", classToken(index)]),
    /** The full colour of a class. @param {number} index */
    point: (index) => palette.token(classToken(index)),
  };
}

/** @typedef {ReturnType<typeof createFieldColors>} FieldColors */

/**
 * A scale with two colours only: below the level the first, from there on the last.
 * @param {Uint32Array<ArrayBuffer>} scale
 * @param {number} level
 */
export function inTwo(scale, level) {
  const [first = 0, last = 0] = [scale[0], scale[255]];
  return Uint32Array.from(scale, (_, i) => (i < level ? first : last));
}
