"""A literal that a shape lets pass, for people to go by."""

from collections.abc import Iterator
from decimal import Decimal

import rdflib
from rdflib import SH, SKOS, XSD
from rdflib.term import Identifier, Literal

from iomgraph.validation.constraints.cardinality import MaxCount, MinCount
from iomgraph.validation.constraints.other import In
from iomgraph.validation.constraints.shape_based import Node
from iomgraph.validation.constraints.string_based import MaxLength, MinLength, Pattern, UniqueLang
from iomgraph.validation.constraints.value_range import Range
from iomgraph.validation.constraints.value_type import Datatype, NodeKind
from iomgraph.validation.patterns import python_pattern
from iomgraph.validation.shape import Constraint, Shape, Shapes
from iomgraph.validation.typed_values import typed_value
from iomgraph.validation.wording.matching_text import matching_text
from iomgraph.validation.wording.words import all_words, datatype_example

_STEP = {">": 1, ">=": 0, "<": -1, "<=": 0}
# Constraints that a single text can be held against, and those that say nothing of it; any other may refuse it.
_JUDGED = (Datatype, Pattern, MinLength, MaxLength, Range, In, NodeKind, MinCount, MaxCount, UniqueLang)
_OF_IRIS = (SH.IRI, SH.BlankNodeOrIRI)


def example_of(node: Identifier, model: Shapes, graph: rdflib.Graph) -> str | None:
    """A text that meets all that the shape says of texts; None where none is known.

    The shape's own skos:example is taken at its word.
    """
    shape = model.shapes[node]
    if texts := sorted(map(str, graph.objects(node, SKOS.example))):
        return texts[0]
    for inner in shape.constraints:
        if isinstance(inner, Node) and len(shape.constraints) == 1 and inner.shape not in model.recursive:
            return example_of(inner.shape, model, graph)
    return next((text for text in _proposed(shape) if _passes(text, shape)), None)


def _proposed(shape: Shape) -> Iterator[str]:
    for constraint in shape.constraints:
        match constraint:
            case In(members):
                yield from (str(member) for member in members if isinstance(member, Literal))
            case Datatype(datatype) if example := datatype_example(datatype):
                yield example
            case NodeKind(SH.IRI):
                yield all_words()["kind"]["IRI"]["example"]
    for constraint in shape.constraints:
        match constraint:
            case Range(_, bound):
                yield from _beside(bound, constraint.operator)
            case Pattern(pattern, flags) if made := matching_text(pattern, flags):
                yield made


def _beside(bound: Literal, operator: str) -> Iterator[str]:
    """The bound itself where it passes, of a number else the next one."""
    if not (step := _STEP[operator]):
        yield str(bound)
    elif (
        typed_value("1", str(bound.datatype)).key == typed_value("1", XSD.integer).key
        and typed_value(str(bound), str(bound.datatype)).well_formed
    ):
        yield f"{Decimal(str(bound)) + step:f}"


def _passes(text: str, shape: Shape) -> bool:
    return all(isinstance(each, _JUDGED) and _meets(text, each, shape) for each in shape.constraints)


def _meets(text: str, constraint: Constraint, shape: Shape) -> bool:  # noqa: PLR0911 - one for each
    match constraint:
        case Datatype(datatype):
            return typed_value(text, datatype).well_formed
        case Pattern(pattern, flags):
            return bool(python_pattern(pattern, flags).search(text))
        case MinLength(least):
            return len(text) >= least
        case MaxLength(most):
            return len(text) <= most
        case In(members):
            return text in map(str, members)
        case Range():
            return _compares(text, constraint, shape)
        case NodeKind(kind):
            return ("://" in text) is (kind in _OF_IRIS) or kind == SH.IRIOrLiteral
    return True


def _compares(text: str, constraint: Range, shape: Shape) -> bool:
    datatypes = [str(each.datatype) for each in shape.constraints if isinstance(each, Datatype)]
    bound = typed_value(str(constraint.bound), str(constraint.bound.datatype or XSD.string))
    value = typed_value(text, datatypes[0] if datatypes else str(constraint.bound.datatype or XSD.string))
    if bound.key is None or value.key is None or bound.order != value.order:
        return False
    return {
        ">": value.key > bound.key,
        ">=": value.key >= bound.key,
        "<": value.key < bound.key,
        "<=": value.key <= bound.key,
    }[constraint.operator]
