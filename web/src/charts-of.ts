// Which pictures fit a table: a label and a number make bars, a date and a number a line, states a map.
import type { Row } from "./endpoint";
import { columnType } from "./terms";

export interface Charts {
  /** The columns of numbers. */
  numbers: string[];
  bars: { label: string } | null;
  line: { date: string; series: string | null } | null;
  map: { state: string } | null;
}

// More lines than this cannot be told apart.
const MOST_SERIES = 6;

export function chartsOf(columns: string[], rows: Row[], base: string): Charts {
  const types = new Map(columns.map((column) => [column, columnType(rows, column)]));
  const of = (type: string) => columns.filter((column) => types.get(column) === type);
  const numbers = of("number");
  const several = rows.length > 1 && numbers.length > 0;
  const label = of("text")[0] ?? of("date")[0] ?? of("iri")[0];
  const date = of("date")[0];
  const states = of("iri").find((column) => rows.every((row) => !row[column] || isState(row[column].value, base)));
  return {
    numbers,
    bars: several && label ? { label } : null,
    line: several && date ? lineOf(rows, date, of("text")[0] ?? of("iri")[0] ?? null) : null,
    map: states ? { state: states } : null,
  };
}

function isState(iri: string, base: string): boolean {
  return iri.startsWith(`${base}id/state/`);
}

/** A line is drawn where each date has one row, or one in each of a few series. */
function lineOf(rows: Row[], date: string, other: string | null): Charts["line"] {
  const dates = new Set(rows.map((row) => row[date]?.value));
  if (dates.size < 2) return null;
  if (dates.size === rows.length) return { date, series: null };
  if (!other) return null;
  const series = new Set(rows.map((row) => row[other]?.value));
  const points = new Set(rows.map((row) => `${row[date]?.value} ${row[other]?.value}`));
  return series.size <= MOST_SERIES && points.size === rows.length ? { date, series: other } : null;
}
