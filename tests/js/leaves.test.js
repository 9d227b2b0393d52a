import assert from "node:assert/strict";
import { test } from "node:test";

import { assigns, elementsOf, indicesAt, keepValues, leavesOf, withElement } from "../../static/js/state/leaves.js";

const leaf = (id, extra = {}) => ({ id, kind: "leaf", op: null, symbol: null, role: "parameter", inline: false, shape: [], ...extra });
const traceOf = (granularity, nodes, values) => ({ granularity, graph: { nodes, edges: [] }, values, steps: [] });

test("the leaves of a tensor trace are its nodes without operands and without literals in formulas", () => {
  const nodes = [leaf("x"), leaf("0.5", { inline: true }), leaf("y", { kind: "op" }), leaf("c")];
  const leaves = leavesOf(traceOf("tensor", nodes, { x: 3, "0.5": 0.5, y: 2, c: 9, "c#1": 4 }));
  assert.deepEqual(leaves.map(({ id, value }) => [id, value]), [["x", 3], ["c", 4]]);
});

test("the elements of an element trace come together as the array they were", () => {
  const ids = ["W[0,0]", "W[0,1]", "W[1,0]", "W[1,1]", "b"];
  const values = Object.fromEntries(ids.map((id, i) => [id, i]));
  const leaves = leavesOf(traceOf("element", ids.map((id) => leaf(id)), values));
  assert.deepEqual(leaves.map(({ id, shape, value }) => [id, shape, value]), [["W", [2, 2], [[0, 1], [2, 3]]], ["b", [], 4]]);
});

test("an array's elements have the names of an element graph", () => {
  const names = elementsOf({ id: "W", shape: [2, 2], role: null, value: [[1, 2], [3, 4]] }).map(({ name, value }) => [name, value]);
  assert.deepEqual(names, [["W[0,0]", 1], ["W[0,1]", 2], ["W[1,0]", 3], ["W[1,1]", 4]]);
  assert.deepEqual(indicesAt(5, [2, 3]), [1, 2]);
});

test("one element is replaced in a copy", () => {
  const before = [[1, 2], [3, 4]];
  assert.deepEqual(withElement(before, 2, 9), [[1, 2], [9, 4]]);
  assert.deepEqual(before, [[1, 2], [3, 4]]);
  assert.equal(withElement(5, 0, 7), 7);
});

test("a given value holds while its own line stays", () => {
  const before = "x = [1,\n  2]\nt = 3\ny = sum(x) * t";
  const values = { x: [5, 6], t: 7, free: 8 };
  assert.deepEqual(keepValues(before, `${before} + free`, values), values);
  assert.deepEqual(keepValues(before, before.replace("t = 3", "t = 4"), values), { x: [5, 6], free: 8 });
  assert.deepEqual(keepValues(before, before.replace("  2]", "  3]"), values), { t: 7, free: 8 });
  assert.deepEqual(keepValues(before, before.replace("t = 3", "t = 3  # target"), values), values);
});

test("a program assigns the names left of its equals signs", () => {
  assert.ok(assigns("a, b = 1, 2\nloss = a", "b"));
  assert.ok(assigns("損失 = 3", "損失"));
  assert.ok(!assigns("xy = 1", "y"));
});
