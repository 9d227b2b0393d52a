// Points of one's own: the same data with a row more, a row moved or a row less. The first `train` rows are trained on.

import { t } from "../i18n.js";
import { plotOf } from "./field-points.js";

/** @import {Data, Num} from "../types.js" */
/** @import {Training} from "../state/training.js" */

/** Whether points can be set by pointing: classes on a plane, or one target over one input. @param {Data | null} data */
export function canEdit(data) {
  const plot = plotOf(data);
  if (!data || !plot) return false;
  return plot === "line" ? data.targets.length === 1 : data.classes.length > 1;
}

/**
 * The targets of a class: those of a row that has it, else its code: one column a class, or 0 or −1 against 1 in one.
 * @param {Data} data
 * @param {number} label
 * @returns {Num[]}
 */
export function targetOf(data, label) {
  const known = data.t?.[data.labels?.indexOf(label) ?? -1];
  if (known) return [...known];
  if (data.targets.length > 1) return data.targets.map((_, column) => (column === label ? 1 : 0));
  const signed = data.t?.some(([target]) => typeof target === "number" && target < 0);
  return [label > 0 ? 1 : signed ? -1 : 0];
}

/**
 * @param {Data} data
 * @param {{x: Num[], t: Num[], label: number | null}} point
 * @returns {Data}
 */
export function withPoint(data, { x, t: target, label }) {
  const at = data.train;
  return own(data, {
    x: data.x.toSpliced(at, 0, x),
    t: data.t?.toSpliced(at, 0, target) ?? null,
    labels: label === null ? data.labels : (data.labels?.toSpliced(at, 0, label) ?? null),
    train: at + 1,
  });
}

/** @param {Data} data @param {number} row @param {Num[]} x @param {Num[]} [target] @returns {Data} */
export function withMoved(data, row, x, target) {
  return own(data, { x: data.x.with(row, x), t: target && data.t ? data.t.with(row, target) : data.t });
}

/** @param {Data} data @param {number} row @returns {Data} */
export function withoutRow(data, row) {
  return own(data, {
    x: data.x.toSpliced(row, 1),
    t: data.t?.toSpliced(row, 1) ?? null,
    labels: data.labels?.toSpliced(row, 1) ?? null,
    train: row < data.train ? data.train - 1 : data.train,
  });
}

/** @param {Data} data @returns {Data} */
export function withoutAll(data) {
  return own(data, { x: [], t: data.t && [], labels: data.labels && [], train: 0 });
}

/** @param {Data} data @param {Partial<Data>} change @returns {Data} */
function own(data, change) {
  return { ...data, ...change, id: null, title: t("Your own points"), source: "" };
}

/**
 * The data as they are being changed: a draft until the training has them.
 * @param {Training} training
 * @param {(data: Data) => void} send
 */
export function createDraft(training, send) {
  let draft = /** @type {Data | null} */ (null);
  let settled = training.get().data;
  let like = settled;
  let before = /** @type {Data | null} */ (null);
  /** @type {WeakSet<Data>} */
  const sent = new WeakSet();

  /** @param {Data} data */
  function settle(data) {
    draft = settled = data;
    if (data.x.length) like = data;
    sent.add(data);
    send(data);
  }

  return {
    get: () => draft ?? training.get().data,
    /** The last data that came or that have rows: they say how a class is coded. */
    like: () => like,
    undoable: () => before !== null,
    /** Show a change that is still under way. @param {Data} data */
    set(data) {
      draft = data;
    },
    /** Have it trained on. */
    commit() {
      if (!draft || draft === settled) return;
      before = settled;
      settle(draft);
    },
    undo() {
      if (before) settle(before);
      before = null;
    },
    /**
     * The training has other data. An older draft that arrives late is let pass.
     * @param {Data | null} data
     * @returns {boolean} whether they came from elsewhere
     */
    follow(data) {
      if (data && sent.has(data)) {
        if (data === draft) draft = null;
        return false;
      }
      draft = before = null;
      settled = like = data;
      return true;
    },
  };
}
