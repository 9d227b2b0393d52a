import assert from "node:assert/strict";
import { test } from "node:test";

import { lengthOf, sceneAt } from "../../static/js/timeline/scene.js";
import { leafValue, nextPhase, shownAt, tellStory } from "../../static/js/timeline/story.js";
import { describeUpdate } from "../../static/js/timeline/wording.js";
import { readFixture } from "./read-fixture.mjs";

const NAMES = ["fruit", "diamond", "affine", "reassigned"];
const stories = Object.fromEntries(NAMES.map((name) => [name, tellStory(readFixture(name))]));

/** What every node shows after so many steps. */
function picture(story, taken) {
  return story.trace.graph.nodes.map(({ id }) => [id, shownAt(story, id, taken)]);
}

/** A scene with its maps and sets as lists. */
function flat(scene) {
  return JSON.stringify({ ...scene, nodes: [...scene.nodes], edges: [...scene.edges] });
}

for (const [name, story] of Object.entries(stories)) {
  test(`${name}: before the first step only leaves have values, and nothing has a gradient`, () => {
    for (const node of story.trace.graph.nodes) {
      const { value, gradient } = shownAt(story, node.id, 0);
      assert.equal(value !== undefined, node.kind === "leaf", node.id);
      assert.equal(gradient, undefined, node.id);
    }
  });

  test(`${name}: each step changes its own node and no other`, () => {
    for (const step of story.trace.steps) {
      const before = picture(story, step.index);
      const after = picture(story, step.index + 1);
      const changed = after.filter(([, shown], i) => JSON.stringify(shown) !== JSON.stringify(before[i][1])).map(([id]) => id);
      assert.deepEqual(changed, [step.node]);
      const { value, gradient } = shownAt(story, step.node, step.index + 1);
      assert.deepEqual(step.phase === "backward" ? gradient : value, step.phase === "backward" ? step.gradient : step.value);
    }
  });

  test(`${name}: at the end every number of the trace is shown`, () => {
    const { trace } = story;
    for (const { id } of trace.graph.nodes) {
      const { value, gradient } = shownAt(story, id, story.count);
      const last = trace.updates[`${id}#1`] ?? trace.updates[id] ?? leafValue(trace, id);
      assert.deepEqual(value, last, id);
      assert.deepEqual(gradient, trace.gradients[`${id}#1`] ?? trace.gradients[id], id);
    }
  });

  test(`${name}: a moment looks the same from whichever side it is reached`, () => {
    const positions = Array.from({ length: story.count * 8 + 1 }, (_, i) => i / 8);
    const onward = positions.map((position) => flat(sceneAt(story, position)));
    const backward = positions.toReversed().map((position) => flat(sceneAt(story, position)));
    assert.deepEqual(backward.toReversed(), onward);
  });

  test(`${name}: the scene leaves the trace as it was`, () => {
    const before = JSON.stringify(story.trace);
    for (let position = 0; position <= story.count; position += 0.3) sceneAt(story, position);
    assert.equal(JSON.stringify(story.trace), before);
  });

  test(`${name}: a result appears within its step and stays`, () => {
    for (const step of story.trace.steps) {
      assert.equal(sceneAt(story, step.index + 0.02).shown, step.index);
      assert.equal(sceneAt(story, step.index + 0.98).shown, step.index + 1);
      assert.equal(sceneAt(story, step.index + 1).shown, step.index + 1);
    }
  });

  test(`${name}: tokens stay on edges that exist and carry numbers of the trace`, () => {
    const edges = new Set(story.trace.graph.edges.map((edge) => edge.id));
    for (let position = 0; position <= story.count; position += 0.07) {
      for (const token of sceneAt(story, position).tokens) {
        assert.ok(token.link ? story.chapters.has(token.edge) : edges.has(token.edge), token.edge);
        assert.ok(token.at >= 0 && token.at <= 1 && token.opacity >= 0 && token.opacity <= 1);
        assert.notEqual(token.text, "");
      }
    }
  });
}

test("the start has no step, and positions outside the timeline are its ends", () => {
  const { fruit } = stories;
  assert.equal(sceneAt(fruit, 0).phase, "start");
  assert.equal(sceneAt(fruit, 0).step, null);
  assert.equal(sceneAt(fruit, -3).taken, 0);
  assert.equal(sceneAt(fruit, 99).taken, fruit.count);
});

