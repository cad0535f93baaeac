import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { ticks } from "./chart";
import { chartsOf } from "./charts-of";
import type { Term } from "./endpoint";
import { shadeLimits } from "./map";

const BASE = "https://example.org/";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const of = (datatype: string) => (value: string): Term => ({ type: "literal", value, datatype: XSD + datatype });
const [year, number, words] = [of("gYear"), of("integer"), of("string")];
const iri = (path: string): Term => ({ type: "uri", value: BASE + path });

test("a label and a number make bars", () => {
  const rows = [{ s: iri("a"), name: words("A"), n: number("1") }, { s: iri("b"), name: words("B"), n: number("2") }];
  const charts = chartsOf(["s", "name", "n"], rows, BASE);
  deepEqual(charts, { numbers: ["n"], bars: { label: "name" }, line: null, map: null });
});

test("a date and a number make a line, one for each of a few series", () => {
  const rows = ["2003", "2004"].flatMap((each) => ["EUR", "USD"].map((unit) => ({ y: year(each), unit: words(unit), n: number("1") })));
  deepEqual(chartsOf(["y", "unit", "n"], rows, BASE).line, { date: "y", series: "unit" });
  deepEqual(chartsOf(["y", "n"], rows, BASE).line, null, "several numbers at one date are no line");
  deepEqual(chartsOf(["y", "n"], rows.filter((row) => row.unit.value === "EUR"), BASE).line, { date: "y", series: null });
});

test("states make a map, with or without numbers", () => {
  deepEqual(chartsOf(["s"], [{ s: iri("id/state/FRE") }], BASE).map, { state: "s" });
  deepEqual(chartsOf(["s"], [{ s: iri("id/state/FRE") }, { s: iri("id/project/1") }], BASE).map, null);
});

test("years written as integers are numbers, years that are none are texts", () => {
  deepEqual(chartsOf(["y", "n"], [{ y: year("soon"), n: number("1") }, { y: year("2003"), n: number("1") }], BASE).line, null);
});

test("the marks of an axis are round and hold all values", () => {
  deepEqual(ticks(0, 410_000), [0, 100_000, 200_000, 300_000, 400_000, 500_000]);
  deepEqual(ticks(-3, 4), [-4, -2, 0, 2, 4]);
  deepEqual(ticks(0, 0), [0, 0.2]);
});

test("shades hold as many values each as can be", () => {
  deepEqual(shadeLimits([3, 1, 1, 2]), [1, 2, 3]);
  deepEqual(shadeLimits([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), [2, 4, 6, 8, 10]);
  deepEqual(shadeLimits([1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6]), [1, 2, 4, 6]);
});
