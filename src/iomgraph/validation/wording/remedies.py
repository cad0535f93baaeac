"""What would pass, as a sentence."""

from dataclasses import dataclass
from difflib import SequenceMatcher

import rdflib
from rdflib import SH, SKOS
from rdflib.term import BNode, Identifier, Literal

from iomgraph.validation.constraints.cardinality import MaxCount, MinCount
from iomgraph.validation.constraints.logical import Or, Xone
from iomgraph.validation.constraints.other import Closed, HasValue, In
from iomgraph.validation.constraints.property_pair import Disjoint, Equals, LessThan, LessThanOrEquals
from iomgraph.validation.constraints.shape_based import Node
from iomgraph.validation.constraints.string_based import LanguageIn, MaxLength, MinLength, Pattern, UniqueLang
from iomgraph.validation.constraints.value_range import Range
from iomgraph.validation.constraints.value_type import Datatype, NodeKind
from iomgraph.validation.finding import Finding
from iomgraph.validation.path import Predicate
from iomgraph.validation.result import short
from iomgraph.validation.shape import Constraint
from iomgraph.validation.typed_values import typed_value
from iomgraph.validation.wording.asking import Asking
from iomgraph.validation.wording.candidates import Allowed
from iomgraph.validation.wording.examples import example_of
from iomgraph.validation.wording.facts import Facts, Near
from iomgraph.validation.wording.found import Found
from iomgraph.validation.wording.questions import beside
from iomgraph.validation.wording.words import listed, quoted, say

_ALIKE = 0.6
_OF_FORM = (Datatype, Pattern, Range, NodeKind, MinLength, MaxLength)


@dataclass(frozen=True, slots=True)
class _Fixed:
    """What is the same for all results of a constraint: the shape's words on the form, an example, the note."""

    described: str
    example: str
    note: str


