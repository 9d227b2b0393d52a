// A training as it comes: one JSON object a line. A chunk may end anywhere, so may the stream.

import { ApiError, plain, told } from "./client.js";
import { t } from "../i18n.js";

/** @import {TrainBody, TrainRow} from "../types.js" */

/**
 * The objects in a stream of JSON lines, as many at once as a chunk completes.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @returns {AsyncGenerator<any[]>}
 */
export async function* readLines(chunks) {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    const rows = lines.filter((line) => line.trim()).map((line) => JSON.parse(line));
    if (rows.length) yield rows;
  }
  rest += decoder.decode();
  if (rest.trim()) yield [JSON.parse(rest)];
}

/**
 * Train, and yield the rows as they come. Whoever leaves early aborts the signal; the server then stops.
 * @param {TrainBody} body
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<TrainRow[]>}
 * @throws {ApiError} refused, or broken off; an abort is thrown as it is
 */
export async function* streamTraining(body, signal) {
  let ended = false;
  try {
    const response = await fetch("/api/v1/train", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/jsonl" },
      body: JSON.stringify({ ...body, locale: document.documentElement.lang }),
      signal,
    });
    if (!response.ok || !response.body) throw new ApiError(plain(response.status, await response.json().catch(() => null)));
    for await (const rows of readLines(chunksOf(response.body))) {
      const failure = rows.find((row) => row.event === "error");
      if (failure) throw new ApiError(failure);
      ended ||= rows.some((row) => row.event === "done");
      yield rows;
    }
  } catch (error) {
    if (signal.aborted || error instanceof ApiError) throw error;
    // What was cut in the middle of a line is a broken stream, too.
  }
  if (!ended) throw new ApiError(told(0, t("The server went away. What was trained is kept.")));
}

/** @param {ReadableStream<Uint8Array>} stream @returns {AsyncGenerator<Uint8Array>} */
async function* chunksOf(stream) {
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}
