"""Why a node fails a shape within a shape is told as a tree, likeliest first, and no longer than asked for."""

from pathlib import Path

import pytest

from iomgraph.validation import Report, Result, read_shapes, validate
from iomgraph.validation.causes import cause_lines

from .test_set_engine import PREFIXES, held, n_quads

SHAPES = """
ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property ex:P .
ex:P sh:path ex:p ; sh:message "Wrong."@en ;
"""
AGED = "[ sh:property [ sh:path ex:age ; sh:datatype xsd:integer ; sh:name 'age'@en, 'âge'@fr ] ]"
NAMED = "[ sh:property [ sh:path ex:name ; sh:minCount 1 ] ]"


@pytest.fixture
def shapes_file(tmp_path: Path) -> Path:
    return tmp_path / "shapes.ttl"


def only(report: Report) -> Result:
    (result,) = report.results
    return result


def lines(shape: str, data: str, file: Path, most: int = 9) -> list[str]:
    return cause_lines(only(held(data, f"{SHAPES} {shape} .", file)), "en", most)


def test_of_and_the_members_that_fail(shapes_file: Path) -> None:
    found = lines(f"sh:and ( {AGED} {NAMED} )", "ex:a ex:p [ ex:age 'old' ; ex:name 'b' ] .", shapes_file)
    assert found == ["age: Asked for: a whole number; found: “old”, a plain text."]


def test_of_or_the_alternative_with_the_fewest_causes_is_first(shapes_file: Path) -> None:
    both = f"[ sh:and ( {AGED} {NAMED} ) ]"
    found = lines(f"sh:or ( {both} [ sh:nodeKind sh:IRI ] )", "ex:a ex:p [ ex:age 'old' ] .", shapes_file)
    assert found == [
        "Asked for: a whole web address; found: a node without an address.",
        "Asked for: an entry whose “age” is a whole number and an entry with “name”; found: a node without an address.",
        "  name: Asked for: a value; found: none.",
        "  age: Asked for: a whole number; found: “old”, a plain text.",
    ]


def test_of_or_the_datatype_that_a_text_looks_like_is_first(shapes_file: Path) -> None:
    dates = "sh:or ( [ sh:datatype xsd:gYear ] [ sh:datatype xsd:gYearMonth ; sh:pattern '-(0[1-9]|1[0-2])' ] )"
    report = held("ex:a ex:p '2003-13' .", f"{SHAPES} {dates} .", shapes_file)
    first, second = only(report).details
    assert first.reason("en") == "Asked for: a month (year-month); found: “2003-13”."
    assert first.remedy("en") == "Such a value would pass: “2003-05”."
    assert len(first.details) == 2
    assert second.reason("en") == "Asked for: a year; found: “2003-13”, a plain text."


def test_of_xone_causes_only_where_no_alternative_holds(shapes_file: Path) -> None:
    xone = "sh:xone ( [ sh:minLength 3 ] [ sh:pattern '^[0-9]+$' ] )"
    assert len(lines(xone, "ex:a ex:p 'ab' .", shapes_file)) == 2
    assert lines(xone, "ex:a ex:p '1234' .", shapes_file) == []


def test_of_too_few_the_values_that_do_not_count(shapes_file: Path) -> None:
    few = f"sh:qualifiedMinCount 2 ; sh:qualifiedValueShape {AGED}"
    found = lines(few, "ex:a ex:p [ ex:age 7 ] , [ ex:age 'old' ] .", shapes_file)
    assert found == ["age: Asked for: a whole number; found: “old”, a plain text."]


def test_deeper_causes_are_told_down_to_a_bound(shapes_file: Path) -> None:
    inner = "[ sh:nodeKind sh:Literal ]"
    for _ in range(8):
        inner = f"[ sh:or ( {inner} {inner} ) ]"
    found = lines(f"sh:node {inner}", "ex:a ex:p ex:b .", shapes_file, most=1000)
    assert {len(line) - len(line.lstrip()) for line in found} == {0, 2, 4, 6}


def test_what_pyshacl_finds_of_a_recursive_shape_is_a_cause_too(shapes_file: Path) -> None:
    shapes_file.write_text(
        f"{PREFIXES} {SHAPES} sh:node ex:Person . "
        "ex:Person a sh:NodeShape ; sh:property [ sh:path ex:knows ; sh:node ex:Person ; sh:nodeKind sh:IRI ] .",
        encoding="utf-8",
    )
    report = validate(n_quads("ex:a ex:p ex:b . ex:b ex:knows 'c' ."), read_shapes([shapes_file]))
    assert any("Asked for: a whole web address" in line for line in cause_lines(only(report), "en"))


def test_what_is_left_out_is_counted_in_the_language(shapes_file: Path) -> None:
    report = held(
        "ex:a ex:p [] .", f"{SHAPES} sh:and ( {NAMED} [ sh:nodeKind sh:IRI ] [ sh:class ex:C ] ) .", shapes_file
    )
    assert cause_lines(only(report), "fr", most=1)[1:] == ["et 2 de plus"]
    assert cause_lines(only(report), "de", most=1)[1:] == ["and 2 more"]


def test_a_text_is_not_said_to_lack_properties(shapes_file: Path) -> None:
    report = held("ex:a ex:p 'b' .", f"{SHAPES} sh:node {NAMED} .", shapes_file)
    assert only(report).details
    assert cause_lines(only(report), "en") == []
