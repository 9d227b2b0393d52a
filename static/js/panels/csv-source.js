// Where a table's text comes from: typed, pasted, chosen or dropped. A long one is not edited, only its beginning shown.

import { el } from "../dom.js";
import { formatBytes } from "../format.js";
import { t } from "../i18n.js";
import { FileError, readText } from "./read-file.js";

/** How long a typist pauses before the text counts, in milliseconds. */
const PAUSE = 400;
/** A longer text would hold the page up if it stood in a field. */
const MOST_EDITED = 200_000;
const BEGINNING = 2_000;
const KINDS = ".csv,.tsv,.txt,.dat,text/csv,text/plain";

/**
 * @param {(fresh: boolean) => void} changed fresh: it is another text, not one letter more
 * @param {(why: string) => void} refuse
 * @param {() => Promise<number>} most bytes that may be sent
 */
export function createSource(changed, refuse, most) {
  let text = "";
  let name = "";
  let timer = 0;

  const area = el("textarea", {
    id: "table-text", rows: 9, spellcheck: "false", autocapitalize: "off", autocomplete: "off",
    "aria-label": t("The table as text"), "aria-describedby": "table-problems", placeholder: "x1,x2,class\n0.1,0.5,a\n0.7,0.2,b",
  });
  const picker = el("input", { type: "file", class: "sr-only", id: "table-file", accept: KINDS, onchange: () => void takeFile(picker.files?.[0]) });
  const about = el("p", { class: "quiet", role: "status" });
  const clear = el("button", { type: "button", class: "small-button", hidden: true, onclick: () => put("", "") }, t("Clear"));
  const element = el("div", { class: "table-text" }, area,
    el("div", { class: "table-buttons" }, picker, el("label", { class: "button", for: "table-file" }, t("Choose a file…")), el("span", { class: "quiet" }, t("or drop one here")), clear), about);

  /** @param {string} next @param {string} from the file's name */
  function put(next, from) {
    clearTimeout(timer);
    text = next;
    name = from;
    const long = text.length > MOST_EDITED;
    area.value = long ? `${text.slice(0, BEGINNING)}\n…` : text;
    area.readOnly = long;
    clear.hidden = !text;
    const parts = { name: name || t("Pasted text"), size: formatBytes(text.length) };
    about.textContent = long ? t("{name}, {size}: only the beginning is shown, all of it is read.", parts) : name;
    changed(true);
  }

  area.addEventListener("input", () => {
    text = area.value;
    clear.hidden = !text;
    clearTimeout(timer);
    timer = setTimeout(() => changed(false), PAUSE);
  });
  area.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (pasted.length <= MOST_EDITED) return;
    event.preventDefault();
    put(pasted, "");
  });

  /** A file in place of what was there; one that cannot be taken leaves that alone. @param {File | undefined} file */
  async function takeFile(file) {
    picker.value = "";
    if (!file) return;
    const allowed = await most();
    if (file.size > allowed) {
      refuse(tooLarge(file.name, file.size, allowed));
      return;
    }
    try {
      put(await readText(file), file.name);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      refuse(error.message);
    }
  }

  return {
    element,
    takeFile,
    text: () => text,
    /** The file's name; empty for what was typed. */
    name: () => name,
    canEdit: () => !area.readOnly,
    /** Select a row of the text. @param {number} row from 1 */
    goTo(row) {
      const lines = text.split("\n");
      const start = lines.slice(0, row - 1).reduce((sum, line) => sum + line.length + 1, 0);
      area.focus();
      area.setSelectionRange(start, start + (lines[row - 1]?.length ?? 0));
      area.scrollTop = (area.scrollHeight / lines.length) * Math.max(row - 3, 0);
    },
  };
}

/** @param {string} name @param {number} size @param {number} most */
export function tooLarge(name, size, most) {
  return t("{name} has {size}; a request may have {most}. Leave rows or columns out: every tenth row may do.", { name, size: formatBytes(size), most: formatBytes(most) });
}

/**
 * A file dropped anywhere on an element.
 * @param {HTMLElement} place
 * @param {(file: File) => void} take
 */
export function takeDrops(place, take) {
  const carries = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  place.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    event.stopPropagation();
    place.classList.add("dropping");
  });
  place.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && place.contains(relatedTarget))) place.classList.remove("dropping");
  });
  place.addEventListener("drop", (event) => {
    place.classList.remove("dropping");
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    take(file);
  });
}
