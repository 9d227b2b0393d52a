import assert from "node:assert/strict";
import { test } from "node:test";

import { className, classOf, largestAt, nextWrong, outcomesOf } from "../../static/js/draw/predictions-read.js";
import { inkShade, largestOf, signShade } from "../../static/js/draw/tones.js";
import { facesOf, rangeOf } from "../../static/js/draw/training-face.js";
import { faceBox, layoutTraining } from "../../static/js/draw/training-layout.js";
import { activationsOf, biasesOf, codeLayer, layersOf, parameterOf, parametersOf, rowFollowed, weightsOf } from "../../static/js/draw/training-net.js";
import { unitText, weightText } from "../../static/js/draw/training-tip.js";
import { thicknessOf } from "../../static/js/draw/training-weights.js";
import { countsOf, healthOf, reasonOf, sideName } from "../../static/js/draw/training-words.js";
import { readFixture } from "./read-fixture.mjs";

const ROOM = { width: 640, height: 520 };
const network = (...units) => ({ layers: units.map((count, i) => ({ units: count, ...(i && { activation: "tanh" }) })), loss: "mse" });
const runOf = (body) => ({ body, data: null });
const layers = (...units) => layersOf(runOf({ network: network(...units) }), null);
/** Shades as they are, so that a pixel tells which one it got. */
const COLOURS = { sign: Uint32Array.from({ length: 256 }, (_, i) => i), ink: Uint32Array.from({ length: 256 }, (_, i) => 1000 + i), token: (name) => name };
const pixelsOf = (face) => {
  const pixels = new Uint32Array(face.rows * face.columns);
  face.fill(pixels);
  return [...pixels];
};
const base64 = (...bytes) => Buffer.from(bytes).toString("base64");

test("a run's network has its parameters by the names that the program gives them", () => {
  const found = layers(2, 3, 1);
  assert.deepEqual(found.map(({ units, activation, W, b }) => [units, activation, W, b]), [[2, null, null, null], [3, "tanh", "W1", "b1"], [1, "tanh", "W2", "b2"]]);
  const parameters = { W1: [[1, 2, 3], [4, 5, "NaN"]], b1: [7, 8, 9] };
  assert.equal(weightsOf(found[1], parameters)(1, 0), 4);
  assert.equal(weightsOf(found[1], parameters)(1, 2), "NaN");
  assert.equal(biasesOf(found[1], parameters)(2), 9);
  assert.equal(biasesOf(found[1], { b1: [[7, 8, 9]] })(2), 9, "a bias may be a row of a matrix");
  assert.equal(weightsOf(found[2], parameters)(0, 0), undefined, "what is not there is not 0");
  assert.equal(parameterOf(found[1], 0, 1), "W1");
  assert.equal(parameterOf(found[1], 0), "b1");
});

test("a network written neuron by neuron has a parameter for each weight", () => {
  const trace = readFixture("neurons");
  const found = layersOf(null, trace);
  const { weights, b } = trace.network.layers[1].neurons[0];
  assert.equal(weightsOf(found[1], trace.values)(1, 0), trace.values[weights[1]]);
  assert.equal(biasesOf(found[1], trace.values)(0), trace.values[b]);
  assert.equal(parameterOf(found[1], 0, 1), weights[1]);
});

test("an edited program is read from its trace, not from the network that it once was", () => {
  const trace = readFixture("layers");
  const found = layersOf(runOf({ network: network(9, 9), program: "edited" }), trace);
  assert.deepEqual(found.map(({ units }) => units), trace.network.layers.map(({ units }) => units));
  assert.equal(layersOf(runOf({ program: "y = x" }), { ...trace, network: null }), null);
});

test("before the first report the numbers are the lab's, where they belong to the same network", () => {
  const trace = readFixture("layers");
  assert.equal(parametersOf(null, null, trace), trace.values);
  assert.deepEqual(parametersOf(runOf({ network: network(2, 1) }), null, trace), {});
  const snapshot = { parameters: { W1: [[1]] } };
  assert.equal(parametersOf(null, { snapshot }, trace), snapshot.parameters);
});

test("the code is the narrowest hidden layer's, the first of equals", () => {
  assert.equal(codeLayer(layers(8, 3, 8)), 1);
  assert.equal(codeLayer(layers(8, 5, 2, 2, 8)), 2);
  assert.equal(codeLayer(layers(2, 1)), 0);
});

