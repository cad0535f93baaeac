"""SHACL property paths.

Follows SHACL, section 2.3.1, https://www.w3.org/TR/shacl/#property-paths.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import rdflib
from rdflib import RDF, SH
from rdflib.term import Identifier, URIRef


class Path:
    """A property path; `str()` is its SPARQL form."""

    __slots__ = ()

    @property
    def first_property(self) -> URIRef | None:
        """The property that the path starts with, where it starts with one forwards; of alternatives the first."""
        return None


@dataclass(frozen=True, slots=True)
class Predicate(Path):
    """One property, forwards."""

    iri: URIRef

    @property
    def first_property(self) -> URIRef | None:
        """The property itself."""
        return self.iri

    def __str__(self) -> str:
        return f"<{self.iri}>"


@dataclass(frozen=True, slots=True)
class Inverse(Path):
    """A path backwards."""

    path: Path

    def __str__(self) -> str:
        return f"^({self.path})"


@dataclass(frozen=True, slots=True)
class Sequence(Path):
    """One path after the other."""

    steps: tuple[Path, ...]

    @property
    def first_property(self) -> URIRef | None:
        """That of the first step, if it is a property."""
        first = self.steps[0]
        return first.iri if isinstance(first, Predicate) else None

    def __str__(self) -> str:
        return "/".join(f"({step})" for step in self.steps)


@dataclass(frozen=True, slots=True)
class Alternative(Path):
    """Any of several paths."""

    choices: tuple[Path, ...]

    @property
    def first_property(self) -> URIRef | None:
        """That of the first path."""
        return self.choices[0].first_property

    def __str__(self) -> str:
        return "|".join(f"({choice})" for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Repeated(Path):
    """A path taken again and again: `least` times at least (0 or 1), and once at most unless `unbounded`."""

    path: Path
    least: int
    unbounded: bool

    def __str__(self) -> str:
        return f"({self.path}){'?' if not self.unbounded else '+' if self.least else '*'}"


_REPEATED = {SH.zeroOrMorePath: (0, True), SH.oneOrMorePath: (1, True), SH.zeroOrOnePath: (0, False)}


class IllFormedPathError(ValueError):
    """The node is no property path; the message says why."""


def read_path(graph: rdflib.Graph, node: Identifier) -> Path:
    """The path that `node` stands for in the shapes graph. Raises IllFormedPathError.

    >>> graph = rdflib.Graph().parse(data="<x:s> <x:p> ( <x:a> [ <http://www.w3.org/ns/shacl#inversePath> <x:b> ] ) .")
    >>> print(read_path(graph, graph.value(URIRef("x:s"), URIRef("x:p"))))
    (<x:a>)/(^(<x:b>))
    """
    return _read(graph, node, ())


def _read(graph: rdflib.Graph, node: Identifier, above: tuple[Identifier, ...]) -> Path:
    if isinstance(node, URIRef):
        return Predicate(node)
    if not isinstance(node, rdflib.BNode) or node in above:
        raise IllFormedPathError("a path is a property or a blank node, and holds no path that it is part of")
    inside = (*above, node)
    # A list counts before what else the node may carry: the suite has nodes that are two paths at once.
    if (node, RDF.first, None) in graph:
        return Sequence(tuple(_read(graph, step, inside) for step in _at_least_two(graph, node)))
    for inner in graph.objects(node, SH.inversePath):
        return Inverse(_read(graph, _identifier(inner), inside))
    for choices in graph.objects(node, SH.alternativePath):
        found = _at_least_two(graph, _identifier(choices))
        return Alternative(tuple(_read(graph, choice, inside) for choice in found))
    for predicate, (least, unbounded) in _REPEATED.items():
        for inner in graph.objects(node, predicate):
            return Repeated(_read(graph, _identifier(inner), inside), least, unbounded)
    raise IllFormedPathError("a blank node that is a path is a list, or is inverse, alternative or repeated")


def _at_least_two(graph: rdflib.Graph, node: Identifier) -> list[Identifier]:
    items = list(list_items(graph, node))
    if len(items) < 2:
        raise IllFormedPathError("a sequence and a choice of paths have two members at least")
    return items


def list_items(graph: rdflib.Graph, node: Identifier) -> Iterator[Identifier]:
    """The members of a SHACL list; section 1.4 of SHACL. Raises ValueError where it is none."""
    seen = set()
    while node != RDF.nil:
        firsts, rests = list(graph.objects(node, RDF.first)), list(graph.objects(node, RDF.rest))
        if len(firsts) != 1 or len(rests) != 1 or node in seen:
            raise IllFormedPathError("a list has one rdf:first and one rdf:rest at each node, and ends")
        seen.add(node)
        yield _identifier(firsts[0])
        node = _identifier(rests[0])


def _identifier(node: rdflib.term.Node) -> Identifier:
    if not isinstance(node, Identifier):
        raise TypeError(f"{node} is no term of a graph")
    return node
