// Where labels stand: tokens on their edges and links, notes under their cards.

import { OP, cardSize, nodeSize, signWidth } from "../layout/sizes.js";
import { labelWidth } from "./tokens.js";

/** @import {Scene} from "../timeline/scene.js" */
/** @import {Card} from "./card.js" */
/** @import {Label} from "./tokens.js" */

/** How far to the left of its sign a product may be written. */
const SHIFT = 16;
const LABEL = 24;
const BELOW = 14;
/** How far a note may stand out of the picture's left side, where its margin is. */
const OUT = 16;

/**
 * @param {Scene} scene
 * @param {{pointOn: (id: string, at: number) => {x: number, y: number} | null}} edges
 * @param {Map<string, Card>} cards
 * @returns {Label[]}
 */
export function placeTokens(scene, edges, cards) {
  return scene.tokens.flatMap(({ edge, link, at, text, opacity, phase }) => {
    const point = link ? pointOnLink(cards.get(edge), at, phase) : edges.pointOn(edge, at);
    return point ? [{ x: point.x, y: point.y, text, opacity, kind: `token ${phase}` }] : [];
  });
}

/**
 * @param {Scene} scene
 * @param {Map<string, Card>} cards
 * @returns {Label[]}
 */
export function placeNotes(scene, cards) {
  /** @type {{label: Label, half: number}[]} */
  const placed = [];
  for (const { node, under, text, opacity, phase } of scene.notes) {
    const card = cards.get(node);
    if (!card) continue;
    const half = labelWidth(text) / 2;
    const { x, y } = under === "card" ? underCard(card) : underSign(card, half);
    const label = { x: Math.max(x, half - OUT), y, text, opacity, kind: `note ${phase}` };
    // One below the other where they would cover each other.
    const covers = (/** @type {{label: Label, half: number}} */ other) =>
      Math.abs(label.x - other.label.x) < half + other.half && Math.abs(label.y - other.label.y) < LABEL;
    while (placed.some(covers)) label.y += LABEL + 2;
    placed.push({ label, half });
  }
  return placed.map(({ label }) => label);
}

/** @param {Card} card */
function underCard(card) {
  return { x: cardMiddle(card), y: card.box.y + card.box.height + BELOW };
}

/** Beside the card where there is room for it, else in the gap below. @param {Card} card @param {number} half of the note's width */
function underSign({ box, node }, half) {
  const sign = box.x + signWidth(node) / 2;
  const beside = box.x + nodeSize(node).lead - half - 3;
  const fits = sign - beside < SHIFT;
  const y = fits ? box.y + (box.height + OP.size) / 2 : box.y + box.height;
  return { x: fits ? Math.min(sign, beside) : sign, y: y + BELOW };
}

/**
 * From the operation's middle to that of the number in the card.
 * @param {Card | undefined} card
 * @param {number} at
 * @param {"forward" | "backward" | "update"} phase
 */
function pointOnLink(card, at, phase) {
  if (!card) return null;
  const { box, node } = card;
  const size = cardSize(node);
  const block = phase === "backward" && size.gradient.height ? size.gradient : size.value;
  const from = { x: box.x + signWidth(node) / 2, y: box.y + box.height / 2 };
  const to = { x: box.x + box.width - size.width + block.x + block.width / 2, y: box.y + block.y + block.height / 2 };
  return { x: from.x + (to.x - from.x) * at, y: from.y + (to.y - from.y) * at };
}

/** @param {Card} card */
function cardMiddle({ box, node }) {
  return box.x + box.width - cardSize(node).width / 2;
}
