// The page's colours for a canvas: the same sign scale and phases as everywhere, asked from the style sheet.

import { signOf } from "./sign.js";

/** @import {Num} from "../types.js" */

/** Strengths are painted in so many steps, so that many lines share one stroke. */
const STEPS = 8;
const SIDES = { negative: "--negative", positive: "--positive", zero: "--zero", none: "--ink-soft" };

/** @param {HTMLElement} host */
export function createPalette(host) {
  const probe = document.createElement("span");
  probe.hidden = true;
  host.append(probe);
  /** @type {Map<string, string>} */
  let known = new Map();

  /** What the style sheet makes of a colour. @param {string} colour */
  function ask(colour) {
    const found = known.get(colour);
    if (found) return found;
    probe.style.color = colour;
    const made = getComputedStyle(probe).color;
    known.set(colour, made);
    return made;
  }

  return {
    /** Forget, after the theme has changed. */
    refresh() {
      known = new Map();
    },
    /** @param {string} token such as --forward */
    token: (token) => ask(`var(${token})`),
    /** A colour with so much of the page's ground in it. @param {string} token @param {number} fade in percent */
    mixed: (token, fade) => (fade ? ask(`color-mix(in oklab, var(${token}), var(--surface) ${fade}%)`) : ask(`var(${token})`)),
    /** The fill of a cell. @param {Num} value */
    cell(value) {
      const { side, strength } = signOf(value);
      return ask(`color-mix(in oklab, var(${SIDES[side]}) ${Math.round(20 + 80 * stepped(strength))}%, var(--surface))`);
    },
    /** The line of a weight. @param {Num} value */
    line(value) {
      const { side, strength } = signOf(value);
      return ask(`color-mix(in oklab, var(${SIDES[side]}) ${Math.round(35 + 65 * stepped(strength))}%, var(--paper))`);
    },
  };
}

/** @typedef {ReturnType<typeof createPalette>} Palette */

/** @param {number} strength */
function stepped(strength) {
  return Math.ceil(strength * STEPS) / STEPS;
}

/** How wide a weight's line is: its size on the fixed logarithmic scale. @param {Num} value */
export function widthOf(value) {
  const { side, strength } = signOf(value);
  return side === "zero" ? 0.6 : 0.6 + 4 * stepped(strength) ** 1.6;
}
