// What a run is trained with: each rule's own numbers, what fits together, and what differs between two settings.

/** @import {OptimizerSettings, TrainSettings} from "../types.js" */

/**
 * @typedef {"sgd" | "momentum" | "nesterov" | "rmsprop" | "adam" | "adamw"} OptimizerName
 * @typedef {"momentum" | "beta1" | "beta2" | "alpha" | "epsilon" | "weight_decay"} OptionName
 * @typedef {"constant" | "step" | "cosine"} ScheduleName
 * @typedef {{name: string, before: unknown, after: unknown}} Difference
 */

/** Each optimizer's own numbers as PyTorch has them, and a learning rate to begin with. @type {Record<OptimizerName, {rate: number, options: Partial<Record<OptionName, number>>}>} */
export const OPTIMIZERS = {
  sgd: { rate: 0.1, options: {} },
  momentum: { rate: 0.05, options: { momentum: 0.9 } },
  nesterov: { rate: 0.05, options: { momentum: 0.9 } },
  rmsprop: { rate: 0.01, options: { alpha: 0.99, epsilon: 1e-8 } },
  adam: { rate: 0.01, options: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } },
  adamw: { rate: 0.01, options: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.01 } },
};

/** @type {Record<ScheduleName, Object<string, number>>} */
export const SCHEDULES = {
  constant: {},
  step: { every: 100, factor: 0.5 },
  cosine: { iterations: 1000, minimum: 0 },
};

/** The rule's own numbers, those not given as they usually are. @param {OptimizerSettings} optimizer @returns {Partial<Record<OptionName, number>>} */
export function optionsOf(optimizer) {
  const usual = Object.entries(OPTIMIZERS[/** @type {OptimizerName} */ (optimizer.name)].options);
  return Object.fromEntries(usual.map(([name, value]) => [name, optimizer[/** @type {OptionName} */ (name)] ?? value]));
}

/** The schedule with all its numbers. @param {OptimizerSettings} optimizer @returns {{name: ScheduleName} & Object<string, any>} */
export function scheduleOf({ schedule }) {
  const name = /** @type {ScheduleName} */ (schedule?.name ?? "constant");
  return { ...SCHEDULES[name], ...schedule, name };
}

/**
 * Another rule, with its own numbers; what the last one had no other has use for is undefined. A learning rate that nobody
 * has touched becomes the new rule's usual one.
 * @param {OptimizerSettings} optimizer @param {OptimizerName} name @returns {OptimizerSettings}
 */
export function withOptimizer(optimizer, name) {
  const before = OPTIMIZERS[/** @type {OptimizerName} */ (optimizer.name)];
  const { rate, options } = OPTIMIZERS[name];
  const gone = Object.fromEntries(Object.keys(before.options).map((one) => [one, undefined]));
  const kept = Object.fromEntries(Object.entries(optionsOf(optimizer)).filter(([one]) => one in options));
  return { ...optimizer, ...gone, ...options, ...kept, name, learning_rate: optimizer.learning_rate === before.rate ? rate : optimizer.learning_rate };
}

/** Another schedule; a cosine ends where training does. @param {TrainSettings} settings @param {ScheduleName} name @returns {OptimizerSettings} */
export function withSchedule({ optimizer, iterations }, name) {
  return { ...optimizer, schedule: { ...SCHEDULES[name], ...(name === "cosine" && { iterations }), name } };
}

/**
 * All that a run with these settings depends on, each under one name; what is not given, as it usually is.
 * @param {TrainSettings} settings @returns {Record<string, unknown>}
 */
export function flatSettings({ data, optimizer, batch_size, iterations, until, seed }) {
  const { name: schedule, ...numbers } = scheduleOf(optimizer);
  const { x, t, train, kind: _kind, dataset, ...options } = /** @type {Object<string, any>} */ (data ?? {});
  return {
    data: dataset ?? (x ? "own" : null),
    ...(x && { x, t, train }),
    ...options,
    optimizer: optimizer.name,
    learning_rate: optimizer.learning_rate,
    ...optionsOf(optimizer),
    schedule,
    ...Object.fromEntries(Object.entries(numbers).map(([one, value]) => [`schedule_${one}`, value])),
    clip: optimizer.clip ?? null,
    l1: optimizer.l1 ?? 0,
    l2: optimizer.l2 ?? 0,
    batch_size: batch_size ?? null,
    iterations,
    loss: until?.loss ?? null,
    order: seed ?? 0,
  };
}

/**
 * What differs between two settings, in a fixed order; a number that only one of them has is undefined in the other.
 * @param {TrainSettings} before @param {TrainSettings} after @returns {Difference[]}
 */
export function differencesOf(before, after) {
  const [one, other] = [flatSettings(before), flatSettings(after)];
  const names = Object.keys({ ...other, ...one });
  return names.filter((name) => one[name] !== other[name]).map((name) => ({ name, before: one[name], after: other[name] }));
}
