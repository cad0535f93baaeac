"""sh:node, sh:property, sh:qualifiedValueShape.

SHACL, section 4.7, https://www.w3.org/TR/shacl/#core-components-shape.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rdflib import SH
from rdflib.term import Identifier, URIRef

from iomgraph.validation.constraints.value_nodes import ValueNodeConstraint
from iomgraph.validation.parameters import Parameters
from iomgraph.validation.shape import Constraint, Scope
from iomgraph.validation.sql_text import is_missing


@dataclass(frozen=True, slots=True)
class Node(ValueNodeConstraint):
    """Each value node conforms to the node shape."""

    component: ClassVar[URIRef] = SH.NodeConstraintComponent
    shape: Identifier

    @property
    def shapes(self) -> tuple[Identifier, ...]:
        """The node shape."""
        return (self.shape,)

    def condition(self, scope: Scope) -> str:
        """Whether it conforms."""
        return is_missing("v.value", scope.failing(self.shape), "node")

    def default_message(self) -> str:
        """The shape, where it has an address."""
        which = f"<{self.shape}>" if isinstance(self.shape, URIRef) else "asked for"
        return f"The value does not conform to the shape {which}."


@dataclass(frozen=True, slots=True)
class Property(Constraint):
    """Each value node has the property as its shape says; its results stand for themselves in the report."""

    component: ClassVar[URIRef] = SH.PropertyConstraintComponent
    shape: Identifier

    @property
    def shapes(self) -> tuple[Identifier, ...]:
        """The property shape."""
        return (self.shape,)


@dataclass(frozen=True, slots=True)
class _Qualified(Constraint):
    shape: Identifier
    siblings: tuple[Identifier, ...]
    count: int

    @property
    def shapes(self) -> tuple[Identifier, ...]:
        """The shape that counts, and those that exclude."""
        return (self.shape, *self.siblings)

    def _counted(self, scope: Scope) -> str:
        """SQL for the value nodes that count, by focus node."""
        conforming = is_missing("v.value", scope.failing(self.shape), "node")
        others = [f"v.value IN (SELECT node FROM {scope.failing(sibling)})" for sibling in self.siblings]
        return f"SELECT focus FROM {scope.values} v WHERE {' AND '.join([conforming, *others])} GROUP BY focus"


class QualifiedMinCount(_Qualified):
    """So many value nodes at least conform to the shape."""

    __slots__ = ()
    component: ClassVar[URIRef] = SH.QualifiedMinCountConstraintComponent

    def query(self, scope: Scope) -> str:
        """The focus nodes that are not among those with enough."""
        few = f"SELECT node AS focus, NULL AS value, NULL AS path FROM {scope.focus} f"
        if self.count == 0:
            return f"{few} WHERE false"
        enough = f"({self._counted(scope)} HAVING count(*) >= {self.count})"
        return f"{few} WHERE {is_missing('f.node', enough, 'focus')}"

    def default_message(self) -> str:
        """The least count."""
        return f"Less than {self.count} values conform to the shape that is counted."


class QualifiedMaxCount(_Qualified):
    """So many value nodes at most conform to the shape."""

    __slots__ = ()
    component: ClassVar[URIRef] = SH.QualifiedMaxCountConstraintComponent

    def query(self, scope: Scope) -> str:
        """The focus nodes with more."""
        many = f"{self._counted(scope)} HAVING count(*) > {self.count}"
        return f"SELECT focus, NULL AS value, NULL AS path FROM ({many})"

    def default_message(self) -> str:
        """The greatest count."""
        return f"More than {self.count} values conform to the shape that is counted."


def read(parameters: Parameters) -> Iterator[Constraint]:
    """The constraints of this family that a shape has."""
    yield from map(Node, parameters.all(SH.node))
    for shape in parameters.all(SH.property):
        if not Parameters(parameters.graph, shape).is_property_shape:
            raise parameters.ill_formed(SH.property, "is no property shape: it has no sh:path")
        yield Property(shape)
    qualified = parameters.all(SH.qualifiedValueShape)
    if not qualified or not parameters.is_property_shape:
        return
    least = parameters.whole_number(SH.qualifiedMinCount)
    most = parameters.whole_number(SH.qualifiedMaxCount)
    if least is None and most is None:
        raise parameters.ill_formed(SH.qualifiedValueShape, "has neither sh:qualifiedMinCount nor sh:qualifiedMaxCount")
    disjoint = parameters.boolean(SH.qualifiedValueShapesDisjoint)
    for shape in qualified:
        siblings = _siblings(parameters, shape) if disjoint else ()
        if least is not None:
            yield QualifiedMinCount(shape, siblings, least)
        if most is not None:
            yield QualifiedMaxCount(shape, siblings, most)


def _siblings(parameters: Parameters, shape: Identifier) -> tuple[Identifier, ...]:
    """The other qualified shapes of the property shapes beside this one; section 4.7.3."""
    graph = parameters.graph
    found = {
        sibling
        for parent in graph.subjects(SH.property, parameters.node)
        for beside in graph.objects(parent, SH.property)
        for sibling in graph.objects(beside, SH.qualifiedValueShape)
        if isinstance(sibling, Identifier)
    }
    return tuple(sorted(found - {shape}))
