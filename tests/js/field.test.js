import assert from "node:assert/strict";
import { test } from "node:test";

import { ticksOf } from "../../static/js/draw/field-axes.js";
import { bytesOf, levelOf, middleOf, seenOf, spreadOf } from "../../static/js/draw/field-cells.js";
import { inTwo } from "../../static/js/draw/field-colors.js";
import { drawBorders, drawContour, smoothed } from "../../static/js/draw/field-contour.js";
import { canEdit, createDraft, targetOf, withMoved, withPoint, withoutAll, withoutRow } from "../../static/js/draw/field-own.js";
import { nearest, rangesOf, scalesOf, spotsOf } from "../../static/js/draw/field-points.js";
import { fieldSceneAt } from "../../static/js/draw/field-scene.js";
import { describe } from "../../static/js/draw/field-words.js";
import { heightAt, heightOf } from "../../static/js/draw/fit-curve.js";
import { createTraining } from "../../static/js/state/training.js";

const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const cells = (low, high, bytes) => ({ low, high, cells: base64(bytes) });
const XOR = {
  id: "xor",
  title: "XOR",
  kind: "classification",
  x: [[0, 0], [0, 1], [1, 0], [1, 1]],
  t: [[0], [1], [1], [0]],
  train: 3,
  features: ["x1", "x2"],
  targets: ["t"],
  classes: ["0", "1"],
  labels: [0, 1, 1, 0],
  image: null,
};
const SINE = { ...XOR, id: "sine", kind: "regression", x: [[-1], [0], [1]], t: [[-0.8], [0], [0.8]], train: 2, features: ["x"], targets: ["y"], classes: [], labels: null };
const PLANE = {
  event: "field",
  kind: "plane",
  iteration: 7,
  x: [-1, 2],
  y: [-1, 2],
  size: [2, 2],
  low: 0,
  high: 1,
  output: base64([0, 255, 0, 255]),
  neuron_size: [2, 2],
  layers: [[cells(-1, 1, [0, 64, 191, 255]), cells(-3, 3, [128, 128, 128, 255])], [cells(0, 1, [0, 255, 0, 255])]],
};
const LINE = { event: "field", kind: "line", iteration: 7, x: [-1, 0, 1], output: [[-1, 0, 3]], layers: [[[0, 0, 9]], [[-1, 0, 3]]] };
const frame = (field) => ({ iteration: 7, progress: { event: "progress", iteration: 7, epoch: 0, loss: 0.25, error_rate: 0.25, validation_error_rate: null }, field, snapshot: null, units: null, predictions: null });

/** The pieces of a line. */
function piecesOf(draw) {
  const pieces = [];
  draw((...piece) => pieces.push(piece));
  return pieces;
}

test("the cells of a field are the bytes of its text, decoded once", () => {
  const owner = { text: base64([0, 127, 255]) };
  assert.deepEqual([...bytesOf(owner, "text")], [0, 127, 255]);
  assert.equal(bytesOf(owner, "text"), bytesOf(owner, "text"));
});

test("a contour between two cells lies where the level is, straight between their centres", () => {
  assert.deepEqual(piecesOf((draw) => drawContour([0, 100, 0, 100], [2, 2], 25, draw)), [[0.25, 0, 0.25, 1]]);
});

test("a grid that stays on one side of the level has no contour", () => {
  assert.deepEqual(piecesOf((draw) => drawContour([7, 8, 9, 9], [2, 2], 3, draw)), []);
});