test("the row followed is the one asked for, if the report tells of it", () => {
  const frame = { predictions: { rows: [5, 9], outputs: [[1], [2]], code: [[3], [4]] } };
  assert.equal(rowFollowed(9, frame), 9);
  assert.equal(rowFollowed(7, frame), 5);
  assert.equal(rowFollowed(null, frame), 5);
  assert.equal(rowFollowed(null, null), 0);
  const data = { x: Array.from({ length: 10 }, (_, i) => [i]) };
  const net = layers(1, 1, 1, 1);
  assert.deepEqual([0, 1, 2, 3].map((layer) => activationsOf(layer, net, data, frame, 9)), [[9], [4], undefined, [2]]);
});

for (const units of [[2, 4, 2, 1], [2, 8, 8, 8, 1], [64, 32, 10], [64, 32, 2, 32, 64], [1, 14, 15, 1]]) {
  for (const room of [ROOM, { width: 330, height: 260 }]) {
    test(`${units.join("-")} stands in its room of ${room.width} × ${room.height}, no neuron over another`, () => {
      const layout = layoutTraining({ units, pictures: units.map((count) => count === 64), lead: 4, tail: 9 }, room);
      const boxes = layout.columns.flatMap((column) => column.units.map((_, unit) => faceBox(column, unit)));
      assert.equal(boxes.length, units.reduce((sum, count) => sum + count, 0));
      for (const { x, y, width, height } of boxes) {
        assert.ok(width === height && width > 0);
        assert.ok(x >= 0 && y >= 0 && x + width <= layout.width + 1e-9 && y + height <= layout.height + 1e-9);
      }
      const over = (a, b) => a.x < b.x + b.width - 1e-9 && b.x < a.x + a.width - 1e-9 && a.y < b.y + b.height - 1e-9 && b.y < a.y + a.height - 1e-9;
      boxes.forEach((one, i) => boxes.slice(i + 1).forEach((other) => assert.ok(!over(one, other))));
      layout.columns.slice(1).forEach(({ box }, i) => assert.ok(box.x >= layout.columns[i].box.x + layout.columns[i].box.width + 60));
    });
  }
}

test("columns use the width of their room", () => {
  const wide = layoutTraining({ units: [2, 4, 1], pictures: [false, false, false] }, { width: 1200, height: 500 });
  const narrow = layoutTraining({ units: [2, 4, 1], pictures: [false, false, false] }, { width: 500, height: 500 });
  assert.ok(wide.width > narrow.width);
});

test("a field's bytes become shades: grey where a unit that is never below zero is zero", () => {
  const cells = (low, high) => ({ low, high, cells: base64(0, 255, 128, 255) });
  const field = { kind: "plane", x: [-2, 2], y: [-1, 3], neuron_size: [2, 2], layers: [[cells(-1, 1), cells(0, 3), cells(0, 1)]] };
  const seen = { layers: layers(2, 3), parameters: {}, data: null, frame: { field }, row: 0 };
  const [signed, rectified, share] = facesOf(seen, { layer: 1, picture: false }, COLOURS).map(pixelsOf);
  assert.deepEqual(signed, [0, 255, 128, 255]);
  assert.deepEqual(rectified, [127, 255, 191, 255]);
  assert.deepEqual(share, [0, 255, 128, 255]);
});

test("an input's own field is its axis", () => {
  const field = { kind: "plane", x: [-2, 2], y: [-1, 3], neuron_size: [30, 30], layers: [[]] };
  const seen = { layers: layers(2, 1), parameters: {}, data: null, frame: { field }, row: 0 };
  const [first, second] = facesOf(seen, { layer: 0, picture: false }, COLOURS);
  const across = pixelsOf(first).slice(0, 30);
  assert.deepEqual([across[0], across[29]], [0, 255]);
  const down = pixelsOf(second).filter((_, i) => i % 30 === 0);
  assert.deepEqual([down[0], down[29]], [255, signShade(-1, 3)], "the largest is on top");
});

