// Networks that the server writes as programs, each asked for once.

import { post } from "./client.js";

/** @import {Built, Question, Spec} from "../types.js" */

/** @type {Map<string, Built>} */
const known = new Map();

/**
 * The program, values and roles of a network.
 * @param {Spec} spec
 * @param {AbortSignal} [signal]
 * @returns {Promise<Built>}
 */
export async function fetchNetwork(spec, signal) {
  const key = JSON.stringify(spec);
  const built = known.get(key) ?? (await post("network", spec, signal));
  known.set(key, built);
  return built;
}

/** Whether a question's program is the very one that its network wrote. @param {Question} question */
export function isAsWritten({ network, program }) {
  return network !== undefined && known.get(JSON.stringify(network))?.program === program;
}

/**
 * A question with its program: where it names only a network, the one written for that.
 * @param {Omit<Question, "program"> & {program?: string | undefined}} question
 * @returns {Promise<Question>}
 */
export async function withProgram(question) {
  const { network, program } = question;
  if (program !== undefined || !network) return { ...question, program: program ?? "" };
  return { ...question, program: (await fetchNetwork(network)).program };
}
