"""What shapes look at is counted from the nodes that they are about, along every form of path."""

import csv
import io
import json
from pathlib import Path

import pyoxigraph
import pytest

from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.validation import read_shapes
from iomgraph.validation.coverage import Coverage, Covered, coverage
from iomgraph.validation.coverage_tables import COVERAGE_FORMATS

EX = "http://example.org/"
PREFIXES = f"""
@prefix ex: <{EX}> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
"""
DATA = """
ex:a a ex:Low ; ex:p ex:b ; ex:q 1 ; ex:r ex:c .
ex:b a ex:Other ; ex:p ex:c ; ex:q 2 .
ex:c ex:p ex:a ; ex:q 3 ; ex:s "x" .
ex:Low rdfs:subClassOf ex:Top .
"""


def looked_at(folder: Path, shapes: str) -> Coverage:
    file = folder / "shapes.ttl"
    file.write_text(PREFIXES + shapes, encoding="utf-8")
    quads = pyoxigraph.parse((PREFIXES + DATA).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return coverage(pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b"", read_shapes([file]))


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("sh:property [ sh:path ex:q ; sh:minCount 1 ]", {"q": 1}),
        ("sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ]", {"p": 1, "q": 1}),
        ("sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:minCount 1 ]", {"p": 1}),
        ("sh:property [ sh:path [ sh:inversePath ( ex:q ex:p ) ] ; sh:minCount 1 ]", {"p": 1, "q": 0}),
        ("sh:property [ sh:path [ sh:alternativePath ( ex:q ex:r ) ] ; sh:minCount 1 ]", {"q": 1, "r": 1}),
        ("sh:property [ sh:path [ sh:zeroOrMorePath ex:p ] ; sh:nodeKind sh:IRI ]", {"p": 3}),
        ("sh:property [ sh:path ( [ sh:oneOrMorePath ex:p ] ex:q ) ; sh:minCount 1 ]", {"p": 3, "q": 3}),
        ("sh:property [ sh:path [ sh:zeroOrOnePath ex:p ] ; sh:nodeKind sh:IRI ]", {"p": 1}),
        ("sh:property [ sh:path ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ]", {"p": 1, "q": 1}),
        ("sh:or ( [ sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] ] )", {"p": 1, "q": 1}),
        ("sh:property [ sh:path ex:p ; sh:disjoint ex:r ]", {"p": 1, "r": 1}),
        ("sh:closed true", {"p": 1, "q": 1, "r": 1, "type": 1}),
        ('sh:sparql [ sh:select "SELECT $this { $this <http://example.org/q> ?a . ?a ?b ?c }" ]', {"q": 1}),
        ('sh:sparql [ sh:select "SELECT $this { $this ?any ?a . ?a <http://example.org/q> ?c }" ]', {"q": 3}),
        ("sh:deactivated true ; sh:property [ sh:path ex:q ; sh:minCount 1 ]", {}),
    ],
)
def test_triples_that_are_looked_at(tmp_path: Path, constraint: str, expected: dict[str, int]) -> None:
    found = looked_at(tmp_path, f"ex:S a sh:NodeShape ; sh:targetClass ex:Top ; {constraint} .")
    names = {row.iri.replace("#", "/").rsplit("/", 1)[-1]: row for row in found.properties}
    assert {name: row.looked_at for name, row in names.items() if row.shapes} == expected
    assert {row.shapes for row in names.values() if row.shapes} <= {(f"{EX}S",)}
    assert (names["q"].count, names["s"].count, names["s"].looked_at) == (3, 1, 0)


def test_classes_are_covered_by_targets(tmp_path: Path) -> None:
    found = looked_at(
        tmp_path,
        """ex:S a sh:NodeShape ; sh:targetClass ex:Top ; sh:nodeKind sh:IRI .
        ex:T a sh:NodeShape ; sh:targetObjectsOf ex:r ; sh:nodeKind sh:IRI .""",
    )
    assert found.classes == (Covered(f"{EX}Other", 1, 0, ()), Covered(f"{EX}Low", 1, 1, (f"{EX}S",)))


def test_shapes_that_refer_to_themselves_are_followed_once(tmp_path: Path) -> None:
    found = looked_at(
        tmp_path, "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:node ex:S ] ."
    )
    assert next(row.looked_at for row in found.properties if row.iri == f"{EX}p") == 1


def test_formats(tmp_path: Path) -> None:
    found = looked_at(
        tmp_path, "ex:S a sh:NodeShape ; sh:targetClass ex:Top ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ."
    )
    prefixes = WELL_KNOWN | {"ex": EX}
    text, written, table = (COVERAGE_FORMATS[name](found, prefixes) for name in ("text", "json", "csv"))
    assert [line.split() for line in text.splitlines() if "ex:q" in line] == [["3", "1", "ex:q", "S"]]
    assert "No shape looks at 5 of 6 properties." in text
    row = next(each for each in json.loads(written)["properties"] if each["property"] == f"{EX}q")
    assert row == {"property": f"{EX}q", "triples": 3, "looked_at": 1, "shapes": [f"{EX}S"]}
    assert ["property", f"{EX}q", "3", "1", f"{EX}S"] in list(csv.reader(io.StringIO(table)))
