"""Which terms a constraint lets pass, where they can be listed: members of a list, instances, entries of a scheme."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib.term import Identifier, URIRef

from iomgraph.validation.constraints.logical import And, Or, Xone
from iomgraph.validation.constraints.other import HasValue, In
from iomgraph.validation.constraints.shape_based import Node, Property
from iomgraph.validation.constraints.value_type import Class
from iomgraph.validation.path import Predicate
from iomgraph.validation.shape import Constraint, Shapes

_DEEPEST = 4


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The terms of a list; no other list is the same one, as comparing long lists takes long."""

    terms: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class Instances:
    """The instances of a class."""

    class_: URIRef


@dataclass(frozen=True, slots=True)
class Having:
    """The nodes that have a value of a property, such as the concepts of a scheme."""

    predicate: URIRef
    value: Identifier


Candidates = Members | Instances | Having


class Allowed:
    """What the constraints of a model let pass, as far as they list it; found out once for each."""

    def __init__(self, model: Shapes) -> None:
        self._model = model
        self._known: dict[int, tuple[Candidates, ...]] = {}

    def by(self, constraint: Constraint) -> tuple[Candidates, ...]:
        """What a constraint lets pass."""
        if id(constraint) not in self._known:
            self._known[id(constraint)] = tuple(dict.fromkeys(_of(constraint, self._model, _DEEPEST)))
        return self._known[id(constraint)]


def _of(constraint: Constraint, model: Shapes, depth: int) -> Iterator[Candidates]:
    match constraint:
        case In(members):
            yield Members(members)
        case Class(class_):
            yield Instances(class_)
        case Node() | And() | Or() | Xone():
            for shape in constraint.shapes:
                yield from _of_shape(shape, model, depth - 1)


def _of_shape(node: Identifier, model: Shapes, depth: int) -> Iterator[Candidates]:
    if depth < 0:
        return
    for constraint in model.shapes[node].constraints:
        if not isinstance(constraint, Property):
            yield from _of(constraint, model, depth)
            continue
        shape = model.shapes[constraint.shape]
        if isinstance(shape.path, Predicate):
            yield from (
                Having(shape.path.iri, inner.value) for inner in shape.constraints if isinstance(inner, HasValue)
            )
