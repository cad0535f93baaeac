"""The parts of an RML mapping, as its specification names them.

Follows RML-Core, https://w3id.org/rml/core/spec.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from iomgraph.mapping.csv_dialect import PLAIN, CsvDialect
from iomgraph.mapping.database import Database
from iomgraph.mapping.functions.catalogue import Function

RML = "http://w3id.org/rml/"


class TermType(Enum):
    """What kind of term a term map makes (RML-Core, section "Term types")."""

    IRI = "IRI"
    URI = "URI"
    UNSAFE_IRI = "UnsafeIRI"
    UNSAFE_URI = "UnsafeURI"
    LITERAL = "Literal"
    BLANK_NODE = "BlankNode"


@dataclass(frozen=True, slots=True)
class Constant:
    """An expression with one value: an IRI or the text of a literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """An expression that takes the value of one column."""

    column: str


@dataclass(frozen=True, slots=True)
class Template:
    """An expression that joins fixed texts and columns."""

    parts: tuple[str | Reference, ...]


@dataclass(frozen=True, slots=True)
class RowNumber:
    """An expression that tells the rows apart: what a blank node without an expression is made of."""


@dataclass(frozen=True, slots=True)
class LookupTable:
    """Two columns of a CSV file, in the first of which a value is looked up."""

    file: Path
    key: str
    result: str


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """An expression that a function makes of others: the arguments of each parameter, by its name.

    `triples_map` is how messages name the one that calls.
    """

    function: Function
    arguments: tuple[tuple[str, tuple["Expression", ...]], ...]
    triples_map: str
    lookup_table: LookupTable | None = None


@dataclass(frozen=True, slots=True)
class Conditional:
    """An expression that has its value only where the text of `condition` is true."""

    condition: "Expression"
    expression: "Expression"


Expression = Constant | Reference | Template | RowNumber | FunctionCall | Conditional


@dataclass(frozen=True, slots=True)
class TermMap:
    """How one RDF term is made from a row."""

    expression: Expression
    term_type: TermType
    datatype: "TermMap | None" = None
    language: "TermMap | None" = None
    targets: "tuple[LogicalTarget, ...]" = ()


@dataclass(frozen=True, slots=True)
class JoinCondition:
    """Two expressions that must be equal: one of the child's row, one of the parent's."""

    child: Expression
    parent: Expression


@dataclass(frozen=True, slots=True)
class ReferencingObjectMap:
    """An object that is the subject of another triples map."""

    parent: str
    conditions: tuple[JoinCondition, ...]
    targets: "tuple[LogicalTarget, ...]" = ()


class GatherAs(Enum):
    """What the terms of a gather map become (RML-CC, section "rml:gatherAs")."""

    LIST = "List"
    BAG = "Bag"
    SEQ = "Seq"
    ALT = "Alt"


class Strategy(Enum):
    """How the terms of several term maps come together (RML-CC, section "rml:strategy")."""

    APPEND = "append"
    CARTESIAN_PRODUCT = "cartesianProduct"


@dataclass(frozen=True, slots=True)
class GatherMap:
    """A collection or container of what `items` make, https://w3id.org/rml/cc/spec; its term is the head.

    `head` is None where every iteration makes a collection of its own; `name` tells the gather maps of one triples
    map apart. `empty` allows collections without members.
    """

    name: str
    head: TermMap | None
    gather_as: GatherAs
    items: "tuple[ObjectMap, ...]"
    strategy: Strategy = Strategy.APPEND
    empty: bool = False


ObjectMap = TermMap | ReferencingObjectMap | GatherMap


@dataclass(frozen=True, slots=True)
class PredicateObjectMap:
    """Every predicate with every object, in every graph."""

    predicates: tuple[TermMap, ...]
    objects: tuple[ObjectMap, ...]
    graphs: tuple[TermMap, ...]


class AbstractLogicalSource(ABC):
    """Where rows come from: a logical source, or a logical view (`iomgraph.mapping.views`)."""

    __slots__ = ()

    @abstractmethod
    def files(self) -> frozenset[Path]:
        """Every file that is read for it."""