test("the contour of a bump is one closed line", () => {
  const bump = Array.from({ length: 49 }, (_, i) => 9 - (((i % 7) - 3) ** 2 + (Math.floor(i / 7) - 3) ** 2));
  const ends = new Map();
  for (const [x1, y1, x2, y2] of piecesOf((draw) => drawContour(bump, [7, 7], 4.5, draw))) {
    for (const end of [`${x1.toFixed(9)} ${y1.toFixed(9)}`, `${x2.toFixed(9)} ${y2.toFixed(9)}`]) ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  assert.ok(ends.size > 8);
  assert.ok([...ends.values()].every((count) => count === 2));
});

test("at a saddle the middle says which corners hang together", () => {
  const joined = piecesOf((draw) => drawContour([9, 0, 0, 9], [2, 2], 4, draw));
  const parted = piecesOf((draw) => drawContour([9, 0, 0, 9], [2, 2], 5, draw));
  // Each piece cuts off a corner: joined, the two low ones; parted, the two high ones.
  assert.deepEqual(joined, [[5 / 9, 0, 1, 4 / 9], [4 / 9, 1, 0, 5 / 9]]);
  assert.deepEqual(parted, [[4 / 9, 0, 0, 4 / 9], [1, 5 / 9, 5 / 9, 1]]);
});

test("on a gentle slope the contour runs straight, though the cells are whole bytes", () => {
  const size = [40, 40];
  const slope = Uint8Array.from({ length: 1600 }, (_, i) => Math.round(120 + 0.05 * (i % 40) + 0.1 * Math.floor(i / 40)));
  const off = (numbers) => Math.max(...piecesOf((draw) => drawContour(numbers, size, 124.5, draw)).map(([x, y]) => Math.abs(120 + 0.05 * x + 0.1 * y - 124.5)));
  assert.ok(off(smoothed(slope, size)) < 0.6 * off(slope));
});

test("smoothing leaves a plane and a flat grid as they are", () => {
  const size = [9, 9];
  const flat = smoothed(new Uint8Array(81).fill(7), size);
  assert.ok(flat.every((one) => one === 7));
  const ramp = Uint8Array.from({ length: 81 }, (_, i) => 10 * (i % 9));
  assert.equal(smoothed(ramp, size)[4 * 9 + 4], 40);
});

test("the border between two classes runs where both are equally likely", () => {
  // Shares of the first class: 0.8, 0.6, 0.4 from left to right.
  const winner = new Uint8Array([0, 0, 1, 0, 0, 1]);
  const confidence = new Uint8Array([204, 153, 153, 204, 153, 153]);
  const [[x1, , x2]] = piecesOf((draw) => drawBorders(winner, confidence, [3, 2], 2, draw));
  assert.ok(Math.abs(x1 - 1.5) < 1e-9 && Math.abs(x2 - 1.5) < 1e-9);
});

test("a boundary is halfway between the targets, where a sign turns, where a share is half, where a neuron begins", () => {
  const seen = (pick) => seenOf(PLANE, pick);
  assert.equal(middleOf(XOR), 0.5);
  assert.equal(levelOf(seen(null), middleOf(XOR)), 127.5);
  assert.equal(levelOf(seen({ layer: 1, unit: 0 }), null), 127.5);
  assert.equal(spreadOf(seen({ layer: 1, unit: 1 })), "positive");
  assert.ok(levelOf(seen({ layer: 1, unit: 1 }), null) > 128);
  assert.equal(middleOf(SINE), null);
  const signed = { ...XOR, t: [[-1], [1], [1], [-1]] };
  assert.equal(levelOf({ ...seen(null), low: -1, high: 1 }, middleOf(signed)), 127.5);
});

test("in two colours a scale has its ends only", () => {
  const scale = Uint32Array.from({ length: 256 }, (_, i) => i);
  const two = inTwo(scale, 100);
  assert.deepEqual([two[0], two[99], two[100], two[255]], [0, 0, 255, 255]);
});

test("what is shown follows from data, frame and pick; a neuron that is not there gives way to the output", () => {
  const scene = fieldSceneAt(XOR, frame(PLANE), { layer: 1, unit: 0 });
  assert.deepEqual(scene.pick, { layer: 1, unit: 0 });
  assert.deepEqual([...scene.seen.cells], [0, 64, 191, 255]);
  assert.equal(fieldSceneAt(XOR, frame(PLANE), { layer: 5, unit: 0 }).pick, null);
  assert.deepEqual(scene.ranges, { x: [-1, 2], y: [-1, 2] });
  assert.equal(fieldSceneAt({ ...XOR, features: ["a", "b", "c"] }, null, null), null);
});

test("a plot reaches as far as its field, and further where points were set beyond it", () => {
  const x = (rows) => fieldSceneAt({ ...XOR, x: rows, t: rows.map(() => [0]), train: rows.length }, frame(PLANE), null).ranges.x;
  assert.deepEqual(x([[-1, 0], [2, 1]]), [-1, 2]);
  const [low, high] = x([[-1, 0], [4, 1]]);
  assert.ok(low <= -1 && high > 4, `${low} ${high}`);
});

test("a field of another plot than the data's is not shown", () => {
  assert.equal(fieldSceneAt(SINE, frame(PLANE), null).field, null);
  assert.equal(fieldSceneAt(SINE, frame(LINE), null).field, LINE);
});

test("rows are spots: two inputs on a plane, an input and its target on a curve; those past the training rows are held out", () => {
  assert.deepEqual(spotsOf(XOR)[3], { row: 3, x: 1, y: 1, label: 0, held: true });
  assert.deepEqual(spotsOf(SINE)[0], { row: 0, x: -1, y: -0.8, label: 0, held: false });
});

test("scales lead to pixels and back; y grows upward", () => {
  const scales = scalesOf({ x: [0, 10], y: [-1, 1] }, { width: 200, height: 100 });
  assert.deepEqual([scales.x(5), scales.y(1), scales.y(-1)], [100, 0, 100]);
  assert.deepEqual(scales.back(100, 50), [5, 0]);
});

test("the nearest spot is found within its reach only", () => {
  const scales = scalesOf(rangesOf(XOR), { width: 100, height: 100 });
  const place = { x: scales.x(1) + 4, y: scales.y(0) + 3 };
  assert.equal(nearest(spotsOf(XOR), scales, place, 6)?.row, 2);
  assert.equal(nearest(spotsOf(XOR), scales, place, 4), null);
});

test("ticks are round numbers within the range, no more steps than asked for", () => {
  assert.deepEqual(ticksOf([-2.7, 2.7], 5), [-2, 0, 2]);
  assert.deepEqual(ticksOf([-1, 1], 4), [-1, -0.5, 0, 0.5, 1]);
  for (const range of [[-0.013, 0.04], [3, 3e6], [-1e-9, 1e-9]]) {
    const ticks = ticksOf(range, 6);
    assert.ok(ticks.length >= 2 && ticks.length <= 7, String(ticks));
    assert.ok(ticks.every((tick) => tick >= range[0] && tick <= range[1]));
  }
});

test("a curve's height between two of its points lies on the line between them; beyond its ends there is none", () => {
  assert.equal(heightAt([0, 1, 2], [0, 10, 0], 0.25), 2.5);
  assert.equal(heightAt([0, 1, 2], [0, 10, 0], 2), 0);
  assert.equal(heightAt([0, 1, 2], [0, 10, 0], 2.1), null);
  assert.equal(heightAt([0, 1, 2], [0, 10, 0], -0.1), null);
});

test("an axis that follows a neuron's curve rests on round numbers", () => {
  assert.deepEqual(heightOf([-1, 1], null), [-1, 1]);
  assert.deepEqual(heightOf([-1, 1], [0, 3.91]), heightOf([-1, 1], [0, 3.93]));
});

test("a new point is a training row", () => {
  const more = withPoint(XOR, { x: [0.5, 0.5], t: [1], label: 1 });
  assert.deepEqual([more.x[3], more.t[3], more.labels[3], more.train, more.x.length], [[0.5, 0.5], [1], 1, 4, 5]);
  assert.equal(more.id, null);
  assert.equal(XOR.x.length, 4);
});

test("a row taken away leaves the training rows training rows", () => {
  assert.equal(withoutRow(XOR, 0).train, 2);
  assert.equal(withoutRow(XOR, 3).train, 3);
  assert.deepEqual(withoutRow(XOR, 0).labels, [1, 1, 0]);
});

test("a moved row keeps its target on a plane and takes a new one on a curve", () => {
  assert.deepEqual(withMoved(XOR, 1, [5, 6]).t[1], [1]);
  assert.deepEqual(withMoved(SINE, 1, [0.1], [0.2]).t[1], [0.2]);
});

test("a class is coded as the data code it", () => {
  assert.deepEqual(targetOf({ ...XOR, t: [[-1], [1], [1], [-1]] }, 0), [-1]);
  assert.deepEqual(targetOf({ ...withoutAll(XOR), targets: ["a", "b", "c"] }, 2), [0, 0, 1]);
  assert.deepEqual(targetOf(withoutAll(XOR), 1), [1]);
});

test("points can be set where there are classes on a plane, or one target over one input", () => {
  assert.deepEqual([canEdit(XOR), canEdit(SINE), canEdit({ ...XOR, classes: [] }), canEdit({ ...SINE, targets: ["a", "b"] }), canEdit(null)], [true, true, false, false, false]);
});

test("a draft is sent when it is done, taken back by one step, and kept while an older one arrives late", () => {
  const training = createTraining({ data: XOR });
  const sent = [];
  const draft = createDraft(training, (data) => sent.push(data));
  draft.set(withMoved(XOR, 0, [9, 9]));
  assert.equal(sent.length, 0);
  draft.commit();
  const first = sent[0];
  draft.set(withPoint(draft.get(), { x: [1, 2], t: [0], label: 0 }));
  draft.commit();
  draft.follow(first);
  assert.equal(draft.get(), sent[1]);
  draft.undo();
  assert.equal(sent[2], first);
  assert.equal(draft.undoable(), false);
});

test("after a clean sheet the classes are coded as before", () => {
  const signed = { ...XOR, t: [[-1], [1], [1], [-1]] };
  const draft = createDraft(createTraining({ data: signed }), () => {});
  draft.set(withoutAll(signed));
  draft.commit();
  assert.deepEqual(draft.get().x, []);
  assert.deepEqual(targetOf(draft.like(), 0), [-1]);
});

test("the picture is told in words: what it shows, how many points there are, how many are misclassified", () => {
  const words = describe(XOR, frame(PLANE), null);
  for (const part of ["output", "x1, x2", "after 7 iterations", "3 training points, 1 held-out", "0: 2, 1: 2", "25%"]) assert.ok(words.includes(part), words);
  assert.ok(describe(SINE, frame(LINE), { layer: 1, unit: 0 }).includes("layer 1, neuron 1"));
});
