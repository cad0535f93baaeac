"""Every shape reports what it is there for, where it is wrong, in the steward's words, and nothing else; either engine.

`mutations.tsv` holds one change of a conforming graph a line, with the one result that the named shape must
then give.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import pytest
import rdflib
from rdflib import SH
from rdflib.term import Identifier

from iomgraph.rdf.rdflib_graph import pyoxigraph_term
from iomgraph.validation import set_engine
from iomgraph.validation.finding import Finding
from iomgraph.validation.path import Inverse
from iomgraph.validation.pyshacl_engine import PySHACL

BASE = "https://w3id.org/iomgraph/"
SHAPE = rdflib.Namespace(f"{BASE}shapes#")
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "iomg": f"{BASE}ns#",
    "ish": str(SHAPE),
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Mutation(NamedTuple):
    """A change of the conforming graph and the result that it must give."""

    shapes: str
    shape: str
    severity: str
    focus: str
    path: str
    update: str
    message: str


class Result(NamedTuple):
    shape: str
    focus: str
    path: str
    severity: str
    message: str


def mutations() -> list[Mutation]:
    with (Path(__file__).parent / "mutations.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Mutation(*row) for row in rows[1:]]


def address(written: str) -> str:
    """The whole address of `<id/…>`, `prefix:name` or `^prefix:name`; a blank node is `_:`."""
    if written.startswith("<"):
        return BASE + written[1:-1]
    prefix, _, name = written.removeprefix("^").partition(":")
    return ("^" if written.startswith("^") else "") + PREFIXES.get(prefix, "_:") + name


def results(data: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[Result]:
    """What both engines find: the gate answers the same with either."""
    n_quads = pyoxigraph.serialize(
        (pyoxigraph.Triple(*map(oxigraph, triple)) for triple in data),  # type: ignore[arg-type]
        format=pyoxigraph.RdfFormat.N_QUADS,
    )
    assert n_quads is not None
    found, _ = set_engine.evaluate(n_quads, shapes)
    assert Counter(map(comparable, found)) == Counter(map(comparable, PySHACL(n_quads, shapes).findings()))
    for finding in found:
        messages = {message.language: str(message) for message in finding.messages}
        assert set(messages) == {"en", "es", "fr"}
        path = finding.path.path if isinstance(finding.path, Inverse) else finding.path
        yield Result(
            str(finding.shape).removeprefix(SHAPE),
            "_:" if isinstance(finding.focus, rdflib.BNode) else str(finding.focus),
            ("^" if path is not finding.path else "") + str(path.first_property if path else ""),
            str(finding.severity).removeprefix(str(SH)),
            messages["en"],
        )


def comparable(finding: Finding) -> tuple[object, ...]:
    messages = frozenset(message.n3() for message in finding.messages)
    return (
        *(finding.focus, str(finding.path), finding.value, finding.shape, finding.component),
        *(finding.severity, finding.constraint, messages),
    )


def oxigraph(node: rdflib.term.Node) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    assert isinstance(node, Identifier)
    return pyoxigraph_term(node)


def together(shapes: dict[str, rdflib.Graph]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for part in shapes.values():
        graph += part
    return graph


def test_the_conforming_graph_gives_no_result_of_any_severity(
    conforming: rdflib.Graph, shapes: dict[str, rdflib.Graph]
) -> None:
    of_data = {name: graph for name, graph in shapes.items() if name != "ontology"}
    assert list(results(conforming, together(of_data))) == []


@pytest.mark.parametrize("mutation", mutations(), ids=lambda mutation: f"{mutation.shape}: {mutation.update}")
def test_a_mutation_is_reported(
    mutation: Mutation,
    conforming: rdflib.Graph,
    ontology: rdflib.Graph,
    shapes: dict[str, rdflib.Graph],
) -> None:
    data = rdflib.Graph()
    data += ontology + together(shapes) if mutation.shapes == "ontology" else conforming
    before = set(data)
    data.update(f"BASE <{BASE}>\n{mutation.update}", initNs=PREFIXES)
    assert set(data) != before, "the update changes nothing"
    expected = Result(
        mutation.shape,
        address(mutation.focus),
        address(mutation.path) if mutation.path else "",
        mutation.severity,
        mutation.message,
    )
    found = [
        result
        for result in results(data, shapes[mutation.shapes])
        if result.shape == expected.shape and result.focus == expected.focus
    ]
    assert found == [expected]


def test_every_reporting_shape_has_a_mutation(shapes: dict[str, rdflib.Graph]) -> None:
    reporting = {
        str(shape).removeprefix(SHAPE)
        for shape in together(shapes).subjects(SH.message, None)
        if isinstance(shape, rdflib.URIRef)
    }
    assert reporting == {mutation.shape for mutation in mutations()}


def test_sources_that_disagree_give_warnings_only(
    conforming: rdflib.Graph, disagreeing: rdflib.Graph, shapes: dict[str, rdflib.Graph]
) -> None:
    found = list(results(conforming + disagreeing, shapes["project"]))
    assert {(result.shape, result.severity) for result in found} == {
        ("project-status-disagreement", "Warning"),
        ("project-budget-disagreement", "Warning"),
    }
    assert {result.focus for result in found} == {f"{BASE}id/project/IB.0999"}


def test_a_page_whose_values_were_lost_gives_warnings_only(shapes: dict[str, rdflib.Graph]) -> None:
    page = rdflib.Graph()
    page.parse(
        data=f"""BASE <{BASE}>
        PREFIX iomg: <{BASE}ns#> PREFIX dcterms: <http://purl.org/dc/terms/>
        <id/project/border-posts> a iomg:Project ; dcterms:title "Posts"@en ; iomg:fromSource <id/source/00> .
        <id/source/00> a iomg:SourceRecord ; iomg:sha256 "{"0" * 64}" .""",
        format="turtle",
    )
    found = [result for name in ("project", "source") for result in results(page, shapes[name])]
    assert {result.severity for result in found} == {"Warning"}
    assert len(found) == 12
