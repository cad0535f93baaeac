// Completion from this publication's own terms and entities.
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import type { Page } from "./page";
import { placeAt } from "./position";

interface Offered {
  iri: string;
  name: string | null;
  label: string;
  class: string | null;
}

const VARIABLE = /[?$][\w\u00c0-\uffff]+/g;

export function completions(page: Page): CompletionSource {
  return async (context) => {
    const place = placeAt(context.state.sliceDoc(0, context.pos));
    if (!place || (place.word === "" && !context.explicit)) return null;
    if (place.kind === "variable") return variables(context, place.from);
    // Of an address, the end is what names it.
    const asked = place.word.split(/[/#]/).at(-1) ?? "";
    const options = (await offered(context, place.kind, asked)).map((each) => option(page, each));
    return options.length > 0 ? { from: place.from, options, filter: false } : null;
  };
}

function variables(context: CompletionContext, from: number): CompletionResult {
  const text = context.state.doc.toString();
  const others = `${text.slice(0, from)} ${text.slice(context.pos)}`.match(VARIABLE) ?? [];
  return { from, options: [...new Set(others)].map((label) => ({ label })), validFor: /^[?$][\w\u00c0-\uffff]*$/ };
}

async function offered(context: CompletionContext, kind: string, asked: string): Promise<Offered[]> {
  const stop = new AbortController();
  context.addEventListener("abort", () => stop.abort(), { onDocChange: true });
  try {
    const response = await fetch(`/completions?${new URLSearchParams({ kind, q: asked })}`, { signal: stop.signal });
    return response.ok ? (await response.json()).completions : [];
  } catch {
    // Writing goes on without completion.
    return [];
  }
}

function option(page: Page, { iri, name, label, class: of }: Offered): Completion {
  const written = name ?? `<${iri}>`;
  return {
    label: written,
    displayLabel: name ?? label,
    detail: [...(name && label ? [label] : []), ...(of ? [of] : [])].join(" · "),
    apply: (view, _, from, to) => insert(view, page, written, name?.split(":")[0] ?? null, from, to),
  };
}

/** Put `written` in the place of what was typed, and declare its prefix where the query does not. */
function insert(view: EditorView, page: Page, written: string, prefix: string | null, from: number, to: number): void {
  const text = view.state.doc.toString();
  const changes = [{ from, to, insert: written }];
  if (prefix && !new RegExp(`\\bprefix\\s+${prefix}:`, "i").test(text)) {
    const start = /^(?:[ \t]*#[^\n]*\n|[ \t]*\n)*/.exec(text)?.[0].length ?? 0;
    changes.unshift({ from: start, to: start, insert: `PREFIX ${prefix}: <${page.prefixes[prefix]}>\n` });
  }
  const cursor = to + changes.reduce((grown, change) => grown + change.insert.length - (change.to - change.from), 0);
  view.dispatch({ changes, selection: { anchor: cursor }, userEvent: "input.complete" });
}
