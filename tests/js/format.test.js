import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { cutText, formatBrief, formatBytes, formatExact, formatNumber, formatShape, formatValue, lettersOf, parseNumber, rowsOf } from "../../static/js/format.js";

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

test("sizes are told in two or three figures", () => {
  assert.deepEqual([12, 950, 12_345, 999_499, 999_500, 1_549_000, 12_000_006].map(formatBytes), ["0.012 kB", "0.95 kB", "12.3 kB", "999 kB", "1 MB", "1.5 MB", "12 MB"]);
});

test("a number in few letters has two significant digits, or one, or is left out", () => {
  assert.deepEqual([0.95475, -0.047563, 0, 1, 123.4, 0.9976].map((value) => formatBrief(value, 6)), ["0.95", "−0.048", "0", "1", "123", "1"]);
  assert.equal(formatBrief(1.8109e-11, 7), "1.8e-11");
  assert.equal(formatBrief(1.8109e-11, 5), "2e-11", "one digit where two are too long");
  assert.equal(formatBrief(1.8109e-11, 4), "", "rather nothing than a wrong number");
  assert.equal(formatBrief(123456, 6), "1.2e5");
  assert.deepEqual([formatBrief("NaN", 3), formatBrief("-Infinity", 2), formatBrief("NaN", 2)], ["NaN", "−∞", ""]);
});
