import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { createStore } from "../../static/js/state/store.js";
import { createPlayer } from "../../static/js/timeline/player.js";
import { readFixture } from "./read-fixture.mjs";

// A clock that runs when it is told to.
/** @type {Map<number, (now: number) => void>} */
let waiting = new Map();
let handles = 0;
let now = 0;
globalThis.requestAnimationFrame = (call) => {
  waiting.set((handles += 1), call);
  return handles;
};
globalThis.cancelAnimationFrame = (handle) => waiting.delete(handle);

/** Let so many milliseconds pass, a frame at a time. */
function pass(milliseconds, frame = 10) {
  for (let passed = 0; passed < milliseconds; passed += frame) {
    now += frame;
    const calls = [...waiting.values()];
    waiting = new Map();
    for (const call of calls) call(now);
  }
}

let store = createStore();
let player = createPlayer(store, () => false);
beforeEach(() => {
  waiting = new Map();
  now = performance.now();
  store = createStore({ trace: readFixture("fruit") });
  player = createPlayer(store, () => false);
});

const position = () => store.get().position;

test("a step forward moves through the step and stops at its end", () => {
  player.next();
  pass(450);
  assert.ok(position() > 0.3 && position() < 0.7, String(position()));
  pass(600);
  assert.equal(position(), 1);
  assert.equal(waiting.size, 0);
});

test("a step back moves through the same step the other way", () => {
  player.jump(5);
  player.previous();
  pass(450);
  assert.ok(position() > 4 && position() < 5);
  pass(600);
  assert.equal(position(), 4);
});

test("pressing again completes the step under way", () => {
  player.next();
  pass(100);
  player.next();
  assert.equal(Math.floor(position()), 1);
  pass(1000);
  assert.equal(position(), 2);
});

test("turning round within a step goes back to where it began", () => {
  player.next();
  pass(300);
  player.previous();
  pass(1000);
  assert.equal(position(), 0);
});

test("there is nothing before the start or after the end", () => {
  player.previous();
  pass(1000);
  assert.equal(position(), 0);
  player.last();
  player.next();
  pass(1000);
  assert.equal(position(), 10);
  player.jump(99);
  assert.equal(position(), 10);
});

test("playing goes to the end and stops; playing again starts over", () => {
  store.set({ speed: 50 });
  player.toggle();
  assert.equal(store.get().playing, true);
  pass(2000);
  assert.equal(position(), 10);
  assert.equal(store.get().playing, false);
  player.toggle();
  assert.ok(position() < 1);
});

test("a pause leaves a whole step to read", () => {
  player.toggle();
  pass(1300);
  player.toggle();
  assert.equal(store.get().playing, false);
  assert.ok(Number.isInteger(position()));
  const stood = position();
  pass(2000);
  assert.equal(position(), stood);
});

test("several terms take longer than one", () => {
  store.set({ trace: readFixture("diamond") });
  const step = store.get().trace.steps.find(({ terms }) => terms?.length === 3);
  player.jump(step.index);
  player.next();
  pass(1000);
  assert.ok(position() < step.index + 1);
  pass(1000);
  assert.equal(position(), step.index + 1);
});

test("phases are jumped to", () => {
  const stops = [1, 1, 1, 1].map((direction) => {
    player.phase(direction);
    return position();
  });
  assert.deepEqual(stops, [2, 7, 10, 10]);
  player.phase(-1);
  assert.equal(position(), 7);
});

test("with reduced motion steps cut", () => {
  const calm = createPlayer(store, () => true);
  calm.next();
  assert.equal(position(), 1);
  calm.previous();
  assert.equal(position(), 0);
  calm.toggle();
  const seen = new Set();
  store.subscribe((state) => seen.add(state.position));
  pass(12_000);
  assert.ok([...seen].every(Number.isInteger));
  assert.equal(position(), 10);
});

test("a trace with fewer steps ends the playing at its own end", () => {
  player.jump(8);
  player.toggle();
  pass(300);
  const shorter = readFixture("fruit");
  shorter.steps = shorter.steps.slice(0, 4);
  store.set({ trace: shorter, position: 4 });
  pass(3000);
  assert.equal(position(), 4);
  assert.equal(store.get().playing, false);
});
