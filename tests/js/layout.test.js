import assert from "node:assert/strict";
import { test } from "node:test";

import { layoutGraph } from "../../static/js/layout/graph-layout.js";
import { cardSize, displayOf, nameParts, nodeSize } from "../../static/js/layout/sizes.js";
import { topologyOf } from "../../static/js/layout/topology.js";
import { readFixture } from "./read-fixture.mjs";

/** A graph of so many nodes, the same on every run: some leaves, then operations on two of those before. */
function someGraph(count, seed = 1) {
  let state = seed;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const nodes = Array.from({ length: count }, (_, i) => ({ id: `n${i}`, width: 90 + Math.floor(random() * 120), height: 40 + Math.floor(random() * 80), mouth: 40 }));
  const links = nodes.flatMap((node, i) => (i < count / 5 ? [] : [0, 1].map((k) => {
    const source = `n${Math.max(0, i - 1 - Math.floor(random() * 12))}`;
    return { id: `${source}->${node.id}.${k}`, source, target: node.id };
  })));
  return { nodes, links };
}

function sizedGraph({ graph }) {
  return { nodes: graph.nodes.map((node) => ({ id: node.id, ...nodeSize(node) })), links: graph.edges };
}

const graphs = {
  ...Object.fromEntries(["fruit", "diamond", "affine", "reassigned"].map((name) => [name, sizedGraph(readFixture(name))])),
  "50 nodes": someGraph(50),
  "200 nodes": someGraph(200, 7),
  "1000 nodes": someGraph(1000, 3),
};

for (const [name, { nodes, links }] of Object.entries(graphs)) {
  const layout = layoutGraph(nodes, links);
  const boxes = new Map(layout.boxes.map((box) => [box.id, box]));

  test(`${name}: every node and every edge has its place, within the picture`, () => {
    assert.equal(boxes.size, nodes.length);
    assert.equal(layout.paths.length, links.length);
    for (const { x, y, width, height } of layout.boxes) {
      assert.ok(x >= -1e-6 && y >= -1e-6 && x + width <= layout.width + 1e-6 && y + height <= layout.height + 1e-6);
    }
    for (const { points } of layout.paths) assert.ok(points.length >= 2 && points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
  });

  test(`${name}: no two nodes overlap`, () => {
    const sorted = layout.boxes.toSorted((a, b) => a.x - b.x);
    sorted.forEach((a, i) => {
      for (let j = i + 1; j < sorted.length && sorted[j].x < a.x + a.width; j += 1) {
        const b = sorted[j];
        assert.ok(a.y + a.height <= b.y + 1e-6 || b.y + b.height <= a.y + 1e-6, `${a.id} and ${b.id}`);
      }
    });
  });

  test(`${name}: every edge runs from left to right, from its source's right side to its target's left`, () => {
    layout.paths.forEach(({ points }, i) => {
      const source = boxes.get(links[i].source);
      const target = boxes.get(links[i].target);
      assert.equal(points[0].x, source.x + source.width);
      assert.equal(points.at(-1).x, target.x);
      assert.ok(points.every(({ x }, k) => k === 0 || x >= points[k - 1].x));
      assert.ok(points.at(-1).y > target.y && points.at(-1).y < target.y + target.height);
    });
  });

  test(`${name}: the same graph is laid out the same way`, () => assert.deepEqual(layoutGraph(nodes, links), layout));
}

test("operands stand in the order in which they are written", () => {
  const { nodes, links } = graphs.fruit;
  const boxes = new Map(layoutGraph(nodes, links).boxes.map((box) => [box.id, box]));
  assert.ok(boxes.get("n").y < boxes.get("unit").y);
  assert.ok(boxes.get("fruit").y < boxes.get("tax").y);
});

test("two uses of one value by one operation arrive beside each other", () => {
  const { nodes, links } = graphs.diamond;
  const ends = layoutGraph(nodes, links).paths.filter(({ id }) => id.startsWith("x->a.")).map(({ points }) => points.at(-1).y);
  assert.equal(new Set(ends).size, 2);
});

test("ten thousand nodes are laid out at once, without recursion", () => {
  const { nodes, links } = someGraph(10_000);
  assert.equal(layoutGraph(nodes, links).boxes.length, 10_000);
  const chain = Array.from({ length: 10_000 }, (_, i) => ({ id: `c${i}`, width: 100, height: 60 }));
  const chained = chain.slice(1).map(({ id }, i) => ({ id: `c${i}->${id}.0`, source: `c${i}`, target: id }));
  assert.equal(layoutGraph(chain, chained).boxes.length, 10_000);
});

test("a chain with a constant at every step does not sink", () => {
  const nodes = [];
  const edges = [];
  for (let i = 0; i < 60; i += 1) {
    nodes.push({ id: `x${i}`, width: 160, height: 87 });
    if (!i) continue;
    nodes.push({ id: `k${i}`, width: 40, height: 28 });
    edges.push({ id: `x${i - 1}->x${i}.0`, source: `x${i - 1}`, target: `x${i}` }, { id: `k${i}->x${i}.1`, source: `k${i}`, target: `x${i}` });
  }
  const { width, height } = layoutGraph(nodes, edges);
  assert.ok(height < width / 8, `${width} × ${height}`);
});

test("no graph is no picture", () => assert.deepEqual(layoutGraph([], []), { width: 0, height: 0, boxes: [], paths: [] }));

test("sizes and topology depend on shapes and names, never on numbers", () => {
  const trace = readFixture("fruit");
  const changed = structuredClone(trace);
  changed.values = { n: -1e300 };
  for (const step of changed.steps) step.value = -1.2345e-300;
  assert.equal(topologyOf(changed.graph), topologyOf(trace.graph));
  assert.deepEqual(changed.graph.nodes.map(nodeSize), trace.graph.nodes.map(nodeSize));
});

test("small arrays are grids of numbers, large ones squares, and both have their blocks inside the card", () => {
  assert.equal(displayOf([]).kind, "number");
  assert.equal(displayOf([3]).kind, "grid");
  assert.equal(displayOf([4, 4]).kind, "grid");
  assert.equal(displayOf([30, 8]).kind, "heat");
  assert.equal(displayOf([2, 3, 4]).kind, "heat");
  for (const shape of [[], [1], [5], [3, 1], [1, 3], [4, 4], [5, 4], [64], [30, 8], [500, 500], [2, 3, 4]]) {
    const { width, height, value, gradient } = cardSize({ id: "weights", kind: "leaf", inline: false, shape });
    for (const block of [value, gradient]) assert.ok(block.x >= 0 && block.x + block.width <= width && block.y + block.height <= height, String(shape));
    assert.ok(value.x + value.width <= gradient.x || value.y + value.height <= gradient.y, String(shape));
  }
});

test("a card is as wide as its Chinese name, and a version is no power", () => {
  const named = (/** @type {string} */ id) => cardSize({ id, kind: "leaf", inline: false, shape: [2, 2] }).width;
  assert.ok(named("權重矩陣權重矩陣") > named("weights_"));
  assert.deepEqual(nameParts("c#3"), ["c", "(3)"]);
  assert.deepEqual(nameParts("c"), ["c", ""]);
});
