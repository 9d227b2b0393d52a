// What a position on the timeline is called.

import { t } from "../i18n.js";

/** @import {Trace} from "../types.js" */

/** @param {string} phase */
export function phaseName(phase) {
  return { forward: t("Forward"), backward: t("Backward"), update: t("Update") }[phase] ?? "";
}

/** Which step this is. @param {Trace} trace @param {number} taken */
export function captionOf(trace, taken) {
  const step = trace.steps[taken - 1];
  const count = trace.steps.length;
  if (!step) return t("Start · {count} steps ahead", { count });
  const parts = { step: taken, count, node: step.node };
  if (step.phase === "forward") return t("Step {step} of {count} · value of {node}", parts);
  if (step.phase === "backward") return t("Step {step} of {count} · gradient of {node}", parts);
  return t("Step {step} of {count} · update of {node}", parts);
}

/** What the step just taken says, in a sentence. @param {Trace} trace @param {number} taken */
export function sentenceOf(trace, taken) {
  const step = trace.steps[taken - 1];
  if (!step) return t("Nothing is computed yet; {count} steps lie ahead.", { count: trace.steps.length });
  return `${captionOf(trace, taken)}. ${step.text ?? ""}`.trim();
}
