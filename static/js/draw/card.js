// One node of the picture: the operation's sign, and the card with the value and the gradient it receives.

import { formatExact, formatShape } from "../format.js";
import { t } from "../i18n.js";
import { CARD, OP, cardSize, displayOf, isChip, nameParts, nodeSize, signWidth } from "../layout/sizes.js";
import { createBlock } from "./blocks.js";
import { make, put } from "./svg.js";

/** @import {GraphNode, Value, Box} from "../types.js" */

/**
 * @typedef {object} Card
 * @property {GraphNode} node
 * @property {SVGGElement} group
 * @property {Box} box
 * @property {() => void} dress add what can be read; a large graph's nodes stay plain until they are looked at
 * @property {(value: Value | undefined, gradient: Value | undefined) => void} show
 * @property {(sentence: string) => void} say
 */

/**
 * Build a node's elements once; `show` fills them.
 * @param {GraphNode} node
 * @param {Box} box
 * @param {boolean} takesGradient whether the backward pass reaches it
 * @param {boolean} interactive whether it can be focused and chosen
 * @returns {Card}
 */
export function createCard(node, box, takesGradient, interactive) {
  const size = cardSize(node);
  const { lead } = nodeSize(node);
  const kinds = ["node", node.kind, isChip(node) ? "chip" : "", node.role ?? "", takesGradient ? "" : "still"];
  const group = make("g", { class: kinds.filter(Boolean).join(" "), "data-id": node.id, transform: `translate(${box.x},${box.y})` });
  // What is drawn is for the eye; a sentence takes its place for those who listen.
  const said = make("text", { class: "said" });
  if (interactive) {
    put(group, { role: "option", "aria-selected": "false", tabindex: -1 });
    group.append(said);
  }
  const card = make("g", { class: "card", "aria-hidden": "true", transform: `translate(${lead},${(box.height - size.height) / 2})` });
  // Hit areas are at least 24 px: the plate is larger in every case.
  card.append(make("rect", { class: "plate", width: size.width, height: size.height, rx: isChip(node) ? size.height / 2 : 12 }));
  if (node.kind === "op") group.append(createSign(node, box.height / 2));
  group.append(card);
  /** @type {{value: (value: Value | undefined) => void, gradient: ((value: Value | undefined) => void) | null} | null} */
  let blocks = null;
  let last = /** @type {[Value | undefined, Value | undefined]} */ ([undefined, undefined]);
  return {
    node,
    group,
    box,
    dress() {
      if (blocks) return;
      const display = displayOf(node.shape);
      if (!isChip(node)) addHead(card, node, size.width, takesGradient);
      blocks = {
        value: createBlock(card, "value", display, size.value),
        gradient: takesGradient && !isChip(node) ? createBlock(card, "gradient", display, size.gradient) : null,
      };
      blocks.value(last[0]);
      blocks.gradient?.(last[1]);
    },
    show(value, gradient) {
      put(group, {
        "data-value": value === undefined ? null : formatExact(value),
        "data-gradient": gradient === undefined ? null : formatExact(gradient),
      });
      if (value !== last[0]) blocks?.value(value);
      if (gradient !== last[1]) blocks?.gradient?.(gradient);
      last = [value, gradient];
    },
    say(sentence) {
      said.textContent = sentence;
    },
  };
}

/** @param {GraphNode} node @param {number} middle */
function createSign(node, middle) {
  const width = signWidth(node);
  const end = width + OP.link;
  return make(
    "g",
    { class: "operation", "aria-hidden": "true" },
    make("path", { class: "link", d: `M${width},${middle}H${end}` }),
    make("rect", { class: "sign", width, height: OP.size, y: middle - OP.size / 2, rx: OP.size / 2 }),
    make("text", { class: node.symbol && node.symbol.length > 1 ? "symbol word" : "symbol", x: width / 2, y: middle, "text-anchor": "middle" }, node.symbol ?? ""),
  );
}

/** @param {Element} card @param {GraphNode} node @param {number} width @param {boolean} takesGradient */
function addHead(card, node, width, takesGradient) {
  const [name, version] = nameParts(node.id);
  const title = make("text", { class: "name", x: CARD.pad + 4, y: 17 }, name);
  if (version) title.append(make("tspan", { class: "version", dy: -4, dx: 1 }, version));
  card.append(title);
  if (node.shape.length) {
    card.append(make("text", { class: "shape", x: width - CARD.pad - 3, y: 17, "text-anchor": "end" }, formatShape(node.shape)));
  } else if (!takesGradient) {
    const still = node.role === "target" ? t("target") : node.role === "constant" ? t("constant") : "";
    const { y, height } = cardSize(node).gradient;
    card.append(make("text", { class: "still-note", x: CARD.pad + 4, y: y + height / 2 }, still));
  }
}
