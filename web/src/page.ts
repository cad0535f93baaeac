// What the server says to the scripts, in data attributes of the form.

export type Words = Record<string, string>;
/** A format: its name for people, its media type, the suffix of its files. */
export type Format = [name: string, mediaType: string, suffix: string];

export interface Page {
  form: HTMLFormElement;
  textarea: HTMLTextAreaElement;
  outcome: HTMLElement;
  base: string;
  /** Where links into the publication lead: "" for the current release, else the path of the one that is asked. */
  root: string;
  prefixes: Record<string, string>;
  formats: { table: Format[]; graph: Format[] };
  words: Words;
}

export function readPage(): Page | null {
  const form = document.querySelector<HTMLFormElement>("#query-form");
  const textarea = document.querySelector<HTMLTextAreaElement>("#query");
  const outcome = document.querySelector<HTMLElement>("#outcome");
  if (!form || !textarea || !outcome) return null;
  const told = (name: string) => JSON.parse(form.dataset[name] ?? "{}");
  return {
    form,
    textarea,
    outcome,
    base: form.dataset.base ?? "",
    root: "",
    prefixes: told("prefixes"),
    formats: told("formats"),
    words: told("words"),
  };
}

/** The sentence with this key, with `values` in the places of their names in braces. */
export function say(words: Words, key: string, values: Record<string, string | number> = {}): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
