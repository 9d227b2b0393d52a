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
  /** @type {Map<string, number>} */
  const stacked = new Map();
  return scene.notes.flatMap(({ node, under, text, opacity, phase }) => {
    const card = cards.get(node);
    if (!card) return [];
    const { box } = card;
    const level = stacked.get(`${under} ${node}`) ?? 0;
    stacked.set(`${under} ${node}`, level + 1);
    const kind = `note ${phase}`;
    const lower = level * (LABEL + 2);
    if (under === "card") return [{ x: cardMiddle(card), y: box.y + box.height + BELOW + lower, text, opacity, kind }];
    // Beside the card where there is room for it, else in the gap below.
    const sign = box.x + signWidth(card.node) / 2;
    const beside = box.x + nodeSize(card.node).lead - labelWidth(text) / 2 - 3;
    const fits = sign - beside < SHIFT;
    const y = fits ? box.y + (box.height + OP.size) / 2 : box.y + box.height;
    return [{ x: fits ? Math.min(sign, beside) : sign, y: y + BELOW + lower, text, opacity, kind }];
  });
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