class Remedies:
    """Sentences for what would pass in place of what findings found."""

    def __init__(self, shapes: rdflib.Graph, facts: Facts, allowed: Allowed, found: Found, asking: Asking) -> None:
        self._model = asking.model
        self._shapes = shapes
        self._names = asking.names
        self._facts = facts
        self._allowed = allowed
        self._found = found
        self._asking = asking
        self._fixed: dict[tuple[int, str], _Fixed] = {}

    def sentence(self, finding: Finding, constraint: Constraint, language: str) -> str:
        """What would pass; empty where nobody can say. It ends with the shape's skos:editorialNote, which tells where
        what is missing is added.
        """
        key = (id(constraint), language)
        if key not in self._fixed:
            self._fixed[key] = self._of_any(finding.shape, constraint, language)
        fixed = self._fixed[key]
        said = fixed.described
        lacks = isinstance(finding.focus, Literal) and finding.path is not None  # of which nothing can be said
        if not said and not lacks:
            said = self._said(finding, constraint, language) or fixed.example
        return f"{said} {fixed.note}".strip()

    def _of_any(self, shape: Identifier, constraint: Constraint, language: str) -> "_Fixed":
        return _Fixed(
            self._text(shape, SH.description, language) if isinstance(constraint, _OF_FORM) else "",
            self._example(shape, constraint, language),
            self._text(shape, SKOS.editorialNote, language),
        )

    def of_alternative(self, finding: Finding, language: str) -> str:
        """What would pass in a shape that is one among several."""
        example = example_of(finding.shape, self._model, self._shapes)
        return "" if example is None else say("remedy", "example", language, examples=quoted(example, language))

    def _said(self, finding: Finding, constraint: Constraint, language: str) -> str:  # noqa: PLR0911 - one for each
        names, value = self._names, finding.value
        shown = "" if value is None else names.term(value, language)
        count, values = self._found.values(finding, constraint)
        match constraint:
            case MinLength(least) if value is not None and not isinstance(value, BNode):
                return say("remedy", "lengthen", language, count=least - len(value))
            case MaxLength(most) if value is not None and not isinstance(value, BNode):
                return say("remedy", "shorten", language, count=len(value) - most)
            case MinCount(least) if least - count > 1 or count:
                return say("remedy", "add", language, count=least - count)
            case MaxCount(most) if count > most:
                return say("remedy", "remove", language, count=count - most, found=count)
            case UniqueLang() if repeated := self._found.repeated(finding, constraint):
                return say("remedy", "keep_one", language, languages=listed(list(repeated), language, "and"))
            case LanguageIn(ranges):
                return say("remedy", "mark", language, languages=listed(ranges, language, "or"))
            case Equals():
                return say("remedy", "both_or_neither", language, value=shown)
            case Disjoint():
                return say("remedy", "one_side", language, value=shown)
            case LessThan() if limit := _least(values):
                name = "up_to" if isinstance(constraint, LessThanOrEquals) else "not_beyond"
                return say("remedy", name, language, others=names.term(limit, language))
            case HasValue(wanted):
                asked = names.term(wanted, language)
                near = next((each for each in values if _alike(each, wanted)), None)
                if near is None:
                    return say("remedy", "add_value", language, value=asked)
                return say("remedy", "replace", language, value=asked, found=names.term(near, language))
            case Closed(allowed) if isinstance(finding.path, Predicate):
                return self._of_closed(finding.path.iri, allowed, language)
        return self._nearest(finding, constraint, language)

    def _nearest(self, finding: Finding, constraint: Constraint, language: str) -> str:
        """The nearest terms that would pass, or all of them where they are few."""
        missing = isinstance(constraint, MinCount)
        groups = (
            beside(finding.shape, [constraint], self._model, self._allowed) if missing else self._allowed.by(constraint)
        )
        near: dict[Near, None] = {}
        if finding.value is not None:
            for group in groups:
                near.update(dict.fromkeys(self._facts.nearest.get((group, finding.value), ())))
        if near:
            terms = [self._names.term(term, language) for term in dict.fromkeys(each.term for each in near)]
            return say("remedy", "nearest", language, nearest=listed(terms, language, "or"))
        few = tuple(term for group in groups for term in self._facts.few.get(group, ()))
        if isinstance(constraint, In):
            few = constraint.members
        return say("remedy", "one_of", language, values=self._asking.listed(few, language, "or")) if few else ""

    def _example(self, shape: Identifier, constraint: Constraint, language: str) -> str:
        """Literals that would pass: one for each alternative, where there are several."""
        shapes = constraint.shapes if isinstance(constraint, Or | Xone | Node) else (shape,)
        if not isinstance(constraint, (*_OF_FORM, Or, Xone, Node, MinCount)):
            return ""
        found = (example_of(each, self._model, self._shapes) for each in shapes)
        examples = [quoted(each, language) for each in dict.fromkeys(found) if each is not None]
        return say("remedy", "example", language, examples=listed(examples, language, "or")) if examples else ""

    def _of_closed(self, property_: Identifier, allowed: tuple[Identifier, ...], language: str) -> str:
        shown = self._names.short(property_, language)
        near = max(allowed, key=lambda each: _likeness(each, property_), default=None)
        if near is None or _likeness(near, property_) < _ALIKE:
            return say("remedy", "remove_property", language, property=shown)
        return say("remedy", "other_property", language, property=shown, nearest=self._names.short(near, language))

    def _text(self, shape: Identifier, predicate: rdflib.URIRef, language: str) -> str:
        found = [text for text in self._shapes.objects(shape, predicate) if isinstance(text, Literal)]
        texts = {text.language or "": str(text) for text in sorted(found)}
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def _least(values: tuple[Identifier, ...]) -> Identifier | None:
    """The value before all others; None where they do not compare."""
    keyed = [(typed_value(str(each), str(each.datatype)), each) for each in values if isinstance(each, Literal)]
    orders = {value.order for value, _ in keyed}
    if len(orders) != 1 or None in orders or any(value.key is None for value, _ in keyed):
        return None
    return min(keyed, key=lambda pair: pair[0].key or "")[1]


def _alike(one: Identifier, other: Identifier) -> bool:
    return _likeness(one, other) >= _ALIKE


def _likeness(one: Identifier, other: Identifier) -> float:
    texts = [str(each) if isinstance(each, Literal) else short(each) for each in (one, other)]
    return SequenceMatcher(None, texts[0].lower(), texts[1].lower()).ratio()
