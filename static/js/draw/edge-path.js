// The curve of an edge, and the one beside it on which gradients come back.

/** @import {Point} from "../types.js" */

/** How far the backward curve runs beside the forward one. */
const BESIDE = 9;

/**
 * @param {readonly Point[]} points from the source's right side through the columns between to the target's left
 * @param {boolean} backward whether the path is the one beside, from the target to the source
 */
export function edgePath(points, backward) {
  const way = backward ? points.map(({ x, y }) => ({ x, y: y + BESIDE })).toReversed() : points;
  const [start, ...rest] = way;
  if (!start) return "";
  let path = `M${start.x},${start.y}`;
  let last = start;
  for (const point of rest) {
    const middle = (last.x + point.x) / 2;
    path += point.y === last.y ? `H${point.x}` : `C${middle},${last.y} ${middle},${point.y} ${point.x},${point.y}`;
    last = point;
  }
  return path;
}

/**
 * Dashes over the first part of a line and nothing after.
 * @param {number} length of the part, in pixels
 * @param {readonly [number, number]} [dash] a dash and the gap after it; a solid line if left out
 */
export function dashesUpTo(length, dash) {
  if (!dash) return `${length} 100000`;
  const [on, off] = dash;
  const whole = Math.floor(length / (on + off));
  const rest = Math.min(length - whole * (on + off), on);
  return `${`${on} ${off} `.repeat(whole)}${rest} 100000`;
}
