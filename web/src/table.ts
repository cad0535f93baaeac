// The rows of an answer: sorted by any column, filtered by any text, a hundred at a time.
import { element } from "./dom";
import type { Row } from "./endpoint";
import { type Page, say } from "./page";
import { columnType, shown, text } from "./terms";

const PAGE = 100;

export function table(page: Page, columns: string[], rows: Row[]): HTMLElement {
  const { words } = page;
  const numeric = new Set(columns.filter((column) => columnType(rows, column) === "number"));
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  let sorted: { column: string; isDown: boolean } | null = null;
  let wanted = "";
  let first = 0;

  const filter = element("input", { type: "search", id: "filter", autocomplete: "off" });
  const count = element("span", { class: "note", role: "status" });
  const head = element("tr");
  const body = element("tbody");
  const previous = element("button", { type: "button", class: "quiet" }, say(words, "previous"));
  const next = element("button", { type: "button", class: "quiet" }, say(words, "next"));
  const range = element("span", { class: "note" });
  const pages = element("p", { class: "pages" }, previous, range, next);

  for (const column of columns) {
    const button = element("button", { type: "button", title: say(words, "sort", { column }) }, column);
    button.addEventListener("click", () => {
      sorted = { column, isDown: sorted?.column === column && !sorted.isDown };
      turn(0);
    });
    head.append(element("th", { scope: "col", class: numeric.has(column) ? "number" : null }, button));
  }
  filter.addEventListener("input", () => {
    wanted = filter.value.toLocaleLowerCase();
    turn(0);
  });
  previous.addEventListener("click", () => turn(first - PAGE));
  next.addEventListener("click", () => turn(first + PAGE));

  function found(): Row[] {
    const kept = wanted
      ? rows.filter((row) => columns.some((column) => text(row[column], page).toLocaleLowerCase().includes(wanted)))
      : [...rows];
    if (!sorted) return kept;
    const { column, isDown } = sorted;
    const sign = isDown ? -1 : 1;
    return kept.sort((one, other) => {
      // What is not there comes last, whichever way the others go.
      if (!one[column] || !other[column]) return Number(!one[column]) - Number(!other[column]);
      const [left, right] = [text(one[column], page), text(other[column], page)];
      return sign * (numeric.has(column) ? Number(left) - Number(right) : compare(left, right));
    });
  }

  function turn(to: number): void {
    const kept = found();
    first = Math.max(0, to);
    const last = Math.min(first + PAGE, kept.length);
    body.replaceChildren(...kept.slice(first, last).map(drawn));
    columns.forEach((column, place) => {
      const is = sorted?.column === column ? (sorted.isDown ? "descending" : "ascending") : "none";
      head.children[place]?.setAttribute("aria-sort", is);
    });
    count.textContent = wanted ? say(words, "filtered", { count: kept.length, all: rows.length }) : "";
    range.textContent = say(words, "page", { first: Math.min(first + 1, last), last });
    previous.disabled = first === 0;
    next.disabled = last === kept.length;
    pages.hidden = kept.length <= PAGE;
  }

  function drawn(row: Row): HTMLElement {
    const cells = columns.map((column) => {
      const term = row[column];
      const look = { "data-label": column, class: numeric.has(column) ? "number" : null };
      return element("td", look, ...(term ? [shown(term, page)] : []));
    });
    return element("tr", {}, ...cells);
  }

  turn(0);
  return element(
    "div",
    {},
    element("p", { class: "filter" }, element("label", { for: "filter" }, say(words, "filter")), " ", filter, " ", count),
    element(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-labelledby": "answer" },
      element("table", { class: "wide variables" }, element("thead", {}, head), body),
    ),
    pages,
  );
}
