// States of an answer on a map of the world, the darker the more.
import { figure } from "./chart";
import { element, svg } from "./dom";
import { ask, type Row } from "./endpoint";
import { type Page, say } from "./page";

interface World {
  width: number;
  height: number;
  countries: { id: string; d?: string; x?: number; y?: number }[];
}

interface State {
  name: string;
  /** The numeric code of M49, by which outlines are known; "" for a state without. */
  code: string;
}

const SHADES = 5;

export async function map(
  page: Page,
  rows: Row[],
  { state }: { state: string },
  number: string | null,
  release: string | null,
): Promise<HTMLElement> {
  const [world, states] = await Promise.all([readWorld(), readStates(page, release)]);
  const values = new Map<string, number>();
  for (const row of rows) {
    const iri = row[state]?.value;
    if (!iri || (number && !row[number])) continue;
    values.set(iri, (values.get(iri) ?? 0) + (number ? Number(row[number]?.value) : 1));
  }
  const limits = shadeLimits([...values.values()]);
  const byCode = new Map<string, { name: string; iri: string; value: number }>();
  const missing: string[] = [];
  const drawable = new Set(world.countries.map((country) => country.id));
  for (const [iri, value] of values) {
    const { name, code } = states.get(iri) ?? { name: iri, code: "" };
    if (code && drawable.has(code)) byCode.set(code, { name, iri, value });
    else missing.push(`${name}: ${figure(value)}`);
  }
  const label = [`?${state}`, number ? `?${number}` : say(page.words, "number_of_rows")].join(", ");
  const picture = svg("svg", { class: "map", viewBox: `0 0 ${world.width} ${world.height}`, role: "img", "aria-label": label });
  for (const country of world.countries) {
    const found = byCode.get(country.id);
    const look = { class: found ? `shade-${shadeOf(found.value, limits)}` : null };
    const words = found ? [svg("title", {}, `${found.name}: ${figure(found.value)}`)] : [];
    if (country.d) picture.append(svg("path", { d: country.d, ...look }, ...words.map((each) => each.cloneNode(true))));
    if (country.x !== undefined && found) {
      picture.append(svg("circle", { cx: country.x, cy: country.y ?? 0, r: 4, ...look }, ...words));
    }
  }
  const legend = element("ul", { class: "legend" });
  limits.forEach((limit, place) => {
    const within = [...values.values()].filter((value) => value <= limit && value > (limits[place - 1] ?? -Infinity));
    const least = Math.min(...within);
    const range = least === limit ? figure(limit) : `${figure(least)} – ${figure(limit)}`;
    legend.append(element("li", { class: `shade-${shadeOf(limit, limits)}` }, range));
  });
  return element(
    "div",
    { class: "picture" },
    picture,
    legend,
    ...(missing.length > 0 ? [element("p", { class: "note" }, `${say(page.words, "not_on_map")} ${missing.join(" · ")}`)] : []),
    element("p", { class: "note" }, say(page.words, "borders")),
  );
}

/** The highest value of each shade: as many values in each as can be, each value in one. */
export function shadeLimits(values: number[]): number[] {
  const sorted = [...values].sort((one, other) => one - other);
  const distinct = [...new Set(sorted)];
  if (distinct.length <= SHADES) return distinct;
  const limits = Array.from({ length: SHADES }, (_, place) => sorted[Math.ceil(((place + 1) * sorted.length) / SHADES) - 1]);
  return [...new Set(limits.filter((limit) => limit !== undefined))];
}

/** The shade of a value; the highest has the darkest, however few there are. */
function shadeOf(value: number, limits: number[]): number {
  return Math.round(((limits.findIndex((limit) => value <= limit) + 1) * SHADES) / limits.length);
}

let world: Promise<World> | null = null;

function readWorld(): Promise<World> {
  world ??= fetch("/static/built/world.json").then((response) => response.json());
  return world;
}

/** The states of the release, with the code by which the outlines know them. */
async function readStates(page: Page, release: string | null): Promise<Map<string, State>> {
  const language = document.documentElement.lang;
  const query = `PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?state ?code ?name WHERE {
  ?state a <${page.base}ns#State> ; rdfs:label ?name .
  FILTER(LANG(?name) = "${language}")
  OPTIONAL { ?state skos:notation ?code . FILTER(REGEX(STR(?code), "^[0-9]{3}$")) }
}`;
  const answer = await ask(query, release, new AbortController());
  const rows = answer.kind === "table" ? answer.rows : [];
  return new Map(rows.map((row) => [row.state!.value, { name: row.name!.value, code: row.code?.value ?? "" }]));
}
