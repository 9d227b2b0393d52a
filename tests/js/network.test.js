import assert from "node:assert/strict";
import { test } from "node:test";

import { networkSceneAt } from "../../static/js/draw/network-scene.js";
import { outlineOf, slotsOf } from "../../static/js/draw/network-slots.js";
import { curveBetween, distanceTo, partOf, pathOf, pointAt } from "../../static/js/layout/network-curves.js";
import { gridOf, layoutNetwork } from "../../static/js/layout/network-layout.js";
import { amplifierOf, gradientStep, isFilledIn, pick, readNetwork, seen, seenLayer } from "../../static/js/state/network.js";
import { readFixture } from "./read-fixture.mjs";

const NAMES = ["layers", "layers-elements", "neurons"];
const nets = Object.fromEntries(NAMES.map((name) => [name, readNetwork(readFixture(name))]));
const { layers: whole, "layers-elements": elements, neurons: scalar } = nets;

/** The numbers of every neuron for one sample after so many steps. */
function numbers(net, shown, sample) {
  return net.network.layers.flatMap(({ units }, layer) =>
    Array.from({ length: units }, (_, unit) => ["a", "z", "b"].map((part) => {
      const { value, gradient } = seen(net, shown, layer, part, unit, sample);
      return [value, gradient];
    })));
}

const stepOf = (net, phase, node) => net.story.trace.steps.find((step) => step.phase === phase && step.node === node).index;

test("a program without layers is no network", () => {
  const fruit = readFixture("fruit");
  assert.equal(readNetwork({ ...fruit, network: null }), null);
});

test("every node of a network has its place in it, element by element too", () => {
  assert.deepEqual(whole.placeOf("W1"), { layer: 1, part: "W", unit: null, sample: null, input: null });
  assert.deepEqual(elements.placeOf("W1[2,1]"), { layer: 1, part: "W", unit: 1, sample: null, input: 2 });
  assert.deepEqual(elements.placeOf("z2[1,0]"), { layer: 2, part: "z", unit: 0, sample: 1, input: null });
  assert.deepEqual(elements.placeOf("b1[1]"), { layer: 1, part: "b", unit: 1, sample: null, input: null });
  assert.deepEqual(scalar.placeOf("w2"), { layer: 1, part: "W", unit: 0, sample: null, input: 1 });
  assert.equal(whole.placeOf("nobody"), null);
});

test("a neuron's numbers are found in either granularity, and are the same", () => {
  assert.deepEqual(whole.locate(1, "W", 1, 0, 2), { id: "W1", index: [2, 1] });
  assert.deepEqual(elements.locate(1, "W", 1, 0, 2), { id: "W1[2,1]", index: [] });
  assert.deepEqual(scalar.locate(1, "W", 0, 0, 1), { id: "w2", index: [] });
  for (const sample of [0, 1]) {
    assert.deepEqual(numbers(elements, elements.story.count, sample), numbers(whole, whole.story.count, sample));
  }
});

test("what is not yet computed is blank, and each forward step fills in its own", () => {
  const blank = seenLayer(whole, 0, 1, "z", 0);
  assert.deepEqual(blank.values, [undefined, undefined]);
  const first = elements.story.trace.steps.findIndex(({ node }) => node === "z1[0,1]");
  assert.equal(seen(elements, first, 1, "z", 1, 0).value, undefined);
  assert.equal(seen(elements, first + 1, 1, "z", 1, 0).value, elements.story.trace.steps[first].value);
  assert.equal(seen(elements, first + 1, 1, "z", 1, 1).value, undefined);
});

test("a layer read at once holds what its neurons hold one by one", () => {
  for (const net of [whole, elements]) {
    for (const shown of [0, 3, 9, net.story.count]) {
      const row = seenLayer(net, shown, 1, "a", 1);
      assert.deepEqual(row.values, [0, 1].map((unit) => seen(net, shown, 1, "a", unit, 1).value));
      assert.deepEqual(row.gradients, [0, 1].map((unit) => seen(net, shown, 1, "a", unit, 1).gradient));
    }
  }
});

