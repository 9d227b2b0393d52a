// What each setting is called, what it does in a sentence, and which numbers it takes.

import { formatNumber } from "../format.js";
import { t } from "../i18n.js";

/** @import {Difference} from "../state/settings.js" */

/**
 * What a number may be. `above` and `below`: the bound itself is not among them. `empty` is shown where nothing is
 * typed, which means none.
 * @typedef {{least?: number, most?: number, above?: boolean, below?: boolean, whole?: boolean, empty?: string}} Range
 * @typedef {{label: string, why: string} & Range} Words
 */

const SHARE = { least: 0, most: 1, below: true };
const COUNT = { least: 1, whole: true };

/** @type {Object<string, () => Words>} */
const SETTINGS = {
  learning_rate: () => ({ label: t("learning rate"), why: t("How far each update moves the weights along the gradient. Too large and it overshoots, too small and it crawls."), least: 0 }),
  batch_size: () => ({ label: t("batch size"), why: t("How many rows each update looks at. Few rows: quick and noisy updates; all of them: the exact gradient."), ...COUNT, empty: t("all") }),
  momentum: () => ({ label: t("momentum μ"), why: t("How much of the last velocity stays. Like a ball that keeps rolling: it smooths zigzags and carries on over flat ground."), ...SHARE }),
  beta1: () => ({ label: "β₁", why: t("How much of the past stays in the mean of the gradients, m."), ...SHARE }),
  beta2: () => ({ label: "β₂", why: t("How much of the past stays in the mean of the squared gradients, v."), ...SHARE }),
  alpha: () => ({ label: "α", why: t("How much of the past stays in the mean of the squared gradients, v."), ...SHARE }),
  epsilon: () => ({ label: "ε", why: t("A tiny number added below the fraction line, so that nothing is divided by zero."), least: 0 }),
  weight_decay: () => ({ label: t("weight decay"), why: t("Shrinks every weight a little in each update, apart from the gradient."), least: 0 }),
  schedule_every: () => ({ label: t("each so many updates"), why: t("How many updates there are from one change of the learning rate to the next."), ...COUNT }),
  schedule_factor: () => ({ label: t("times"), why: t("What the learning rate is multiplied by each time."), least: 0 }),
  schedule_iterations: () => ({ label: t("over so many updates"), why: t("After so many updates the learning rate has reached its lowest."), ...COUNT }),
  schedule_minimum: () => ({ label: t("down to"), why: t("The lowest learning rate, in the end."), least: 0 }),
  clip: () => ({ label: t("clip the gradient"), why: t("A gradient that is longer is shortened to this length; its direction stays. It keeps one bad batch from doing harm."), least: 0, above: true, empty: t("none") }),
  l1: () => ({ label: t("L1 penalty"), why: t("Pulls every weight towards zero by the same amount: those that are not needed become zero."), least: 0 }),
  l2: () => ({ label: t("L2 penalty"), why: t("Pulls every weight towards zero, large ones most: the function becomes smoother."), least: 0 }),
  iterations: () => ({ label: t("iterations"), why: t("Training stops after so many updates."), ...COUNT }),
  loss: () => ({ label: t("target loss"), why: t("Training stops as soon as the loss over all training rows is this small."), least: 0, empty: t("none") }),
  order: () => ({ label: t("seed of the order"), why: t("Decides the order in which rows are drawn. The same seed draws the same batches again."), least: 0, whole: true }),
  n: () => ({ label: t("rows"), why: t("How many samples there are."), whole: true }),
  noise: () => ({ label: t("noise"), why: t("How far each point is moved at random. With much noise no network can be right everywhere.") }),
  split: () => ({ label: t("to train on"), why: t("Which share of the rows it trains on. The rest is held out: the network never learns from it, so it shows whether it has understood or memorised.") }),
  size: () => ({ label: t("messages"), why: t("How many rows and columns the table has: each row is a single 1."), whole: true }),
  seed: () => ({ label: t("seed"), why: t("Another seed draws other points, and another order. The same one draws the same."), whole: true }),
  standardize: () => ({ label: t("standardise"), why: t("Shifts and scales each input column to mean 0 and standard deviation 1, which makes learning easier.") }),
};

/** @param {string} name of a setting @returns {Words} */
export function wordsOf(name) {
  return SETTINGS[name]?.() ?? { label: name, why: "" };
}

/** What an optimizer is called. @param {string} name */
export function optimizerName(name) {
  const names = /** @type {Object<string, string>} */ ({
    sgd: t("gradient descent"),
    momentum: t("momentum"),
    nesterov: t("Nesterov momentum"),
    rmsprop: "RMSProp",
    adam: "Adam",
    adamw: "AdamW",
  });
  return names[name] ?? name;
}

/** What an optimizer does, in a sentence. @param {string} name */
export function optimizerWhy(name) {
  const sentences = /** @type {Object<string, string>} */ ({
    sgd: t("Each weight moves against its gradient, by the learning rate."),
    momentum: t("Gradients add up to a velocity, and the weights move with it."),
    nesterov: t("Momentum that looks ahead: the velocity counts as if it had been followed already."),
    rmsprop: t("Each weight's step is divided by how large its gradients have lately been."),
    adam: t("Momentum, and each weight's step divided by how large its gradients have lately been."),
    adamw: t("Adam, with weights that shrink apart from the gradient."),
  });
  return sentences[name] ?? "";
}

/** How a learning rate changes. @param {string} name */
export function scheduleName(name) {
  const names = /** @type {Object<string, string>} */ ({ constant: t("stays the same"), step: t("in steps"), cosine: t("cosine") });
  return names[name] ?? name;
}

/** Which numbers a setting takes, said to whoever typed another. @param {Range} range */
export function ruleOf({ least, most, above, below, whole, empty }) {
  const [low, high] = [least ?? 0, most ?? 0].map(formatNumber);
  const parts = { low: low ?? "", high: high ?? "" };
  const both = least !== undefined && most !== undefined;
  let rule;
  if (whole) rule = both ? t("Type a whole number from {low} to {high}.", parts) : t("Type a whole number, {low} or more.", parts);
  else if (both) rule = below ? t("Type a number from {low} to just below {high}.", parts) : above ? t("Type a number above {low}, up to {high}.", parts) : t("Type a number from {low} to {high}.", parts);
  else rule = above ? t("Type a number above {low}.", parts) : t("Type a number, {low} or more.", parts);
  return empty ? t("{rule} Or leave it empty.", { rule }) : rule;
}

/** Whether a number is one of those. @param {Range} range @param {number} value */
export function isWithin({ least, most, above, below, whole }, value) {
  if (whole && !Number.isSafeInteger(value)) return false;
  if (least !== undefined && (above ? value <= least : value < least)) return false;
  return most === undefined || (below ? value < most : value <= most);
}

/** A setting that is not as it was, in words: learning rate 0.5. @param {Difference} difference */
export function tellSetting({ name, after }) {
  if (name === "x" || name === "t" || name === "train") return t("other rows");
  if (name === "optimizer") return optimizerName(String(after));
  if (name === "schedule") return scheduleName(String(after));
  const { label, empty = "–" } = name === "data" ? { label: t("data") } : wordsOf(name);
  return `${label} ${typeof after === "number" ? formatNumber(after) : (after ?? empty)}`;
}
