"""Where the set engine and pySHACL differ on purpose, each with the section of the specification that decides."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import rdflib
from rdflib import SH, XSD
from rdflib.term import Identifier, Literal

from iomgraph.validation.finding import Finding

from .shacl_cases import RandomCase

_NUMBERS = {XSD.integer, XSD.decimal, XSD.double, XSD.byte, XSD.nonNegativeInteger}
_ORDERED = {XSD.string, XSD.boolean, XSD.date, XSD.dateTime, XSD.gYear}
_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")


@dataclass(frozen=True)
class Difference:
    """`explains` is asked about a result that the set engine has more than pySHACL."""

    name: str
    section: str
    reason: str
    explains: Callable[[Finding, RandomCase], bool]


def _by_bound(finding: Finding, case: RandomCase) -> bool:
    bounds = [
        bound
        for name in ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
        if finding.component == SH[f"{name[0].upper()}{name[1:]}ConstraintComponent"]
        for bound in case.shapes.objects(finding.shape, SH[name])
    ]
    return any(not _comparable(finding.value, bound) for bound in bounds)


def _by_other_value(finding: Finding, case: RandomCase) -> bool:
    others = [
        other
        for name in ("lessThan", "lessThanOrEquals")
        if finding.component == SH[f"{name[0].upper()}{name[1:]}ConstraintComponent"]
        for predicate in case.shapes.objects(finding.shape, SH[name])
        for other in case.data.objects(finding.focus, predicate)
    ]
    return any(not _comparable(finding.value, other) for other in others)


def _short_blank_node(finding: Finding, case: RandomCase) -> bool:
    least = case.shapes.value(finding.shape, SH.minLength)
    return (
        finding.component == SH.MinLengthConstraintComponent
        and isinstance(finding.value, rdflib.BNode)
        and least == Literal(0)
    )


DIFFERENCES = (
    Difference(
        "a bound of another kind",
        "https://www.w3.org/TR/shacl/#core-components-range",
        "SPARQL's < and <= have no answer for literals of different kinds, ill-typed ones, those with a language and "
        "NaN, so that such a value is a violation; rdflib has an order for some of them",
        _by_bound,
    ),
    Difference(
        "another value of another kind",
        "https://www.w3.org/TR/shacl/#LessThanConstraintComponent",
        "two values that SPARQL's < cannot compare are a violation; pySHACL compares IRIs as texts, and literals as "
        "rdflib sorts them",
        _by_other_value,
    ),
    Difference(
        "a blank node without a length",
        "https://www.w3.org/TR/shacl/#MinLengthConstraintComponent",
        "a value node that is a blank node is a violation whatever the least length is; pySHACL accepts it for 0",
        _short_blank_node,
    ),
)
# These show in whatever refers to them, so the random cases have none.
ILL_TYPED = Difference(
    "a text that is no value of its datatype",
    "https://www.w3.org/TR/shacl/#DatatypeConstraintComponent",
    "a literal matches its datatype only where it is not ill-typed; rdflib takes any text for an xsd:gYear, which "
    "SHACL leaves open, and a date for an xsd:dateTime",
    lambda finding, case: False,
)
# Paths are tested against Oxigraph.
INVERSE = Difference(
    "the inverse of a sequence",
    "https://www.w3.org/TR/shacl/#property-path-inverse",
    "the inverse of a path in two steps goes back the second step first; pySHACL goes back the first one first",
    lambda finding, case: False,
)
BLANK_NODE = Difference(
    "a blank node to compare",
    "https://www.w3.org/TR/shacl/#LessThanConstraintComponent",
    "a blank node is a value that cannot be compared, so a violation of sh:lessThan; pySHACL gives up there",
    lambda finding, case: False,
)
NOT_A_NUMBER = Difference(
    "no number to compare",
    "https://www.w3.org/TR/shacl/#core-components-range",
    "NaN compares with no number, so it is a violation; pySHACL fails where rdflib compares it with a decimal",
    lambda finding, case: False,
)
WITHOUT_ORDER = Difference(
    "two values that rdflib has no order for",
    "https://www.w3.org/TR/shacl/#LessThanConstraintComponent",
    "two values that cannot be compared are a violation; pySHACL fails where rdflib cannot compare them either",
    lambda finding, case: False,
)
REFUSED = {
    "to compare a BlankNode": BLANK_NODE,
    "InvalidOperation": NOT_A_NUMBER,
    "not supported between instances": WITHOUT_ORDER,
}
"""By what pySHACL says when it gives up."""


def _comparable(one: Identifier | None, other: rdflib.term.Node) -> bool:
    """Whether SPARQL's operators have an answer, told without the code under test."""
    if not isinstance(one, Literal) or not isinstance(other, Literal):
        return False
    for literal in (one, other):
        value = literal.value
        if literal.language or literal.ill_typed or value is None or (isinstance(value, float) and math.isnan(value)):
            return False
    kinds = {one.datatype or XSD.string, other.datatype or XSD.string}
    if kinds <= _NUMBERS:
        return True
    same_zone = len({bool(_ZONE.search(literal)) for literal in (one, other)}) == 1
    return len(kinds) == 1 and kinds <= _ORDERED and (kinds != {XSD.dateTime} or same_zone)
