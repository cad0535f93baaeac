"""The shapes that can be read, where others beside them are ill-formed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rdflib import RDFS
from rdflib.term import Identifier

from iomgraph.errors import InputError
from iomgraph.validation.constraints.shape_based import Property
from iomgraph.validation.constraints.sparql import Component, read_components
from iomgraph.validation.parameters import IllFormedShapeError, Parameters
from iomgraph.validation.reading import declared, read_shape, read_targets, subclasses
from iomgraph.validation.shape import Shape, Targets
from iomgraph.validation.shapes_check.lined_shapes import LinedShapes
from iomgraph.validation.shapes_check.mistake import Mistake


@dataclass
class Readable:
    """Shapes by their nodes, the targets of those that have any, and why others cannot be used."""

    shapes: dict[Identifier, Shape] = field(default_factory=dict)
    targets: dict[Identifier, Targets] = field(default_factory=dict)
    refused: list[Mistake] = field(default_factory=list)

    def reporting(self) -> Iterator[tuple[Identifier, Shape]]:
        """The shapes whose results stand in a report, each with the shape with targets that leads to it."""
        for target in self.targets:
            waiting, seen = [target], set()
            while waiting:
                node = waiting.pop()
                shape = self.shapes.get(node)
                if node in seen or shape is None or shape.deactivated:
                    continue
                seen.add(node)
                yield target, shape
                waiting += [each.shape for each in shape.constraints if isinstance(each, Property)]


def read_what_can_be(shapes: LinedShapes) -> Readable:
    """Every shape that can be read, and what is wrong with the others."""
    found = Readable()
    components: list[Component] = []
    try:
        components += read_components(shapes)
    except InputError as error:
        found.refused.append(_refused(next(iter(declared(shapes)), RDFS.Resource), error))
    classes = subclasses(shapes, {RDFS.Class})
    waiting = sorted(set(declared(shapes)))
    seen: set[Identifier] = set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        try:
            parameters = Parameters(shapes, node)
            if targets := read_targets(parameters, classes):
                found.targets[node] = targets
            shape = read_shape(parameters, components)
        except InputError as error:
            found.refused.append(_refused(node, error))
        else:
            found.shapes[node] = shape
            waiting += [each for constraint in shape.constraints for each in constraint.shapes]
    return found


def _refused(node: Identifier, error: InputError) -> Mistake:
    if not isinstance(error, IllFormedShapeError):
        return Mistake("cannot-be-used", node, None, None, {"problem": str(error)})
    problem = f"sh:{error.predicate.rsplit('#', 1)[-1]} {error.problem}"
    return Mistake("cannot-be-used", error.node, error.predicate, None, {"problem": problem})
