"""sh:closed, sh:hasValue, sh:in.

SHACL, section 4.8, https://www.w3.org/TR/shacl/#core-components-others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rdflib import SH
from rdflib.term import Identifier, URIRef

from iomgraph.validation.constraints.value_nodes import ValueNodeConstraint
from iomgraph.validation.parameters import Parameters
from iomgraph.validation.shape import Constraint, Scope
from iomgraph.validation.sql_text import id_list, is_missing


@dataclass(frozen=True, slots=True)
class Closed(Constraint):
    """The value nodes have values for the listed properties only."""

    component: ClassVar[URIRef] = SH.ClosedConstraintComponent
    allowed: tuple[Identifier, ...]

    def query(self, scope: Scope) -> str:
        """One violation for each triple with another property, which is its path."""
        allowed = id_list([scope.id(iri) for iri in self.allowed]) if self.allowed else "(-1)"
        return (
            f"SELECT v.focus, t.o AS value, t.p AS path FROM {scope.values} v "
            f"JOIN triples t ON t.s = v.value WHERE t.p NOT IN {allowed}"
        )

    def default_message(self) -> str:
        """The rule."""
        return "The shape is closed and does not list this property."


@dataclass(frozen=True, slots=True)
class HasValue(Constraint):
    """One value node is the given term."""

    component: ClassVar[URIRef] = SH.HasValueConstraintComponent
    value: Identifier

    def query(self, scope: Scope) -> str:
        """The focus nodes without it."""
        having = f"(SELECT focus FROM {scope.values} WHERE value = {scope.id(self.value)})"
        nodes = f"SELECT node AS focus, NULL AS value, NULL AS path FROM {scope.focus} f"
        return f"{nodes} WHERE {is_missing('f.node', having, 'focus')}"

    def default_message(self) -> str:
        """The term."""
        return f"There is no value {self.value.n3()}."


@dataclass(frozen=True, slots=True)
class In(ValueNodeConstraint):
    """Each value node is one of the given terms."""

    component: ClassVar[URIRef] = SH.InConstraintComponent
    members: tuple[Identifier, ...]

    def condition(self, scope: Scope) -> str:
        """Whether it is one of them."""
        return f"v.value IN {id_list([scope.id(member) for member in self.members])}"

    def default_message(self) -> str:
        """The terms."""
        return f"The value is none of {', '.join(member.n3() for member in self.members)}."


def read(parameters: Parameters) -> Iterator[Constraint]:
    """The constraints of this family that a shape has."""
    ignored = parameters.at_most_one(SH.ignoredProperties)
    if parameters.boolean(SH.closed):
        graph = parameters.graph
        paths = (graph.value(shape, SH.path) for shape in parameters.all(SH.property))
        listed = {path for path in paths if isinstance(path, URIRef)}
        if ignored is not None:
            listed |= {each for each in parameters.members(SH.ignoredProperties, ignored) if isinstance(each, URIRef)}
        yield Closed(tuple(sorted(listed)))
    yield from map(HasValue, parameters.all(SH.hasValue))
    members = parameters.at_most_one(SH["in"])
    if members is not None:
        yield In(tuple(parameters.members(SH["in"], members)))
