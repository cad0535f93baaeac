// What may stand at a place in a query, told from the words before it.

export type Kind = "class" | "property" | "entity" | "variable";

export interface Place {
  kind: Kind;
  /** The beginning of the word that is written. */
  from: number;
  word: string;
}

const TOKEN =
  /#[^\n]*|<[^<>"{}|^`\\\s]*>|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[?$][\w\u00c0-\uffff]+|@[a-z-]+|[\p{L}\p{N}_:.%-]*[\p{L}\p{N}_:%-]|\S/giu;
const WORD = /(?:[?$][\w\u00c0-\uffff]*|<[^<>"{}|^`\\\s]*|[\p{L}_][\p{L}\p{N}_:.%-]*)$/u;
const ENDS_A_PATTERN = new Set([".", "{", "}", "where", "optional", "union", "minus", "graph", "values", "construct"]);
const JOINS_PATHS = new Set(["/", "|", "^", "!", "(", ")", "*", "+"]);
const TYPE = new Set(["a", "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"]);

/** What is being written at the end of `before`; null within comments and quoted texts, and where nothing is. */
export function placeAt(before: string): Place | null {
  const word = WORD.exec(before)?.[0] ?? "";
  const from = before.length - word.length;
  const earlier = before.slice(0, from);
  const tokens = [...earlier.matchAll(TOKEN)].map((token) => token[0]);
  const last = tokens.at(-1) ?? "";
  if (last.startsWith("#") && !earlier.slice(earlier.lastIndexOf(last)).includes("\n")) return null;
  if (/^["']$/.test(last) || unclosed(earlier)) return null;
  if (/^[?$]/.test(word)) return { kind: "variable", from, word };
  return { kind: kindAfter(tokens), from, word: word.replace(/^</, "") };
}

function unclosed(before: string): boolean {
  const line = before.slice(before.lastIndexOf("\n") + 1).replace(/<[^<>\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\\["']/g, "");
  return !line.includes("#") && /["']/.test(line);
}

/** By the number of terms since the last end of a triple pattern. */
function kindAfter(tokens: string[]): Kind {
  const pattern: string[] = [];
  for (const token of [...tokens].reverse()) {
    if (token.startsWith("#")) continue;
    if (token === ";") return after(["subject", ...pattern]);
    if (token === ",") return "entity";
    if (ENDS_A_PATTERN.has(token.toLowerCase())) break;
    pattern.unshift(token);
  }
  return after(pattern);
}

function after(pattern: string[]): Kind {
  const [, ...rest] = pattern;
  if (pattern.length === 0) return "entity";
  const joined = rest.length === 0 || JOINS_PATHS.has(rest.at(-1) ?? "");
  // A path that is closed, `(a|b)*`, is over; one that goes on is not.
  if (joined && !/[)*+]$/.test(rest.at(-1) ?? "")) return "property";
  return TYPE.has(rest.at(-1) ?? "") ? "class" : "entity";
}
