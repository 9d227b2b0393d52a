// The code editor: CodeMirror with Python's colours, our diagnostics and the lit line.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** @import {Problem} from "../types.js" */
/** @import {Text} from "@codemirror/state" */

/** @type {import("@codemirror/state").StateEffectType<{line: number | null, phase: string}>} */
const lightLine = StateEffect.define();

const litLine = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    let next = lines.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(lightLine)) continue;
      const { line, phase } = effect.value;
      const found = line && line <= transaction.state.doc.lines ? transaction.state.doc.line(line) : null;
      next = found ? Decoration.set([Decoration.line({ class: `lit-line ${phase}` }).range(found.from)]) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const colours = HighlightStyle.define([
  { tag: tags.comment, class: "tok-comment" },
  { tag: [tags.number, tags.string], class: "tok-number" },
  { tag: [tags.keyword, tags.operator], class: "tok-operator" },
  { tag: tags.function(tags.variableName), class: "tok-function" },
]);

/** What stays free below a line that was scrolled to, in pixels. */
const MARGIN = 12;

/** CodeMirror's own sheet stands outside the cascade layers, so its parts get our colours here. */
const look = EditorView.theme({
  "&": { fontSize: "var(--text-s)", color: "var(--ink)", backgroundColor: "transparent", maxHeight: "17rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.65", fontVariantLigatures: "none" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 8px 0 6px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-soft)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "1.75rem", padding: "0 6px 0 4px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--forward-soft)" },
  ".lit-line": { backgroundColor: "var(--phase-soft)", boxShadow: "inset 3px 0 var(--phase)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--wrong) 1.5px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-lintPoint-error::after": { borderBottomColor: "var(--wrong)" },
  ".cm-tooltip": { border: "none", borderRadius: "var(--radius-m)", backgroundColor: "var(--surface)", color: "var(--ink)", boxShadow: "var(--shadow-lift)" },
  ".cm-diagnostic": { maxWidth: "22rem", padding: "8px 12px", fontFamily: "var(--font-ui)", borderLeftColor: "var(--wrong)" },
});

/**
 * @param {HTMLElement} host
 * @param {{text: string, from: number, to: number}} start the text and what of it is selected
 * @param {(program: string) => void} typed
 * @returns {import("./program.js").Editor}
 */
export function createCodeEditor(host, { text, from, to }, typed) {
  const nonce = /** @type {HTMLElement | null} */ (document.querySelector('meta[name="style-nonce"]'))?.nonce ?? "";
  let quiet = false;
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: text,
      selection: { anchor: from, head: to },
      extensions: [
        lineNumbers(),
        history(),
        python(),
        syntaxHighlighting(colours),
        litLine,
        look,
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({ "aria-labelledby": "program-title", tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet) typed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    write(next) {
      quiet = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
      quiet = false;
    },
    mark(problems) {
      const found = problems.flatMap((problem) => diagnosticOf(view.state.doc, problem));
      view.dispatch(setDiagnostics(view.state, found.sort((a, b) => a.from - b.from)));
    },
    light(line, phase) {
      view.dispatch({ effects: lightLine.of({ line, phase }) });
      if (line && line <= view.state.doc.lines) keepInSight(view, line);
    },
  };
}

/**
 * Scroll a long program to a line, and nothing around the editor with it.
 * @param {EditorView} view
 * @param {number} line
 */
function keepInSight(view, line) {
  const { top, bottom } = view.lineBlockAt(view.state.doc.line(line).from);
  const box = view.scrollDOM;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight + MARGIN;
}

/**
 * @param {Text} doc
 * @param {Problem} problem
 * @returns {import("@codemirror/lint").Diagnostic[]}
 */
function diagnosticOf(doc, problem) {
  if (!problem.line || problem.line > doc.lines) return [];
  const from = place(doc, problem.line, problem.column ?? 1);
  const to = Math.max(from, place(doc, problem.end_line ?? problem.line, problem.end_column ?? (problem.column ?? 1) + 1));
  // An error at a line's end has no character of its own: the last one is marked.
  const start = to > from ? from : Math.max(doc.line(problem.line).from, from - 1);
  return [{ from: start, to: Math.max(to, start), severity: "error", message: problem.detail }];
}

/**
 * The offset of a line and a column; the API counts characters, the editor UTF-16 units.
 * @param {Text} doc @param {number} line @param {number} column
 */
function place(doc, line, column) {
  const { from, text } = doc.line(Math.min(line, doc.lines));
  return from + [...text].slice(0, column - 1).join("").length;
}
