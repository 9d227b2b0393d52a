// One neuron: its outline, its numbers, blank until the story has reached them.

import { formatExact, formatNumber, lettersOf } from "../format.js";
import { outlineOf, slotsOf } from "./network-slots.js";
import { signOf } from "./sign.js";
import { make, put } from "./svg.js";

/** @import {Box, Num} from "../types.js" */
/** @import {Slot, SlotKey, Traits} from "./network-slots.js" */

/** @typedef {Partial<Record<SlotKey, Num | string>>} Numbers */
/**
 * @typedef {object} NeuronNode
 * @property {SVGGElement} group
 * @property {Box} box
 * @property {number} layer
 * @property {number} unit
 * @property {(numbers: Numbers) => void} show
 * @property {(sentence: string) => void} say
 */

/** The width of a digit as a share of the type's size: the font is monospaced. */
const DIGIT = 0.605;
const LABEL_GAP = 5;

/**
 * @param {Box} box
 * @param {number} layer
 * @param {number} unit
 * @param {Traits} traits
 * @param {string} name an input's own
 * @returns {NeuronNode}
 */
export function createNeuron(box, layer, unit, traits, name) {
  const group = make("g", {
    class: `neuron ${traits.kind}${traits.turned ? " turned" : ""}${traits.input ? " entry" : ""}`,
    "data-neuron": `${layer}:${unit}`,
    transform: `translate(${box.x},${box.y})`,
    role: "option",
    "aria-selected": "false",
    tabindex: -1,
  });
  const said = make("text", { class: "said" });
  const picture = make("g", { "aria-hidden": "true" });
  const { pill, path } = outlineOf(traits);
  const body = pill ? make("rect", { class: "body", ...pill }) : make("path", { class: "body", d: path });
  picture.append(body);
  if (name && traits.kind !== "row") picture.append(make("text", { class: "entry-name", x: box.width / 2, y: 13, "text-anchor": "middle" }, name));
  if (name && traits.kind === "row") picture.append(make("text", { class: "entry-name", x: -8, y: box.height / 2, "text-anchor": "end" }, name));
  if (traits.turned && !traits.input && traits.activated && traits.kind === "full") {
    picture.append(make("text", { class: "entry-name", x: box.width - 36, y: box.height / 2 - 10, "text-anchor": "middle" }, "σ′(z)"));
  }
  const slots = slotsOf(traits).map((slot) => ({ slot, write: createSlot(picture, slot) }));
  group.append(said, picture);
  /** @type {Numbers} */
  let last = {};
  let fresh = true;
  const main = traits.turned && !traits.input ? (traits.activated ? "amp" : "delta") : traits.activated || traits.input ? "a" : "z";

  return {
    group,
    box,
    layer,
    unit,
    show(numbers) {
      for (const { slot, write } of slots) {
        const number = numbers[slot.key];
        if (!fresh && number === last[slot.key]) continue;
        write(number);
      }
      for (const key of /** @type {SlotKey[]} */ (["z", "a", "b", "delta", "amp"])) {
        if (fresh || numbers[key] !== last[key]) put(group, { [`data-${key}`]: numbers[key] === undefined ? null : formatExact(/** @type {Num} */ (numbers[key])) });
      }
      if (fresh || numbers[main] !== last[main]) tint(body, numbers[main]);
      group.classList.toggle("known", numbers[main] !== undefined);
      last = numbers;
      fresh = false;
    },
    say(sentence) {
      said.textContent = sentence;
    },
  };
}

/**
 * @param {Element} parent
 * @param {Slot} slot
 * @returns {(number: Num | string | undefined) => void}
 */
function createSlot(parent, { key, label, look, x, y, width, height, type }) {
  const group = make("g", { class: `slot ${look} of-${key} blank` });
  const frame = make("rect", { class: "slot-frame", x: x - width / 2, y: y - height / 2, width, height, rx: height / 2 });
  const name = label ? make("text", { class: "slot-name", y, "font-size": type * 0.86 }, label) : null;
  const digits = make("text", { class: "digits", y, "font-size": type });
  group.append(frame, ...(name ? [name] : []), digits);
  parent.append(group);
  const lead = label ? lettersOf(label) * DIGIT * type * 0.86 + LABEL_GAP : 0;

  return (number) => {
    const known = number !== undefined;
    group.classList.toggle("blank", !known);
    const text = known ? (typeof number === "number" ? formatNumber(number) : formatNumber(/** @type {Num} */ (number))) : "";
    const room = width - lead - 10;
    const size = Math.min(type, room / (DIGIT * Math.max(text.length, 1)));
    const long = lead + text.length * DIGIT * size;
    const left = known ? x - long / 2 : x - lead / 2 + LABEL_GAP / 2;
    if (name) put(name, { x: known ? left : x, "text-anchor": known ? "start" : "middle" });
    digits.textContent = text;
    put(digits, { x: left + lead, "font-size": size });
    if (look === "gradient" || look === "chip") tint(frame, number);
  };
}

/** Colour by sign and size. @param {SVGElement} element @param {Num | string | undefined} number */
export function tint(element, number) {
  const { side, strength } = number === undefined ? { side: null, strength: 0 } : signOf(/** @type {Num} */ (number));
  put(element, { "data-sign": side });
  element.style.setProperty("--strength", String(strength));
}
