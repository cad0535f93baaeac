"""The lines of statements are those where their objects begin, whatever stands before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from iomgraph.rdf.lined_graph import LinedGraph, TurtleSyntaxError, parse_turtle

SPACES = st.lists(st.sampled_from([" ", "\n", "\r\n", "\t", "# a comment [ ; . \n"]), max_size=4).map("".join)
LONG_TEXTS = st.text(st.sampled_from('ab \n\r"#.;['), max_size=8)


def read(text: str) -> LinedGraph:
    graph = LinedGraph()
    parse_turtle(text.encode(), graph, "http://a.example/")
    return graph


def line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


@given(st.lists(st.tuples(SPACES, SPACES, LONG_TEXTS), min_size=1, max_size=6), st.booleans())
def test_every_statement_has_the_line_of_its_object(parts: list[tuple[str, str, str]], in_brackets: bool) -> None:
    text = "@prefix p: <http://p.example/> .\n"
    text += "p:s p:has [" if in_brackets else "p:s"
    lines = []
    for number, (before, between, literal) in enumerate(parts):
        text += f"{before} p:p{number} {between}"
        lines.append(line(text, len(text)))
        # What makes each object another one stands at its end: the lines of its text do not count.
        text += f"'''{literal} {number}''' ;"
    text += "] ." if in_brackets else "."
    graph = read(text)
    for number, expected in enumerate(lines):
        predicate = URIRef(f"http://p.example/p{number}")
        (triple,) = graph.triples((None, predicate, None))
        assert graph.line_of(triple) == expected
        assert graph.line(triple[0], predicate) == expected


def test_the_graph_is_what_rdflib_reads() -> None:
    text = """@prefix a: <http://a.example/> . @base <http://b.example/> . PREFIX b: <http://c.example/>
    a:s a a:C ; a:list ( a:x [ a:p 1, 2.50, true, "x"@en ] ) ; a:empty [ ] , () .
    [ a:q <rel> ] b:r a:s . """
    plain = Graph().parse(data=text, format="turtle", publicID="http://a.example/")
    assert read(text).isomorphic(plain)


def test_texts_of_literals_stay_as_they_are_written() -> None:
    graph = read('<a:s> <a:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .')
    assert [str(value) for value in graph.objects()] == ["01"]


def test_several_values_of_one_property_each_have_their_line() -> None:
    graph = read("<a:s> <a:p> 'x' ,\n 'y' ,\n\n <a:z> .")
    subject, predicate = URIRef("a:s"), URIRef("a:p")
    assert graph.line_of((subject, predicate, Literal("y"))) == 2
    assert graph.line(subject, predicate) == 4


def test_a_node_begins_where_it_is_first_described() -> None:
    graph = read("\n<a:s>\n <a:p>\n [\n <a:q> 1 ] .\n<a:s> <a:r> 2 .")
    assert graph.line(URIRef("a:s")) == 2
    assert graph.line(next(graph.objects(URIRef("a:s"), URIRef("a:p")))) == 4
    assert graph.line(URIRef("a:s"), URIRef("a:none")) == 2
    assert graph.line(URIRef("a:nobody")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a:s> <a:p>\n\n\n 'x' ;\n <a:q> .", 5),
        ("<a:s> <a:p>\n 'x' ,\n 'y'", 3),
        ("\n\n<a:s> b:p 1 .", 3),
        ("<a:s> <a:p>\n 'x\ny' .", 2),
        ("nothing", 1),
    ],
)
def test_a_fault_has_its_line(text: str, expected: int) -> None:
    with pytest.raises(TurtleSyntaxError) as refusal:
        read(text)
    assert refusal.value.line == expected
