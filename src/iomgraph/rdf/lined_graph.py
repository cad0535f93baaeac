"""A graph that knows on which line of its file each of its statements stands.

rdflib keeps no places, and its own count of lines goes wrong where a literal begins a line; so the parser notes where
in the text each object begins.
"""

from bisect import bisect_right
from collections.abc import Iterator, MutableSequence
from typing import Any

import rdflib
from rdflib.plugins.parsers.notation3 import BadSyntax, RDFSink, SinkParser
from rdflib.term import Node

Triple = tuple[Node, Node, Node]


class LinedGraph(rdflib.Graph):
    """A graph with the lines, counted from 1, of its statements and of the nodes that they speak of.

    >>> graph = LinedGraph()
    >>> parse_turtle(b'<a:m>\\n  <a:p> "x" .', graph, "")
    >>> graph.line(rdflib.URIRef("a:m")), graph.line(rdflib.URIRef("a:m"), rdflib.URIRef("a:p"))
    (1, 2)
    """

    def __init__(self) -> None:
        super().__init__()
        self._statements: dict[Triple, int] = {}
        self._nodes: dict[Node, int] = {}

    def without_statements(self) -> "LinedGraph":
        """An empty graph that knows where the nodes of this one begin."""
        empty = LinedGraph()
        empty._nodes.update(self._nodes)
        return empty

    def add_on_line(self, triple: Triple, line: int | None) -> None:
        """Add a statement that stands on `line`."""
        self.add(triple)
        if line is not None:
            self.note(triple, line)

    def note(self, triple: Triple, line: int) -> None:
        """Say on which line a statement stands; a blank node begins where it is an object."""
        self._statements.setdefault(triple, line)
        if isinstance(triple[2], rdflib.BNode):
            self._nodes[triple[2]] = line

    def note_node(self, node: Node, line: int) -> None:
        """Say on which line a node begins, where no statement said it before."""
        self._nodes.setdefault(node, line)

    def line(self, node: Node, predicate: Node | None = None) -> int | None:
        """The line of the last statement that gives `node` the `predicate`, else that where the node begins."""
        found = [
            self._statements[triple]
            for triple in (self.triples((node, predicate, None)) if predicate is not None else ())
            if triple in self._statements
        ]
        return max(found) if found else self._nodes.get(node)

    def line_of(self, triple: Triple) -> int | None:
        """The line of one statement."""
        return self._statements.get(triple)


class TurtleSyntaxError(ValueError):
    """Text that is no Turtle, with the line where it goes wrong."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def parse_turtle(data: bytes, graph: rdflib.Graph, base: str) -> None:
    """Add the statements of a Turtle document, and their lines where `graph` is a LinedGraph.

    Raises TurtleSyntaxError where it is no Turtle, UnicodeDecodeError where it is no UTF-8.
    """
    text = data.decode("utf-8-sig")
    parser = _Parser(text, graph, base)
    try:
        parser.loadBuf(text)
    except BadSyntax as error:
        # What rdflib quotes of the text may be a password; so it is no cause of the error either.
        raise TurtleSyntaxError(error._why, parser.line(error._i)) from None
    except IndexError as error:
        # rdflib looks for more than there is.
        raise TurtleSyntaxError("it ends in the middle of a statement", parser.line(len(text))) from error
    for prefix, namespace in parser._bindings.items():
        graph.bind(prefix, namespace)


class _Sink(RDFSink):
    """Keeps the texts of literals as they are written: rdflib makes 1 of "01"^^xsd:integer."""

    def newLiteral(  # noqa: N802
        self, s: str, dt: rdflib.URIRef | None = None, lang: str | None = None
    ) -> rdflib.Literal:
        return rdflib.Literal(s, datatype=dt or None, lang=lang, normalize=False)


class _Parser(SinkParser):
    """rdflib's Turtle parser, which notes where objects and subjects begin."""

    def __init__(self, text: str, graph: rdflib.Graph, base: str) -> None:
        super().__init__(_Sink(graph), baseURI=base, turtle=True)
        self._graph = graph
        self._line_ends = [place for place, character in enumerate(text) if character == "\n"]
        self._size = len(text)
        self._begins: list[int] = []
        self._read: Iterator[int] = iter(())

    def line(self, place: int) -> int:
        """The line of a place in the text; a place below zero is its end."""
        return bisect_right(self._line_ends, (place if place >= 0 else self._size) - 1) + 1

    def object(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:
        begin = self.skipSpace(argstr, i)
        self._begins.append(self.line(begin))
        return super().object(argstr, i, res)

    def objectList(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:  # noqa: N802
        around, self._begins = self._begins, []
        end = super().objectList(argstr, i, res)
        # The statements of this list are made right after it is read.
        self._read, self._begins = iter(self._begins), around
        return end

    def property_list(self, argstr: str, i: int, subj: Node) -> int:
        if isinstance(self._graph, LinedGraph):
            self._graph.note_node(subj, self.line(i))
        return super().property_list(argstr, i, subj)

    def makeStatement(self, quadruple: Any) -> None:  # noqa: N802
        super().makeStatement(quadruple)
        if isinstance(self._graph, LinedGraph):
            _, predicate, subject, value = (self._store.normalise(None, each) for each in quadruple)
            self._graph.note((subject, predicate, value), next(self._read))
