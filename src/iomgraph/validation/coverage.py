"""Which classes and properties of a data graph the shapes look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib import RDF, RDFS
from rdflib.term import Identifier

from iomgraph.engine import DuckDBEngine
from iomgraph.validation.classes import Classes
from iomgraph.validation.focus import focus_query
from iomgraph.validation.looks import Look, Looks, looked_at, of_property
from iomgraph.validation.reading import read_model
from iomgraph.validation.shape import Shapes
from iomgraph.validation.triples import Kind, Triples


@dataclass(frozen=True)
class Covered:
    """A class with its nodes, or a property with its triples: how many shapes look at, and which shapes."""

    iri: str
    count: int
    looked_at: int
    shapes: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """The classes and the properties of a graph, those first that no shape looks at, then the most frequent.

    The shapes of a class are those that target it, its nodes looked at those that are the focus node of any shape.
    """

    classes: tuple[Covered, ...]
    properties: tuple[Covered, ...]


def coverage(n_quads: bytes | Path, shapes_graph: rdflib.Graph) -> Coverage:
    """What the shapes look at in canonical N-Quads, or a file of them. Raises InputError for ill-formed shapes."""
    model = read_model(shapes_graph)
    constants = {term for triple in shapes_graph for term in triple if isinstance(term, Identifier)}
    engine = DuckDBEngine()
    try:
        triples = Triples(engine, n_quads, [*constants, RDF.type, RDFS.subClassOf])
        classes = Classes(triples, shapes_graph)
        finder = Looks(model, triples)
        focus = {
            node: finder.table(f"SELECT node FROM ({focus_query(targets, triples, classes)})")
            for node, targets in model.targets.items()
            if not model.shapes[node].deactivated
        }
        looks = list(dict.fromkeys(look for node, table in focus.items() for look in finder.of(node, table)))
        return Coverage(
            _in_order(_classes(triples, classes, model, focus)),
            _in_order(_properties(triples, looks)),
        )
    finally:
        engine.close()


def _classes(triples: Triples, classes: Classes, model: Shapes, focus: dict[Identifier, str]) -> Iterator[Covered]:
    tables = " UNION ".join(
        ["SELECT NULL::INTEGER AS node", *(f"SELECT node FROM {table}" for table in focus.values())]
    )
    rows = triples.engine.rows(
        f"SELECT t.o, c.lexical, count(*), count(f.node) FROM triples t JOIN terms c ON c.id = t.o "
        f"LEFT JOIN ({tables}) f ON f.node = t.s "
        f"WHERE t.p = {triples.id(RDF.type)} AND c.kind = {Kind.IRI:d} GROUP BY t.o, c.lexical"
    )
    targeting = {
        (class_, model.shapes[node].name)
        for node in focus
        for target in model.targets[node].classes
        for class_ in classes.with_subclasses(target)
    }
    for number, iri, count, reached in list(rows):
        yield Covered(iri, count, reached, tuple(sorted(name for class_, name in targeting if class_ == number)))


def _properties(triples: Triples, looks: list[Look]) -> Iterator[Covered]:
    rows = triples.engine.rows("SELECT t.lexical, count(*) FROM triples JOIN terms t ON t.id = p GROUP BY t.lexical")
    for iri, count in list(rows):
        own = of_property(iri, looks)
        ((reached,),) = triples.engine.rows(looked_at(iri, own)) if own else ((0,),)
        # A closed shape looks at any property, so it counts where it sees this one.
        yield Covered(iri, count, reached, tuple(sorted({look.shape for look in own if look.property_ or reached})))


def _in_order(found: Iterator[Covered]) -> tuple[Covered, ...]:
    return tuple(sorted(found, key=lambda each: (each.looked_at > 0, -each.count, each.iri)))
