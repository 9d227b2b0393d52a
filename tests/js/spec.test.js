import assert from "node:assert/strict";
import { test } from "node:test";

import { PRESETS, initOf, withActivation, withInit, withLayer, withLoss, withUnits, withoutLayer } from "../../static/js/state/spec.js";

const ANY = [null, "sigmoid", "tanh", "softmax"];
const parts = {
  activations: ["sigmoid", "tanh"],
  losses: { mse: ANY, cross_entropy: [null], cross_entropy_probs: ["softmax"], binary_cross_entropy: ["sigmoid"], sum_of_squares: ANY },
  initialisers: { zeros: {}, uniform: { low: -1, high: 1 }, xavier_uniform: {} },
};
const spec = {
  layers: [{ units: 5 }, { units: 4, activation: "tanh" }, { units: 3, activation: "softmax" }],
  loss: "cross_entropy_probs", init: "xavier_uniform", seed: 0, batch: 4,
};
const kinds = (one) => [one.layers.map(({ units, activation }) => `${units}${activation ?? ""}`).join(" "), one.loss];

test("units change one by one and never vanish", () => {
  assert.deepEqual(kinds(withUnits(spec, 1, 6))[0], "5 6tanh 3softmax");
  assert.equal(withUnits(spec, 2, 0).layers[2].units, 1);
});

test("a layer is added before the last one, like its neighbour", () => {
  assert.equal(kinds(withLayer(spec))[0], "5 4tanh 4tanh 3softmax");
  assert.equal(kinds(withLayer(withoutLayer(spec, 1)))[0], "5 3sigmoid 3softmax");
});

test("hidden layers can be taken out, the ends cannot", () => {
  assert.equal(kinds(withoutLayer(spec, 1))[0], "5 3softmax");
  assert.equal(withoutLayer(spec, 0), spec);
  assert.equal(withoutLayer(spec, 2), spec);
});

test("a loss brings the activation that it takes", () => {
  assert.deepEqual(kinds(withLoss(spec, "binary_cross_entropy", parts)), ["5 4tanh 3sigmoid", "binary_cross_entropy"]);
  assert.deepEqual(kinds(withLoss(spec, "cross_entropy", parts)), ["5 4tanh 3", "cross_entropy"]);
  assert.deepEqual(kinds(withLoss(spec, "mse", parts)), ["5 4tanh 3softmax", "mse"]);
});

test("a last activation brings the loss made for it", () => {
  assert.deepEqual(kinds(withActivation(spec, 2, "sigmoid", parts)), ["5 4tanh 3sigmoid", "binary_cross_entropy"]);
  assert.deepEqual(kinds(withActivation(spec, 2, null, parts)), ["5 4tanh 3", "cross_entropy"]);
  assert.deepEqual(kinds(withActivation(spec, 2, "tanh", parts)), ["5 4tanh 3tanh", "mse"]);
  assert.deepEqual(kinds(withActivation(spec, 1, "sigmoid", parts)), ["5 4sigmoid 3softmax", "cross_entropy_probs"]);
  assert.deepEqual(kinds(withActivation({ ...spec, loss: "mse" }, 2, null, parts)), ["5 4tanh 3", "mse"]);
});

test("an initialiser has its own options, and no others", () => {
  const uniform = withInit(spec, "uniform", { low: -2, high: 1 });
  assert.deepEqual(uniform.init, { name: "uniform", low: -2, high: 1 });
  assert.deepEqual(initOf(uniform, parts), { name: "uniform", options: { low: -2, high: 1 } });
  assert.deepEqual(initOf({ ...spec, init: { name: "uniform" } }, parts).options, { low: -1, high: 1 });
  assert.equal(withInit(spec, "zeros").init, "zeros");
});

test("what a network is made of fits together from the start", () => {
  for (const { spec: one, values } of PRESETS) {
    const { units } = one.layers[0];
    if (values) assert.deepEqual([values.x.length, values.x[0].length], [one.batch, units]);
  }
});
