// What a node holds, exactly, beside it while it is pointed at, focused or pinned.

import { formatExact, formatShape, formatValue, isFolded } from "../format.js";
import { t } from "../i18n.js";

/** @import {GraphNode, Value, Box} from "../types.js" */
/** @import {View} from "./camera.js" */

/** Arrays with more numbers than this are told by their shape. */
const NUMBERS_MOST = 12;
const ROOM = 12;

/** @param {HTMLElement} host */
export function createCallout(host) {
  const element = document.createElement("div");
  element.className = "callout";
  element.hidden = true;
  // The nodes' own names say the same to a screen reader.
  element.setAttribute("aria-hidden", "true");
  host.append(element);

  return {
    /**
     * @param {GraphNode} node
     * @param {readonly string[]} operands
     * @param {Value | undefined} value
     * @param {Value | undefined} gradient
     */
    write(node, operands, value, gradient) {
      const rows = [
        line("callout-name", node.kind === "op" ? `${node.id} = ${node.op}(${operands.join(", ")})` : node.id),
        row(t("value"), value),
        row(t("gradient"), gradient),
      ];
      if (node.shape.length) rows.push(line("callout-shape", formatShape(node.shape)));
      element.replaceChildren(...rows);
      element.hidden = false;
    },
    /** @param {Box} box @param {View} view */
    place(box, view) {
      if (!element.hidden) standBy(element, host, box, view);
    },
    hide() {
      element.hidden = true;
    },
  };
}

/** @param {string} label @param {Value | undefined} value */
function row(label, value) {
  const shown = value === undefined ? t("not yet computed") : Array.isArray(value) || isFolded(value) ? formatValue(value, NUMBERS_MOST) : formatExact(value);
  const element = line("callout-row", "");
  const name = document.createElement("span");
  const number = document.createElement("b");
  name.textContent = label;
  number.textContent = shown;
  number.classList.toggle("unknown", value === undefined);
  element.append(name, number);
  return element;
}

/** @param {string} kind @param {string} text */
function line(kind, text) {
  const element = document.createElement("p");
  element.className = kind;
  element.textContent = text;
  return element;
}

/**
 * Put a callout below a box of the picture, or above it where there is no room, within the host.
 * @param {HTMLElement} element
 * @param {HTMLElement} host
 * @param {Box} box
 * @param {View} view
 * @param {number} [gap] more room below the box, in pixels of the page
 */
export function standBy(element, host, box, view, gap = 0) {
  const left = box.x * view.k + view.x;
  const top = box.y * view.k + view.y;
  const below = top + box.height * view.k + ROOM + gap;
  const y = below + element.offsetHeight < host.clientHeight ? below : top - element.offsetHeight - ROOM;
  const x = Math.min(Math.max(left, ROOM), Math.max(host.clientWidth - element.offsetWidth - ROOM, ROOM));
  element.style.setProperty("transform", `translate(${x}px, ${Math.max(y, ROOM)}px)`);
}
