import assert from "node:assert/strict";
import { test } from "node:test";

import { createStore } from "../../static/js/state/store.js";

test("a patch is told once, at once, with the keys that changed", () => {
  const store = createStore({ position: 1 });
  const heard = [];
  store.subscribe((state, changed) => heard.push([state.position, [...changed].sort()]));
  store.set({ position: 2, playing: true, speed: store.get().speed });
  assert.deepEqual(heard, [[2, ["playing", "position"]]]);
});

test("a patch that changes nothing is not told", () => {
  const store = createStore();
  let told = 0;
  store.subscribe(() => (told += 1));
  store.set({ position: 0 });
  store.set({});
  assert.equal(told, 0);
});

test("one who left hears nothing more, even when leaving while being told", () => {
  const store = createStore();
  const heard = [];
  const leave = store.subscribe((state) => {
    heard.push(state.position);
    leave();
  });
  store.subscribe((state) => heard.push(-state.position));
  store.set({ position: 1 });
  store.set({ position: 2 });
  assert.deepEqual(heard, [1, -1, -2]);
});

test("what was read before a patch stays as it was", () => {
  const store = createStore({ position: 3 });
  const before = store.get();
  store.set({ position: 4 });
  assert.equal(before.position, 3);
});
