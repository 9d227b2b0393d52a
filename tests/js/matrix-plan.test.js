import assert from "node:assert/strict";
import { test } from "node:test";

import { planOf } from "../../static/js/draw/matrix-plan.js";
import { sourceOf } from "../../static/js/draw/matrix-source.js";
import { layOut } from "../../static/js/draw/matrix-layout.js";
import { momentOf, regionsFor, regionsFrom } from "../../static/js/draw/matrix-moment.js";
import { gridOf, turn } from "../../static/js/draw/matrix-grid.js";
import { lightsOf } from "../../static/js/draw/matrix-lights.js";
import { readFixture } from "./read-fixture.mjs";

const CHOICE = { jacobian: false, sample: 0 };
const NAMES = ["affine", "fruit", "diamond", "reassigned", "layers", "layers-elements", "neurons"];
const sources = Object.fromEntries(NAMES.map((name) => [name, sourceOf(readFixture(name))]));
const DONE = { index: 0, progress: 1, entries: Infinity };

/** The plan of the step of a phase at a node. */
function planAt(name, phase, node, choice = CHOICE) {
  const source = sources[name];
  const step = source.steps.find((one) => one.phase === phase && one.node === node);
  assert.ok(step, `${name} has no ${phase} step of ${node}`);
  return planOf(source, step, choice);
}

/** A term as the server tells it, of a program made up for the test. */
function madeUp(term, extra = {}) {
  const shapes = { z: [2, 3], s: [2, 3], L: [], t: [2, 3] };
  const nodes = Object.entries(shapes).map(([id, shape]) => ({ id, shape, kind: "op", op: id === "L" ? "cross_entropy_probs" : "softmax", symbol: "softmax", role: null, inline: false }));
  const operands = { s: ["z"], L: ["s", "t"] };
  const source = {
    nodes: new Map(nodes.map((node) => [node.id, node])),
    valueOf: () => [[1, 2, 3], [4, 5, 6]],
    operandsOf: (id) => operands[id] ?? [],
    batchOf: () => [0, 2],
    target: null,
  };
  return [source, { index: 0, phase: "backward", node: "z", gradient: [[1, 2, 3], [4, 5, 6]], terms: [{ operand: 0, summed_axes: [], local: null, contribution: [[1, 2, 3], [4, 5, 6]], ...term }], ...extra }];
}

for (const name of NAMES) {
  test(`${name}: every step has a plan whose pictures have keys of their own`, () => {
    const source = sources[name];
    for (const step of [null, ...source.steps]) {
      const plan = planOf(source, step, CHOICE);
      const keys = plan.pictures.map((one) => one.key);
      const repeated = keys.filter((key, i) => keys.indexOf(key) !== i);
      assert.deepEqual(repeated, [], step?.node);
    }
  });

  test(`${name}: pictures never overlap, in a wide room and in a narrow one`, () => {
    const source = sources[name];
    for (const room of [{ width: 620, height: 400 }, { width: 350, height: 200 }]) {
      for (const step of source.steps) {
        const { pictures } = layOut(planOf(source, step, CHOICE).tree, room);
        pictures.forEach((one, i) => {
          for (const other of pictures.slice(i + 1)) {
            const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
            assert.ok(apart, `${step.phase} ${step.node}: ${one.picture.label} over ${other.picture.label}`);
          }
        });
      }
    }
  });
}

test("a product stands with the left operand beside the result and the other one above it", () => {
  const plan = planAt("affine", "forward", "v1");
  assert.equal(plan.tree.type, "product");
  assert.deepEqual([plan.tree.left.label, plan.tree.above.label, plan.tree.result.label], ["x", "W", "v1"]);
  const placed = layOut(plan.tree, { width: 620, height: 400 });
  const [left, above, result] = placed.pictures;
  assert.equal(left.y, result.y);
  assert.equal(left.height, result.height);
  assert.equal(above.x, result.x);
  assert.equal(above.width, result.width);
  assert.deepEqual(plan.shapes.filter((one) => one.inner).map((one) => one.text), ["3", "3"]);
});

test("dX = dY · Wᵀ and dW = xᵀ · dY: the transposes are the very same pictures turned", () => {
  const dx = planAt("affine", "backward", "x");
  assert.deepEqual([dx.tree.left.label, dx.tree.above.label, dx.tree.result.label], ["∂v1", "Wᵀ", "∂x"]);
  const dw = planAt("affine", "backward", "W");
  assert.deepEqual([dw.tree.left.label, dw.tree.above.label, dw.tree.result.label], ["xᵀ", "∂v1", "∂W"]);
  const { left } = dw.tree;
  assert.deepEqual(left.shape, [3, 2]);
  assert.equal(left.value, sources.affine.valueOf("x"));
  assert.deepEqual(gridOf(left.value, left.turned), turn(gridOf(sources.affine.valueOf("x"))));
});

