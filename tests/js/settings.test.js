import assert from "node:assert/strict";
import { test } from "node:test";

import { guessRoles } from "../../static/js/panels/csv-columns.js";
import { isWithin, ruleOf, tellSetting } from "../../static/js/panels/setting-words.js";
import { differencesOf, flatSettings, optionsOf, scheduleOf, withOptimizer, withSchedule } from "../../static/js/state/settings.js";
import { SETTINGS as usual } from "../../static/js/state/training.js";

const names = (before, after) => differencesOf(before, after).map(({ name }) => name);

test("settings that are left out are the usual ones, so nothing differs", () => {
  assert.deepEqual(differencesOf(usual, { ...usual, seed: undefined, optimizer: { ...usual.optimizer, schedule: { name: "constant" }, clip: null, l2: 0 } }), []);
});

test("a difference has its name and both values", () => {
  const after = { ...usual, optimizer: { ...usual.optimizer, learning_rate: 0.5 }, batch_size: 10, until: { loss: 0.01 } };
  assert.deepEqual(differencesOf(usual, after), [
    { name: "learning_rate", before: 0.1, after: 0.5 },
    { name: "batch_size", before: null, after: 10 },
    { name: "loss", before: null, after: 0.01 },
  ]);
});

test("a number that the rule does not use is no difference", () => {
  const idle = { ...usual, optimizer: { ...usual.optimizer, beta1: 0.5, momentum: 0.3 } };
  assert.deepEqual(names(usual, idle), []);
  assert.equal("beta1" in flatSettings(idle), false);
});

test("another rule brings its own numbers", () => {
  const adam = { ...usual, optimizer: withOptimizer(usual.optimizer, "adam") };
  assert.deepEqual(names(usual, adam), ["optimizer", "learning_rate", "beta1", "beta2", "epsilon"]);
  assert.deepEqual(optionsOf({ ...adam.optimizer, beta2: 0.9 }), { beta1: 0.9, beta2: 0.9, epsilon: 1e-8 });
});

test("only a learning rate that nobody touched changes with the rule", () => {
  assert.equal(withOptimizer({ name: "sgd", learning_rate: 0.1 }, "adam").learning_rate, 0.01);
  assert.equal(withOptimizer({ name: "sgd", learning_rate: 0.3 }, "adam").learning_rate, 0.3);
});

test("what a rule has no use for is taken away, what two rules share stays", () => {
  const before = { name: "adam", learning_rate: 0.2, beta1: 0.5, clip: 1, l2: 0.1, schedule: { name: "step", every: 5, factor: 0.1 } };
  const sent = (optimizer) => JSON.parse(JSON.stringify(optimizer));
  assert.deepEqual(sent({ ...before, ...withOptimizer(before, "momentum") }), { name: "momentum", learning_rate: 0.2, clip: 1, l2: 0.1, schedule: before.schedule, momentum: 0.9 });
  assert.deepEqual(optionsOf(withOptimizer(before, "adamw")), { beta1: 0.5, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.01 });
});

test("a cosine ends where training does", () => {
  const cosine = withSchedule({ ...usual, iterations: 300 }, "cosine");
  assert.deepEqual(scheduleOf(cosine), { name: "cosine", iterations: 300, minimum: 0 });
  assert.deepEqual(differencesOf(usual, { ...usual, optimizer: withSchedule({ ...usual, optimizer: cosine }, "constant") }), []);
});

test("a number of the schedule is told apart from one of the same name", () => {
  const step = { ...usual, optimizer: withSchedule(usual, "cosine") };
  const shorter = { ...step, optimizer: { ...step.optimizer, schedule: { ...step.optimizer.schedule, iterations: 50 } } };
  assert.deepEqual(differencesOf(step, shorter), [{ name: "schedule_iterations", before: 2000, after: 50 }]);
});

test("data differ by set and option, own rows by identity", () => {
  const circles = { ...usual, data: { dataset: "circles", n: 200, noise: 0.1 } };
  assert.deepEqual(differencesOf(circles, { ...usual, data: { dataset: "circles", n: 200, noise: 0.3 } }), [{ name: "noise", before: 0.1, after: 0.3 }]);
  const x = [[0], [1]];
  const own = { ...usual, data: { x, t: [[1], [0]], train: 2 } };
  assert.deepEqual(names(own, { ...own }), []);
  assert.deepEqual(names(own, { ...own, data: { ...own.data, x: [[0], [2]] } }), ["x"]);
  assert.deepEqual(names(own, { ...own, data: { ...own.data, t: [[0], [1]] } }), ["t"]);
  assert.deepEqual(names(usual, own), ["data", "x", "t", "train"]);
});

test("what a number may be is said as it is judged", () => {
  const batch = { least: 1, most: 150, whole: true, empty: "all" };
  assert.equal(ruleOf(batch), "Type a whole number from 1 to 150. Or leave it empty.");
  assert.deepEqual([0, 1, 2.5, 150, 151].map((value) => isWithin(batch, value)), [false, true, false, true, false]);
  const share = { least: 0, most: 1, below: true };
  assert.equal(ruleOf(share), "Type a number from 0 to just below 1.");
  assert.deepEqual([-0.1, 0, 0.999, 1].map((value) => isWithin(share, value)), [false, true, true, false]);
  const split = { least: 0, most: 1, above: true };
  assert.equal(ruleOf(split), "Type a number above 0, up to 1.");
  assert.deepEqual([0, 0.5, 1].map((value) => isWithin(split, value)), [false, true, true]);
});

test("a setting is told by its name and value, a rule by its name alone", () => {
  const after = { ...usual, optimizer: withOptimizer(usual.optimizer, "adam"), batch_size: 10 };
  assert.deepEqual(differencesOf(usual, after).map(tellSetting), ["Adam", "learning rate 0.01", "β₁ 0.9", "β₂ 0.999", "ε 1e-8", "batch size 10"]);
  assert.equal(tellSetting({ name: "batch_size", before: 10, after: null }), "batch size all");
});

test("of a table that cannot be read the last column with values is the target, unless one was chosen", () => {
  const columns = ["a", "b", "c", "d"].map((name) => ({ name, kind: name === "d" ? "empty" : "number", missing: 0, role: "ignored" }));
  const roles = (chosen) => guessRoles(columns, chosen).map(({ role }) => role).join(" ");
  assert.equal(roles({ inputs: null, target: null }), "input input target ignored");
  assert.equal(roles({ inputs: ["b"], target: ["a"] }), "target input ignored ignored");
});
