"""sh:minExclusive, sh:minInclusive, sh:maxExclusive, sh:maxInclusive.

SHACL, section 4.3, https://www.w3.org/TR/shacl/#core-components-range.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rdflib import SH, XSD
from rdflib.term import Literal, URIRef

from iomgraph.validation.constraints.value_nodes import ValueNodeConstraint
from iomgraph.validation.parameters import Parameters
from iomgraph.validation.shape import Scope
from iomgraph.validation.sql_text import quoted
from iomgraph.validation.triples import key_of, order_of
from iomgraph.validation.typed_values import typed_value

_OPERATORS = {
    SH.minExclusive: (SH.MinExclusiveConstraintComponent, ">"),
    SH.minInclusive: (SH.MinInclusiveConstraintComponent, ">="),
    SH.maxExclusive: (SH.MaxExclusiveConstraintComponent, "<"),
    SH.maxInclusive: (SH.MaxInclusiveConstraintComponent, "<="),
}


@dataclass(frozen=True, slots=True)
class Range(ValueNodeConstraint):
    """Each value node compares with the bound, and as the operator says."""

    reads_values: ClassVar[bool] = True
    predicate: URIRef
    bound: Literal

    @property
    def component(self) -> URIRef:
        """The component of the predicate."""
        return _OPERATORS[self.predicate][0]

    @property
    def operator(self) -> str:
        """How the value stands to the bound."""
        return _OPERATORS[self.predicate][1]

    def tables(self, scope: Scope) -> str:
        """What the literals mean."""
        return "LEFT JOIN typed y ON y.id = v.value"

    def condition(self, scope: Scope) -> str:
        """Whether it has the order of the bound, and its place on the right side."""
        del scope
        bound = typed_value(str(self.bound), str(self.bound.datatype or XSD.string))
        if bound.order is None or bound.key is None or self.bound.language:
            return "false"
        return (
            f"{order_of('t', 'y')} = {bound.order:d} "
            f"AND {key_of('t', 'y')} {self.operator} {quoted(bound.key)}"
        )  # fmt: skip

    def default_message(self) -> str:
        """The bound."""
        return f"The value is not {self.operator} {self.bound.n3()}."


def read(parameters: Parameters) -> Iterator[Range]:
    """The constraints of this family that a shape has."""
    for predicate in _OPERATORS:
        for bound in parameters.literals(predicate):
            yield Range(predicate, bound)