test("a transpose turns first, then the entries of the product come one by one", () => {
  const plan = planAt("affine", "backward", "W");
  const { left, result } = plan.tree;
  const at = (progress) => momentOf(plan, { index: 0, progress, entries: Infinity });
  assert.equal(at(0.01).turned(left), 0);
  assert.equal(at(0.36).turned(left), 1);
  assert.equal(at(0.36).known(result), 0);
  assert.ok(at(0.6).known(result) > 0 && at(0.6).known(result) < 9);
  assert.equal(at(1).known(result), Infinity);
  assert.equal(at(1).entry, null);
});

test("an entry of a product is made of its row and its column", () => {
  const [equation] = planAt("affine", "forward", "v1").equations;
  const regions = regionsFor(equation, 1, 2);
  assert.deepEqual(regions.get("operand 0")[0].rows, [1, 1]);
  assert.deepEqual(regions.get("operand 0")[0].columns, [0, 2]);
  assert.deepEqual(regions.get("operand 1")[0].columns, [2, 2]);
  const back = regionsFrom(equation, equation.operands[0], 1, 2);
  assert.deepEqual(back.get("operand 1")[0].rows, [2, 2], "inner sizes meet");
  assert.deepEqual(back.get("result")[0].rows, [1, 1]);
});

test("a bias is one row, repeated faintly, and its gradient is the sum down the columns", () => {
  const plan = planAt("affine", "forward", "y");
  const bias = plan.pictures.find((one) => one.label === "b");
  assert.deepEqual([bias.rows, bias.ghost], [1, { rows: 2, columns: 1 }]);
  const back = planAt("affine", "backward", "b");
  assert.equal(back.tree.type, "down");
  assert.deepEqual(regionsFor(back.equations[0], 0, 1).get("upstream 0")[0], { rows: [0, 1], columns: [1, 1], kind: "lit" });
});

test("several terms are a sum of pictures", () => {
  const { steps } = sources.diamond;
  const step = steps.find((one) => (one.terms ?? []).length > 1);
  const plan = planOf(sources.diamond, step, CHOICE);
  assert.equal(plan.terms, step.terms.length);
  assert.equal(plan.tree.type, "column");
  const sum = plan.tree.children.at(-1);
  assert.equal(sum.children.filter((child) => child.type === "picture").length, step.terms.length + 1);
});

test("an element trace is gathered into its tensors, one entry lit", () => {
  const elements = sources["layers-elements"];
  const whole = sources.layers;
  assert.deepEqual(elements.steps.map((step) => `${step.phase} ${step.node}`), whole.steps.map((step) => `${step.phase} ${step.node}`));
  elements.steps.forEach((step, i) => {
    assert.deepEqual(step.value, whole.steps[i].value, step.node);
    assert.deepEqual(step.gradient, whole.steps[i].gradient, step.node);
  });
  const place = elements.placeOf(2);
  assert.deepEqual([place.index, place.entries], [0, 2]);
  const plan = planOf(elements, elements.steps[0], CHOICE);
  const moment = momentOf(plan, place);
  assert.equal(moment.known(plan.tree.result), 2);
  assert.equal(moment.entry, 1);
  const lights = lightsOf(plan, moment, null, null, 0);
  assert.deepEqual(lights.get("result").at(-1), { rows: [0, 0], columns: [1, 1], kind: "entry" });
});

test("a position is always in the step under way, and at a whole number in the one just taken", () => {
  for (const name of NAMES) {
    const source = sources[name];
    assert.equal(source.placeOf(0).index, -1);
    assert.equal(source.placeOf(0.5).index, 0);
    assert.equal(source.placeOf(1).index, 0);
    assert.equal(source.placeOf(1e9).index, source.steps.length - 1);
    source.ends.forEach((end, i) => assert.equal(source.placeOf(end).index, i));
  }
});

test("a Jacobian is told as its whole structure and the followed sample's block", () => {
  const blocks = [[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[2, 0, 0], [0, 2, 0], [0, 0, 2]]];
  const upstream = [[1, 2, 3], [4, 5, 6]];
  const [source, step] = madeUp({ consumer: "s", structure: "jacobian", upstream, jacobian: { shape: [6, 6], block: [3, 3], blocks } });
  const plan = planOf(source, step, { jacobian: false, sample: 1 });
  const [row, block, made] = ["row 0", "block 0", "made 0"].map((key) => plan.pictures.find((one) => one.key === key));
  assert.deepEqual(row.value, [4, 5, 6]);
  assert.equal(block.value, blocks[1]);
  assert.deepEqual(made.value, [4, 5, 6]);
  assert.deepEqual(plan.pictures.find((one) => one.blocks).blocks, { count: 2, rows: 3, columns: 3 });
  assert.equal(plan.samples, 2);
});

test("while samples come one after the other, the whole gradient keeps those that have been", () => {
  const blocks = [[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[2, 0, 0], [0, 2, 0], [0, 0, 2]]];
  const [source, step] = madeUp({ consumer: "s", structure: "jacobian", upstream: [[1, 2, 3], [4, 5, 6]], jacobian: { shape: [6, 6], block: [3, 3], blocks } });
  const plan = planOf(source, step, { jacobian: false, sample: 1 });
  const whole = plan.pictures.find((one) => one.key === "result");
  const made = plan.pictures.find((one) => one.key === "made 0");
  const moment = momentOf(plan, { index: 0, progress: 0.05, entries: Infinity }, 1);
  assert.deepEqual([moment.known(whole), moment.known(made)], [3, 0]);
});

