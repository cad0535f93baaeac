"""The constraint components of SHACL, one module for each section of the specification that lists them.

SHACL, sections 4 to 6, https://www.w3.org/TR/shacl/#core-components.
"""

from collections.abc import Iterator

from iomgraph.validation.constraints import (
    cardinality,
    logical,
    other,
    property_pair,
    shape_based,
    sparql,
    string_based,
    value_range,
    value_type,
)
from iomgraph.validation.parameters import Parameters
from iomgraph.validation.shape import Constraint

_FAMILIES = (value_type, cardinality, value_range, string_based, property_pair, logical, shape_based, other, sparql)


def read_constraints(parameters: Parameters) -> Iterator[Constraint]:
    """The constraints of one shape. Raises InputError where a parameter is not what SHACL asks for."""
    for family in _FAMILIES:
        yield from family.read(parameters)
