// An answer as people look at it: a table, and where it fits, bars, a line or a map; always with its downloads.
import { bars, line } from "./chart";
import { type Charts, chartsOf } from "./charts-of";
import { element } from "./dom";
import { type Answer, address } from "./endpoint";
import { map } from "./map";
import { type Page, say } from "./page";
import { table } from "./table";

type Table = Extract<Answer, { kind: "table" }>;
type View = "table" | "bars" | "line" | "map";

export function outcome(page: Page, answer: Answer, query: string, release: string | null, newest: string | null): HTMLElement {
  const isGraph = answer.kind === "graph" || (answer.kind === "too-large" && answer.isGraph);
  return element(
    "section",
    { "aria-labelledby": "answer" },
    element("h2", { id: "answer" }, say(page.words, "answer")),
    ...body({ ...page, root: release ? `/release/${release}` : "" }, answer, release),
    downloads(page, isGraph, query, release),
    ...(newest ? [permanent(page, address(query, newest), newest)] : []),
  );
}

function body(page: Page, answer: Answer, release: string | null): HTMLElement[] {
  const { words } = page;
  switch (answer.kind) {
    case "too-large":
      return [element("p", {}, say(words, "too_large"))];
    case "boolean":
      return [element("p", {}, element("strong", {}, say(words, answer.value ? "yes" : "no")))];
    case "graph":
      return [element("pre", { class: "code", tabindex: 0 }, element("code", {}, answer.text))];
    case "table":
      return answer.rows.length === 0 ? [element("p", {}, say(words, "no_rows"))] : views(page, answer, release);
  }
}

/** The views that fit, the table first, with radio buttons to choose one where there are several. */
function views(page: Page, answer: Table, release: string | null): HTMLElement[] {
  const { words } = page;
  const charts = chartsOf(answer.columns, answer.rows, page.base);
  const offered: View[] = ["table", ...(["bars", "line", "map"] as const).filter((view) => charts[view])];
  const place = element("div", { class: "view" });
  if (offered.length === 1) {
    place.append(table(page, answer.columns, answer.rows));
    return [place];
  }
  const number = element("select", { id: "number" });
  for (const column of charts.numbers) number.append(element("option", { value: column }, `?${column}`));
  if (charts.map) number.append(element("option", { value: "" }, say(words, "number_of_rows")));
  const numberChoice = element("label", { class: "number" }, `${say(words, "value")} `, number);
  const choice = element("fieldset", { class: "views" }, element("legend", {}, say(words, "view")));
  for (const view of offered) {
    const radio = element("input", { type: "radio", name: "view", value: view, checked: view === "table" });
    radio.addEventListener("change", () => show(view));
    choice.append(element("label", {}, radio, ` ${say(words, view)}`));
  }
  choice.append(numberChoice);
  let current: View = "table";
  number.addEventListener("change", () => show(current));

  async function show(view: View): Promise<void> {
    current = view;
    numberChoice.hidden = view === "table" || number.options.length < 2;
    for (const option of number.options) option.hidden = option.value === "" && view !== "map";
    if (view !== "map" && number.value === "") number.value = charts.numbers[0] ?? "";
    const drawn = await draw(page, answer, charts, view, number.value, release);
    if (current === view) place.replaceChildren(drawn);
  }
  void show("table");
  return [choice, place];
}

async function draw(
  page: Page,
  answer: Table,
  charts: Charts,
  view: View,
  number: string,
  release: string | null,
): Promise<HTMLElement> {
  if (view === "bars" && charts.bars) return bars(page, answer.rows, charts.bars, number);
  if (view === "line" && charts.line) return line(page, answer.rows, charts.line, number);
  if (view === "map" && charts.map) return map(page, answer.rows, charts.map, number || null, release);
  return table(page, answer.columns, answer.rows);
}

function downloads(page: Page, isGraph: boolean, query: string, release: string | null): HTMLElement {
  const formats = isGraph ? page.formats.graph : page.formats.table;
  const links = formats.map(([name, mediaType, suffix]) =>
    element("a", { href: address(query, release, mediaType), download: `answer.${suffix}` }, name),
  );
  const parts = links.flatMap((link, place) => (place === 0 ? [link] : [" · ", link]));
  return element("p", { class: "note downloads" }, `${say(page.words, "download")} `, ...parts);
}

function permanent(page: Page, link: string, release: string): HTMLElement {
  const copy = element("button", { type: "button", class: "quiet" }, say(page.words, "permanent_copy"));
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(new URL(link, location.href).href);
    copy.textContent = say(page.words, "copied");
  });
  const shown = element("a", { href: link }, `${say(page.words, "permanent")} ${release}`);
  // Browsers let pages write to the clipboard at addresses that nobody can listen to.
  return element("p", { class: "note permanent" }, shown, ...(navigator.clipboard ? [" ", copy] : []));
}
