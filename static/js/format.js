// The one module that rounds. Five significant digits; an exponent from 1e5 up and below 1e-4; a true minus sign.

const MINUS = "−";
// As a reader sees it, halfway between two: away from zero, though the float64 may lie a hair nearer to it.
const HALFWAY = /^-?\d\.\d{4}5e/;
const WORDS = new Map([["NaN", "NaN"], ["Infinity", "∞"], ["-Infinity", `${MINUS}∞`]]);

/**
 * A number as a reader sees it.
 * @param {import("./types.js").Num} value
 * @returns {string}
 */
export function formatNumber(value) {
  if (typeof value === "string") return WORDS.get(value) ?? value;
  if (!Number.isFinite(value)) return formatNumber(/** @type {"NaN"} */ (String(value)));
  if (value === 0) return "0";
  const nudged = HALFWAY.test(value.toExponential()) ? value * (1 + 1e-9) : value;
  const [digits = "0", power = "0"] = nudged.toExponential(4).split("e");
  const exponent = Number(power);
  const plain = exponent < 5 && exponent >= -4;
  const text = plain ? String(Number(nudged.toPrecision(5))) : `${Number(digits)}e${exponent}`;
  // JavaScript itself writes an exponent only below 1e-6, where `plain` is false.
  return text.startsWith("-") ? MINUS + text.slice(1) : text;
}

/**
 * A number in as few letters as it is given, to two significant digits, or else to one; the digits before the point are
 * kept in any case. Empty where that is still too long.
 * @param {import("./types.js").Num} value
 * @param {number} letters
 */
export function formatBrief(value, letters) {
  if (typeof value !== "number" || !Number.isFinite(value)) return lettersOf(formatNumber(value)) <= letters ? formatNumber(value) : "";
  const whole = orderOf(value) + 1;
  const texts = [2, 1].map((digits) => formatNumber(Number(value.toPrecision(whole < 5 ? Math.max(digits, whole) : digits))));
  return texts.find((text) => lettersOf(text) <= letters) ?? "";
}

/**
 * A share as a percentage: 12.5 %, three digits at most.
 * @param {import("./types.js").Num} value
 */
export function formatShare(value) {
  return `${typeof value === "number" && Number.isFinite(value) ? formatNumber(Number((value * 100).toPrecision(3))) : formatNumber(value)}%`;
}

/** An exact number longer than this takes an exponent where that is shorter. */
const PLAIN_MOST = 8;

/**
 * A number, exact to the last digit that a float64 holds.
 * @param {import("./types.js").Value} value
 */
export function formatExact(value) {
  if (isFolded(value)) return JSON.stringify({ ...value, tiles: undefined });
  if (typeof value !== "number") return typeof value === "string" ? value : JSON.stringify(value);
  const plain = String(value);
  const power = value.toExponential().replace("e+", "e");
  return plain.length > PLAIN_MOST && power.length < plain.length ? power : plain;
}

/**
 * How long a text or a file is: 12 kB, 1.5 MB.
 * @param {number} bytes
 */
export function formatBytes(bytes) {
  const [size, unit] = bytes < 999_500 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${Number(size.toPrecision(size < 10 ? 2 : 3))} ${unit}`;
}

/**
 * A shape as the reader knows it: 2×3; nothing for a single number.
 * @param {readonly number[]} shape
 */
export function formatShape(shape) {
  return shape.length ? shape.join("×") : "";
}

/**
 * Whether an array came folded: its extent and its largest entries instead of all its numbers.
 * @param {unknown} value
 * @returns {value is import("./types.js").Folded}
 */
export function isFolded(value) {
  return typeof value === "object" && value !== null && "folded" in value;
}

/**
 * The elements of a value as rows of a grid: a vector is one row, higher ranks are stacked; of a folded one the tiles.
 * @param {import("./types.js").Value} value
 * @returns {import("./types.js").Num[][]}
 */
export function rowsOf(value) {
  if (isFolded(value)) return value.tiles;
  if (!Array.isArray(value)) return [[value]];
  if (!value.length || !Array.isArray(value[0])) return [/** @type {import("./types.js").Num[]} */ (value)];
  if (!Array.isArray(value[0][0])) return /** @type {import("./types.js").Num[][]} */ (value);
  return /** @type {import("./types.js").Value[]} */ (value).flatMap(rowsOf);
}

/**
 * A value in one line: a number, a small array in brackets, a long vector by its ends, or only the shape: a
 * vector's would read as a number.
 * @param {import("./types.js").Value} value
 * @param {number} [most] how many numbers are written out
 */
export function formatValue(value, most = 4) {
  if (isFolded(value)) return `${formatShape(value.shape)}: ${formatNumber(value.min)} … ${formatNumber(value.max)}`;
  if (!Array.isArray(value)) return formatNumber(value);
  const rows = rowsOf(value);
  const count = rows.reduce((sum, row) => sum + row.length, 0);
  if (count > most) {
    const shape = shapeOf(value);
    return shape.length > 1 ? formatShape(shape) : `[${[value[0], value.at(-1)].map((one) => formatNumber(/** @type {any} */ (one))).join(" … ")}]`;
  }
  const lines = rows.map((row) => row.map(formatNumber).join(" "));
  return `[${lines.join("; ")}]`;
}

/**
 * @param {import("./types.js").Value} value
 * @returns {number[]}
 */
export function shapeOf(value) {
  if (isFolded(value)) return value.shape;
  const shape = [];
  for (let part = value; Array.isArray(part); part = /** @type {any} */ (part[0])) shape.push(part.length);
  return shape;
}

/**
 * Read what a visitor typed as a number; null if it is none.
 * @param {string} text
 */
export function parseNumber(text) {
  const plain = text.trim().replaceAll(MINUS, "-").replace(",", ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/**
 * The power of ten of a number's first digit: 2 for 345, −2 for 0.034; 0 for what has none.
 * @param {import("./types.js").Num} value
 */
export function orderOf(value) {
  const known = typeof value === "number" && Number.isFinite(value) && value !== 0;
  return known ? Number(value.toExponential().split("e")[1]) : 0;
}

/**
 * Move a number by steps of a power of ten, without leaving stray digits behind.
 * @param {number} value
 * @param {number} order of the step: −1 moves by tenths
 * @param {number} count
 */
export function moveBy(value, order, count) {
  const moved = value + Number(`${count}e${order}`);
  return Number(moved.toFixed(Math.min(Math.max(0, 2 - order), 20)));
}

/** A tenth of a number, without stray digits. @param {number} value */
export function tenthOf(value) {
  return Number((value / 10).toPrecision(5));
}

/**
 * Where a positive number stands on a logarithmic axis, in powers of ten.
 * @param {number} value
 */
export function decadesOf(value) {
  return Math.log10(value);
}

/** From here on a letter is a Chinese one, or as wide. */
const WIDE = "\u2e80";

/**
 * How many letters of a monospaced font a text is wide: Chinese ones come from another font and take more room.
 * @param {string} text
 */
export function lettersOf(text) {
  let letters = 0;
  for (const letter of text) letters += letter < WIDE ? 1 : 1.7;
  return letters;
}

/**
 * A text cut to so many letters.
 * @param {string} text
 * @param {number} most
 */
export function cutText(text, most) {
  if (lettersOf(text) <= most) return text;
  const letters = [...text];
  while (lettersOf(letters.join("")) > most - 1) letters.pop();
  return `${letters.join("")}…`;
}
