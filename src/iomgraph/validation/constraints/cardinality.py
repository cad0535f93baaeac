"""sh:minCount, sh:maxCount.

SHACL, section 4.2, https://www.w3.org/TR/shacl/#core-components-count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rdflib import SH
from rdflib.term import URIRef

from iomgraph.validation.parameters import Parameters
from iomgraph.validation.shape import Constraint, Scope
from iomgraph.validation.sql_text import is_missing


@dataclass(frozen=True, slots=True)
class MinCount(Constraint):
    """A focus node has so many value nodes at least."""

    component: ClassVar[URIRef] = SH.MinCountConstraintComponent
    least: int

    def query(self, scope: Scope) -> str:
        """The focus nodes that are not among those with enough."""
        enough = f"SELECT focus FROM {scope.values} GROUP BY focus HAVING count(*) >= {self.least}"
        if self.least == 1:
            enough = f"SELECT focus FROM {scope.values}"
        few = f"SELECT node AS focus, NULL AS value, NULL AS path FROM {scope.focus} f"
        return f"{few} WHERE {is_missing('f.node', f'({enough})', 'focus')}" if self.least > 0 else f"{few} WHERE false"

    def default_message(self) -> str:
        """The least count."""
        return f"There are less than {self.least} values."


@dataclass(frozen=True, slots=True)
class MaxCount(Constraint):
    """A focus node has so many value nodes at most."""

    component: ClassVar[URIRef] = SH.MaxCountConstraintComponent
    most: int

    def query(self, scope: Scope) -> str:
        """The focus nodes with more."""
        return (
            f"SELECT focus, NULL AS value, NULL AS path FROM {scope.values} "
            f"GROUP BY focus HAVING count(*) > {self.most}"
        )

    def default_message(self) -> str:
        """The greatest count."""
        return f"There are more than {self.most} values."


def read(parameters: Parameters) -> Iterator[MinCount | MaxCount]:
    """The constraints of this family that a shape has."""
    for predicate in (SH.minCount, SH.maxCount):
        parameters.only_on_property_shapes(predicate)
    if (least := parameters.whole_number(SH.minCount)) is not None:
        yield MinCount(least)
    if (most := parameters.whole_number(SH.maxCount)) is not None:
        yield MaxCount(most)
