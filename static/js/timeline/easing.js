// How things move: shares of a step in, shares of a way out; all from 0 to 1.

/** Keep a number between 0 and 1. @param {number} t */
export function clamp(t) {
  return Math.min(Math.max(t, 0), 1);
}

/** How far `t` is through the part of a step that goes from `from` to `to`. @param {number} t @param {number} from @param {number} to */
export function within(t, from, to) {
  return clamp((t - from) / (to - from));
}

/** Slow at both ends. @param {number} t */
export function smooth(t) {
  const u = clamp(t);
  return u < 0.5 ? 4 * u * u * u : 1 - 4 * (1 - u) * (1 - u) * (1 - u);
}

/** Fast, then slowing into place. @param {number} t */
export function settle(t) {
  const u = 1 - clamp(t);
  return 1 - u * u * u;
}
