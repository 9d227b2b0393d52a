// The nodes of the picture: built once for each topology, then shown as a moment has them.

import { formatValue } from "../format.js";
import { t } from "../i18n.js";
import { shownAt } from "../timeline/story.js";
import { createCard } from "./card.js";
import { watchSight } from "./sight.js";

/** @import {Layout, Value} from "../types.js" */
/** @import {Story} from "../timeline/story.js" */
/** @import {Scene} from "../timeline/scene.js" */
/** @import {Card} from "./card.js" */
/** @import {View} from "./camera.js" */

/** Graphs up to this size are drawn with all they hold; of larger ones, what is in sight and near enough to be read. */
const MOST_DRESSED = 160;
const NEAR = 0.22;

/**
 * @param {SVGGElement} layer
 * @param {boolean} interactive whether nodes can be focused and chosen
 */
export function createNodes(layer, interactive) {
  /** @type {Map<string, Card>} */
  let cards = new Map();
  /** @type {Set<Card>} */
  let plain = new Set();
  /** @type {Map<string, {value: Value | undefined, gradient: Value | undefined}>} */
  let last = new Map();
  /** @type {Set<string>} */
  let lit = new Set();
  let now = /** @type {string | null} */ (null);
  let pinned = /** @type {string | null} */ (null);
  let sight = /** @type {ReturnType<typeof watchSight> | null} */ (null);
  let dressed = false;

  return {
    get all() {
      return cards;
    },
    /** Whether there are so many that they are drawn with less. */
    get large() {
      return cards.size > MOST_DRESSED;
    },
    /** @param {Layout} layout @param {Story} story */
    build(layout, story) {
      const boxes = new Map(layout.boxes.map((box) => [box.id, box]));
      const nodes = story.trace.graph.nodes.filter((node) => boxes.has(node.id));
      cards = new Map(
        nodes.map((node) => {
          const takesGradient = Number.isFinite(story.chapters.get(node.id)?.gradientAt);
          return [node.id, createCard(node, /** @type {import("../types.js").Box} */ (boxes.get(node.id)), takesGradient, interactive)];
        }),
      );
      last = new Map();
      lit = new Set();
      now = null;
      pinned = null;
      plain = new Set(cards.values());
      sight = this.large ? watchSight([...cards.values()].map((card) => card.box)) : null;
      dressed = false;
      if (!this.large) for (const card of plain) card.dress();
      layer.replaceChildren(...[...cards.values()].map((card) => card.group));
    },
    /** Of a large graph, show the nodes in sight, and what they hold if that can be read. @param {View} view @param {{width: number, height: number}} screen */
    look(view, screen) {
      const seen = sight?.(view, screen);
      if (seen) [...cards.values()].forEach(({ group }, i) => (group.style.display = seen[i] ? "" : "none"));
      if (!sight || view.k < NEAR || (!seen && dressed)) return;
      dressed = true;
      for (const card of plain) {
        if (card.group.style.display === "none") continue;
        card.dress();
        plain.delete(card);
      }
    },
    /** Have a node's element there, wherever it stands. @param {string} id */
    uncover(id) {
      const card = cards.get(id);
      if (card) card.group.style.display = "";
    },
    /** @param {Story} story @param {Scene} scene @param {string | null} selection */
    paint(story, scene, selection) {
      for (const [id, card] of cards) {
        const shown = shownAt(story, id, scene.shown);
        const before = last.get(id);
        if (before && before.value === shown.value && before.gradient === shown.gradient) continue;
        card.show(shown.value, shown.gradient);
        if (interactive) card.say(nameOf(id, shown.value, shown.gradient));
        last.set(id, shown);
      }
      for (const id of lit) if (!scene.nodes.has(id)) cards.get(id)?.group.classList.remove("lit");
      for (const id of scene.nodes) if (!lit.has(id)) cards.get(id)?.group.classList.add("lit");
      lit = scene.nodes;
      if (now !== null && now !== scene.step?.node) cards.get(now)?.group.classList.remove("now", "forward", "backward", "update");
      now = scene.step?.node ?? null;
      const current = now === null ? undefined : cards.get(now)?.group;
      if (current && scene.step) {
        current.classList.remove("forward", "backward", "update");
        current.classList.add("now", scene.step.phase);
        const there = scene.shown === scene.step.index + 1;
        current.style.setProperty("--arriving", String(there ? scene.arriving : 1));
        current.style.setProperty("--leaving", String(there ? 0 : scene.leaving));
      }
      if (pinned !== selection) {
        mark(pinned, false);
        mark(selection, true);
        pinned = selection;
      }
    },
  };

  /** @param {string | null} id @param {boolean} on */
  function mark(id, on) {
    const group = id === null ? undefined : cards.get(id)?.group;
    group?.classList.toggle("pinned", on);
    group?.setAttribute("aria-selected", String(on));
  }
}

/**
 * What a screen reader says of a node.
 * @param {string} id
 * @param {Value | undefined} value
 * @param {Value | undefined} gradient
 */
function nameOf(id, value, gradient) {
  if (value === undefined) return t("{name}, not yet computed", { name: id });
  if (gradient === undefined) return t("{name} is {value}", { name: id, value: formatValue(value, 12) });
  return t("{name} is {value}, its gradient {gradient}", { name: id, value: formatValue(value, 12), gradient: formatValue(gradient, 12) });
}