test("forward, the operands travel to the operation", () => {
  const scene = sceneAt(stories.fruit, 0.25);
  assert.deepEqual(scene.tokens.map(({ edge, text }) => [edge, text]), [["n->fruit.0", "2"], ["unit->fruit.1", "100"]]);
  assert.ok(scene.tokens.every(({ at }) => at > 0 && at < 1));
});

test("backward, the upstream gradient is multiplied by the local one and travels on", () => {
  const { fruit } = stories;
  const step = fruit.trace.steps.find(({ phase, node }) => phase === "backward" && node === "fruit");
  const at = (share) => sceneAt(fruit, step.index + share);
  assert.deepEqual(at(0.1).tokens.map(({ edge, link, text }) => [edge, link, text]), [["total", true, "1"]]);
  assert.deepEqual(at(0.6).tokens.map(({ edge, link, text }) => [edge, link, text]), [["fruit->total.0", false, "1.1"]]);
  assert.deepEqual(at(1).notes.map(({ node, under, text }) => [node, under, text]), [["total", "sign", "1 × 1.1"]]);
  assert.ok(at(0.5).tokens[0].at > at(0.7).tokens[0].at);
});

test("a value used several times gathers its terms one by one into the sum", () => {
  const { diamond } = stories;
  const step = diamond.trace.steps.find(({ phase, node }) => phase === "backward" && node === "x");
  const sums = new Set();
  for (let share = 0.01; share <= 1; share += 0.01) {
    for (const { under, text } of sceneAt(diamond, step.index + Math.min(share, 0.999)).notes) if (under === "card") sums.add(text);
  }
  assert.deepEqual([...sums], ["3", "3 + 3", "3 + 3 − 2 = 4"]);
  assert.ok(lengthOf(step) > 1);
});

test("products of matrices are told in their order", () => {
  const { affine } = stories;
  const product = (node) => {
    const step = affine.trace.steps.find((one) => one.phase === "backward" && one.node === node);
    return sceneAt(affine, step.index + 1).notes.find(({ under }) => under === "sign")?.text;
  };
  assert.equal(product("x"), "∂v1 · Wᵀ");
  assert.equal(product("W"), "xᵀ · ∂v1");
  assert.equal(product("b"), "Σ ∂y");
});

test("an update shows its calculation, and the old value until the new one comes", () => {
  const { fruit } = stories;
  const step = fruit.trace.steps.find(({ phase, node }) => phase === "update" && node === "n");
  assert.deepEqual(sceneAt(fruit, step.index + 1).notes.map(({ text }) => text), ["2 − 0.5 × 110"]);
  assert.equal(shownAt(fruit, "n", step.index).value, 2);
  assert.equal(shownAt(fruit, "n", step.index + 1).value, step.value);
  assert.equal(sceneAt(fruit, step.index + 0.5).shown, step.index);
});

test("the first version of a reassigned name keeps its own value", () => {
  const { reassigned } = stories;
  assert.equal(shownAt(reassigned, "c", 0).value, 0.5);
  assert.deepEqual(shownAt(reassigned, "c#2", reassigned.count).value, [[0.5, 1], [1.5, 2]]);
});

test("phases are jumped to in both directions", () => {
  const { trace } = stories.fruit;
  assert.deepEqual([0, 2, 7, 10].map((taken) => nextPhase(trace, taken, 1)), [2, 7, 10, 10]);
  assert.deepEqual([10, 7, 5, 2, 0].map((taken) => nextPhase(trace, taken, -1)), [7, 2, 2, 0, 0]);
});

test("an optimizer's update is remarked on as the old number and the new one", () => {
  const step = { phase: "update", node: "w", old: 3, gradient: 2, learning_rate: 0.1, value: 2.9, optimizer: "adam", title: "Adam" };
  assert.equal(describeUpdate(step), "Adam: 3 → 2.9");
  assert.equal(describeUpdate({ ...step, old: [3, 4], gradient: [2, 2], value: [2.9, 3.9] }), "Adam");
  assert.equal(describeUpdate({ ...step, optimizer: undefined }), "3 − 0.1 × 2");
});
