import assert from "node:assert/strict";
import { test } from "node:test";

import { legsBetween } from "../../static/js/state/history.js";
import { createTraining } from "../../static/js/state/training.js";
import { isContinued, watchedRows } from "../../static/js/training/body.js";
import { createDatasets } from "../../static/js/training/dataset.js";
import { dataAt, segmentsWith } from "../../static/js/training/runs.js";
import { stretchOf } from "../../static/js/training/stretch.js";

const POINTS = { id: null, title: "", kind: "classification", x: [[0, 0], [1, 1]], t: [[0], [1]], train: 2, features: ["x1", "x2"], targets: ["t"], classes: ["a", "b"], labels: [0, 1], image: null };
const MORE = { ...POINTS, x: [...POINTS.x, [2, 2]], t: [...POINTS.t, [1]], labels: [0, 1, 1], train: 3 };
const WIDER = { ...POINTS, x: [[0, 0, 0], [1, 1, 1]], features: ["x1", "x2", "x3"] };
const SETTINGS = { data: null, optimizer: { name: "sgd", learning_rate: 0.1 }, batch_size: null, iterations: 1000, until: null, seed: 0 };

/** A training of points at iteration 40, and what becomes of its runs. */
function stage(question = {}, asks = async () => {}) {
  const run = { id: "run-1", newest: { iteration: 40 }, data: POINTS, settings: SETTINGS, status: "idle", done: null };
  const training = createTraining({ data: POINTS, settings: SETTINGS, runs: [run], current: "run-1" });
  let state = { question };
  const store = { get: () => state, set: (patch) => (state = { ...state, ...patch }) };
  const done = [];
  const asked = [];
  const note = (name) => () => done.push(name);
  const lab = { ask: (change) => (asked.push({ ...state.question, ...change }), asks()), build: async () => (done.push("build"), []) };
  const datasets = createDatasets(training, store, lab, { halt: note("halt"), renew: note("renew"), goOn: note("goOn"), follow: () => {} });
  return { training, store, datasets, done, asked };
}

test("a point more goes on with what was learned; other columns start over", async () => {
  const { training, datasets, done } = stage();
  assert.deepEqual(await datasets.set(MORE), []);
  assert.deepEqual(done, ["goOn"]);
  assert.equal(training.get().data, MORE);
  assert.deepEqual(training.get().settings.data.x, MORE.x);
  await datasets.set(WIDER);
  assert.deepEqual(done, ["goOn", "halt", "renew"]);
});

test("data of a dataset, of a link, or none at all are no continuation", async () => {
  const { datasets, done } = stage();
  await datasets.set(MORE, "as given");
  assert.deepEqual(done, ["halt", "renew"]);
  assert.ok(isContinued({ ...POINTS, id: "circles" }, MORE));
  assert.ok(isContinued(MORE, { ...POINTS, id: "circles" }), "one step back");
  assert.ok(!isContinued(POINTS, { ...POINTS, x: [], t: [], train: 0 }));
  assert.ok(!isContinued(null, MORE));
  assert.ok(!isContinued(POINTS, { ...MORE, scaling: [[0, 2]] }));
});

test("many rows are taken some at a time, unless a lesson or a link takes all", async () => {
  const many = { ...WIDER, x: Array.from({ length: 100 }, (_, i) => [i, i, i]), t: Array.from({ length: 100 }, () => [0]), train: 100 };
  const [picked, given] = [stage(), stage()];
  await picked.datasets.set(many);
  assert.equal(picked.training.get().settings.batch_size, 10);
  await given.datasets.set(many, "as given");
  assert.equal(given.training.get().settings.batch_size, null);
});

test("a question that has these data already keeps its rows and is not asked again", async () => {
  const { x, t, train, kind } = WIDER;
  const same = stage({ data: { x, t, train, kind }, rows: [1] });
  await same.datasets.set(WIDER, "as given");
  assert.deepEqual(same.asked, []);
  assert.deepEqual(same.store.get().question.rows, [1]);
  const other = stage({ data: { dataset: "circles" }, rows: [1] });
  await other.datasets.set(WIDER, "as given");
  assert.equal(other.asked.length, 1);
  assert.equal(other.store.get().question.rows, undefined);
  assert.deepEqual(other.store.get().question.data.x, x);
});

test("data are on their way until the lab has asked about them", async () => {
  let answer = () => {};
  const { datasets } = stage({ data: { dataset: "circles" } }, () => new Promise((done) => (answer = done)));
  assert.equal(datasets.changing(), null);
  const change = datasets.set(WIDER);
  const waiting = datasets.changing();
  assert.ok(waiting);
  await new Promise((done) => setTimeout(done));
  answer();
  await change;
  await waiting;
  assert.equal(datasets.changing(), null);
});

test("each stretch of a run is computed again with the data it had", () => {
  const first = { segments: [{ from: 0, settings: SETTINGS, data: POINTS }], newest: { iteration: 40 } };
  const segments = segmentsWith(first, SETTINGS, MORE);
  assert.deepEqual(segments.map(({ from }) => from), [0, 40]);
  const run = { segments, data: MORE };
  assert.deepEqual([0, 39, 40, 90].map((at) => dataAt(run, at)), [POINTS, POINTS, MORE, MORE]);
  assert.deepEqual(legsBetween(run, 30, 60).map(({ data, to }) => [data, to]), [[POINTS, 40], [MORE, 60]]);
});

test("a row that is gone is not watched", () => {
  assert.deepEqual(watchedRows(POINTS, 2), [0, 1]);
  assert.deepEqual(watchedRows(MORE, 2), [0, 1, 2]);
});

test("large networks report less often, small ones as often as a picture can follow", () => {
  const runOf = (columns) => {
    const W = Array.from({ length: 100 }, () => new Array(columns).fill(0));
    return { settings: SETTINGS, newest: { iteration: 0, snapshot: { parameters: { W }, state: { m: { W } } }, field: null, predictions: null } };
  };
  assert.deepEqual(stretchOf(runOf(1), 5), { to: 1000, every: 5, pace: 60 });
  assert.equal(stretchOf(runOf(50), 5).pace, 20);
  assert.equal(stretchOf(runOf(10_000), 5).pace, 4);
  assert.equal(stretchOf(runOf(1), "fast").every, 5);
  assert.equal(stretchOf(runOf(50), "fast").every, 25);
  assert.equal(stretchOf(runOf(10_000), "fast").every, 25);
});
