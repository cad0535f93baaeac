"""The parts of an RML mapping, as its specification names them.

Follows RML-Core, https://w3id.org/rml/core/spec.
"""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


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


Expression = Constant | Reference | Template


@dataclass(frozen=True, slots=True)
class TermMap:
    """How one RDF term is made from a row."""

    expression: Expression
    term_type: TermType
    datatype: "TermMap | None" = None
    language: "TermMap | None" = None


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


@dataclass(frozen=True, slots=True)
class PredicateObjectMap:
    """Every predicate with every object, in every graph."""

    predicates: tuple[TermMap, ...]
    objects: tuple[TermMap | ReferencingObjectMap, ...]
    graphs: tuple[TermMap, ...]


@dataclass(frozen=True, slots=True)
class LogicalSource:
    """A table: one of the record tables (`table`), or a CSV file (`file`)."""

    table: str | None = None
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class TriplesMap:
    """How the rows of one logical source become quads; `name` is its IRI, `file` where it is written."""

    name: str
    file: Path
    base: str
    source: LogicalSource
    subject: TermMap
    classes: tuple[str, ...]
    graphs: tuple[TermMap, ...]
    predicate_objects: tuple[PredicateObjectMap, ...]
