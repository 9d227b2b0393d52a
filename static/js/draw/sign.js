// The one scale for sign and size, the same for every step and run: which side of zero, and how strong from 0 to 1.

/** @import {Num} from "../types.js" */

// Powers of ten between which the colour goes from faint to full.
export const FAINT = -3;
export const FULL = 2;
const LEAST = 0.16;

/**
 * @param {Num} value
 * @returns {{side: "negative" | "zero" | "positive" | "none", strength: number}}
 */
export function signOf(value) {
  if (value === "NaN") return { side: "none", strength: 1 };
  if (typeof value === "string") return { side: value === "-Infinity" ? "negative" : "positive", strength: 1 };
  if (value === 0) return { side: "zero", strength: 1 };
  const strength = (Math.log10(Math.abs(value)) - FAINT) / (FULL - FAINT);
  return { side: value < 0 ? "negative" : "positive", strength: Math.min(Math.max(strength, LEAST), 1) };
}
