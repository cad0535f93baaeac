"""What shapes look at in the tables of a data graph: for each property, from which nodes.

A shape looks at a property where a path of its, or of a shape that it refers to, takes it at a node that it is about;
where it compares with it, is closed, or asks for it in a query.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib.term import Identifier, URIRef

from iomgraph.validation.constraints.other import Closed
from iomgraph.validation.constraints.property_pair import Disjoint, Equals, LessThan, LessThanOrEquals
from iomgraph.validation.constraints.sparql import SparqlConstraint
from iomgraph.validation.path import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from iomgraph.validation.path_queries import values_query
from iomgraph.validation.shape import Shape, Shapes
from iomgraph.validation.sql_text import quoted
from iomgraph.validation.triples import Kind, Triples


@dataclass(frozen=True)
class Look:
    """A shape looks at `property_` (None: any) of the nodes in a table (None: of all), or `backwards` to them."""

    shape: str
    property_: str | None
    nodes: str | None
    backwards: bool = False


class Looks:
    """Finds what the shapes of a model look at; keeps tables of nodes in the engine."""

    def __init__(self, model: Shapes, triples: Triples) -> None:
        self._model = model
        self._triples = triples
        self._tables = 0

    def of(self, node: Identifier, focus: str, above: tuple[Identifier, ...] = ()) -> Iterator[Look]:
        """What a shape looks at from the nodes of the table `focus`."""
        shape = self._model.shapes[node]
        if shape.deactivated or node in above:
            return
        if shape.path is not None:
            yield from self._along(shape, shape.path, focus)
        for constraint in shape.constraints:
            if isinstance(constraint, Equals | Disjoint | LessThan | LessThanOrEquals):
                yield Look(shape.name, str(constraint.other), focus)
            elif isinstance(constraint, SparqlConstraint):
                for of_this, predicates in constraint.sparql.patterns:  # a variable property is none in particular
                    nodes = focus if of_this else None
                    yield from (Look(shape.name, each, nodes) for each in sorted(predicates or ()))
        inner = [each for constraint in shape.constraints for each in constraint.shapes]
        closed = any(isinstance(constraint, Closed) for constraint in shape.constraints)
        if inner or closed:
            values = focus if shape.path is None else self._reached(shape.path, focus)
            if closed:
                yield Look(shape.name, None, values)
            for each in inner:
                yield from self.of(each, values, (*above, node))

    def table(self, query: str) -> str:
        """The result of a query as a table."""
        self._tables += 1
        name = f"nodes{self._tables}"
        self._triples.engine.add_result(name, query)
        return name

    def _along(self, shape: Shape, path: Path, focus: str, *, backwards: bool = False) -> Iterator[Look]:
        match path:
            case Predicate(iri):
                yield Look(shape.name, str(iri), focus, backwards)
            case Inverse(inner):
                yield from self._along(shape, inner, focus, backwards=not backwards)
            case Alternative(choices):
                for choice in choices:
                    yield from self._along(shape, choice, focus, backwards=backwards)
            case Sequence(steps):
                for step in reversed(steps) if backwards else steps:
                    yield from self._along(shape, step, focus, backwards=backwards)
                    focus = self._reached(Inverse(step) if backwards else step, focus)
            case Repeated(inner, _, unbounded):
                if unbounded:
                    whole = Repeated(Inverse(inner) if backwards else inner, 0, unbounded=True)
                    focus = self._reached(whole, focus)
                yield from self._along(shape, inner, focus, backwards=backwards)

    def _reached(self, path: Path, focus: str) -> str:
        values = values_query(path, focus, self._triples.id, self._closure)
        return self.table(f"SELECT DISTINCT value AS node FROM ({values})")

    def _closure(self, start: str, edges: str) -> str:
        self._tables += 1
        name = f"nodes{self._tables}"
        self._triples.engine.add_closure(name, start, edges)
        return name


def looked_at(property_: str, looks: list[Look]) -> str:
    """SQL for how many triples of a property the looks reach."""
    number = f"(SELECT id FROM terms WHERE kind = {Kind.IRI:d} AND lexical = {quoted(property_)})"
    start = f"SELECT count(*) FROM triples WHERE p = {number}"
    if any(look.nodes is None for look in looks):
        return start
    ends = [
        f"{end} IN ({' UNION '.join(f'SELECT node FROM {table}' for table in tables)})"
        for end, backwards in (("s", False), ("o", True))
        if (tables := sorted({str(look.nodes) for look in looks if look.backwards is backwards}))
    ]
    return f"{start} AND ({' OR '.join(ends) or 'false'})"


def of_property(iri: URIRef | str, looks: list[Look]) -> list[Look]:
    """The looks at a property."""
    return [look for look in looks if look.property_ in (None, str(iri))]
