"""What the set engine does beyond the conformance suites, and what it leaves to pySHACL."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import XSD
from rdflib.term import Literal

from iomgraph.errors import InputError
from iomgraph.validation import DUCKDB, PYSHACL, Report, Result, explain, read_shapes, validate
from iomgraph.validation.set_engine import evaluate

PREFIXES = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/prefixes> sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""


def with_query(query: str) -> str:
    """A shape about what has ex:p."""
    sparql = f"sh:sparql [ sh:prefixes <http://example.org/prefixes> ; sh:select '''{query}''' ]"
    return f"ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:message 'M.'@en ; {sparql} ."


def n_quads(turtle: str) -> bytes:
    quads = pyoxigraph.parse((PREFIXES + turtle).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    written = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    assert written
    return written


@pytest.fixture
def shapes_file(tmp_path: Path) -> Path:
    return tmp_path / "shapes.ttl"


def held(data: str, shapes: str, file: Path) -> Report:
    """The report, the same with either engine."""
    file.write_text(PREFIXES + shapes, encoding="utf-8")
    graph = n_quads(data)
    by_sets, by_pyshacl = (validate(graph, read_shapes([file]), engine=engine) for engine in (DUCKDB, PYSHACL))
    assert without_causes(by_sets) == without_causes(by_pyshacl)  # how deep these go is an engine's own affair
    return by_sets


def without_causes(report: Report) -> list[Result]:
    return [replace(result, details=()) for result in report.results]


def test_a_query_about_a_literal_that_counts_as_false(shapes_file: Path) -> None:
    query = "SELECT $this ?value { ?value ex:p $this }"
    shapes = with_query(query).replace("sh:targetSubjectsOf", "sh:targetObjectsOf")
    assert len(held("ex:a ex:p 0.0 , false , '' .", shapes, shapes_file).results) == 3


def explained(data: str, file: Path) -> str:
    return explain(n_quads(data), read_shapes([file]))


def test_a_recursive_shape_goes_to_pyshacl_and_no_other(shapes_file: Path) -> None:
    shapes = """
    ex:Person a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:Knows ; sh:message "Wrong."@en .
    ex:Knows sh:path ex:knows ; sh:node ex:Person ; sh:nodeKind sh:IRI ; sh:message "Wrong."@en .
    ex:Other a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:Name .
    ex:Name sh:path ex:name ; sh:minCount 1 ; sh:message "Give a name."@en .
    """
    data = "ex:a ex:knows ex:b . ex:b ex:knows 'c' ."
    report = held(data, shapes, shapes_file)
    assert {result.messages["en"] for result in report.results} == {"Wrong.", "Give a name."}
    told = explained(data, shapes_file)
    assert "http://example.org/Person\n  pySHACL: it refers to itself" in told
    assert "http://example.org/Name\n  sh:MinCountConstraintComponent: one set query" in told


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT $this ?value { $this ex:p ?value } LIMIT 1", "LIMIT counts for each focus node"),
        ("SELECT $this (COUNT(?x) AS ?value) { $this ex:p ?x } HAVING (COUNT(?x) > 1)", "aggregates without GROUP BY"),
        (
            "SELECT $this ?value { $this ex:p ?value FILTER(STRLEN(STR(?value)) > 3) }",
            "how a number or a date is",
        ),
    ],
)
def test_a_query_that_is_not_one_for_all_goes_to_pyshacl(shapes_file: Path, query: str, why: str) -> None:
    data = "ex:a ex:p 1.50 , 2.50 . ex:b ex:p 3.50 . ex:c ex:q 1 ."
    report = held(data, with_query(query), shapes_file)
    assert report.results
    assert why in explained(data, shapes_file)


def test_one_query_over_all_focus_nodes(shapes_file: Path) -> None:
    unless = "FILTER NOT EXISTS { $this ex:q ?other . FILTER(?other >= ?value) }"
    shapes = with_query(f"SELECT $this ?value {{ $this ex:p ?value . {unless} }}")
    data = "ex:a ex:p 1.50 ; ex:q 2 . ex:b ex:p 3.50 ; ex:q 2 . [] ex:p 1 ."
    report = held(data, shapes, shapes_file)
    as_written = Literal("3.50", datatype=XSD.decimal, normalize=False)
    assert [result.value for result in report.results if result.focus == "http://example.org/b"] == [as_written]
    assert len(report.results) == 2
    assert "one SPARQL query over all focus nodes" in explained(data, shapes_file)


def test_messages_have_the_values_of_the_solution(shapes_file: Path) -> None:
    select = "SELECT $this ?value { $this ex:p ?value FILTER(?value > 1) }"
    shapes_file.write_text(
        f"{PREFIXES} ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:sparql "
        '[ sh:message "{?value} of {$this} is too much"@en ; sh:prefixes <http://example.org/prefixes> ; '
        f'sh:select "{select}" ] .',
        encoding="utf-8",
    )
    (finding,) = evaluate(n_quads("ex:a ex:p 2 ."), read_shapes([shapes_file]))[0]
    assert finding.messages == (Literal("2 of http://example.org/a is too much", lang="en"),)


def test_what_fails_a_node_shape_is_told_as_its_detail(shapes_file: Path) -> None:
    shapes_file.write_text(
        f"{PREFIXES} ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:node ex:T ] . "
        "ex:T a sh:NodeShape ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .",
        encoding="utf-8",
    )
    (finding,) = evaluate(n_quads("ex:a ex:p ex:b ."), read_shapes([shapes_file]))[0]
    (detail,) = finding.details
    assert (str(finding.value), str(detail.focus)) == ("http://example.org/b", "http://example.org/b")
    assert str(detail.path) == "<http://example.org/q>"


def test_subclasses_count_whichever_graph_states_them(shapes_file: Path) -> None:
    shapes = """
    ex:S a sh:NodeShape ; sh:targetClass ex:Top ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:message "M."@en ] .
    ex:Middle rdfs:subClassOf ex:Top .
    """
    report = held("ex:Low rdfs:subClassOf ex:Middle . ex:a a ex:Low .", shapes, shapes_file)
    assert [result.focus for result in report.results] == ["http://example.org/a"]


def test_shapes_that_a_local_file_imports_are_read(shapes_file: Path) -> None:
    shapes_file.with_name("more.ttl").write_text(
        f"{PREFIXES} ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:nodeKind sh:Literal .", encoding="utf-8"
    )
    shapes_file.write_text(f"{PREFIXES} <> owl:imports <more.ttl>, <http://example.org/elsewhere> .", encoding="utf-8")
    assert len(validate(n_quads("ex:a ex:p 1 ."), read_shapes([shapes_file])).results) == 1


@pytest.mark.parametrize(
    ("shape", "problem"),
    [
        ("sh:nodeKind sh:Iri", "sh:nodeKind of <http://example.org/S> is <http://www.w3.org/ns/shacl#Iri>"),
        ("sh:minCount 1", "sh:minCount of <http://example.org/S> stands on a shape without sh:path"),
        ("sh:property [ sh:path ex:p ; sh:maxCount 'one' ]", "of a shape in <http://example.org/S> is"),
        ("sh:property [ sh:path ex:p ; sh:pattern '[' ]", "is no regular expression"),
        ("sh:property [ sh:path ( ex:p ) ]", "is no path"),
        ("sh:in ex:list", "is no list"),
        ("sh:property [ sh:maxCount 1 ]", "is no property shape"),
        ("sh:datatype xsd:string, xsd:date", "has more than one value"),
        ("sh:rule [ ]", "sh:rule of <http://example.org/S> is of SHACL Advanced Features"),
        ("sh:target [ ]", "sh:target of <http://example.org/S> is of SHACL Advanced Features"),
        ("sh:sparql [ sh:select 'SELECT $this { $this ?p }' ]", "is no SPARQL query"),
        ("sh:sparql [ sh:select 'SELECT $this { VALUES $this { 1 } }' ]", "has VALUES"),
        ("sh:sparql [ sh:select 'ASK { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }' ]", "has SERVICE"),
        ("sh:sparql [ sh:select 'ASK { SERVICESILENT <http://127.0.0.1:9/> { ?a ?b ?c } }' ]", "has SERVICE"),
        (
            "sh:sparql [ sh:severity sh:Info ; sh:select 'SELECT $this { $this ?p ?o }' ]",
            "stands on a SPARQL constraint, where it is ignored: put it on the shape",
        ),
    ],
)
def test_ill_formed_shapes_are_named_with_their_file(shapes_file: Path, shape: str, problem: str) -> None:
    shapes_file.write_text(f"{PREFIXES} ex:S a sh:NodeShape ; sh:targetNode ex:a ; {shape} .", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        validate(n_quads("ex:a ex:p 1 ."), read_shapes([shapes_file]))
    assert str(shapes_file) in str(refused.value)
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "flags", "matching"),
    [
        ("^a.c$", "", ["abc"]),
        ("^A.C$", "i", ["abc", "ABC"]),
        ("b$", "", ["ab"]),
        ("b$", "m", ["ab", "b\nc"]),
        (r"^\d+$", "", ["12", "١٢"]),
        (r"(.)\1", "", ["12 11", "aa"]),
        (r"\bab\b", "", ["ab"]),
        ("a b", "x", ["ab", "abc"]),
        ("a.", "q", ["a."]),
        ("b.c", "s", ["b\nc"]),
    ],
)
def test_patterns(shapes_file: Path, pattern: str, flags: str, matching: list[str]) -> None:
    texts = ["abc", "ABC", "ab", "b\nc", "12", "١٢", "12 11", "aa", "a."]
    values = ", ".join(str(pyoxigraph.Literal(text)) for text in texts)
    shape = f"sh:pattern {pyoxigraph.Literal(pattern)} ; sh:flags {pyoxigraph.Literal(flags)}"
    shapes_file.write_text(f"{PREFIXES} ex:S sh:targetObjectsOf ex:p ; a sh:NodeShape ; {shape} .", encoding="utf-8")
    report = validate(n_quads(f"ex:a ex:p {values} ."), read_shapes([shapes_file]))
    assert sorted(set(texts) - {str(result.value) for result in report.results}) == sorted(matching)


def test_a_query_within_a_shape_that_another_refers_to(shapes_file: Path) -> None:
    shapes = with_query("SELECT $this { $this ex:q ?other }").replace("sh:targetSubjectsOf ex:p ; ", "")
    report = held("ex:a ex:p ex:b , ex:c . ex:b ex:q 1 .", f"{shapes} {REFERRING}", shapes_file)
    assert [str(result.value) for result in report.results] == ["http://example.org/b"]


REFERRING = (
    "ex:T a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:node ex:S ; sh:message 'M.'@en ] ."
)
