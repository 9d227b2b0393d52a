// The program: a text field at once, a code editor once the picture stands; errors under the characters that cause them.

import { byId, el } from "../dom.js";
import { t } from "../i18n.js";
import { afterNextFrame } from "../timeline/clock.js";

/** @import {Store} from "../state/store.js" */
/** @import {Problem} from "../types.js" */

/**
 * @typedef {object} Editor
 * @property {() => string} text
 * @property {(text: string) => void} write
 * @property {(problems: Problem[]) => void} mark
 * @property {(line: number | null, phase: string) => void} light
 */

const MOST_PROBLEMS = 6;

/**
 * @param {Store} store
 * @param {(program: string) => void} typed
 */
export function mountProgram(store, typed) {
  const host = byId("program");
  const list = byId("problems");
  const field = /** @type {HTMLTextAreaElement} */ (byId("program-text"));
  /** @type {Editor} */
  let editor = plainEditor(field, typed);

  function showProblems() {
    const { problems } = store.get();
    editor.mark(problems);
    list.replaceChildren(...problems.slice(0, MOST_PROBLEMS).map(problemItem));
    host.classList.toggle("has-problems", problems.length > 0);
  }

  function light() {
    const { trace, position } = store.get();
    const step = trace?.steps[Math.floor(position) - 1];
    // A gradient belongs to the line that used the value; the seed, the forward and the update step to the node's own.
    const id = step?.terms?.[0]?.consumer ?? step?.node;
    const node = trace?.graph.nodes.find((one) => one.id === id);
    editor.light(node?.line ?? null, step?.phase ?? "start");
  }

  const lightSoon = afterNextFrame(light);
  store.subscribe((state, changed) => {
    if (changed.has("question") && state.question.program !== editor.text()) editor.write(state.question.program);
    if (changed.has("problems")) showProblems();
    if (changed.has("trace") || changed.has("position")) lightSoon();
  });
  field.value = store.get().question.program;

  return {
    /** Fetch the code editor; what was typed until then goes along. */
    async upgrade() {
      const { createCodeEditor } = await import("./code-editor.js");
      const focused = document.activeElement === field;
      const { selectionStart: from, selectionEnd: to } = field;
      // The editor measures itself over several frames; until its text changes it keeps the field's height, so that nothing below moves.
      host.style.minHeight = `${host.getBoundingClientRect().height}px`;
      const code = createCodeEditor(host, { text: field.value, from, to }, (program) => {
        host.style.minHeight = "";
        typed(program);
      });
      editor = {
        ...code,
        write(text) {
          host.style.minHeight = "";
          code.write(text);
        },
      };
      field.remove();
      if (focused) /** @type {HTMLElement | null} */ (host.querySelector(".cm-content"))?.focus();
      showProblems();
      light();
    },
  };
}

/** @param {Problem} problem */
function problemItem({ line, detail, hint }) {
  // The detail ends with the hint; set apart, it reads as advice.
  const found = hint && detail.endsWith(hint) ? detail.slice(0, -hint.length).trim() : detail;
  return el(
    "li",
    {},
    line ? el("b", {}, t("Line {line}", { line })) : null,
    line ? " · " : null,
    found,
    hint ? el("span", { class: "hint" }, " ", hint) : null,
  );
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {(program: string) => void} typed
 * @returns {Editor}
 */
function plainEditor(field, typed) {
  field.addEventListener("input", () => typed(field.value));
  return {
    text: () => field.value,
    write: (text) => {
      field.value = text;
    },
    mark: (problems) => field.setAttribute("aria-invalid", String(problems.length > 0)),
    light: () => {},
  };
}
