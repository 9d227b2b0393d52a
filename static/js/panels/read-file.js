// A dropped or chosen file as text, whatever program saved it; what is no text is refused before it is shown.

import { t } from "../i18n.js";

/** What spreadsheets save in where it is not UTF-8, by the page's language. */
const HABITS = /** @type {Object<string, string>} */ ({ "zh-Hant": "big5", "zh-Hans": "gb18030" });

export class FileError extends Error {}

/**
 * @param {File} file
 * @returns {Promise<string>}
 * @throws {FileError} it is packed or binary, or cannot be read
 */
export async function readText(file) {
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new FileError(t("{name} cannot be read. Was it moved or deleted?", { name: file.name }));
  }
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return new TextDecoder(first === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  if (bytes.subarray(0, 4096).includes(0) || (first === 0x50 && second === 0x4b) || (first === 0x1f && second === 0x8b)) {
    throw new FileError(t("{name} is a packed or binary file. Unpack it, or save it as CSV in the program that made it.", { name: file.name }));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(HABITS[document.documentElement.lang] ?? "windows-1252").decode(bytes);
  }
}
