"""What a constraint or a shape asks for, as a phrase."""

from functools import cache

from rdflib import SH
from rdflib.term import Identifier, URIRef

from iomgraph.validation.constraints.cardinality import MaxCount, MinCount
from iomgraph.validation.constraints.logical import And, Not, Or, Xone
from iomgraph.validation.constraints.other import Closed, HasValue, In
from iomgraph.validation.constraints.property_pair import Disjoint, Equals, LessThan
from iomgraph.validation.constraints.shape_based import Node, Property, QualifiedMaxCount, QualifiedMinCount
from iomgraph.validation.constraints.sparql import SparqlConstraint
from iomgraph.validation.constraints.string_based import LanguageIn, MaxLength, MinLength, Pattern
from iomgraph.validation.constraints.value_range import Range
from iomgraph.validation.constraints.value_type import Class, Datatype, NodeKind
from iomgraph.validation.path import Inverse
from iomgraph.validation.result import short
from iomgraph.validation.shape import Constraint, Shapes
from iomgraph.validation.wording.names import Names
from iomgraph.validation.wording.words import known, listed, quoted, say

SHOWN = 6
"""So many of a list are named; the others are counted."""

_DEEPEST = 3
_MOST_PHRASES = 4


def section(component: Identifier) -> str:
    """The section of the words of a component.

    >>> section(SH.MinCountConstraintComponent)
    'MinCount'
    """
    return component.removeprefix(str(SH)).removesuffix("ConstraintComponent")


class Asking:
    """Phrases for the constraints of a model."""

    def __init__(self, model: Shapes, names: Names) -> None:
        self.model = model
        self.names = names
        self._constraint = cache(self._said)

    def constraint(self, constraint: Constraint, language: str) -> str:
        """What the constraint asks for; empty where there are no words for its component."""
        return self._constraint(constraint, language, _DEEPEST)

    def shape(self, node: Identifier, language: str, depth: int = _DEEPEST) -> str:
        """What a shape asks for: all its constraints in one phrase, or its name where that would be too long."""
        shape = self.model.shapes[node]
        if depth > 0 and len(shape.constraints) <= _MOST_PHRASES:
            told = shape.constraints
            if any(isinstance(each, Datatype) for each in told):  # which says it in words
                told = tuple(each for each in told if not isinstance(each, Pattern))
            phrases = [self._constraint(each, language, depth - 1) for each in told]
            if said := listed([each for each in dict.fromkeys(phrases) if each], language, "and"):
                return said
        name = self.names.of_shape(node, language) or (short(node) if isinstance(node, URIRef) else None)
        if name is None:
            return say("Node", "unsaid", language)
        return say("Node", "named", language, name=quoted(name, language))

    def listed(self, terms: tuple[Identifier, ...], language: str, last: str) -> str:
        """The first terms of a list, and how many more there are."""
        shown = [self.names.brief(term, language) for term in terms[:SHOWN]]
        return listed(shown, language, last, len(terms))

    def _said(self, constraint: Constraint, language: str, depth: int) -> str:  # noqa: PLR0912 - one for each
        values: dict[str, object] = {}
        count: int | None = None
        match constraint:
            case Class(class_):
                values["class"] = self.names.short(class_, language)
            case Datatype(datatype):
                values["datatype"] = self.names.datatype(datatype, language)
            case NodeKind(kind):
                values["kind"] = say("kind", kind.removeprefix(str(SH)), language)
            case MinCount(count) | MaxCount(count) | MinLength(count) | MaxLength(count):
                pass
            case QualifiedMinCount(shape, _, count) | QualifiedMaxCount(shape, _, count):
                values["shape"] = self.shape(shape, language, depth)
            case Range(_, bound):
                values["bound"] = bound
            case Pattern(pattern, _):
                values["pattern"] = pattern
            case LanguageIn(ranges):
                values["languages"] = listed(ranges, language, "or")
            case Equals(other) | Disjoint(other) | LessThan(other):
                values["other"] = self.names.short(other, language)
            case Node(shape):
                values["shape"] = self.shape(shape, language, depth)
            case Not((shape,)):
                values["shape"] = self.shape(shape, language, depth)
            case And(shapes) | Or(shapes) | Xone(shapes):
                last = "and" if isinstance(constraint, And) else "or"
                phrases = [self.shape(shape, language, depth) for shape in shapes]
                values["shapes"] = listed(phrases[:SHOWN], language, last, len(phrases))
            case Property(shape):
                return self._property(shape, language, depth)
            case Closed(allowed):
                shown = [self.names.short(iri, language) for iri in allowed[:SHOWN]]
                values["properties"] = listed(shown, language, "and", len(allowed))
            case HasValue(value):
                values["value"] = self.names.brief(value, language)
            case In(members):
                values["values"] = self.listed(members, language, "or")
            case SparqlConstraint() if constraint.component != SH.SPARQLConstraintComponent:
                return ""
        if count is not None:
            values["count"] = count
        of = section(constraint.component)
        one = count == 1 and known(of, "asks_one")
        return say(of, "asks_one" if one else "asks", language, **values)

    def _property(self, node: Identifier, language: str, depth: int) -> str:
        shape = self.model.shapes[node]
        if shape.path is None or not shape.constraints:
            return ""
        if isinstance(shape.path, Inverse):
            path = self.names.path(shape.path.path, language)
            return say("Property", "inverse", language, path=path, shape=self.shape(node, language, depth))
        path = self.names.path(shape.path, language)
        if all(isinstance(each, MinCount) for each in shape.constraints):
            return say("Property", "having", language, path=path)
        return say("Property", "asks", language, path=path, shape=self.shape(node, language, depth))
