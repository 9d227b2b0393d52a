import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { readFragment, withoutLargeData, writeFragment } from "../../static/js/state/url.js";

const lesson = { program: "n = 2\nunit = 100\ntotal = n * unit", learning_rate: 0.5, constants: ["unit"] };
const pack = (state) => `#p${deflateRawSync(Buffer.from(typeof state === "string" ? state : JSON.stringify(state))).toString("base64url")}`;

test("a lesson as it is needs only its step", async () => {
  assert.equal(await writeFragment(lesson, 0, lesson), "");
  assert.equal(await writeFragment(lesson, 4, lesson), "#s4");
  assert.deepEqual(await readFragment("#s4"), { question: {}, step: 4 });
});

test("what differs from the lesson comes back, and nothing else", async () => {
  const question = { ...lesson, values: { n: 3, x: [[1, -2.5], [1e-12, 4]] }, granularity: "element" };
  const found = await readFragment(await writeFragment(question, 7, lesson));
  assert.deepEqual(found, { question: { values: question.values, granularity: "element" }, step: 7 });
});

test("what the visitor took away from a lesson stays away", async () => {
  const { learning_rate: _, ...without } = lesson;
  const found = await readFragment(await writeFragment(without, 2, lesson));
  assert.deepEqual({ ...lesson, ...found?.question }, { ...lesson, learning_rate: undefined });
});

