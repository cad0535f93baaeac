"""Constraints that are stated twice for the same nodes and values."""

from collections.abc import Hashable, Iterator
from dataclasses import fields, is_dataclass

from rdflib.term import BNode, Identifier

from iomgraph.validation.constraints.shape_based import Property
from iomgraph.validation.constraints.sparql import SparqlConstraint
from iomgraph.validation.shape import Constraint, Shape, Targets
from iomgraph.validation.shapes_check.lined_shapes import LinedShapes
from iomgraph.validation.shapes_check.mistake import Mistake
from iomgraph.validation.shapes_check.readable import Readable


def of_duplicates(readable: Readable, shapes: LinedShapes) -> Iterator[Mistake]:
    """Each shape that repeats a constraint of an earlier one, for one target and along one path."""
    first: dict[Hashable, Identifier] = {}
    told: set[tuple[Identifier, Identifier]] = set()
    in_order = sorted(readable.reporting(), key=lambda each: _line(shapes, each[1]))
    for target, shape in in_order:
        along = _along(readable, target, shape)
        for constraint in shape.constraints:
            if along is None or isinstance(constraint, Property):
                continue
            for one in _single(readable.targets[target]):
                earlier = first.setdefault((one, along, _meaning(constraint, readable, ())), shape.node)
                if earlier != shape.node and (earlier, shape.node) not in told:
                    told.add((earlier, shape.node))
                    yield Mistake("duplicate", shape.node, None, None, {"term": shapes.name(earlier)})


def _along(readable: Readable, target: Identifier, shape: Shape) -> str | None:
    """The path from a focus node of `target`; None for a shape two property shapes below, which are rare."""
    if shape.node == target:
        return str(shape.path or "")
    own = {each.shape for each in readable.shapes[target].constraints if isinstance(each, Property)}
    return str(shape.path) if shape.node in own and readable.shapes[target].path is None else None


def _single(targets: Targets) -> Iterator[Hashable]:
    for field in fields(targets):
        yield from ((field.name, term) for term in getattr(targets, field.name))


def _meaning(constraint: Constraint, readable: Readable, above: tuple[Identifier, ...]) -> Hashable:
    """What a constraint asks, the same for two that differ in blank nodes only."""
    if isinstance(constraint, SparqlConstraint):
        return (constraint.component, constraint.sparql.text, constraint.bound)
    assert is_dataclass(constraint)
    inner = tuple(_shape_meaning(node, readable, above) for node in constraint.shapes)
    own = (getattr(constraint, each.name) for each in fields(constraint))
    stated = tuple(each for each in own if each not in constraint.shapes and each != constraint.shapes)
    return (constraint.component, inner, stated)


def _shape_meaning(node: Identifier, readable: Readable, above: tuple[Identifier, ...]) -> Hashable:
    shape = readable.shapes.get(node)
    if not isinstance(node, BNode) or shape is None or node in above:
        return node
    return (str(shape.path), frozenset(_meaning(each, readable, (*above, node)) for each in shape.constraints))


def _line(shapes: LinedShapes, shape: Shape) -> tuple[str, int]:
    place = shapes.place(shape.node)
    return (place.file, place.line or 0) if place else ("", 0)