@dataclass(frozen=True, slots=True)
class LogicalSource(AbstractLogicalSource):
    """Where rows come from: `formulation` is the IRI of the reference formulation.

    A record table has its name as `iterator`, what stands in a database a `database` too, everything else a `file`,
    whose name may be a pattern. `encoding` and `compression` are local names of RML-IO, `nulls` the texts that stand
    for a missing value, `namespaces` prefixes for XPath.
    """

    formulation: str
    iterator: str | None = None
    file: Path | None = None
    encoding: str | None = None
    compression: str | None = None
    nulls: tuple[str, ...] = ()
    namespaces: tuple[tuple[str, str], ...] = ()
    dialect: CsvDialect = PLAIN
    database: Database | None = None

    def files(self) -> frozenset[Path]:
        """The files that have its name, or fit it where it is a pattern such as `data/*.csv`."""
        return frozenset() if self.file is None else frozenset(matching_files(self.file))


def matching_files(file: Path) -> list[Path]:
    """The files that fit the pattern `file`, sorted; `file` itself where it is none, or where none fits."""
    if file.exists() or not any(character in str(file) for character in "*?["):
        return [file]
    return sorted(Path(file.anchor).glob(str(file.relative_to(file.anchor)))) or [file]


@dataclass(frozen=True, slots=True)
class LogicalTarget:
    """Where quads go to: `serialization` is the IRI of a format, the others are local names of RML-IO."""

    file: Path
    serialization: str
    encoding: str
    compression: str


@dataclass(frozen=True, slots=True)
class TriplesMap:
    """How the rows of one logical source become quads; `name` is its IRI, `file` and `line` where it is written."""

    name: str
    file: Path
    base: str
    source: AbstractLogicalSource
    subject: TermMap | GatherMap
    classes: tuple[str, ...]
    graphs: tuple[TermMap, ...]
    predicate_objects: tuple[PredicateObjectMap, ...]
    line: int | None = None

    @property
    def label(self) -> str:
        """How messages name it: the file, the line that it begins on, and its name."""
        return f"{place(self.file, self.line)}: the triples map {self.name}"


def place(file: Path, line: int | None) -> str:
    """A file and a line, for messages.

    >>> place(Path("a.ttl"), 3)
    'a.ttl, line 3'
    """
    return str(file) if line is None else f"{file}, line {line}"


def references(triples_map: TriplesMap) -> set[str]:
    """Every reference that a triples map makes to its own logical source."""
    found = subject_references(triples_map)
    for graph in triples_map.graphs:
        found |= _references_of(graph)
    for part in triples_map.predicate_objects:
        for term_map in (*part.predicates, *part.graphs):
            found |= _references_of(term_map)
        for made in part.objects:
            found |= _references_of(made)
    return found


def subject_references(triples_map: TriplesMap) -> set[str]:
    """The references that the subjects of a triples map are made of."""
    return _references_of(triples_map.subject)


def referencing_object_maps(*made: ObjectMap) -> Iterator[ReferencingObjectMap]:
    """The referencing object maps among `made`, also those that are gathered."""
    for each in made:
        if isinstance(each, ReferencingObjectMap):
            yield each
        elif isinstance(each, GatherMap):
            yield from referencing_object_maps(*each.items)


def references_in(expression: Expression) -> set[str]:
    """The references in one expression."""
    if isinstance(expression, Reference):
        return {expression.column}
    if isinstance(expression, Template):
        return {part.column for part in expression.parts if isinstance(part, Reference)}
    if isinstance(expression, FunctionCall):
        return {name for _, values in expression.arguments for value in values for name in references_in(value)}
    if isinstance(expression, Conditional):
        return references_in(expression.condition) | references_in(expression.expression)
    return set()


def _references_of(made: ObjectMap) -> set[str]:
    if isinstance(made, ReferencingObjectMap):
        return {name for condition in made.conditions for name in references_in(condition.child)}
    if isinstance(made, GatherMap):
        heads = () if made.head is None else (made.head,)
        return {name for each in (*heads, *made.items) for name in _references_of(each)}
    parts = [made, made.datatype, made.language]
    return {name for part in parts if part is not None for name in references_in(part.expression)}
