// The network of a run: its layers, and where each weight and bias stands in a snapshot's parameters.

/** @import {Data, Frame, Neuron, Num, Run, Trace, Value} from "../types.js" */

/**
 * @typedef {object} TrainedLayer
 * @property {number} units
 * @property {string | null} activation
 * @property {string | null} W the parameter's name; null for the input, and where each weight has its own
 * @property {string | null} b
 * @property {Neuron[] | null} neurons of a network written neuron by neuron
 *
 * @typedef {Object<string, Value>} Parameters
 */

/**
 * The layers that a run trains, the input first.
 * @param {Run | null} run
 * @param {Trace | null} trace what the lab shows: the same program
 * @returns {TrainedLayer[] | null} null for a program that is no network
 */
export function layersOf(run, trace) {
  const { program, network } = run?.body ?? {};
  if (network && program === undefined) {
    return network.layers.map(({ units, activation = null }, i) => ({ units, activation, W: i ? `W${i}` : null, b: i ? `b${i}` : null, neurons: null }));
  }
  const layers = trace?.network?.layers;
  return layers?.length ? layers.map(({ units, activation, W, b, neurons }) => ({ units, activation, W, b, neurons })) : null;
}

/**
 * The parameters that are to be seen: the snapshot's; before the first report those of the lab.
 * @param {Run | null} run
 * @param {Frame | null} frame
 * @param {Trace | null} trace
 * @returns {Parameters}
 */
export function parametersOf(run, frame, trace) {
  if (frame?.snapshot) return frame.snapshot.parameters;
  return (!run || run.body.program !== undefined ? trace?.values : null) ?? {};
}

/**
 * @param {TrainedLayer} layer
 * @param {Parameters} parameters
 * @returns {(input: number, unit: number) => Num | undefined}
 */
export function weightsOf({ W, neurons }, parameters) {
  const rows = /** @type {Num[][] | undefined} */ (W === null ? undefined : parameters[W]);
  if (Array.isArray(rows)) return (input, unit) => rows[input]?.[unit];
  return (input, unit) => /** @type {Num | undefined} */ (parameters[neurons?.[unit]?.weights?.[input] ?? ""]);
}

/**
 * @param {TrainedLayer} layer
 * @param {Parameters} parameters
 * @returns {(unit: number) => Num | undefined}
 */
export function biasesOf({ b, neurons }, parameters) {
  const row = /** @type {any} */ (b === null ? undefined : parameters[b]);
  if (Array.isArray(row)) return (unit) => (Array.isArray(row[0]) ? row[0][unit] : row[unit]);
  return (unit) => /** @type {Num | undefined} */ (parameters[neurons?.[unit]?.b ?? ""]);
}

/** The parameter in which a weight, or without an input the bias, is kept. @param {TrainedLayer} layer @param {number} unit @param {number} [input] */
export function parameterOf({ W, b, neurons }, unit, input) {
  return input === undefined ? (b ?? neurons?.[unit]?.b ?? null) : (W ?? neurons?.[unit]?.weights?.[input] ?? null);
}

/** The narrowest hidden layer, whose activations come as the code; 0 where there is none. @param {readonly {units: number}[]} layers */
export function codeLayer(layers) {
  let best = 0;
  for (let i = 1; i < layers.length - 1; i += 1) {
    if (!best || (layers[i]?.units ?? 0) < (layers[best]?.units ?? 0)) best = i;
  }
  return best;
}

/**
 * The row of the data that is followed: the one asked for, if the frame tells of it.
 * @param {number | null} watching
 * @param {Frame | null} frame
 */
export function rowFollowed(watching, frame) {
  const rows = frame?.predictions?.rows ?? [];
  return watching !== null && (!rows.length || rows.includes(watching)) ? watching : (rows[0] ?? 0);
}

/**
 * What the units of a layer gave for a row, where a report tells it: the input, the code, the output.
 * @param {number} layer
 * @param {TrainedLayer[]} layers
 * @param {Data | null} data
 * @param {Frame | null} frame
 * @param {number} row
 * @returns {Num[] | undefined}
 */
export function activationsOf(layer, layers, data, frame, row) {
  if (layer === 0) return data?.x[row];
  const { rows = [], outputs, code } = frame?.predictions ?? {};
  const at = rows.indexOf(row);
  if (at < 0) return undefined;
  if (layer === layers.length - 1) return outputs?.[at];
  return layer === codeLayer(layers) ? code?.[at] : undefined;
}
