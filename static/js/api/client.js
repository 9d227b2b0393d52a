// Talk to the API. A failure is a Problem, whatever went wrong.

import { t } from "../i18n.js";

/** @import {Problem, Trace, Question, Value} from "../types.js" */

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
 * @param {string} name the endpoint under /api/v1
 * @param {object} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function post(name, body, signal) {
  let response;
  try {
    response = await fetch(`/api/v1/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...body, locale: document.documentElement.lang }),
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError({ title: t("The server cannot be reached"), status: 0, detail: t("The server cannot be reached. What you typed is kept; try again in a moment.") });
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  throw new ApiError(answer ?? { title: t("The server gave no answer"), status: response.status, detail: t("The server gave no answer. Try again in a moment.") });
}

/**
 * @param {Question} question
 * @param {AbortSignal} [signal]
 * @returns {Promise<Trace>}
 */
export function fetchTrace(question, signal) {
  return post("trace", { ...question, include: ["formulas", "jacobians"] }, signal);
}

/**
 * What /check and /what-if take: the question without what only a trace needs.
 * @param {Question} question
 * @param {Record<string, Value>} [changes]
 */
export function asked(question, changes) {
  return { ...question, granularity: "tensor", include: [], ...(changes ? { changes } : {}) };
}
