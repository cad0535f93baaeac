// Queries to this site's own endpoint.

export interface Term {
  type: "uri" | "literal" | "bnode" | "triple";
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}
export type Row = Record<string, Term | undefined>;

export type Answer =
  | { kind: "table"; columns: string[]; rows: Row[] }
  | { kind: "boolean"; value: boolean }
  | { kind: "graph"; text: string }
  | { kind: "too-large"; isGraph: boolean };

/** What the server says is wrong (RFC 9457). */
export class Problem extends Error {
  constructor(
    detail: string,
    readonly line?: number,
    readonly column?: number,
  ) {
    super(detail);
  }
}

const TABLE = "application/sparql-results+json";
const GRAPH = "text/turtle";
// Longer addresses are refused on their way by some.
const LONGEST_ADDRESS = 6000;
// More than this no page can show.
const MOST_BYTES = 8 << 20;

/** The address of a query, which anyone may follow. */
export function address(query: string, release: string | null, accept: string | null = null): string {
  const parameters = new URLSearchParams({ query });
  if (release) parameters.set("release", release);
  if (accept) parameters.set("accept", accept);
  return `/sparql?${parameters}`;
}

/** The answer to `query`; throws a Problem where the endpoint says that there is none. */
export async function ask(query: string, release: string | null, stop: AbortController): Promise<Answer> {
  const headers = { Accept: `${TABLE}, ${GRAPH}, application/problem+json` };
  const link = address(query, release);
  const inAddress = link.length <= LONGEST_ADDRESS;
  const response = await fetch(inAddress ? link : release ? `/sparql?${new URLSearchParams({ release })}` : "/sparql", {
    method: inAddress ? "GET" : "POST",
    body: inAddress ? null : new URLSearchParams({ query }),
    headers,
    signal: stop.signal,
  });
  if (!response.ok) throw await problemIn(response);
  const isGraph = (response.headers.get("Content-Type") ?? "").startsWith(GRAPH);
  const text = await textWithin(response, MOST_BYTES);
  if (text === null) {
    // Whoever works on the rest of it can stop.
    stop.abort();
    return { kind: "too-large", isGraph };
  }
  if (isGraph) return { kind: "graph", text };
  const document = JSON.parse(text);
  if (typeof document.boolean === "boolean") return { kind: "boolean", value: document.boolean };
  return { kind: "table", columns: document.head.vars, rows: document.results.bindings };
}

/** The body of a response; null where it is longer than `most` bytes. */
async function textWithin(response: Response, most: number): Promise<string | null> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > most) return null;
    text += decoder.decode(value, { stream: true });
  }
}

async function problemIn(response: Response): Promise<Problem> {
  try {
    const told = await response.json();
    return new Problem(told.detail, told.line, told.column);
  } catch {
    return new Problem(`${response.status} ${response.statusText}`);
  }
}
