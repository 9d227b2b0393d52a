// The whole state in the address's fragment, so that a copied link opens at that very step.
//
//   #s4              a lesson as it is, at step 4
//   #s4-network-2    the same, seen as a network whose row 2 is followed
//   #p…              what differs from the lesson, the step and the sight: JSON, deflated, in base64url

/** @import {OwnData, Question, ViewName} from "../types.js" */

/**
 * What is looked at, where it is not what the lesson opens with.
 * @typedef {{view?: ViewName, sample?: number}} Sight
 * @typedef {{question: Partial<Question>, step: number} & Sight} Linked
 */

/** A link longer than this, or one that unpacks to more, is not one of ours. */
const MOST = { letters: 200_000, bytes: 2_000_000 };

/** Rows of one's own with more numbers than this are left out of a link. */
const MOST_NUMBERS = 2000;

/** @type {readonly ViewName[]} */
const VIEWS = ["graph", "network", "backward", "matrices"];

/** What a question may hold, and how each is known. @type {Record<keyof Question, (value: unknown) => boolean>} */
const FIELDS = {
  program: (value) => typeof value === "string",
  network: isRecord,
  values: isRecord,
  output: (value) => typeof value === "string",
  seed: (value) => value !== null && ["number", "string", "object"].includes(typeof value),
  constants: (value) => Array.isArray(value) && value.every((name) => typeof name === "string"),
  roles: isRecord,
  learning_rate: (value) => typeof value === "number",
  granularity: (value) => value === "tensor" || value === "element",
  data: isRecord,
  rows: (value) => Array.isArray(value) && value.every(Number.isInteger),
  optimizer: isRecord,
  iteration: Number.isInteger,
  state: isRecord,
  started: Number.isInteger,
  train: isRecord,
};

/**
 * Write a state as a fragment; a lesson's link holds only what differs from the lesson.
 * @param {Question} question
 * @param {number} step
 * @param {Question | null} base the lesson's own question
 * @param {Sight} [sight]
 */
export async function writeFragment(question, step, base, { view, sample } = {}) {
  const keys = /** @type {(keyof Question)[]} */ (Object.keys(FIELDS));
  const same = (/** @type {keyof Question} */ key) => JSON.stringify(question[key]) === JSON.stringify(base?.[key]);
  // A null says that the lesson's own is left out.
  const changed = Object.fromEntries(keys.filter((key) => !same(key)).map((key) => [key, question[key] ?? null]));
  // A network writes its own program: the link holds the text only where it was edited.
  if (question.network && !question.program) delete changed["program"];
  if (!Object.keys(changed).length) {
    const seen = [view, sample].filter(Boolean).map((one) => `-${one}`).join("");
    return step || seen ? `#s${step}${seen}` : "";
  }
  const sight = view || sample ? [{ view, sample }] : [];
  const bytes = new TextEncoder().encode(JSON.stringify([step, changed, ...sight]));
  const letters = toText(await through(bytes, new CompressionStream("deflate-raw"), Infinity));
  // What is too large for a link, such as the weights of a large network, is left out of it as a whole.
  return letters.length + 2 > MOST.letters ? "" : `#p${letters}`;
}

/**
 * A question without rows of one's own that are too large for a link; the rest of it stays.
 * @param {Question} question
 * @returns {{question: Question, whole: boolean}}
 */
export function withoutLargeData({ ...question }) {
  const { data, train } = question;
  const large = isLarge(data);
  if (large) delete question.data;
  if (large) delete question.rows;
  if (train && isLarge(train.data)) {
    // Where another training rests says nothing of this one.
    const { data: _, at: __, ...rest } = train;
    return { question: { ...question, train: rest }, whole: false };
  }
  return { question, whole: !large };
}

/** @param {Question["data"] | null} [data] */
function isLarge(data) {
  if (!data || !("x" in data)) return false;
  const { x, t } = /** @type {OwnData} */ (data);
  return x.length * (x[0]?.length ?? 0) + (t?.length ?? 0) * (t?.[0]?.length ?? 0) > MOST_NUMBERS;
}

/**
 * Read a fragment; null if it is not one of ours.
 * @param {string} fragment
 * @returns {Promise<Linked | null>}
 */
export async function readFragment(fragment) {
  if (fragment.length > MOST.letters) return null;
  const [, kind, rest = ""] = /^#([sp])([\w-]+)$/.exec(fragment) ?? [];
  if (kind === "s") {
    const [, step, view, sample] = /^(\d{1,7})(?:-([a-z]+))?(?:-(\d{1,6}))?$/.exec(rest) ?? [];
    return step === undefined ? null : withSight({ question: {}, step: Number(step) }, { view, sample: sample && Number(sample) });
  }
  if (kind !== "p") return null;
  try {
    const bytes = await through(toBytes(rest), new DecompressionStream("deflate-raw"), MOST.bytes);
    return check(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

/** @param {unknown} state @returns {Linked | null} */
function check(state) {
  if (!Array.isArray(state)) return null;
  const [step, question, sight] = state;
  if (!Number.isInteger(step) || step < 0 || !isRecord(question)) return null;
  const entries = Object.entries(question).filter(([key]) => Object.hasOwn(FIELDS, key));
  const sound = entries.every(([key, value]) => value === null ? key !== "program" : FIELDS[/** @type {keyof Question} */ (key)](value));
  if (!sound) return null;
  return withSight({ step, question: Object.fromEntries(entries.map(([key, value]) => [key, value ?? undefined])) }, sight ?? {});
}

/** Add what is looked at; null if that is nothing of ours. @param {Linked} linked @param {unknown} sight @returns {Linked | null} */
function withSight(linked, sight) {
  if (!isRecord(sight)) return null;
  const { view, sample } = /** @type {Record<string, any>} */ (sight);
  if (view !== undefined && !VIEWS.includes(view)) return null;
  if (sample !== undefined && (!Number.isInteger(sample) || sample < 0)) return null;
  return { ...linked, ...(view && { view }), ...(sample && { sample }) };
}

/** @param {unknown} value */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {Uint8Array} bytes */
function toText(bytes) {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
function toBytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

/**
 * @param {Uint8Array} bytes
 * @param {CompressionStream | DecompressionStream} stream
 * @param {number} most bytes that may come out
 */
async function through(bytes, stream, most) {
  const source = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(/** @type {any} */ (stream));
  const reader = source.getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  let size = 0;
  for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
    parts.push(value);
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new RangeError("the link unpacks to more than a program");
    }
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (parts)).arrayBuffer());
}
