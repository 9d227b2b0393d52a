// How long each layer's gradient is over the iterations; of a free program, each parameter's.

/** @import {Progress, Run} from "../types.js" */
/** @import {Table} from "../draw/line-chart.js" */

const MOST = 8;

/** @param {Run} run @param {readonly Progress[]} progress those of its reports that are drawn @returns {Table | null} null where no gradient is told */
export function gradientTable(run, progress) {
  const norms = run.newest?.progress.gradient_norms;
  const all = Object.keys(norms ?? {});
  // Of a network the weights stand for their layer.
  const weights = run.body.network ? all.filter((name) => /^W\d+$/.test(name)) : [];
  const names = (weights.length ? weights : all).slice(0, MOST);
  if (!names.length) return null;
  const color = `--run-${run.color + 1}`;
  // The first layer is the faintest: there gradients vanish first.
  const fade = (/** @type {number} */ i) => Math.round(55 * (1 - (i + 1) / names.length));
  return {
    x: progress.map((one) => one.iteration),
    lines: names.map((name, i) => ({ key: `${run.id} ${name}`, label: name, color, fade: fade(i), end: true, y: progress.map((one) => one.gradient_norms?.[name]) })),
  };
}