test("σ′(z) is the trace's local derivative, known as soon as the forward pass has been there", () => {
  const step = whole.story.trace.steps[stepOf(whole, "backward", "z1")];
  assert.equal(amplifierOf(whole, 1, 1, 0).value, step.terms[0].local[0][1]);
  assert.equal(amplifierOf(elements, 1, 1, 0).value, step.terms[0].local[0][1]);
  assert.ok(!isFilledIn(whole, 2, 1, 0, 0));
  assert.ok(isFilledIn(whole, 3, 1, 0, 0));
  assert.equal(amplifierOf(scalar, 1, 0, 0).value, 0.25);
});

test("a softmax mixes its units: no one factor says it", () => {
  assert.deepEqual(amplifierOf(whole, 2, 0, 0), { value: undefined, mixed: true });
  assert.equal(amplifierOf(elements, 2, 0, 0).mixed, true);
});

test("the step that made a gradient is found, and none where none did", () => {
  assert.equal(gradientStep(whole, whole.locate(1, "W", 0, 0, 0)), stepOf(whole, "backward", "W1"));
  assert.equal(gradientStep(whole, whole.locate(2, "target", 0, 0)), -1);
});

test("a folded value shows nothing rather than something else", () => {
  assert.equal(pick({ folded: true, shape: [2, 2], tiles: [[1]] }, [0, 0]), undefined);
  assert.equal(pick(undefined, [0]), undefined);
  assert.equal(pick(1, [0, 1]), 1);
});

for (const [name, net] of Object.entries(nets)) {
  test(`${name}: a moment looks the same from whichever side it is reached, and leaves the trace as it was`, () => {
    const before = JSON.stringify(net.story.trace);
    const positions = Array.from({ length: net.story.count * 5 + 1 }, (_, i) => i / 5);
    const onward = positions.map((position) => JSON.stringify(networkSceneAt(net, position, 0)));
    const back = positions.toReversed().map((position) => JSON.stringify(networkSceneAt(net, position, 0)));
    assert.deepEqual(back.toReversed(), onward);
    assert.equal(JSON.stringify(net.story.trace), before);
  });

  test(`${name}: values flow on in the forward pass and back in the backward one`, () => {
    for (let position = 0; position <= net.story.count; position += 0.25) {
      const { flows, phase } = networkSceneAt(net, position, 0);
      for (const { back, way, opacity } of flows) {
        assert.equal(back, phase === "backward");
        assert.ok(way >= 0 && way <= 1 && opacity >= 0 && opacity <= 1);
      }
    }
  });
}

test("layer by layer all weights carry at once; neuron by neuron each token carries its number", () => {
  const all = networkSceneAt(whole, 0.3, 0);
  assert.deepEqual(all.flows.map(({ layer, unit, input, text }) => [layer, unit, input, text]), [[1, null, null, null]]);
  const one = networkSceneAt(elements, 0.3, 0);
  assert.deepEqual(one.flows.map(({ layer, unit, input, text }) => [layer, unit, input, text]), [[1, 0, 0, "1"], [1, 0, 1, "2"], [1, 0, 2, "−1"]]);
});

test("the gradient at a neuron gathers what comes back along its weights", () => {
  const at = stepOf(elements, "backward", "a1[0,0]");
  const scene = networkSceneAt(elements, at + 0.3, 0);
  assert.deepEqual(scene.flows.map(({ layer, unit, input, back }) => [layer, unit, input, back]), [[2, 0, 0, true], [2, 1, 0, true]]);
  assert.match(networkSceneAt(elements, at + 1, 0).remarks[0].text, / = /);
});

test("a product of the neuron by neuron form flows along its own weight", () => {
  const at = stepOf(scalar, "forward", "v2");
  assert.deepEqual(networkSceneAt(scalar, at + 0.3, 0).flows.map(({ unit, input, text }) => [unit, input, text]), [[0, 1, "2"]]);
});

