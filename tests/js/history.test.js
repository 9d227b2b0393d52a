import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST, createThinned, frameAt, legsBetween, newestBefore, sampled, withExact } from "../../static/js/state/history.js";
import { createAssembler, mostFrames } from "../../static/js/training/frames.js";

const frame = (iteration) => ({ iteration, progress: { iteration }, snapshot: null, field: null, units: null, predictions: null });

test("a history keeps its first, its newest, and every so many in between", () => {
  const history = createThinned(100);
  for (let i = 0; i <= 10_000; i += 1) history.push(i);
  const { entries } = history;
  assert.ok(entries.length > 50 && entries.length <= 100, String(entries.length));
  assert.equal(entries[0], 0);
  assert.equal(entries.at(-1), 10_000);
  const gaps = new Set(entries.slice(1, -1).map((entry, i) => entry - entries[i]));
  assert.deepEqual([...gaps], [128]);
});

test("the newest entry is there after every single one that comes", () => {
  const history = createThinned(4);
  for (let i = 0; i < 200; i += 1) {
    history.push(i);
    assert.equal(history.entries.at(-1), i);
    assert.ok(history.entries.length <= 4);
  }
});

test("a short history is whole", () => {
  const history = createThinned(MOST.progress);
  for (let i = 0; i < MOST.progress; i += 1) history.push(i);
  assert.equal(history.entries.length, MOST.progress);
});

test("the frame of an iteration is the newest at or before it", () => {
  const frames = [0, 5, 10, 15].map(frame);
  const run = { frames, exact: [], newest: frames[3] };
  assert.equal(frameAt(run, null)?.iteration, 15);
  assert.equal(frameAt(run, 99)?.iteration, 15);
  assert.equal(frameAt(run, 12)?.iteration, 10);
  assert.equal(frameAt(run, 10)?.iteration, 10);
  assert.equal(frameAt(run, 0)?.iteration, 0);
  assert.equal(frameAt({ frames: [], exact: [], newest: null }, 3), null);
  assert.equal(newestBefore([], 3), null);
});

test("an iteration that was computed exactly comes before an older frame, and never after its time", () => {
  const frames = [0, 100, 200].map(frame);
  const run = { frames, exact: withExact(withExact([], frame(150)), frame(170)), newest: frames[2] };
  assert.equal(frameAt(run, 150)?.iteration, 150);
  assert.equal(frameAt(run, 160)?.iteration, 150);
  assert.equal(frameAt(run, 149)?.iteration, 100);
  assert.equal(frameAt(run, 199)?.iteration, 170);
});

test("exact iterations are kept once each, and not without end", () => {
  let exact = [];
  for (let i = 0; i < 100; i += 1) exact = withExact(exact, frame(i % 60));
  assert.equal(new Set(exact.map((one) => one.iteration)).size, exact.length);
  assert.ok(exact.length <= 30);
  assert.equal(exact.at(-1).iteration, 39);
});

test("an iteration is computed from the frame before it with the settings that were in force", () => {
  const [slow, fast, calm] = ["slow", "fast", "calm"].map((name) => ({ optimizer: { name } }));
  const run = { segments: [{ from: 0, settings: slow }, { from: 40, settings: fast }, { from: 90, settings: calm }] };
  assert.deepEqual(legsBetween(run, 30, 35), [{ settings: slow, to: 35 }]);
  assert.deepEqual(legsBetween(run, 40, 60), [{ settings: fast, to: 60 }]);
  assert.deepEqual(legsBetween(run, 30, 100), [{ settings: slow, to: 40 }, { settings: fast, to: 90 }, { settings: calm, to: 100 }]);
  assert.deepEqual(legsBetween(run, 100, 100), []);
});

test("rows of one iteration become one frame, given as soon as it is whole", () => {
  const given = [];
  const assembler = createAssembler((one) => given.push(one));
  const report = (iteration) => [{ event: "progress", iteration }, { event: "snapshot", iteration }, { event: "field", iteration }];
  // What a report holds is not known before the second one.
  report(0).forEach(assembler.take);
  assert.equal(given.length, 0);
  report(5).forEach(assembler.take);
  assert.deepEqual(given.map((one) => one.iteration), [0, 5]);
  assert.equal(given[1].field.iteration, 5);
  assert.equal(given[1].units, null);
  assembler.take({ event: "progress", iteration: 10 });
  assert.equal(given.length, 2);
  assembler.take({ event: "done", iteration: 10 });
  assert.equal(given.length, 3);
});

test("large networks keep fewer frames", () => {
  const small = { ...frame(0), snapshot: { parameters: { W: [[1, 2], [3, 4]] }, state: {} } };
  const wide = Array.from({ length: 100 }, () => new Array(1000).fill(0));
  const large = { ...frame(0), snapshot: { parameters: { W: wide }, state: { m: { W: wide }, v: { W: wide } } } };
  assert.equal(mostFrames(small), MOST.frames);
  assert.ok(mostFrames(large) < 20);
});

test("of many entries some are drawn, evenly, and the newest always", () => {
  const ten = Array.from({ length: 10 }, (_, i) => i);
  assert.equal(sampled(ten, 10), ten);
  assert.deepEqual(sampled(ten, 4), [0, 3, 6, 9]);
  assert.deepEqual(sampled(ten, 5), [0, 2, 4, 6, 8, 9]);
});
