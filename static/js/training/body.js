// What is trained, as POST /train takes it.

import { isAsWritten } from "../api/networks.js";
import { isFolded } from "../format.js";
import { leavesOf } from "../state/leaves.js";

/** @import {Data, DatasetSpec, Frame, OwnData, Question, SettingsPatch, Spec, Trace, TrainBody, TrainSettings} from "../types.js" */

/** What is asked of every report; the server leaves out what a program has not. */
export const INCLUDE = ["snapshots", "field", "units", "predictions"];
/** So many rows' predictions travel with each report. */
const MOST_WATCHED = 24;
/** Of images more are seen at a glance; codes of two numbers are a cloud. */
const MOST_IMAGES = { classification: 48, regression: 48, reconstruction: 96 };

/**
 * What a question trains: its network or program, and the values that its parameters start with.
 * @param {Question} question
 * @param {Trace | null} trace
 * @param {boolean} fed whether data take the place of the input and the target
 * @returns {TrainBody}
 */
export function subjectOf(question, trace, fed) {
  const { network, program, values = {}, constants, roles, output } = question;
  const given = new Set((trace?.graph.nodes ?? []).filter((node) => node.role === "input" || node.role === "target").map((node) => node.id));
  const own = Object.entries(values).filter(([name]) => !(fed && (given.has(name) || (network && (name === "x" || name === "t")))));
  const written = network && isAsWritten(question);
  return {
    ...(network && { network }),
    ...(!written && { program, constants, roles, output }),
    ...(own.length && { values: Object.fromEntries(own) }),
  };
}

/**
 * The settings with a change; another optimizer keeps only what all have in common.
 * @param {TrainSettings} settings
 * @param {SettingsPatch} patch
 * @returns {TrainSettings}
 */
export function withSettings(settings, { optimizer = {}, ...patch }) {
  const { name, learning_rate, schedule, clip, l1, l2 } = settings.optimizer;
  const kept = optimizer.name && optimizer.name !== name ? { name, learning_rate, schedule, clip, l1, l2 } : settings.optimizer;
  return { ...settings, ...patch, optimizer: clean({ ...kept, ...optimizer }) };
}

/** Without what is not set. @template {object} T @param {T} record @returns {T} */
function clean(record) {
  return /** @type {T} */ (Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null)));
}

/** The settings as a body has them. @param {TrainSettings} settings @returns {TrainBody} */
export function settingsBody({ data, optimizer, batch_size, iterations, until, seed }) {
  return { ...(data && { data }), optimizer, ...(batch_size && { batch_size }), iterations, ...(until && { until }), seed };
}

/** Rows whose predictions are shown while it trains: some of both kinds, and the one that is followed. @param {Data | null} data @param {number | null} row */
export function watchedRows(data, row) {
  if (!data) return undefined;
  const held = data.x.length - data.train;
  const few = Math.min(data.image ? MOST_IMAGES[data.kind] : MOST_WATCHED, data.x.length);
  // Held-out rows first: what they are taken for is what counts.
  const rows = held ? [...span(data.train, Math.min(held, few)), ...span(0, Math.max(0, few - held))] : span(0, few);
  return row === null || row >= data.x.length || rows.includes(row) ? rows : [row, ...rows.slice(0, -1)];
}

/** @param {number} from @param {number} count */
function span(from, count) {
  return Array.from({ length: count }, (_, i) => from + i);
}

/** How many updates an epoch has. @param {TrainSettings} settings @param {Data | null} data */
export function batchesPerEpoch({ batch_size }, data) {
  return data && batch_size ? Math.max(1, Math.ceil(data.train / batch_size)) : 1;
}

/** Data for POST /train: a dataset by its options, own rows as they are. @param {DatasetSpec | Data} data @returns {DatasetSpec | OwnData} */
export function dataBody(data) {
  if ("dataset" in data) return /** @type {DatasetSpec} */ (data);
  const { x, t, train, kind } = /** @type {Data} */ (data);
  return { x, t, train, kind };
}

/**
 * The rows that a question carries itself, as data.
 * @param {Question} question
 * @param {Trace | null} trace
 * @param {string} title
 * @returns {Data | null}
 */
export function dataOfTrace(question, trace, title) {
  if (!trace || trace.granularity !== "tensor") return null;
  const leaves = leavesOf(trace);
  const matrix = (/** @type {string} */ role) => leaves.filter((leaf) => leaf.role === role && leaf.shape.length === 2 && !isFolded(leaf.value));
  const [[x, ...others], [t, ...more]] = [matrix("input"), matrix("target")];
  if (!x || others.length || more.length || x.id !== "x" || (t && (t.id !== "t" || t.shape[0] !== x.shape[0]))) return null;
  const [rows = 0, inputs = 0] = x.shape;
  return {
    id: null,
    title,
    kind: question.network && isClassLoss(question.network.loss) ? "classification" : "regression",
    x: /** @type {any} */ (x.value),
    t: t ? /** @type {any} */ (t.value) : null,
    train: rows,
    features: Array.from({ length: inputs }, (_, i) => `x${i + 1}`),
    targets: Array.from({ length: t?.shape[1] ?? 0 }, (_, i) => `t${i + 1}`),
    classes: [],
    labels: null,
    image: null,
  };
}

/**
 * Whether data are those before with points more, fewer or elsewhere: what was learned still means something.
 * @param {Data | null} before
 * @param {Data} data
 */
export function isContinued(before, data) {
  if (!before?.x.length || !data.x.length) return false;
  const kinds = [before, data].map(({ kind, features, targets, classes, image, scaling }) => JSON.stringify([kind, features, targets, classes, image, scaling]));
  return kinds[0] === kinds[1];
}

/** Whether a loss compares probabilities. @param {string} loss */
export function isClassLoss(loss) {
  return loss.includes("entropy");
}

/**
 * A network changed as little as it must be for data to fit; null if it does as it is.
 * @param {Spec} spec
 * @param {Data} data
 * @returns {Spec | null}
 */
export function fitted(spec, { features, targets, t, kind, network }) {
  const [first, last] = [spec.layers[0], spec.layers.at(-1)];
  const outputs = (t && (t[0]?.length ?? targets.length)) || (last?.units ?? 1);
  const bounded = ["sigmoid", "softmax", "relu"].includes(last?.activation ?? "");
  const unfit = kind === "regression" ? isClassLoss(spec.loss) || bounded : outputs > 1 && last?.activation === "sigmoid" && kind === "classification";
  if (first?.units === features.length && last?.units === outputs && !unfit) return null;
  const model = network?.layers.at(-1);
  const activation = model ? model.activation : kind === "regression" ? null : last?.activation;
  const end = { units: outputs, ...(activation && { activation }) };
  return { ...spec, layers: [{ units: features.length }, ...spec.layers.slice(1, -1), end], loss: network?.loss ?? (kind === "regression" ? "mse" : spec.loss) };
}