test("a step about another sample says so and moves nothing in this one", () => {
  const at = stepOf(elements, "forward", "v1[1,0]");
  const scene = networkSceneAt(elements, at + 0.5, 0);
  assert.ok(scene.elsewhere);
  assert.equal(scene.sample, 1);
  assert.deepEqual(scene.flows, []);
  assert.equal(networkSceneAt(elements, at + 0.5, 1).flows.length, 3);
});

/** A network of so many units a layer. */
function someNetwork(...units) {
  const layers = units.map((count, i) => ({ units: count, z: i ? "z" : null, activation: i ? "tanh" : null, neurons: null }));
  return { form: "matrix", samples: 1, layers, loss: { node: "L", op: "mse", target: "t" }, nodes: {} };
}

for (const units of [[1, 1], [5, 4, 3], [2, 8, 8, 8, 1], [14, 14], [64, 32, 10], [784, 128, 10]]) {
  for (const turned of [false, true]) {
    const layout = layoutNetwork(someNetwork(...units), { loss: true, targets: true, returns: true, turned });
    const boxes = [...layout.columns.flatMap(({ kind, units: cells, box }) => (kind === "block" ? [box] : cells)), ...layout.targets, layout.loss];

    test(`${units.join("-")}${turned ? " turned" : ""}: every neuron has its place within the picture, and none overlap`, () => {
      assert.deepEqual(layout.columns.map((column) => column.units.length), units);
      for (const { x, y, width, height } of boxes) assert.ok(x >= -1e-9 && y >= 0 && x + width <= layout.width + 1e-9 && y + height <= layout.height + 1e-9);
      boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
        assert.ok(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y, `${a.id} and ${b.id}`);
      }));
    });

    test(`${units.join("-")}${turned ? " turned" : ""}: layers stand in their order, the loss behind the last`, () => {
      const order = [...layout.columns.map(({ box }) => box.x), layout.loss.x];
      assert.deepEqual(order, order.toSorted((a, b) => a - b));
    });
  }
}

test("large layers fold into a grid as square as they divide", () => {
  assert.deepEqual(gridOf(784), { rows: 28, columns: 28 });
  assert.deepEqual(gridOf(128), { rows: 16, columns: 8 });
  assert.deepEqual(gridOf(64), { rows: 8, columns: 8 });
  const { rows, columns } = gridOf(101);
  assert.ok(rows * columns >= 101 && rows < 2 * columns);
  const { columns: drawn } = layoutNetwork(someNetwork(784, 128, 10), { loss: true, targets: true, returns: true, turned: false });
  assert.deepEqual(drawn.map(({ kind }) => kind), ["block", "block", "row"]);
});

test("a weight's curve runs from side to side, its parts are of it, and what is near is found", () => {
  const { columns } = layoutNetwork(someNetwork(3, 2), { loss: false, targets: false, returns: false, turned: false });
  const curve = curveBetween(columns[0], 2, columns[1], 0);
  assert.equal(curve.from.x, columns[0].units[2].x + columns[0].units[2].width);
  assert.equal(curve.to.x, columns[1].units[0].x);
  const [start, , , end] = partOf(curve, 0.25, 0.75);
  assert.deepEqual(start, pointAt(curve, 0.25));
  assert.deepEqual(end, pointAt(curve, 0.75));
  assert.ok(distanceTo(curve, pointAt(curve, 0.6)) < 0.1);
  assert.equal(distanceTo(curve, { x: curve.from.x - 5, y: curve.from.y }), Infinity);
  assert.match(pathOf(curve), /^M[\d.]+,[\d.]+C/);
});

test("turned round, a neuron with an activation is an amplifier's triangle with its factor in it", () => {
  const traits = { kind: "full", turned: true, input: false, activated: true, biased: true, returns: true };
  assert.deepEqual(slotsOf(traits).map(({ key }) => key), ["back", "amp", "delta"]);
  assert.ok(outlineOf(traits).path);
  assert.deepEqual(slotsOf({ ...traits, turned: false }).map(({ key }) => key), ["b", "z", "a", "delta"]);
  assert.ok(outlineOf({ ...traits, turned: false }).pill);
  assert.deepEqual(slotsOf({ ...traits, input: true, kind: "input", returns: false }).map(({ key }) => key), ["a"]);
});
