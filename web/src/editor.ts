// The editor of queries: CodeMirror in a shadow tree, where its styles need no exception from the site's policy.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completions } from "./completion";
import { faults, showFault } from "./fault";
import type { Page } from "./page";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.string, tags.meta], color: "var(--code-text)" },
  { tag: tags.variableName, color: "var(--code-variable)" },
  { tag: tags.atom, color: "var(--code-name)" },
]);

const looks = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--wash)", border: "1px solid #7c8893", borderRadius: "6px", fontSize: "0.88rem" },
  "&.cm-focused": { outline: "3px solid #c9780b", outlineOffset: "2px" },
  ".cm-scroller": {
    fontFamily: 'ui-monospace, "Cascadia Mono", "Noto Sans Mono", "Liberation Mono", monospace',
    lineHeight: "1.5",
    minHeight: "10rem",
    maxHeight: "32rem",
  },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--quiet)", backgroundColor: "transparent", border: "0" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--mark)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--paper)", borderColor: "var(--line)", maxWidth: "min(36rem, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxWidth: "min(36rem, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--on-bar)", backgroundColor: "var(--bar)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.85" },
  ".cm-fault": { textDecoration: "underline wavy var(--warn)" },
  ".cm-faultLine": { backgroundColor: "var(--warn-wash)" },
  ".cm-faultNote": { color: "var(--warn)", backgroundColor: "var(--warn-wash)", padding: "0.1rem 0.5rem", whiteSpace: "normal" },
});

export interface Editor {
  text(): string;
  replace(text: string): void;
  focus(): void;
  /** Show `message` at a line and column, from 1, and put the cursor there; without a message, show none. */
  fault(message: string | null, line?: number, column?: number): void;
}

/** An editor in the place of the page's text field, which it keeps up to date for the form. */
export function editor(page: Page, label: string, run: () => void): Editor {
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  page.textarea.after(host);
  page.textarea.hidden = true;
  // A field that cannot be seen cannot be asked to be filled in.
  page.textarea.required = false;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: page.textarea.value,
      extensions: [
        lineNumbers(),
        history(),
        bracketMatching(),
        StreamLanguage.define(sparql),
        syntaxHighlighting(colours),
        autocompletion({ override: [completions(page)], icons: false, activateOnTypingDelay: 150 }),
        faults,
        looks,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) page.textarea.value = update.state.doc.toString();
        }),
        // Tab leaves the editor, as it leaves every field.
        keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
      ],
    }),
  });
  document.querySelector("label[for=query]")?.addEventListener("click", () => view.focus());
  return {
    text: () => view.state.doc.toString(),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
    fault: (message, line, column) => showFault(view, message, line, column),
  };
}
