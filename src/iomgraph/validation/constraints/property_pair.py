"""sh:equals, sh:disjoint, sh:lessThan, sh:lessThanOrEquals.

SHACL, section 4.5, https://www.w3.org/TR/shacl/#core-components-property-pairs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rdflib import SH
from rdflib.term import URIRef

from iomgraph.validation.parameters import Parameters
from iomgraph.validation.shape import Constraint, Scope
from iomgraph.validation.triples import key_of, order_of


@dataclass(frozen=True, slots=True)
class _Pair(Constraint):
    """A comparison of the value nodes with the values of another property of the focus node."""

    other: URIRef

    def _others(self, scope: Scope) -> str:
        return f"(SELECT s AS focus, o AS value FROM triples WHERE p = {scope.id(self.other)})"


class Equals(_Pair):
    """The value nodes are the values of the other property, no more and no less."""

    __slots__ = ()
    component: ClassVar[URIRef] = SH.EqualsConstraintComponent

    def query(self, scope: Scope) -> str:
        """What is on one side only."""
        own, others = f"(SELECT focus, value FROM {scope.values})", self._others(scope)
        missing = (
            "SELECT x.focus, x.value, NULL AS path FROM {} x {} WHERE NOT EXISTS "
            "(SELECT 1 FROM {} y WHERE y.focus = x.focus AND y.value = x.value)"
        )
        focus = f"JOIN {scope.focus} f ON f.node = x.focus"
        return f"{missing.format(own, '', others)} UNION ALL {missing.format(others, focus, own)}"

    def default_message(self) -> str:
        """The other property."""
        return f"The values are not those of <{self.other}>."


class Disjoint(_Pair):
    """No value node is a value of the other property."""

    __slots__ = ()
    component: ClassVar[URIRef] = SH.DisjointConstraintComponent

    def query(self, scope: Scope) -> str:
        """What is on both sides."""
        return (
            f"SELECT v.focus, v.value, NULL AS path FROM {scope.values} v "
            f"JOIN {self._others(scope)} o ON o.focus = v.focus AND o.value = v.value"
        )

    def default_message(self) -> str:
        """The other property."""
        return f"The value is a value of <{self.other}> too."


class LessThan(_Pair):
    """Each value node is less than each value of the other property."""

    __slots__ = ()
    reads_values: ClassVar[bool] = True
    component: ClassVar[URIRef] = SH.LessThanConstraintComponent
    operator: ClassVar[str] = "<"

    def query(self, scope: Scope) -> str:
        """One violation for each pair that does not compare so, or not at all."""
        return (
            f"SELECT v.focus, v.value, NULL AS path FROM {scope.values} v JOIN {self._others(scope)} o USING (focus) "
            "JOIN terms a ON a.id = v.value JOIN terms b ON b.id = o.value "
            f"LEFT JOIN typed x ON x.id = v.value LEFT JOIN typed y ON y.id = o.value "
            f"WHERE NOT coalesce({order_of('a', 'x')} = {order_of('b', 'y')} "
            f"AND {key_of('a', 'x')} {self.operator} {key_of('b', 'y')}, false)"
        )

    def default_message(self) -> str:
        """The other property."""
        return f"The value is not {self.operator} each value of <{self.other}>."


class LessThanOrEquals(LessThan):
    """Each value node is less than each value of the other property, or equal to it."""

    __slots__ = ()
    component: ClassVar[URIRef] = SH.LessThanOrEqualsConstraintComponent
    operator: ClassVar[str] = "<="


def read(parameters: Parameters) -> Iterator[_Pair]:
    """The constraints of this family that a shape has."""
    yield from map(Equals, parameters.iris(SH.equals))
    yield from map(Disjoint, parameters.iris(SH.disjoint))
    for predicate, kind in ((SH.lessThan, LessThan), (SH.lessThanOrEquals, LessThanOrEquals)):
        parameters.only_on_property_shapes(predicate)
        yield from map(kind, parameters.iris(predicate))
