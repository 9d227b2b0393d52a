// Where labels stand: tokens on their edges and links, notes under their cards.

import { OP } from "../layout/sizes.js";

/** @import {Scene} from "../timeline/scene.js" */
/** @import {Card} from "./card.js" */
/** @import {Label} from "./tokens.js" */

const BELOW = 17;

/**
 * @param {Scene} scene
 * @param {{pointOn: (id: string, at: number) => {x: number, y: number} | null}} edges
 * @param {Map<string, Card>} cards
 * @returns {Label[]}
 */
export function placeTokens(scene, edges, cards) {
  return scene.tokens.flatMap(({ edge, link, at, text, opacity, phase }) => {
    const point = link ? pointOnLink(cards.get(edge), at) : edges.pointOn(edge, at);
    return point ? [{ x: point.x, y: point.y, text, opacity, kind: `token ${phase}` }] : [];
  });
}

/**
 * @param {Scene} scene
 * @param {Map<string, Card>} cards
 * @returns {Label[]}
 */
export function placeNotes(scene, cards) {
  return scene.notes.flatMap(({ node, text, opacity, phase }) => {
    const box = cards.get(node)?.box;
    return box ? [{ x: cardMiddle(box), y: box.y + box.height + BELOW, text, opacity, kind: `note ${phase}` }] : [];
  });
}

/** From the operation's middle to the card's. @param {Card | undefined} card @param {number} at */
function pointOnLink(card, at) {
  if (!card) return null;
  const { box } = card;
  const from = box.x + OP.size / 2;
  return { x: from + (cardMiddle(box) - from) * at, y: box.y + box.height / 2 };
}

/** @param {import("../types.js").Box} box */
function cardMiddle(box) {
  return box.x + box.width - Math.min(box.width, 104) / 2;
}
