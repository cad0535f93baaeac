"""The parameters of a shape in its graph, read strictly.

Follows the syntax rules of SHACL, https://www.w3.org/TR/shacl/#syntax-rules.
"""

from collections import defaultdict
from functools import cached_property

import rdflib
from rdflib import SH, XSD
from rdflib.term import BNode, Identifier, Literal, URIRef

from iomgraph.errors import InputError
from iomgraph.validation.path import IllFormedPathError, Path, list_items, read_path
from iomgraph.validation.shapes import ShapesGraph
from iomgraph.validation.typed_values import typed_value

_INTEGERS = {XSD.integer, XSD.nonNegativeInteger, XSD.positiveInteger, XSD.int, XSD.long, XSD.short, XSD.byte}
_INTEGERS |= {XSD.unsignedInt, XSD.unsignedLong, XSD.unsignedShort, XSD.unsignedByte}


class IllFormedShapeError(InputError):
    """A statement of the shapes graph that SHACL or iomgraph does not allow: `node` has a wrong `predicate`."""

    def __init__(self, message: str, node: Identifier, predicate: URIRef, problem: str) -> None:
        super().__init__(message)
        self.node = node
        self.predicate = predicate
        self.problem = problem


class Parameters:
    """The statements about one shape; every method raises InputError where they are not what SHACL asks for."""

    def __init__(self, graph: rdflib.Graph, node: Identifier) -> None:
        self.graph = graph
        self.node = node
        self._values: dict[rdflib.term.Node, list[Identifier]] = defaultdict(list)
        for predicate, value in graph.predicate_objects(node):
            if isinstance(value, Identifier):
                self._values[predicate].append(value)

    @property
    def is_property_shape(self) -> bool:
        """Whether the shape has a path."""
        return bool(self.all(SH.path))

    @cached_property
    def name(self) -> str:
        """The address of the shape; of one without, that of what it stands in."""
        above: list[Identifier] = [self.node]
        while isinstance(above[-1], BNode):
            parents = (each for each in self.graph.subjects(None, above[-1]) if isinstance(each, Identifier))
            parent = next((each for each in parents if each not in above), None)
            if parent is None:
                break
            above.append(parent)
        return str(above[-1])

    def all(self, predicate: URIRef) -> list[Identifier]:
        """The values of `predicate`, in an order that is always the same."""
        found = self._values.get(predicate, [])
        return sorted(found) if len(found) > 1 else found

    def at_most_one(self, predicate: URIRef) -> Identifier | None:
        """The value of `predicate`, None where there is none."""
        found = self.all(predicate)
        if len(found) > 1:
            raise self.ill_formed(predicate, "has more than one value")
        return found[0] if found else None

    def iris(self, predicate: URIRef) -> list[URIRef]:
        """The values of `predicate`, all IRIs."""
        found = self.all(predicate)
        return [self._iri(predicate, value) for value in found]

    def iri(self, predicate: URIRef) -> URIRef | None:
        """The value of `predicate`, an IRI."""
        value = self.at_most_one(predicate)
        return None if value is None else self._iri(predicate, value)

    def whole_number(self, predicate: URIRef) -> int | None:
        """The value of `predicate`, a literal that is an integer."""
        value = self.at_most_one(predicate)
        if value is None:
            return None
        if not (isinstance(value, Literal) and value.datatype in _INTEGERS and _well_formed(value)):
            raise self.ill_formed(predicate, f"is {value.n3()}, which is no integer")
        return int(value)

    def boolean(self, predicate: URIRef) -> bool:
        """Whether `predicate` has the value `true`; the suite of the specification counts `1` as another one."""
        value = self.at_most_one(predicate)
        if value is None:
            return False
        if not (isinstance(value, Literal) and value.datatype == XSD.boolean and _well_formed(value)):
            raise self.ill_formed(predicate, f"is {value.n3()}, which is neither true nor false")
        return str(value) == "true"

    def literals(self, predicate: URIRef) -> list[Literal]:
        """The values of `predicate`, all literals."""
        found = []
        for value in self.all(predicate):
            if not isinstance(value, Literal):
                raise self.ill_formed(predicate, f"is {value.n3()}, which is no literal")
            found.append(value)
        return found

    def text(self, predicate: URIRef) -> str | None:
        """The value of `predicate`, a plain text."""
        value = self.at_most_one(predicate)
        if value is None:
            return None
        if not (isinstance(value, Literal) and value.datatype in (None, XSD.string) and not value.language):
            raise self.ill_formed(predicate, f"is {value.n3()}, which is no plain text")
        return str(value)

    def members(self, predicate: URIRef, list_node: Identifier) -> list[Identifier]:
        """The members of a list that is a value of `predicate`."""
        try:
            return list(list_items(self.graph, list_node))
        except IllFormedPathError as error:
            raise self.ill_formed(predicate, f"is no list: {error}") from error

    def path(self) -> Path | None:
        """The path of a property shape."""
        node = self.at_most_one(SH.path)
        try:
            return None if node is None else read_path(self.graph, node)
        except IllFormedPathError as error:
            raise self.ill_formed(SH.path, f"is no path: {error}") from error

    def only_on_property_shapes(self, predicate: URIRef) -> None:
        """Refuse `predicate` on a node shape."""
        if not self.is_property_shape and self.all(predicate):
            raise self.ill_formed(predicate, "stands on a shape without sh:path")

    def ill_formed(self, predicate: URIRef, problem: str) -> IllFormedShapeError:
        """The error that names shape, parameter and file."""
        name = predicate.removeprefix(str(SH)) if predicate.startswith(str(SH)) else predicate
        file = self.graph.file_of(self.node) if isinstance(self.graph, ShapesGraph) else None
        where = f"{file}: " if file else ""
        shown = f"<{self.name}>" if isinstance(self.node, URIRef) else f"a shape in <{self.name}>"
        message = f"{where}the shapes are ill-formed (sh:{name} of {shown} {problem}); correct them."
        return IllFormedShapeError(message, self.node, predicate, problem)

    def _iri(self, predicate: URIRef, value: Identifier) -> URIRef:
        if not isinstance(value, URIRef):
            raise self.ill_formed(predicate, f"is {value.n3()}, which is no IRI")
        return value


def _well_formed(literal: Literal) -> bool:
    return typed_value(str(literal), str(literal.datatype)).well_formed
