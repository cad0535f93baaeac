"""sh:not, sh:and, sh:or, sh:xone.

SHACL, section 4.6, https://www.w3.org/TR/shacl/#core-components-logical.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rdflib import SH
from rdflib.term import Identifier, URIRef

from iomgraph.validation.constraints.value_nodes import ValueNodeConstraint
from iomgraph.validation.parameters import Parameters
from iomgraph.validation.shape import Scope
from iomgraph.validation.sql_text import is_missing


@dataclass(frozen=True, slots=True)
class _Logical(ValueNodeConstraint):
    members: tuple[Identifier, ...]

    @property
    def shapes(self) -> tuple[Identifier, ...]:
        """The shapes that are combined."""
        return self.members

    def _conforms(self, scope: Scope) -> list[str]:
        """SQL for each member: whether the value node conforms to it."""
        return [is_missing("v.value", scope.failing(member), "node") for member in self.members]


class Not(_Logical):
    """No value node conforms to the shape."""

    __slots__ = ()
    component: ClassVar[URIRef] = SH.NotConstraintComponent

    def condition(self, scope: Scope) -> str:
        """Whether it fails."""
        return f"NOT ({self._conforms(scope)[0]})"

    def default_message(self) -> str:
        """The rule."""
        return "The value conforms to the shape that it must not conform to."


class And(_Logical):
    """Each value node conforms to all shapes."""

    __slots__ = ()
    component: ClassVar[URIRef] = SH.AndConstraintComponent

    def condition(self, scope: Scope) -> str:
        """Whether it conforms to each."""
        return " AND ".join(["true", *self._conforms(scope)])

    def default_message(self) -> str:
        """The rule."""
        return "The value does not conform to all of the shapes."


class Or(_Logical):
    """Each value node conforms to one shape at least."""

    __slots__ = ()
    component: ClassVar[URIRef] = SH.OrConstraintComponent

    def condition(self, scope: Scope) -> str:
        """Whether it conforms to any."""
        return f"({' OR '.join(['false', *self._conforms(scope)])})"

    def default_message(self) -> str:
        """The rule."""
        return "The value conforms to none of the shapes."


class Xone(_Logical):
    """Each value node conforms to one shape and no other."""

    __slots__ = ()
    component: ClassVar[URIRef] = SH.XoneConstraintComponent

    def condition(self, scope: Scope) -> str:
        """How many it conforms to."""
        counted = (f"CASE WHEN {conforms} THEN 1 ELSE 0 END" for conforms in self._conforms(scope))
        return f"{' + '.join(['0', *counted])} = 1"

    def default_message(self) -> str:
        """The rule."""
        return "The value does not conform to exactly one of the shapes."


def read(parameters: Parameters) -> Iterator[_Logical]:
    """The constraints of this family that a shape has."""
    yield from (Not((shape,)) for shape in parameters.all(SH["not"]))
    for predicate, kind in ((SH["and"], And), (SH["or"], Or), (SH.xone, Xone)):
        yield from (kind(tuple(parameters.members(predicate, each))) for each in parameters.all(predicate))
