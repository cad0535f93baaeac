"""The tables hold the terms of N-Quads as they are."""

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import XSD
from rdflib.term import BNode, Identifier, Literal, URIRef

from iomgraph.engine import DuckDBEngine
from iomgraph.rdf.rdflib_graph import n_triples_term
from iomgraph.validation.triples import Triples

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TERMS: st.SearchStrategy[Identifier] = st.one_of(
    st.sampled_from([URIRef("urn:a"), URIRef("http://example.org/é#<".replace("<", "")), BNode("b1")]),
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, lang="en-gb")),
    TEXTS.map(lambda text: Literal(text, datatype=URIRef("urn:unit"))),
    st.sampled_from(["a <urn:b>", "a _:b", '"', '" .', '"@en', '"^^<urn:x>', "\\", " ", "\\u0041"]).map(Literal),
)
GRAPHS = st.sampled_from(["", "<urn:graph> ", "_:graph "])


def triples_in(n_quads: bytes | Path) -> set[tuple[Identifier, ...]]:
    with DuckDBEngine() as engine:
        triples = Triples(engine, n_quads)
        rows = list(engine.rows("SELECT s, p, o FROM triples"))
        terms = triples.terms({number for row in rows for number in row})
    assert len(rows) == len(set(rows))
    return {tuple(terms[number] for number in row) for row in rows}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TERMS, GRAPHS), max_size=6))
def test_what_is_written_is_read(objects: list[tuple[Identifier, str]]) -> None:
    lines = [f"<urn:s> <urn:p> {n_triples_term(term)} {graph}.\n" for term, graph in objects]
    expected = {(URIRef("urn:s"), URIRef("urn:p"), term) for term, _ in objects}
    assert triples_in("".join(lines).encode()) == expected


def test_a_file_and_a_language_in_capitals(tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    file.write_text('<urn:s> <urn:p> "a@B"@en-GB <urn:g> .\n<urn:s> <urn:p> "a@B"@en-gb .\n', encoding="utf-8")
    assert triples_in(file) == {(URIRef("urn:s"), URIRef("urn:p"), Literal("a@B", lang="en-gb"))}


@pytest.mark.parametrize("empty", [b"", b"\n"])
def test_an_empty_graph(empty: bytes) -> None:
    assert triples_in(empty) == set()


def test_constants_have_the_ids_of_the_data() -> None:
    number = Literal("1.50", datatype=XSD.decimal, normalize=False)
    line = f"<urn:s> <urn:p> {pyoxigraph.Literal('1.50', datatype=pyoxigraph.NamedNode(str(XSD.decimal)))} .\n"
    with DuckDBEngine() as engine:
        triples = Triples(engine, line.encode(), [URIRef("urn:absent"), number])
        assert list(engine.rows("SELECT o FROM triples")) == [(triples.id(number),)]
        assert triples.id(URIRef("urn:absent")) != triples.id(number)
