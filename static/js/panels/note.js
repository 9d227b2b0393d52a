// What a reader should know about the numbers: an infinity and where it began, or an assumption made.

import { el } from "../dom.js";

/** @param {import("../types.js").Warning} warning */
export function note({ code, message, hint }) {
  return el("p", { class: code === "seed-assumed" ? "note quiet" : "note" }, message, hint ? ` ${hint}` : "");
}
