"""Why a node fails a shape that stands within another: what it violates there, as a tree.

SHACL leaves the depth of sh:detail open, section 3.6.2.5, https://www.w3.org/TR/shacl/#results-detail.
"""

import re
from collections.abc import Iterator, Mapping

from rdflib.term import Identifier, Literal

from iomgraph.validation.constraints.logical import And, Or, Xone
from iomgraph.validation.constraints.shape_based import Node, QualifiedMinCount
from iomgraph.validation.constraints.value_type import Datatype
from iomgraph.validation.finding import Finding
from iomgraph.validation.shape import Shapes
from iomgraph.validation.violation import Violation
from iomgraph.validation.wording.words import datatype_example

EXPLAINED = (Node, And, Or, Xone, QualifiedMinCount)
"""The constraints whose violations have causes that can be said; of sh:not and of too many there are none."""

DEEPEST = 4
MOST_VALUES = 20

_DIGIT = re.compile("[0-9]")

Causes = list[Violation | Finding]


def causes_of(
    violation: Violation, nodes: list[int], causes: Mapping[Identifier, Mapping[int, Causes]], model: Shapes
) -> Causes:
    """The causes of one violation, given those of each shape that it refers to by node.

    Of sh:or and sh:xone each alternative is one cause: what is violated there, or where that is not one thing alone,
    that the node does not conform to it.
    """
    constraint = violation.constraint
    if not isinstance(constraint, Or | Xone):
        members = constraint.shapes[:1] if isinstance(constraint, QualifiedMinCount) else constraint.shapes
        return [cause for member in members for node in nodes for cause in causes[member].get(node, [])]
    found: Causes = []
    for member in constraint.shapes:
        below = [cause for node in nodes for cause in causes[member].get(node, [])]
        if not below and isinstance(constraint, Xone):
            return []  # it conforms to this one, so to another too
        if len(below) == 1:
            found += below
        else:
            shape = model.shapes[member]
            found += [Violation(shape, Node(member), node, node, None, declared=member, causes=below) for node in nodes]
    return found


def likeliest_first(finding: Finding, model: Shapes) -> list[Finding]:
    """The causes of a finding in the order in which to look at them.

    A literal was meant to be of the datatype that it has, or that is written so; of what else is alike, that with the
    fewest causes is first.
    """
    return sorted(finding.details, key=lambda each: (_unlikeliness(each, model), _count(each), _sort_key(each)))


def _count(finding: Finding) -> int:
    return sum(map(_count, finding.details)) or 1


def _unlikeliness(finding: Finding, model: Shapes) -> int:
    """0 where every literal has the datatype that is asked for, 1 where it is written as one of it is, 2 otherwise."""
    return max(
        (
            0 if constraint.datatype == leaf.value.datatype else 1 if _written_alike(leaf.value, constraint) else 2
            for leaf in _leaves(finding)
            for constraint in model.shapes[leaf.shape].constraints
            if isinstance(constraint, Datatype) and isinstance(leaf.value, Literal)
        ),
        default=0,
    )


def _written_alike(literal: Literal, constraint: Datatype) -> bool:
    example = datatype_example(constraint.datatype)
    return example is not None and _DIGIT.sub("0", literal) == _DIGIT.sub("0", example)


def _leaves(finding: Finding) -> Iterator[Finding]:
    if not finding.details:
        yield finding
    for detail in finding.details:
        yield from _leaves(detail)


def _sort_key(finding: Finding) -> tuple[str, ...]:
    return tuple(map(str, (finding.focus, finding.path, finding.component, finding.value, *sorted(finding.messages))))
