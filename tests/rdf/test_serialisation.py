"""Every syntax says the same triples, in the same bytes each time."""

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Triple
from rdflib.compare import isomorphic

from iomgraph.errors import InputError
from iomgraph.rdf.json_ld import read_context
from iomgraph.rdf.prefixes import prefixes_for
from iomgraph.rdf.serialisation import RDF_TYPE, Serialiser
from iomgraph.rdf.syntaxes import JSON_LD, N_TRIPLES, RDF_XML, SYNTAXES, TURTLE, Syntax

BASE = "https://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
CONTEXT = {
    "iomg": BASE + "ns#",
    "xsd": XSD,
    "id": "@id",
    "type": "@type",
    "title": {"@id": "http://purl.org/dc/terms/title", "@container": "@language"},
    "value": {"@id": "https://schema.org/value", "@type": "xsd:decimal"},
    "status": {"@id": "iomg:status", "@type": "@id"},
}
S = NamedNode(BASE + "id/project/Söder\u00e9")
TITLE = NamedNode("http://purl.org/dc/terms/title")
TRIPLES = [
    Triple(S, TITLE, Literal('A "quoted" <b>title</b>\n@prefix x: <y> .\n', language="en")),
    Triple(S, TITLE, Literal("A second title", language="en")),
    Triple(S, TITLE, Literal("Un titre", language="fr")),
    Triple(S, TITLE, Literal("plain")),
    Triple(S, NamedNode("https://schema.org/value"), Literal("85000.00", datatype=NamedNode(XSD + "decimal"))),
    Triple(S, NamedNode("https://schema.org/value"), Literal("many", datatype=NamedNode(XSD + "decimal"))),
    Triple(S, NamedNode("https://schema.org/startDate"), Literal("2003", datatype=NamedNode(XSD + "gYear"))),
    Triple(S, NamedNode(BASE + "ns#status"), NamedNode(BASE + "vocab/status/open")),
    Triple(S, NamedNode(BASE + "ns#status"), Literal("unknown")),
    Triple(S, RDF_TYPE, NamedNode(BASE + "ns#Project")),
    Triple(NamedNode(BASE + "id/project/x/budget"), RDF_TYPE, NamedNode("https://schema.org/MonetaryAmount")),
]
SERIALISER = Serialiser(prefixes_for(BASE), CONTEXT)


@pytest.mark.parametrize("syntax", SYNTAXES, ids=lambda syntax: syntax.suffix)
def test_what_is_written_reads_back_whole(syntax: Syntax) -> None:
    written = SERIALISER.serialise(TRIPLES, syntax)
    read = {quad.triple for quad in pyoxigraph.parse(written, format=syntax.format)}
    assert read == set(TRIPLES)


@pytest.mark.parametrize("syntax", SYNTAXES, ids=lambda syntax: syntax.suffix)
def test_rdflib_reads_the_same_graph(syntax: Syntax) -> None:
    read, expected = rdflib.Graph(), rdflib.Graph()
    formats = {TURTLE: "turtle", N_TRIPLES: "nt", JSON_LD: "json-ld", RDF_XML: "xml"}
    read.parse(data=SERIALISER.serialise(TRIPLES, syntax), format=formats[syntax])
    expected.parse(data=SERIALISER.serialise(TRIPLES, N_TRIPLES), format="nt")
    assert isomorphic(read, expected)


def test_bytes_are_the_same_in_every_process() -> None:
    program = (
        "import sys, pyoxigraph; from iomgraph.rdf.serialisation import *; from iomgraph.rdf.prefixes import *\n"
        "t = [q.triple for q in pyoxigraph.parse(sys.stdin.buffer.read(), format=pyoxigraph.RdfFormat.N_TRIPLES)]\n"
        f"s = Serialiser(prefixes_for({BASE!r}), {CONTEXT!r})\n"
        "[sys.stdout.buffer.write(s.serialise(t, x)) for x in (TURTLE, JSON_LD, RDF_XML)]"
    )
    source = SERIALISER.serialise(TRIPLES, N_TRIPLES)
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=source,
            capture_output=True,
            check=True,
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(runs) == 1
    assert b"85000.00" in runs.pop()


def test_turtle_has_only_the_prefixes_it_uses_sorted() -> None:
    lines = SERIALISER.serialise(TRIPLES, TURTLE).decode().splitlines()
    prefixes = [line.split()[1] for line in lines if line.startswith("@prefix") and "\\" not in line]
    assert prefixes == ["dcterms:", "iomg:", "schema:", "xsd:"]


def test_json_ld_carries_its_context_and_fetches_nothing() -> None:
    document = json.loads(SERIALISER.serialise(TRIPLES, JSON_LD))
    assert document["@context"] == CONTEXT
    project = next(node for node in document["@graph"] if node["type"] == "iomg:Project")
    assert sorted(project["value"]) == ["85000.00", "many"]


def test_no_triples_are_an_empty_document() -> None:
    assert json.loads(SERIALISER.serialise([], JSON_LD))["@graph"] == []
    assert SERIALISER.serialise([], TURTLE) == b""


@pytest.mark.parametrize("text", ["", "[]", '{"@context": "https://remote.example/"}', '{"a": 1}'])
def test_a_file_without_a_context_object_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "context.jsonld"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"context\.jsonld"):
        read_context(file)
