"""What is written without being compared is what comparing everything would give."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iomgraph.engine import DuckDBEngine
from iomgraph.errors import InputError
from iomgraph.mapping import Mapping

from .conftest import BASE, PREFIXES

SOURCE = "rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator {} ]"


def triples_map(name: str, template: str, *objects: str, table: str = "t") -> str:
    parts = "".join(f" ; rml:predicateObjectMap [ {each} ]" for each in objects)
    source = SOURCE.format(f'"{table}"')
    return f'<#{name}> {source} ; rml:subjectMap [ rml:template "{template}" ]{parts} .\n'


def said(predicate: str, reference: str, options: str = "") -> str:
    return f'rml:predicate ex:{predicate} ; rml:objectMap [ rml:reference "{reference}" {options} ]'


@contextmanager
def mapped(folder: Path, text: str, threads: int = 2, **tables: dict[str, list[str | None]]) -> Iterator[Mapping]:
    file = folder / "mapping.ttl"
    file.write_text(PREFIXES + text, encoding="utf-8")
    arrow = {
        name: pa.table({k: pa.array(v, pa.string()) for k, v in columns.items()}) for name, columns in tables.items()
    }
    with Mapping([file], BASE, arrow, engine=DuckDBEngine(threads)) as mapping:
        yield mapping


def compared(mapping: Mapping) -> list[str]:
    """Every line of every output, compared with every other."""
    engine, plan = mapping._engine, mapping._plan
    found = {row[0] for lines in plan.lines_to() for row in engine.rows(lines.query)} - {None}
    return sorted({*found, *mapping.as_they_are}, key=str.encode)


MAPPINGS = [
    triples_map("A", "a/{x}", said("p", "y"), said("q", "z"), said("p", "z")),
    triples_map(
        "A", "a/{x}", said("p", "y"), said("p", "y", '; rml:language "en"'), "rml:predicate ex:p ; rml:object ex:o"
    ),
    triples_map("A", "a/{x}", said("p", "y")) + triples_map("B", "a/{x}/b", said("p", "y")),
    triples_map("A", "a/{x}", said("p", "y")) + triples_map("B", "a/{y}", said("p", "z")),
    triples_map("A", "a/{x}", said("p", "y")) + triples_map("B", "b/{y}", said("p", "z")),
    triples_map("A", "a/{x}", said("p", "y"))
    + triples_map("B", "a/{x}/b", said("p", "y"))
    + triples_map("C", "a/{y}/c/{z}", said("p", "y"), 'rml:predicate ex:q ; rml:objectMap [ rml:template "o/{x}" ]'),
    triples_map("A", "a/{x}", said("p", "y")) + triples_map("B", "a/{y}-{z}", said("p", "x")),
    triples_map("A", "{x}", said("p", "y")) + triples_map("B", "a/{y}", said("p", "z")),
    triples_map("A", "a/{x}", 'rml:predicateMap [ rml:template "{y}" ] ; rml:objectMap [ rml:reference "z" ]'),
    triples_map(
        "A", "a/{x}", 'rml:predicate ex:p ; rml:graphMap [ rml:template "{y}" ] ; rml:objectMap [ rml:reference "z" ]'
    ),
    triples_map("A", "a/{x}", said("p", "y"), "rml:predicate ex:q ; rml:objectMap [ rml:parentTriplesMap <#B> ]")
    + triples_map("B", "b/{y}", said("p", "z")),
    triples_map(
        "A",
        "a/{x}",
        "rml:predicate ex:q ; rml:objectMap [ rml:parentTriplesMap <#B> ; "
        'rml:joinCondition [ rml:child "y" ; rml:parent "z" ] ]',
    )
    + triples_map("B", "b/{y}", said("p", "z"), table="u"),
]

TEXTS = st.lists(
    st.tuples(*(st.none() | st.text('ab/é\U0001f600"\\\n ', min_size=1, max_size=3) for _ in range(3))), max_size=6
)


@pytest.mark.parametrize("text", MAPPINGS)
@settings(max_examples=25, deadline=None)
@given(rows=TEXTS)
def test_the_output_is_every_line_once_and_sorted(
    tmp_path_factory: pytest.TempPathFactory, text: str, rows: list[tuple[str | None, ...]]
) -> None:
    columns = {name: [row[number] for row in rows] for number, name in enumerate("xyz")}
    with mapped(tmp_path_factory.mktemp("m"), text, t=columns, u=columns) as mapping:
        mapping.as_they_are = [
            f'<{BASE}a/a> <{BASE}ns#p> "a" .',
            f'<{BASE}0> <{BASE}ns#p> "a" .',
            "<z:z> <z:z> <z:z> .",
        ]
        assert list(mapping.lines()) == compared(mapping)


def test_parts_of_a_resource_stand_among_others_in_order(tmp_path: Path) -> None:
    count = 50_000
    numbers: list[str | None] = [str(number * 7919 % count) for number in range(count)]
    text = triples_map("A", "a/{x}", said("p", "x")) + triples_map("B", "a/{x}/b", said("p", "x"))
    text += triples_map("C", "a/{y}/c", said("p", "y"))
    with mapped(tmp_path, text, t={"x": numbers, "y": [str(number // 100) for number in range(count)]}) as mapping:
        lines = list(mapping.lines())
        assert mapping.explanation().count("not deduplicated") == 2
    assert len(lines) == 2 * count + count // 100
    assert lines == sorted(lines)


@pytest.mark.parametrize("threads", [1, 2])
def test_rows_of_many_pieces_are_in_order(tmp_path: Path, threads: int) -> None:
    count = 50_000
    columns: dict[str, list[str | None]] = {"x": [str(number * 7919 % count) for number in range(count)]}
    with mapped(tmp_path, triples_map("A", "a/{x}", said("p", "x")), threads, t=columns) as mapping:
        lines = list(mapping.lines())
    assert len(lines) == count
    assert lines == sorted(lines)


def test_the_explanation_says_why_each_output_is_deduplicated_or_not(tmp_path: Path) -> None:
    text = (
        triples_map("A", "a/{x}", said("p", "x"))
        + triples_map("B", "b/{y}", said("p", "x"))
        + triples_map("C", "c/{x}", said("p", "x"))
        + triples_map("D", "c/{y}", said("p", "x"), said("q", "x"))
    )
    with mapped(tmp_path, text, t={"x": ["1", "2"], "y": ["1", "1"]}) as mapping:
        explanation = mapping.explanation()
    reasons = {
        line[5:].split("…")[0] + line.split("…")[-1] for line in explanation.splitlines() if line.startswith("--  ")
    }
    assert {reason.removeprefix(f"<{BASE}") for reason in reasons} == {
        "a/ not deduplicated: no two rows have the same subject",
        "b/ deduplicated: several rows may make the same",
        f"c/ deduplicated: {BASE}#D may make the same",
        f"c/ deduplicated: {BASE}#C may make the same",
        "c/ deduplicated: several rows may make the same",
    }


def test_a_value_that_makes_no_iri_stops_the_text(tmp_path: Path) -> None:
    text = triples_map("A", "a/{x}", said("p", "y", "; rml:termType rml:IRI"))
    with (
        mapped(tmp_path, text, t={"x": ["1", "2"], "y": ["ok", "not ok"]}) as mapping,
        pytest.raises(InputError, match=r"makes an IRI with a character that no IRI has: .*not ok"),
    ):
        list(mapping.text())


def test_memory_is_a_size() -> None:
    with pytest.raises(InputError, match="plenty is no size of memory"):
        DuckDBEngine(memory="plenty")


def test_more_than_fits_in_memory_goes_to_files_as_long_as_they_can_be_used(tmp_path: Path) -> None:
    count = 60_000
    columns: dict[str, list[str | None]] = {"x": [f"{number * 7919 % count} " * 60 for number in range(count)]}
    file = tmp_path / "mapping.ttl"
    file.write_text(PREFIXES + triples_map("A", "a/{x}", said("p", "x")), encoding="utf-8")
    table = pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()})
    with Mapping([file], BASE, {"t": table}, engine=DuckDBEngine(1, "150MiB")) as mapping:
        lines = list(mapping.lines())
    assert len(lines) == count
    assert lines == sorted(lines)
    with (
        pytest.raises(InputError, match="give them more with --memory"),
        Mapping([file], BASE, {"t": table}, engine=DuckDBEngine(1, "20MiB")) as mapping,
    ):
        list(mapping.text())