test("a Jacobian too large to be sent is said to be so", () => {
  const [source, step] = madeUp({ consumer: "s", structure: "jacobian", upstream: [[1, 2, 3], [4, 5, 6]], jacobian: { shape: [600, 600], block: null, blocks: null } });
  const plan = planOf(source, step, CHOICE);
  assert.ok(plan.tree.children.some((child) => child.type === "note" && child.text.includes("600×600")));
});

test("where softmax meets cross-entropy the short way stands beside the long one", () => {
  const blocks = [[[1]], [[1]]];
  const collapse = { symbolic: "", numeric: "", value: [[1, 2, 3], [4, 5, 6]], difference: 0 };
  const [source, step] = madeUp({ consumer: "s", structure: "jacobian", upstream: [[1, 2, 3], [4, 5, 6]], jacobian: { shape: [6, 6], block: [3, 3], blocks } }, { collapse });
  const plan = planOf(source, step, CHOICE);
  const short = plan.pictures.find((one) => one.key === "collapse");
  const long = plan.pictures.find((one) => one.key === "collapse long");
  assert.equal(short.label, "∂z = (s − t) / 2");
  assert.deepEqual(short.value, long.value);
});

test("a gradient is the sum of its samples' own pictures, the followed one among those that are shown", () => {
  const samples = Array.from({ length: 9 }, (_, i) => [[i, 0, 0], [0, 0, 0]]);
  const [source, step] = madeUp({ consumer: "s", structure: "elementwise", upstream: [[1, 2, 3], [4, 5, 6]], local: 1, samples });
  const plan = planOf(source, step, { jacobian: false, sample: 8 });
  const shown = plan.pictures.filter((one) => one.sample !== null).map((one) => one.sample);
  assert.deepEqual(shown, [3, 4, 5, 6, 7, 8]);
  const half = momentOf(plan, { index: 0, progress: 0.5, entries: Infinity });
  const known = plan.pictures.filter((one) => one.sample !== null).map((one) => half.known(one) > 0);
  assert.deepEqual(known, [true, true, true, false, false, false], "one sample after the other");
  const lights = lightsOf(plan, momentOf(plan, DONE), null, null, 8);
  assert.equal(lights.get("sample 8")[0].kind, "sample");
});

test("a long side is pressed together, and the equation still fits its room", () => {
  const rows = Array.from({ length: 784 }, () => [0.5, 0.25]);
  const tree = { type: "product" };
  const source = {
    nodes: new Map([["x", { shape: [4, 784] }], ["W", { shape: [784, 2] }], ["y", { shape: [4, 2], op: "matmul", symbol: "@" }]]),
    valueOf: (id) => (id === "W" ? rows : Array.from({ length: 4 }, () => Array.from({ length: 784 }, () => 1))),
    operandsOf: () => ["x", "W"],
    batchOf: () => null,
  };
  const plan = planOf(source, { index: 0, phase: "forward", node: "y", operands: ["x", "W"], value: [[1, 2], [1, 2], [1, 2], [1, 2]] }, CHOICE);
  assert.equal(plan.tree.type, tree.type);
  const placed = layOut(plan.tree, { width: 580, height: 380 });
  assert.ok(placed.width <= 580 && placed.height <= 380 * 1.25, `${placed.width} × ${placed.height}`);
  assert.ok(layOut(plan.tree, { width: 580, height: 380 }, 2).height > placed.height, "zoomed it is larger");
});

test("an optimizer's update stands as what goes into it and what comes out", () => {
  const [source] = madeUp({});
  const step = {
    index: 9, phase: "update", node: "W", old: [1, 2], gradient: [3, 4], used_gradient: [0.3, 0.4], learning_rate: 0.1, value: [0.9, 1.9],
    optimizer: "adam", state: { m: { old: [0, 0], new: [0.03, 0.04] }, v: { old: [0, 0], new: [0.0001, 0.0002] } },
  };
  const plan = planOf(source, step, CHOICE);
  assert.equal(plan.heading, "W′ = adam(W, ∂W, m, v)");
  assert.deepEqual(plan.pictures.map(({ label, value }) => [label, value]), [
    ["W", step.old], ["∂W", step.used_gradient], ["m", step.state.m.new], ["v", step.state.v.new], ["W′", step.value],
  ]);
});

test("an element trace's optimizer steps are gathered into their tensor", () => {
  const elements = readFixture("layers-elements");
  const steps = elements.steps.map((step) => step.phase !== "update" ? step : {
    ...step, optimizer: "momentum", used_gradient: step.gradient, state: { velocity: { old: 0, new: step.gradient } },
  });
  const gathered = sourceOf({ ...elements, steps }).steps.find(({ phase, node }) => phase === "update" && node === "b1");
  assert.equal(gathered.optimizer, "momentum");
  assert.deepEqual(gathered.used_gradient, gathered.gradient);
  assert.deepEqual(gathered.state, { velocity: { old: [0, 0], new: gathered.gradient } });
});
