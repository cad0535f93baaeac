"""Every function that a plan may call makes the same on both engines, of any text."""

from collections.abc import Sequence

import pyarrow as pa
import pytest
import sqlglot
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from iomgraph.engine import Engine
from iomgraph.mapping.functions.catalogue import Kind, catalogue

# What engines are known to differ in: ends of lines, white space, letter case, planes, regular expressions, dates.
TRAPS = [
    *["a", "A b", "+*~%20", r"\E", r"\Q.\E", "[&&]", "$1", r"\1", "\\", "|", '"', "'", "''", "<x>", "{x}", "`", "^"],
    *["ß", "İ", "ΑΣ ΑΣ", "ŉ", "ﬁ", "é", "e\u0301", "😀", "a😀b", "👩\u200d👧", "\U00010428", "שלום", "\u202eabc"],
    *["\u2028", "\u2029", "\x85", "\x0b", "\x7f", "\x01", "\t x\n", "\r\n", "\n", "\xa0x\xa0", "\u2007", "\ufeff"],
    *["\ufffe", "\U000f0000", "\x00", "a\x00b", "x:y", "urn:é", "//a", "en", "EN-gb", "x-1", "i-", "a-b-c-d-e-f"],
    *[
        "0",
        "-0",
        "00",
        "7",
        "-12",
        "120",
        "1200",
        "+3",
        ".5",
        "5.",
        "1e3",
        "true",
        "1",
        "false",
        "http://x",
        "https://é",
    ],
    *["2004", "2004-02", "2004-02-29", "2003-02-29", "2004-13", "0000", "0000-01-01", "0001-01-01", "9999-12-31"],
    *[
        "10000",
        "2004-2",
        "2004-02-30",
        "2004-02-28 ",
        "2004-02-29x",
        "2004-\n",
        "USD 85,000.00",
        "85.000,00 €",
        "85 000",
    ],
    *["85.000", "1,5", "12'000.50", "1,000,000", "€5", "5 (EUR)", "US$ 7", "-3,20"],
]

texts = st.one_of(st.none(), st.sampled_from(TRAPS), st.text(max_size=12), st.text("aA1-. :\n,'é\u2028", max_size=8))
rows = st.lists(st.tuples(texts, texts, texts), min_size=30, max_size=80)
pytestmark = pytest.mark.xdist_group("spark")

# Spark takes a second for each example, so none is made smaller.
settled = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

CALLS = [
    "url_encode(a)",
    "strlen(a)",
    "to_json(a::VARCHAR)::VARCHAR",
    "concat(a, b, 'x')",
    "array_to_string(list_sort(list_distinct([a, b, c])), '')",
    "uri_safe(a)",
    "iri_safe(a)",
    "absolute_iri(a, b)",
    "plain_literal(a)",
    "typed_literal(a, b)",
    "typed_literal(a, 'http://www.w3.org/2001/XMLSchema#string')",
    "integer_as_double(a)",
    "overridden_literal(a, 'http://www.w3.org/2001/XMLSchema#integer', 'http://www.w3.org/2001/XMLSchema#double')",
    "natural_literal(a, b)",
    "blank_node(a)",
    "folded_name(a)",
    "blank_node(a || iri_safe(b))",
]


def both(duckdb: Engine, spark: Engine, plan: exp.Query, table: pa.Table) -> list[list[tuple[object, ...]]]:
    made = []
    for engine in (duckdb, spark):
        engine.add_table("t", table)
        made.append([tuple(row) for row in engine.rows(plan)])
    return made


def plan_of(expressions: Sequence[str]) -> exp.Select:
    parsed = [exp.cast(sqlglot.parse_one(each, dialect="duckdb"), "VARCHAR") for each in expressions]
    columns = [exp.alias_(each, f"made_{number}") for number, each in enumerate(parsed)]
    return exp.select("a", "b", "c", *columns).from_("t").order_by("rowid")


def compare(duckdb: Engine, spark: Engine, calls: Sequence[str], found: Sequence[Sequence[str | None]]) -> None:
    columns = {
        name: pa.array(values, pa.string()) for name, values in zip("abc", zip(*found, strict=True), strict=True)
    }
    expected, made = both(duckdb, spark, plan_of(calls), pa.table(columns))
    assert len(expected) == len(made)
    for left, right in zip(expected, made, strict=True):
        for call, one, other in zip("abc", left[:3], right[:3], strict=True):
            assert one == other, call
        for call, one, other in zip(calls, left[3:], right[3:], strict=True):
            assert one == other, (call, left[:3])


def calls_of_functions() -> list[str]:
    kinds = {Kind.TEXT: "abc", Kind.INTEGER: ["CAST(length(b) % 5 AS INTEGER)", "CAST(length(c) % 5 AS INTEGER)"]}
    calls = []
    for function in catalogue().values():
        if function.lookup:
            continue
        texts, numbers = iter(kinds[Kind.TEXT]), iter(kinds[Kind.INTEGER])
        choices: list[dict[str, str]] = [{}]
        for parameter in function.parameters:
            match parameter.kind:
                case Kind.TEXT:
                    values = [next(texts)]
                case Kind.INTEGER:
                    values = [next(numbers)]
                case Kind.MANY:
                    values = ["[a, b]", "CAST([] AS VARCHAR[])"]
                case Kind.CONSTANT:
                    values = [f"'{each}'" for each in parameter.choices or ("; ", "")]
            choices = [{**chosen, parameter.name: value} for chosen in choices for value in values]
        calls += [call(function.sql, chosen) for chosen in choices]
    return calls


def call(sql: str, values: dict[str, str]) -> str:
    def replaced(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Column) and node.name in values:
            return exp.paren(sqlglot.parse_one(values[node.name], dialect="duckdb"))
        return node

    made = sqlglot.parse_one(sql, dialect="duckdb").transform(replaced).sql("duckdb")
    return f"array_to_string({made}, '|')" if made.startswith("LIST_FILTER") else made


@given(rows)
@settled
def test_functions_of_plans(duckdb: Engine, spark: Engine, found: list[tuple[str | None, ...]]) -> None:
    compare(duckdb, spark, CALLS, found)


@given(rows)
@settled
def test_functions_of_mappings(duckdb: Engine, spark: Engine, found: list[tuple[str | None, ...]]) -> None:
    compare(duckdb, spark, calls_of_functions(), found)


def test_known_traps(duckdb: Engine, spark: Engine) -> None:
    found = [(each, TRAPS[-place], TRAPS[place // 2]) for place, each in enumerate(TRAPS)]
    compare(duckdb, spark, [*CALLS, *calls_of_functions()], found)