test("a program of one's own comes back letter by letter", async () => {
  const question = { program: "價格 = 2 # 😀 'q'\ny = 價格 ** 2", seed: "Infinity", roles: { 價格: "input" } };
  const fragment = await writeFragment(question, 1, null);
  assert.match(fragment, /^#p[\w-]+$/);
  assert.deepEqual(await readFragment(fragment), { question, step: 1 });
});

test("a link is short", async () => {
  const fragment = await writeFragment({ ...lesson, values: { n: 3 } }, 4, lesson);
  assert.ok(fragment.length < 60, fragment);
});

test("garbage is no state", async () => {
  const wrong = ["", "#", "#s", "#s-1", "#s1e9", "#s12345678", "#x4", "#p", "#p!!", "#pAAAA", "#paGVsbG8", `#p${"A".repeat(300_000)}`];
  const packed = [
    "not json", "null", [], [1], [-1, {}], [1.5, {}], ["1", {}], [1, []], [1, null], [1, { program: 7 }], [1, { program: null }],
    [1, { values: [1] }], [1, { constants: [1] }], [1, { granularity: "atom" }], [1, { learning_rate: "fast" }],
  ].map(pack);
  for (const fragment of [...wrong, ...packed]) assert.equal(await readFragment(fragment), null, fragment.slice(0, 60));
});

test("a link cannot unpack to gigabytes", async () => {
  const bomb = pack(JSON.stringify([1, { program: "x".repeat(20_000_000) }]));
  assert.ok(bomb.length < 200_000);
  assert.equal(await readFragment(bomb), null);
});

test("fields that are not ours are left behind", async () => {
  assert.deepEqual(await readFragment(pack([3, { program: "y = 1", __proto__: null, constructor: 1, other: 2 }])), { question: { program: "y = 1" }, step: 3 });
});

const spec = { layers: [{ units: 2 }, { units: 1, activation: "sigmoid" }], loss: "mse", init: "zeros", seed: 3, batch: 4 };

test("a lesson's link names the view and the row where they are not the lesson's own", async () => {
  assert.equal(await writeFragment(lesson, 4, lesson, { view: "network" }), "#s4-network");
  assert.equal(await writeFragment(lesson, 0, lesson, { view: "matrices", sample: 2 }), "#s0-matrices-2");
  assert.equal(await writeFragment(lesson, 7, lesson, { sample: 3 }), "#s7-3");
  assert.deepEqual(await readFragment("#s4-backward"), { question: {}, step: 4, view: "backward" });
  assert.deepEqual(await readFragment("#s0-matrices-2"), { question: {}, step: 0, view: "matrices", sample: 2 });
  assert.deepEqual(await readFragment("#s7-3"), { question: {}, step: 7, sample: 3 });
});

test("view and row come back beside what was changed", async () => {
  const question = { ...lesson, values: { n: 3 } };
  const found = await readFragment(await writeFragment(question, 2, lesson, { view: "network", sample: 1 }));
  assert.deepEqual(found, { question: { values: { n: 3 } }, step: 2, view: "network", sample: 1 });
});

test("a network's link holds its description, and the program only where it was edited", async () => {
  const built = await writeFragment({ program: "", network: spec, values: { b1: [7] } }, 1, lesson, { view: "network" });
  assert.deepEqual((await readFragment(built))?.question, { network: spec, values: { b1: [7] }, learning_rate: undefined, constants: undefined });
  assert.ok(built.length < 260, built);
  const edited = await readFragment(await writeFragment({ program: "y = x", network: spec }, 0, null));
  assert.deepEqual(edited?.question, { program: "y = x", network: spec });
});

test("a training's settings and an opened iteration come back", async () => {
  const train = { data: { dataset: "circles", noise: 0.1 }, optimizer: { name: "adam", learning_rate: 0.05 }, batch_size: 10, iterations: 500, until: { loss: 0.01 }, seed: 3, at: 120 };
  assert.deepEqual((await readFragment(await writeFragment({ program: "", network: spec, train }, 0, null)))?.question, { network: spec, train });
  const opened = { data: { dataset: "xor" }, rows: [3, 1], optimizer: { name: "sgd", learning_rate: 1 }, iteration: 121, state: {}, started: 100 };
  assert.deepEqual((await readFragment(await writeFragment({ program: "", network: spec, ...opened }, 2, null)))?.question, { network: spec, ...opened });
  for (const wrong of [{ train: 7 }, { train: [] }, { rows: [0.5] }, { rows: "all" }, { iteration: "3" }, { started: 0.5 }, { data: "xor" }, { optimizer: "sgd" }]) {
    assert.equal(await readFragment(pack([1, { program: "y = 1", ...wrong }])), null, JSON.stringify(wrong));
  }
});

test("what is too large for a link is left out of it", async () => {
  const weights = Array.from({ length: 40_000 }, (_, i) => Math.sin(i * i));
  assert.equal(await writeFragment({ program: "", network: spec, values: { W1: weights } }, 3, null), "");
});

test("rows of one's own that are too large for a link are left out of it, and the rest stays", () => {
  const rows = (count) => ({ x: Array.from({ length: count }, () => [1, 2, 3]), t: Array.from({ length: count }, () => [0]) });
  const asking = (data) => ({ program: "y = x", data, rows: [1], train: { seed: 3, at: 40, data } });
  for (const data of [rows(500), { dataset: "digits" }]) assert.deepEqual(withoutLargeData(asking(data)), { question: asking(data), whole: true });
  assert.deepEqual(withoutLargeData(asking(rows(501))), { question: { program: "y = x", train: { seed: 3 } }, whole: false });
  assert.deepEqual(withoutLargeData({ program: "y = x", data: rows(501), rows: [1] }), { question: { program: "y = x" }, whole: false });
});

test("a sight that is not ours is no state", async () => {
  for (const fragment of ["#s4-atoms", "#s4-network-x", "#s4-", "#s4-network-1234567", "#s4-graph-1-2"]) assert.equal(await readFragment(fragment), null, fragment);
  for (const sight of [7, [], { view: "atoms" }, { view: 3 }, { sample: -1 }, { sample: 1.5 }, { sample: "2" }]) {
    assert.equal(await readFragment(pack([1, { program: "y = 1" }, sight])), null, JSON.stringify(sight));
  }
  for (const network of [7, [], "x"]) assert.equal(await readFragment(pack([1, { network }])), null);
});
