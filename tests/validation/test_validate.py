"""Results are SHACL's, and each is traced to the cell that was mapped."""

from pathlib import Path

import pyarrow as pa
import pyoxigraph
import pytest
import rdflib

from iomgraph.errors import InputError
from iomgraph.mapping import Mapping, Place
from iomgraph.validation import Report, Severity, read_shapes, validate

SHAPES = """
@prefix ex: <https://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Amount, ex:Name, ex:Place, ex:Either .
ex:Amount sh:path ex:amount ; sh:datatype xsd:decimal ; sh:name "amount"@en ; sh:message "Give a number."@en .
ex:Name sh:path ex:name ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "Give a name."@en .
ex:Place sh:path ( ex:place ex:code ) ; sh:minCount 1 ; sh:severity sh:Info ; sh:message "Give a place."@en .
ex:Either sh:path [ sh:alternativePath ( ex:name ex:label ) ] ; sh:minCount 1 ; sh:severity sh:Info ;
  sh:message "Name it somehow."@en .
"""
MAPPING = """
@prefix ex: <https://example.org/ns#> . @prefix rml: <http://w3id.org/rml/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<#M> rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "projects" ] ;
  rml:subjectMap [ rml:template "thing/{project}" ; rml:class ex:Thing ] ;
  rml:predicateObjectMap
    [ rml:predicate ex:amount ; rml:objectMap [ rml:reference "budget_amount" ; rml:datatype xsd:decimal ] ] ,
    [ rml:predicate ex:name ; rml:objectMap [ rml:reference "title" ] ] ,
    [ rml:predicate ex:place ; rml:objectMap [ rml:template "place/{region}" ] ] .
"""


@pytest.fixture
def report(tmp_path: Path, repository: Path) -> Report:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    mapping = tmp_path / "mapping"
    mapping.mkdir()
    (mapping / "m.ttl").write_text(MAPPING, encoding="utf-8")
    tables = {
        "projects": {
            "record": ["r1", "r2"],
            "project": ["A", "A"],
            "budget_amount": ["abc", "1.50"],
            "title": [None, None],
            "region": ["x", "x"],
        },
        "records": {
            "record": ["r1", "r2"],
            "file": ["a.txt", "b.csv"],
            "line": [1, 4],
            "layout": ["labelled", "table"],
        },
        "cells": {
            "record": ["r1", "r2", "r1"],
            "field": ["budget_amount", "budget_amount", "region"],
            "text": ["abc", "1.50", "x"],
            "line": [3, 9, 5],
        },
    }
    arrow = {name: pa.table(columns) for name, columns in tables.items()}
    with Mapping([mapping], "https://example.org/", arrow) as made:
        quads = pyoxigraph.parse("\n".join(made.lines()).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
        lineage = made.lineage(repository / "data" / "schemas", tmp_path)
        return validate(quads, read_shapes([tmp_path / "shapes.ttl"]), lineage)


def test_the_cell_at_fault_is_named_and_no_other(report: Report) -> None:
    violation = report.results[0]
    assert violation.severity is Severity.VIOLATION
    assert violation.messages == {"en": "Give a number."}
    assert violation.names == {"en": "amount"}
    assert violation.value == rdflib.Literal("abc", datatype=rdflib.XSD.decimal)
    assert violation.places == (Place("a.txt", 3, "budget_amount", "abc", "r1"),)


def test_a_missing_value_is_placed_where_it_should_stand(report: Report) -> None:
    warning = report.results[1]
    assert warning.severity is Severity.WARNING
    assert warning.places == (Place("a.txt", None, "title", None, "r1"), Place("b.csv", 4, "title", None, "r2"))


def test_a_path_of_several_steps_is_placed_at_its_first(report: Report) -> None:
    (info,) = (result for result in report.results if result.messages == {"en": "Give a place."})
    assert info.severity is Severity.INFO
    assert info.path == "https://example.org/ns#place"
    assert Place("a.txt", 5, "region", "x", "r1") in info.places


def test_a_path_of_alternatives_is_placed_at_the_first(report: Report) -> None:
    (info,) = (result for result in report.results if result.messages == {"en": "Name it somehow."})
    assert info.path == "https://example.org/ns#name"
    assert Place("b.csv", 4, "title", None, "r2") in info.places


def test_without_lineage_there_are_no_places(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    data = "<x:a> a <https://example.org/ns#Thing> ; <https://example.org/ns#name> 'n' ."
    triples = pyoxigraph.parse(data.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    report = validate(triples, read_shapes([tmp_path]))
    assert [result.places for result in report.results] == [()]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"not turtle", "is not valid Turtle"),
        (b"\xff\xfe", "is not valid Turtle"),
        (
            b"@prefix sh: <http://www.w3.org/ns/shacl#> . <x:s> a sh:NodeShape ; sh:targetNode <x:a> ; "
            b"sh:property [ sh:minCount 1 ] .",
            "ill-formed",
        ),
    ],
)
def test_shapes_that_cannot_be_used(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "s.ttl").write_bytes(content)
    data = pyoxigraph.parse(b"<x:a> <x:b> <x:c> .", format=pyoxigraph.RdfFormat.TURTLE)
    with pytest.raises(InputError, match=message):
        validate(data, read_shapes([tmp_path]))


def test_no_shapes(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There are no shapes"):
        read_shapes([tmp_path])
    with pytest.raises(InputError, match="cannot be read"):
        read_shapes([tmp_path / "none.ttl"])
