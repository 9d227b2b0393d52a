import assert from "node:assert/strict";
import { test } from "node:test";

import { createLatest } from "../../static/js/api/latest.js";

/** Work whose calls end when the test says so, or when they are aborted. */
function controlled() {
  const calls = [];
  const work = (signal) =>
    new Promise((resolve) => {
      const call = { signal, finish: resolve };
      signal.addEventListener("abort", () => resolve());
      calls.push(call);
    });
  return { calls, work };
}

test("while one runs, many questions become one: the newest", async () => {
  const { calls, work } = controlled();
  const latest = createLatest(work, 10_000);
  const first = latest.run();
  const later = [latest.run(), latest.run(), latest.run()];
  assert.equal(calls.length, 1);
  calls[0].finish();
  await first;
  await Promise.resolve();
  assert.equal(calls.length, 2);
  assert.equal(calls[0].signal.aborted, false);
  calls[1].finish();
  await Promise.all(later);
  assert.equal(calls.length, 2);
});

test("what is slow makes way for something newer", async () => {
  const { calls, work } = controlled();
  const latest = createLatest(work, 5);
  const first = latest.run();
  const second = latest.run();
  await first;
  assert.equal(calls[0].signal.aborted, true);
  await new Promise((done) => setTimeout(done, 15));
  assert.equal(calls[1].signal.aborted, false);
  const third = latest.run();
  assert.equal(calls[1].signal.aborted, true);
  assert.equal(calls.length, 3);
  calls[2].finish();
  await Promise.all([second, third]);
});

test("cancelling gives up what runs and what waits", async () => {
  const { calls, work } = controlled();
  const latest = createLatest(work, 10_000);
  const all = [latest.run(), latest.run()];
  latest.cancel();
  await Promise.all(all);
  assert.equal(calls.length, 1);
  assert.equal(calls[0].signal.aborted, true);
});