test("without a field a neuron of images shows the weights it looks with, one of a decoder those it draws with", () => {
  const data = { kind: "reconstruction", image: [2, 2], x: [[0, 0, 1, 2]] };
  const parameters = { W1: [[1], [-1], [0], [0.6]], W2: [[-3, 0, 3, 3]] };
  const seen = { layers: layers(4, 1, 4), parameters, data, frame: null, row: 0 };
  const [looks] = facesOf(seen, { layer: 1, picture: false }, COLOURS);
  assert.deepEqual(pixelsOf(looks), [255, 0, 128, 204], "the neuron's largest weight has the full colour");
  const deeper = { ...seen, layers: layers(4, 2, 1, 4), parameters: { W3: parameters.W2 } };
  assert.deepEqual(pixelsOf(facesOf(deeper, { layer: 2, picture: false }, COLOURS)[0]), [0, 128, 255, 255]);
  const [picture] = facesOf(seen, { layer: 0, picture: true, grid: { rows: 2, columns: 2 } }, COLOURS);
  assert.deepEqual(pixelsOf(picture), [1000, 1000, 1128, 1255]);
  assert.deepEqual(rangeOf(data), [0, 2]);
});

test("without field or image a neuron shows what it gave for the row followed, and nothing before that is known", () => {
  const seen = { layers: layers(3, 2, 1), parameters: {}, data: { x: [[1, 2, 3]], kind: "regression", image: null }, frame: null, row: 0 };
  assert.deepEqual(facesOf(seen, { layer: 0, picture: false }, COLOURS).map(({ kind, value }) => [kind, value]), [["number", 1], ["number", 2], ["number", 3]]);
  assert.deepEqual(facesOf(seen, { layer: 1, picture: false }, COLOURS), []);
  const told = { ...seen, frame: { predictions: { rows: [0], outputs: [[0.5]], code: [[0.1, -0.2]] } } };
  assert.deepEqual(facesOf(told, { layer: 1, picture: false }, COLOURS).map(({ value }) => value), [0.1, -0.2]);
});

test("a curve's face keeps the whole curve in sight", () => {
  const field = { kind: "line", x: [-3, 0, 4], output: [[0, 1, 2]], layers: [[[0, -5, 2]]] };
  const seen = { layers: layers(1, 1), parameters: {}, data: null, frame: { field }, row: 0 };
  assert.equal(facesOf(seen, { layer: 1, picture: false }, COLOURS)[0].most, 5);
  assert.equal(facesOf(seen, { layer: 0, picture: false }, COLOURS)[0].most, 4);
});

test("shades keep to their scale, whatever the number", () => {
  assert.deepEqual([-9, -1, 0, 1, 9, "Infinity", "-Infinity", "NaN", undefined].map((value) => signShade(value, 1)), [0, 0, 128, 255, 255, 255, 0, 127, 127]);
  assert.deepEqual([-1, 0, 8, 16, 99, "NaN"].map((value) => inkShade(value, 0, 16)), [0, 0, 128, 255, 255, 0]);
  assert.equal(signShade(0, 0), 128, "all zeros are grey");
  assert.equal(largestOf([1, -3, "NaN", undefined]), 3);
});

test("a weight's line grows with it, without steps", () => {
  const widths = [0.001, 0.01, 0.1, 0.11, 1, 1.1, 10, 100].map(thicknessOf);
  assert.deepEqual(widths.toSorted((a, b) => a - b), widths);
  assert.ok(widths[3] > widths[2] && widths[5] > widths[4]);
  assert.equal(thicknessOf(-2), thicknessOf(2));
});

test("a neuron that no longer learns says why", () => {
  const frame = { units: { layers: [[{ state: "ok", share: 0 }, { state: "dead", share: 1 }, { state: "saturated", share: 0.9786 }]] } };
  assert.equal(healthOf(frame, 1, 0), null);
  assert.equal(healthOf(frame, 2, 0), null);
  assert.equal(healthOf(null, 1, 0), null);
  const dead = healthOf(frame, 1, 1);
  const saturated = healthOf(frame, 1, 2);
  assert.match(reasonOf(dead, 1, 1), /^Neuron 2 of layer 1 is dead: its output is 0 on every row/);
  assert.match(reasonOf(saturated, 1, 2), /^Neuron 3 of layer 1 is saturated: .* under 5 % of its largest on 97 % of the rows/);
  assert.equal(countsOf([dead, saturated, saturated]), "2 neurons are saturated · 1 neuron is dead");
  assert.equal(countsOf([]), "");
});

