// Talk to the API. A failure is a Problem, whatever went wrong.

import { t } from "../i18n.js";

/** @import {Lesson, Problem, Question, Trace, Value} from "../types.js" */

export class ApiError extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }

  /** Every problem found, at least one. */
  get problems() {
    return this.problem.errors?.length ? this.problem.errors : [this.problem];
  }
}

/**
 * @param {string} path under /api/v1
 * @param {RequestInit} options
 * @returns {Promise<any>}
 */
async function call(path, options) {
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(told(0, t("The server cannot be reached. What you typed is kept; try again in a moment.")));
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  throw new ApiError(plain(response.status, answer));
}

/**
 * A refusal for want of room or time, in the visitor's words; any other problem as the API tells it.
 * @param {number} status
 * @param {Problem | null} problem
 */
export function plain(status, problem) {
  if (status === 429) return told(status, t("That was a lot at once. Wait a moment, then change something again."));
  if (status === 503) return told(status, t("The server is busy just now. What you typed is kept; try again in a moment."));
  if (problem?.detail) return problem;
  if (status === 413) return told(status, t("This is more than the server computes at once. Make the program or its arrays smaller."));
  return told(status, t("The server gave no answer. What you typed is kept; try again in a moment."));
}

/** @param {number} status @param {string} detail @returns {Problem} */
export function told(status, detail) {
  return { title: detail, status, detail };
}

/**
 * @param {string} name the endpoint
 * @param {object} body
 * @param {AbortSignal} [signal]
 */
export function post(name, body, signal) {
  return call(name, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...body, locale: document.documentElement.lang }),
    signal: signal ?? null,
  });
}

/** @param {string} name the endpoint @returns {Promise<any>} */
export function get(name) {
  return call(`${name}?locale=${document.documentElement.lang}`, {});
}

/**
 * @param {string} id
 * @returns {Promise<Lesson>}
 */
export function fetchLesson(id) {
  return get(`lessons/${encodeURIComponent(id)}`);
}

/**
 * @param {Question} question
 * @param {AbortSignal} [signal]
 * @param {("formulas" | "jacobians" | "samples")[]} [include]
 * @param {number} [fold] arrays with more numbers than this travel as summaries
 * @returns {Promise<Trace>}
 */
export function fetchTrace(question, signal, include = ["formulas", "jacobians"], fold = undefined) {
  return post("trace", { ...sent(question), include, fold }, signal);
}

/**
 * A question without the values whose names its program does not use just now: they are kept for when it does.
 * @param {Question} question
 */
function sent({ values, train: _train, ...question }) {
  if (!values || !question.program) return { ...question, values };
  const names = new Set(question.program.split(/[^\p{L}\p{N}_]+/u));
  return { ...question, values: Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name))) };
}

/**
 * What /check and /what-if take: the question without what only a trace needs.
 * @param {Question} question
 * @param {Record<string, Value>} [changes]
 */
export function asked(question, changes) {
  return { ...sent(question), granularity: "tensor", include: [], ...(changes ? { changes } : {}) };
}
