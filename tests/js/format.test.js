import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { cutText, formatExact, formatNumber, formatShape, formatValue, lettersOf, parseNumber, rowsOf } from "../../static/js/format.js";

const cases = JSON.parse(readFileSync(new URL("../fixtures/numbers.json", import.meta.url), "utf8"));

for (const { value, text } of cases) {
  test(`${JSON.stringify(value)} is written ${text}`, () => assert.equal(formatNumber(value), text));
}

test("what is written can be typed in again", () => {
  for (const { value, text } of cases) {
    if (typeof value !== "number" || Math.abs(value) > 1e300) continue;
    const again = parseNumber(text);
    assert.ok(again !== null && Math.abs(again - value) <= 5e-5 * Math.abs(value), text);
  }
});

test("words are no numbers", () => {
  for (const text of ["", "two", "NaN", "1e", "--1", "1 2", "0x10", "1e999"]) assert.equal(parseNumber(text), null, text);
});

test("the exact form keeps every digit and the shape", () => {
  assert.equal(formatExact(220.00000000000003), "220.00000000000003");
  assert.equal(formatExact(1e12), "1e12");
  assert.equal(formatExact(100000), "100000");
  assert.equal(formatExact("NaN"), "NaN");
  assert.deepEqual(JSON.parse(formatExact([[0.1, 1 / 3]])), [[0.1, 1 / 3]]);
});

test("small arrays are written out, larger ones by their shape", () => {
  assert.equal(formatValue([1, -2]), "[1 −2]");
  assert.equal(formatValue([[1, 2], [3, 4]]), "[1 2; 3 4]");
  assert.equal(formatValue([[1, 2, 3], [4, 5, 6]]), "2×3");
  // The shape of a vector would read as a number.
  assert.equal(formatValue([1, 2, 3, 4, -5]), "[1 … −5]");
  assert.equal(formatShape([2, 3]), "2×3");
  assert.equal(formatShape([]), "");
});

test("higher ranks are stacked as rows", () => {
  assert.deepEqual(rowsOf(7), [[7]]);
  assert.deepEqual(rowsOf([7, 8]), [[7, 8]]);
  assert.deepEqual(rowsOf([[[1], [2]], [[3], [4]]]), [[1], [2], [3], [4]]);
});

test("Chinese letters take more room, and less of them fit", () => {
  assert.equal(lettersOf("∂y · Wᵀ"), 7);
  assert.ok(lettersOf("權重") > 3);
  assert.equal(cutText("weights", 9), "weights");
  assert.equal(cutText("weights_of_all", 9), "weights_…");
  assert.equal(cutText("輸入層的權重矩陣", 9), "輸入層的…");
});
