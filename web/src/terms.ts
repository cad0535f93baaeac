// RDF terms as people read them.
import { element } from "./dom";
import type { Row, Term } from "./endpoint";
import type { Page } from "./page";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(
  "integer decimal double float int long short byte nonNegativeInteger positiveInteger".split(" ").map((name) => XSD + name),
);
const DATES = new Set("date dateTime gYear gYearMonth".split(" ").map((name) => XSD + name));

export type Column = "number" | "date" | "iri" | "text";

type Names = Pick<Page, "base" | "root" | "prefixes">;

/** An IRI as a prefixed name, or as what it is relative to the publication, where it is of either kind. */
function shortened(iri: string, { base, prefixes }: Names): string {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && iri.length > namespace.length) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri.startsWith(base) ? iri.slice(base.length) || iri : iri;
}

export function text(term: Term | undefined, names: Names): string {
  if (!term) return "";
  if (term.type === "triple") return JSON.stringify(term.value);
  return term.type === "uri" ? shortened(term.value, names) : term.value;
}

/** What all values of a column are; null where it has none. */
export function columnType(rows: Row[], column: string): Column | null {
  const types = new Set(rows.flatMap((row) => (row[column] ? [termType(row[column])] : [])));
  if (types.size === 0) return null;
  return types.size === 1 ? ([...types][0] ?? null) : "text";
}

function termType(term: Term): Column {
  if (term.type === "uri") return "iri";
  if (term.type === "literal" && NUMBERS.has(term.datatype ?? "")) return Number.isFinite(Number(term.value)) ? "number" : "text";
  if (term.type === "literal" && DATES.has(term.datatype ?? "") && !Number.isNaN(time(term.value))) return "date";
  return "text";
}

/** The moment at which a date, a month or a year of XML Schema begins, without its time zone where it has one. */
export function time(value: string): number {
  const found = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?/.exec(value);
  if (!found) return Number.NaN;
  const moment = new Date(0);
  moment.setUTCFullYear(Number(found[1]), Number(found[2] ?? 1) - 1, Number(found[3] ?? 1));
  return moment.getTime();
}

/** A term as a link or a text. */
export function shown(term: Term, names: Names): HTMLElement {
  const words = text(term, names);
  if (term.type === "uri" && term.value.startsWith(names.base)) {
    // What is encoded in an IRI is not encoded again.
    const path = encodeURI(term.value.slice(names.base.length)).replace(/%25(?=[0-9A-F]{2})/gi, "%");
    return element("a", { href: `${names.root}/${path}` }, words);
  }
  if (term.type === "uri" && /^https?:\/\//i.test(term.value)) {
    return element("a", { href: term.value, class: "foreign", rel: "noopener external" }, words);
  }
  return element("span", { lang: term["xml:lang"] ?? null }, words);
}
