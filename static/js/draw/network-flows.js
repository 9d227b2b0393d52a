// What is under way along the weights: a lit line growing from where it starts, and a pulse at its head. Solid forward,
// dashed backward.

import { pointAt } from "../layout/network-curves.js";
import { trace } from "./network-edges.js";

/** @import {Curve} from "../layout/network-curves.js" */
/** @import {Flow, NetworkScene} from "./network-scene.js" */
/** @import {Label} from "./tokens.js" */
/** @import {Palette} from "./network-palette.js" */

/** More tokens with numbers than this would hide each other. */
const MOST_TOKENS = 14;
const PULSE = 4.5;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {NetworkScene} scene
 * @param {{along: (flow: Flow) => Curve[]}} weights
 * @param {Palette} palette
 */
export function drawFlows(context, scene, weights, palette) {
  if (!scene.flows.length) return;
  const colour = palette.token(`--${scene.phase}`);
  const written = scene.flows.length <= MOST_TOKENS;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineCap = "round";
  for (const flow of scene.flows) {
    const curves = weights.along(flow);
    const many = curves.length > 60;
    context.lineWidth = many ? 1.25 : 2.5;
    context.setLineDash(flow.back ? [7, 5] : []);
    context.lineCap = flow.back ? "butt" : "round";
    context.globalAlpha = curves.length > 150 ? 0.3 : many ? 0.45 : 0.9;
    context.beginPath();
    for (const curve of curves) trace(context, curve, flow.back ? 1 : 0, flow.back ? 1 - flow.way : flow.way);
    context.stroke();
    if (flow.opacity === 0 || (flow.text !== null && written)) continue;
    context.globalAlpha = flow.opacity;
    context.beginPath();
    for (const curve of curves) {
      const { x, y } = pointAt(curve, flow.back ? 1 - flow.way : flow.way);
      context.moveTo(x + PULSE, y);
      context.arc(x, y, many ? 3 : PULSE, 0, 2 * Math.PI);
    }
    context.fill();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/**
 * The numbers on their way, where each is one number.
 * @param {NetworkScene} scene
 * @param {{along: (flow: Flow) => Curve[]}} weights
 * @returns {Label[]}
 */
export function placeFlowTokens(scene, weights) {
  if (scene.flows.length > MOST_TOKENS || scene.phase === "start") return [];
  return scene.flows.flatMap((flow) => {
    const [curve] = weights.along(flow);
    if (!curve || flow.text === null || flow.opacity === 0) return [];
    const { x, y } = pointAt(curve, flow.back ? 1 - flow.way : flow.way);
    return [{ x, y, text: flow.text, opacity: flow.opacity, kind: `token ${scene.phase}` }];
  });
}
