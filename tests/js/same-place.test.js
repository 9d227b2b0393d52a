import assert from "node:assert/strict";
import { test } from "node:test";

import { samePlace, wholeOf } from "../../static/js/timeline/same-place.js";

const trace = (...steps) => ({ steps: steps.map(([phase, node], index) => ({ index, phase, node })) });
const whole = trace(["forward", "z1"], ["forward", "a1"], ["forward", "L"], ["backward", "L"], ["backward", "a1"], ["backward", "z1"]);
const parts = trace(
  ["forward", "z1[0,0]"], ["forward", "z1[0,1]"], ["forward", "a1[0,0]"], ["forward", "a1[0,1]"], ["forward", "L"],
  ["backward", "L"], ["backward", "a1[0,0]"], ["backward", "a1[0,1]"], ["backward", "z1[0,0]"], ["backward", "z1[0,1]"],
);

test("an element belongs to its array, a version to itself", () => {
  assert.equal(wholeOf("W1[12,3]"), "W1");
  assert.equal(wholeOf("c#2[1]"), "c#2");
  assert.equal(wholeOf("c#2"), "c#2");
});

test("a value's step is all of its elements' steps", () => {
  const expected = [0, 2, 4, 5, 6, 8, 10];
  expected.forEach((there, taken) => assert.equal(samePlace(whole, taken, parts), there));
});

test("an element's step is its whole value's", () => {
  const expected = [0, 1, 1, 2, 2, 3, 4, 5, 5, 6, 6];
  expected.forEach((there, taken) => assert.equal(samePlace(parts, taken, whole), there));
});

test("there and back again is the same place", () => {
  for (let taken = 0; taken <= whole.steps.length; taken += 1) {
    assert.equal(samePlace(parts, samePlace(whole, taken, parts), whole), taken);
  }
});

test("a step under way counts from its start", () => {
  assert.equal(samePlace(whole, 1.7, parts), 2);
});

test("what is not there any more falls back to what is", () => {
  const other = trace(["forward", "z1"], ["forward", "y"], ["backward", "y"]);
  assert.equal(samePlace(whole, 2, other), 1);
  assert.equal(samePlace(other, 2, whole), 1);
  assert.equal(samePlace(trace(["forward", "q"], ["backward", "q"]), 1, whole), 0);
});

test("the end stays the end", () => {
  assert.equal(samePlace(whole, 6, parts), 10);
  assert.equal(samePlace(trace(["forward", "q"]), 1, whole), 6);
  assert.equal(samePlace(trace(), 0, whole), 0);
});
