// Bars and lines as SVG. The table says the same in words, so to those who cannot see it a picture is one thing with a name.
import { element, svg } from "./dom";
import type { Row } from "./endpoint";
import { type Page, say } from "./page";
import { text, time } from "./terms";

const MOST_BARS = 60;

/** A number for people, in the language of the page. */
export function figure(value: number): string {
  return value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
}

export function bars(page: Page, rows: Row[], { label }: { label: string }, number: string): HTMLElement {
  const drawn = rows.filter((row) => row[number]).slice(0, MOST_BARS);
  const values = drawn.map((row) => Number(row[number]?.value));
  const low = Math.min(0, ...values);
  const span = Math.max(0, ...values) - low || 1;
  const list = element("ol", { class: "bars", "aria-label": `?${label}, ?${number}` });
  drawn.forEach((row, place) => {
    const value = values[place] ?? 0;
    const [from, to] = [(Math.min(value, 0) - low) / span, (Math.max(value, 0) - low) / span];
    const bar = svg(
      "svg",
      { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { x: from * 100, y: 0, width: Math.max((to - from) * 100, 0.2), height: 10 }),
    );
    list.append(
      element(
        "li",
        {},
        element("span", { class: "label", lang: row[label]?.["xml:lang"] ?? null }, text(row[label], page)),
        element("span", { class: "value" }, figure(value)),
        bar,
      ),
    );
  });
  const note = drawn.length < rows.length ? [element("p", { class: "note" }, say(page.words, "first_bars", { count: drawn.length, all: rows.length }))] : [];
  return element("div", {}, ...note, list);
}

const WIDTH = 720;
const HEIGHT = 320;
const MARGIN = { top: 12, right: 16, bottom: 28, left: 84 };

interface Point {
  x: number;
  y: number;
  date: string;
}

export function line(page: Page, rows: Row[], { date, series }: { date: string; series: string | null }, number: string): HTMLElement {
  const lines = new Map<string, Point[]>();
  for (const row of rows) {
    const at = row[date];
    if (!at || !row[number]) continue;
    const name = series ? text(row[series], page) : "";
    const points = lines.get(name) ?? [];
    points.push({ x: time(at.value), y: Number(row[number].value), date: at.value });
    lines.set(name, points);
  }
  const all = [...lines.values()].flat();
  const [start, end] = [Math.min(...all.map((point) => point.x)), Math.max(...all.map((point) => point.x))];
  const marks = ticks(Math.min(0, ...all.map((point) => point.y)), Math.max(0, ...all.map((point) => point.y)));
  const [low, high] = [marks[0] ?? 0, marks.at(-1) ?? 1];
  const across = (x: number) => MARGIN.left + ((x - start) / (end - start || 1)) * (WIDTH - MARGIN.left - MARGIN.right);
  const up = (y: number) => HEIGHT - MARGIN.bottom - ((y - low) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom);

  const picture = svg("svg", { class: "line", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `?${date}, ?${number}` });
  for (const mark of marks) {
    picture.append(
      svg("line", { class: "grid", x1: MARGIN.left, x2: WIDTH - MARGIN.right, y1: up(mark), y2: up(mark) }),
      svg("text", { x: MARGIN.left - 8, y: up(mark) + 4, "text-anchor": "end" }, figure(mark)),
    );
  }
  for (const [moment, anchor] of [[start, "start"], [end, "end"]] as const) {
    const words = all.find((point) => point.x === moment)?.date ?? "";
    picture.append(svg("text", { x: across(moment), y: HEIGHT - 8, "text-anchor": anchor }, words));
  }
  [...lines].forEach(([name, points], place) => {
    points.sort((one, other) => one.x - other.x);
    const path = points.map((point) => `${across(point.x).toFixed(1)},${up(point.y).toFixed(1)}`).join(" ");
    const group = svg("g", { class: `series-${place + 1}` }, svg("polyline", { points: path }));
    for (const point of points) {
      const words = [name, point.date, figure(point.y)].filter(Boolean).join(": ");
      group.append(svg("circle", { cx: across(point.x), cy: up(point.y), r: 3.5 }, svg("title", {}, words)));
    }
    picture.append(group);
  });
  const legend = element("ul", { class: "legend" });
  [...lines.keys()].forEach((name, place) => {
    if (name) legend.append(element("li", { class: `series-${place + 1}` }, name));
  });
  return element("div", { class: "picture" }, picture, ...(legend.children.length > 0 ? [legend] : []));
}

/** Round numbers from below `low` to above `high`, about five of them. */
export function ticks(low: number, high: number): number[] {
  const rough = (high - low || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10);
  const [first, last] = [Math.floor(low / step), Math.max(Math.ceil(high / step), Math.floor(low / step) + 1)];
  return Array.from({ length: last - first + 1 }, (_, place) => (first + place) * step);
}
