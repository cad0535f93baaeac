"""What a shapes graph says, as a model: shapes, their targets and constraints.

Follows SHACL, section 2.1, https://www.w3.org/TR/shacl/#shapes.
"""

from dataclasses import dataclass
from typing import ClassVar, Protocol

from rdflib.term import Identifier, Literal, URIRef

from iomgraph.validation.path import Path


class Scope(Protocol):
    """What a constraint asks of the data: the focus nodes and value nodes of one shape, and the graph around them."""

    @property
    def focus(self) -> str:
        """A table with the column `node`: each focus node once."""

    @property
    def values(self) -> str:
        """A table with the columns `focus` and `value`: each pair once."""

    def id(self, term: Identifier) -> int:
        """The id of a term of the shapes."""

    def instances(self, class_: URIRef) -> str:
        """SQL for the nodes (`id`) that are SHACL instances of a class."""

    def failing(self, shape: Identifier) -> str:
        """A table of the value nodes (`node`) that do not conform to another shape."""

    def matching(self, pattern: str, flags: str) -> str:
        """SQL for the value nodes (`id`) whose text matches a regular expression of SPARQL."""


class Constraint:
    """A constraint of one component: its parameters, and the query for what violates it.

    `reads_values` says whether the query reads the table `typed`, of what literals mean.
    """

    reads_values: ClassVar[bool] = False

    @property
    def component(self) -> URIRef:
        """The IRI of the component."""
        raise NotImplementedError

    @property
    def shapes(self) -> tuple[Identifier, ...]:
        """The shapes that the constraint refers to."""
        return ()

    def query(self, scope: Scope) -> str:
        """SQL for the violations: `focus`, `value` (NULL where there is none), `path` (NULL for that of the shape)."""
        raise NotImplementedError

    def default_message(self) -> str:
        """What is said where the shape has no sh:message."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or with a `path` a property shape."""

    node: Identifier
    name: str
    """Its address, or that of the shape it stands in."""
    path: Path | None
    constraints: tuple[Constraint, ...]
    severity: Identifier
    messages: tuple[Literal, ...]
    deactivated: bool


@dataclass(frozen=True, slots=True)
class Targets:
    """Which nodes a shape is about; section 2.1.3 of SHACL. `classes` has the shape itself where it is a class."""

    nodes: tuple[Identifier, ...] = ()
    classes: tuple[URIRef, ...] = ()
    subjects_of: tuple[URIRef, ...] = ()
    objects_of: tuple[URIRef, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)


@dataclass(frozen=True)
class Shapes:
    """All shapes of a shapes graph by their nodes, and the targets of those that have any."""

    shapes: dict[Identifier, Shape]
    targets: dict[Identifier, Targets]
    recursive: frozenset[Identifier]
    """The shapes that refer to themselves, over others or not."""
