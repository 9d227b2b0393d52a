// What stands beside the picture before the first step and after the last.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { note } from "./note.js";

/** @import {Lesson, Question, Trace} from "../types.js" */

/**
 * What this is about, what to try, and how to begin.
 * @param {Lesson | null} lesson
 * @param {Trace | null} trace
 * @param {Question} question
 */
export function beginning(lesson, trace, question) {
  const layers = Boolean(trace?.network);
  const ideas = question.iteration !== undefined ? ofTraining(question) : lesson?.idea ?? [
    layers ? t("This network is yours. Change its layers beside the picture, or its program: each keeps up with the other.") : t("This page is yours. Change the program: each line gives a name its value, and the last one is the output."),
    t("Numbers will flow forward through the graph, then gradients flow back. Take the first step to begin."),
  ];
  const tries = lesson?.try ?? (layers ? networkTries() : [
    t("Write y = x * x * x and compare the gradient with 3x²."),
    t("Paste a line from NumPy, PyTorch or micrograd; it is read, never run."),
    t("Make x a list, [1, 2, 3], and end with sum(y)."),
  ]);
  return [
    el("div", { class: "idea" }, ...ideas.map((text) => el("p", {}, text))),
    el("p", { class: "begin" }, el("kbd", {}, "→"), " ", t("takes the first step"), " · ", el("kbd", {}, t("Space")), " ", t("plays them all")),
    ...(trace?.warnings ?? []).map(note),
    el("h3", { class: "try-title" }, t("Things to try")),
    el("ol", { class: "try" }, ...tries.map((text) => el("li", {}, text))),
  ];
}

/** Where in a training we are. @param {Question} question */
function ofTraining({ iteration = 1, rows }) {
  return [
    t("This is iteration {number} of a training, about to be made: the weights are those that it had learnt by then.", { number: iteration }),
    rows ? askedBy(rows) : t("The last steps are the very updates that followed."),
  ];
}

/** Whose updates the last steps are: a batch's, or those of rows that were chosen. @param {number[]} rows */
function askedBy(rows) {
  if (rows.length === 1) return t("Row {row} alone goes forward, the error comes back, and the last steps are the updates that it asks for by itself.", { row: (rows[0] ?? 0) + 1 });
  return t("{count} rows go forward, the error comes back, and the last steps are the updates that they ask for together.", { count: rows.length });
}

/** What to try with a network of one's own. */
function networkTries() {
  return [
    t("Add a layer and go through the backward pass: the same two rules come once more."),
    t("Let all weights start the same. Which neurons can then never tell themselves apart?"),
    t("Turn the network round: each neuron becomes an amplifier by its σ′(z)."),
  ];
}

/**
 * What comes after the last step.
 * @param {() => void} again
 * @param {{id: string, title: string} | null} next the lesson that follows
 */
export function ending(again, next) {
  const onward = next
    ? el("a", { class: "button", href: `/lessons/${encodeURIComponent(next.id)}` }, t("Next: {title}", { title: next.title }))
    : el("a", { class: "button", href: "/" }, t("All lessons"));
  return el("div", { class: "ending" }, el("button", { type: "button", class: "button", onclick: again }, t("From the start")), onward);
}
