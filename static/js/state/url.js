// The whole state in the address's fragment, so that a copied link opens at that very step.

/** @import {Question} from "../types.js" */

/** @typedef {{question: Partial<Question>, step: number}} Linked */

/** @param {Uint8Array} bytes */
function toText(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
function toBytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

/** @param {Uint8Array} bytes @param {CompressionStream | DecompressionStream} stream */
async function through(bytes, stream) {
  const source = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(/** @type {any} */ (stream));
  return new Uint8Array(await new Response(source).arrayBuffer());
}

/**
 * Write a state as a fragment; a lesson's link holds only what differs from the lesson.
 * @param {Question} question
 * @param {number} step
 * @param {Question | null} base the lesson's own question
 */
export async function writeFragment(question, step, base) {
  const entries = Object.entries(question).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(base?.[/** @type {keyof Question} */ (key)]));
  if (!entries.length) return step ? `#s${step}` : "";
  const packed = await through(new TextEncoder().encode(JSON.stringify([step, Object.fromEntries(entries)])), new CompressionStream("deflate-raw"));
  return `#p${toText(packed)}`;
}

/**
 * Read a fragment; null if it is not one of ours.
 * @param {string} fragment
 * @returns {Promise<Linked | null>}
 */
export async function readFragment(fragment) {
  const [, kind, rest = ""] = /^#([sp])([\w-]+)$/.exec(fragment) ?? [];
  if (kind === "s") return /^\d{1,7}$/.test(rest) ? { question: {}, step: Number(rest) } : null;
  if (kind !== "p") return null;
  try {
    const text = new TextDecoder().decode(await through(toBytes(rest), new DecompressionStream("deflate-raw")));
    const [step, question] = JSON.parse(text);
    const fits = Number.isInteger(step) && step >= 0 && question && typeof question === "object" && !Array.isArray(question);
    return fits ? { question, step } : null;
  } catch {
    return null;
  }
}
