import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { memoryAt } from "../../static/js/training/memory.js";
import { questionAt } from "../../static/js/training/traces.js";

const segment = (from, name, learning_rate = 0.1) => ({ from, settings: { optimizer: { name, learning_rate }, data: null } });
const frame = (iteration, state, started) => ({ iteration, snapshot: { parameters: { x: 3 }, state, started } });
const velocity = { velocity: { x: 1 } };
const means = { m: { x: 1 }, v: { x: 2 } };

test("an optimizer goes on with what it remembers", () => {
  const run = { segments: [segment(0, "adam")] };
  assert.deepEqual(memoryAt(run, frame(0, velocity, 0)), {});
  assert.deepEqual(memoryAt(run, frame(40, means, 0)), { state: means });
  assert.deepEqual(memoryAt(run, { iteration: 3, snapshot: null }), {});
});

test("another optimizer begins anew where it takes over, and counts from there", () => {
  const run = { segments: [segment(0, "momentum"), segment(40, "adam"), segment(60, "adam", 0.01)] };
  assert.deepEqual(memoryAt(run, frame(39, velocity, 0)), { state: velocity });
  assert.deepEqual(memoryAt(run, frame(40, velocity, 0)), { started: 40 });
  assert.deepEqual(memoryAt(run, frame(50, means, 40)), { state: means, started: 40 });
  assert.deepEqual(memoryAt(run, frame(60, means, 40)), { state: means, started: 40 });
});

test("an iteration opened as a trace has the state of the optimizer that makes the update", async () => {
  const body = { program: "L = x * x" };
  const run = { body, data: null, segments: [segment(0, "momentum"), segment(40, "adam")] };
  const changed = await questionAt(run, frame(40, velocity, 0));
  assert.deepEqual([changed.optimizer?.name, changed.iteration, changed.state, changed.started], ["adam", 41, undefined, 40]);
  const later = await questionAt(run, frame(45, means, 40));
  assert.deepEqual([later.iteration, later.state, later.started], [46, means, 40]);
});

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
  delete globalThis.document;
});

test("an iteration at which the batches changed is opened with the rows that the new ones begin with", async () => {
  const rows = [{ event: "progress", iteration: 10 }, { event: "snapshot", iteration: 10, parameters: { x: 3 }, state: {}, started: 0, next_rows: [2] }, { event: "done", iteration: 10 }];
  globalThis.document = { documentElement: { lang: "en" } };
  const asked = [];
  globalThis.fetch = async (_, { body }) => {
    asked.push(JSON.parse(body));
    return new Response(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  };
  const data = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], train: 4 };
  const batches = (from, batch_size) => ({ from, data, settings: { optimizer: { name: "sgd", learning_rate: 0.1 }, data: { dataset: "xor" }, batch_size, iterations: 50, until: null, seed: 0 } });
  const at = (/** @type {number} */ iteration) => ({ iteration, snapshot: { parameters: { x: 3 }, state: {}, next_rows: [0, 2, 3] } });
  const run = { body: { program: "L = x" }, data, segments: [batches(0, 3), batches(10, 1)] };
  assert.deepEqual((await questionAt(run, at(10))).rows, [2]);
  assert.deepEqual([asked.length, asked[0].batch_size, asked[0].iterations, asked[0].resume.iteration], [1, 1, 10, 10]);
  assert.deepEqual((await questionAt(run, at(7))).rows, [0, 2, 3]);
  assert.deepEqual((await questionAt({ ...run, segments: [batches(0, 3), batches(10, null)] }, at(10))).rows, [0, 1, 2, 3]);
  assert.equal(asked.length, 1);
});
