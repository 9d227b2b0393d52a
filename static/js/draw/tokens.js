// The numbers on their way, and the calculations written under cards: a few rounded labels, used again and again.

import { lettersOf } from "../format.js";
import { make, put } from "./svg.js";

/**
 * @typedef {{x: number, y: number, text: string, opacity: number, kind: string}} Label placed by its middle
 */

const LETTER = 7.5;
const PAD = 11;

/** How wide a label is: the font is monospaced. @param {string} text */
export function labelWidth(text) {
  return Math.max(2 * PAD + lettersOf(text) * LETTER, 24);
}

/** @param {SVGGElement} layer */
export function createLabels(layer) {
  /** @type {{group: SVGGElement, plate: SVGRectElement, text: SVGTextElement, written: string}[]} */
  const pool = [];

  function grow() {
    const plate = make("rect", { height: 24, y: -12, rx: 12 });
    const text = make("text", { "text-anchor": "middle" });
    const group = layer.appendChild(make("g", {}, plate, text));
    pool.push({ group, plate, text, written: "" });
  }

  return {
    /** @param {readonly Label[]} labels */
    show(labels) {
      while (pool.length < labels.length) grow();
      pool.forEach((one, i) => {
        const label = labels[i];
        put(one.group, { visibility: label ? null : "hidden" });
        if (!label) return;
        put(one.group, { class: label.kind, transform: `translate(${label.x},${label.y})`, opacity: label.opacity });
        if (one.written === label.text) return;
        one.written = label.text;
        one.text.textContent = label.text;
        const width = labelWidth(label.text);
        put(one.plate, { x: -width / 2, width });
      });
    },
  };
}