test("a callout holds the exact weight, the bias and how large the last gradient was", () => {
  const frame = { progress: { gradient_norms: { W1: 0.25, b1: 0.5 } }, units: { layers: [[{ state: "dead", share: 1 }]] } };
  const seen = { layers: layers(2, 1, 1), parameters: { W1: [[0.1], [1 / 3]], b1: [-1] }, data: null, frame, row: 0 };
  const weight = weightText(seen, { layer: 1, input: 1, unit: 0 });
  assert.deepEqual(weight.rows, [["w", 1 / 3], ["‖∂L/∂W1‖", 0.25]]);
  const unit = unitText(seen, { layer: 1, unit: 0 });
  assert.deepEqual(unit.rows, [["b", -1], ["‖∂L/∂b1‖", 0.5], ["‖∂L/∂W1‖", 0.25]]);
  assert.match(unit.note, /dead/);
  assert.match(unit.said, /Layer 1, neuron 1\. b -1\. Neuron 1 of layer 1 is dead/);
});

test("inputs and outputs bear the names of the data's columns", () => {
  const data = { features: ["length", "width"], targets: ["t1", "t2"], classes: ["setosa", "virginica"] };
  const net = layers(2, 3, 2);
  assert.deepEqual([0, 1, 2].map((layer) => sideName(data, net, layer, 1)), ["width", "", "virginica"]);
  assert.equal(sideName({ ...data, classes: [] }, net, 2, 0), "", "a target without a name of its own is not what the output is");
  assert.equal(sideName({ ...data, classes: [], targets: ["price", "weight"] }, net, 2, 0), "price");
  assert.equal(sideName(data, layers(3, 2), 0, 0), "", "names of other data are not shown");
});

const classes = { kind: "classification", image: null, classes: ["a", "b", "c"], targets: ["a", "b", "c"], x: [], t: [[1, 0, 0], [0, 1, 0], [0, 0, 1]] };

test("the largest output is the class it is taken for", () => {
  const found = outcomesOf(classes, { rows: [2, 0], outputs: [[0.2, 0.3, 0.5], [0.1, 0.7, 0.2]], code: null });
  assert.deepEqual(found.map(({ row, taken, meant, wrong }) => [row, taken, meant, wrong]), [[2, 2, 2, false], [0, 1, 0, true]]);
  assert.equal(className(classes, 1), "b");
  assert.equal(largestAt([1, 3, 3]), 1);
});

test("one output stands for the class on its side of the middle", () => {
  const signs = { ...classes, classes: ["no", "yes"], targets: ["t"], t: [[-1], [1]] };
  const found = outcomesOf(signs, { rows: [0, 1], outputs: [[-0.2], [-0.1]], code: null });
  assert.deepEqual(found.map(({ wrong }) => wrong), [false, true]);
  assert.equal(classOf([0.4], 0.5), 0);
});

test("an output that is no number is wrong; where there are no classes nothing is", () => {
  const [broken] = outcomesOf(classes, { rows: [0], outputs: [["NaN", 0, 0]], code: null });
  assert.equal(broken.wrong, true);
  const curve = { ...classes, kind: "regression", targets: ["t"], t: [[1], [2]] };
  const [plain] = outcomesOf(curve, { rows: [1], outputs: [[5]], code: null });
  assert.deepEqual([plain.wrong, plain.taken], [null, null]);
  const images = { ...classes, kind: "reconstruction", image: [1, 3] };
  assert.equal(outcomesOf(images, { rows: [0], outputs: [[0, 1, 0]], code: [[1]] })[0].wrong, null);
});

test("the next wrong one goes round the end", () => {
  const outcomes = [false, true, false, true].map((wrong, row) => ({ row, wrong }));
  assert.deepEqual([nextWrong(outcomes, 0, 1), nextWrong(outcomes, 1, 1), nextWrong(outcomes, 3, 1)], [1, 3, 1]);
  assert.deepEqual([nextWrong(outcomes, 0, -1), nextWrong(outcomes, 3, -1)], [3, 1]);
  assert.equal(nextWrong([{ row: 0, wrong: false }], 0, 1), null);
});
