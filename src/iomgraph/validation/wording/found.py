"""What was found in place of what a constraint asks for, as a phrase."""

from collections import defaultdict

from rdflib.term import BNode, Identifier, Literal

from iomgraph.validation.constraints.cardinality import MaxCount, MinCount
from iomgraph.validation.constraints.logical import And, Or, Xone
from iomgraph.validation.constraints.other import Closed, HasValue
from iomgraph.validation.constraints.property_pair import Disjoint, Equals, LessThan
from iomgraph.validation.constraints.shape_based import Node, QualifiedMaxCount, QualifiedMinCount
from iomgraph.validation.constraints.string_based import LanguageIn, MaxLength, MinLength, UniqueLang
from iomgraph.validation.constraints.value_type import Class, Datatype, NodeKind
from iomgraph.validation.finding import Finding
from iomgraph.validation.shape import Constraint, Shapes
from iomgraph.validation.wording.candidates import Allowed, Members
from iomgraph.validation.wording.facts import Facts
from iomgraph.validation.wording.names import Names
from iomgraph.validation.wording.questions import compared, counted
from iomgraph.validation.wording.words import listed, say

_SHOWN = 4


class Found:
    """Phrases for what findings found."""

    def __init__(self, model: Shapes, names: Names, facts: Facts, allowed: Allowed) -> None:
        self._model = model
        self._names = names
        self._facts = facts
        self._allowed = allowed

    def phrase(self, finding: Finding, constraint: Constraint, language: str) -> str:  # noqa: PLR0911, PLR0912
        """What was found: a value and what it is instead, values and how many they are, or nothing."""
        names, value = self._names, finding.value
        match constraint:
            case MinCount() | MaxCount() | HasValue() | QualifiedMinCount() | QualifiedMaxCount():
                return self._values(finding, constraint, language)
            case UniqueLang():
                repeated = self.repeated(finding, constraint)
                return ", ".join(
                    say("found", "in_language", language, value=self._list(texts, language), language=tag)
                    for tag, texts in repeated.items()
                ) or self._values(finding, constraint, language)
        if value is None:
            return say("found", "entry", language)
        shown = names.term(value, language)
        match constraint:
            case Class() | Node() | And() | Or() | Xone():
                return self._other_entry(value, constraint, language)
            case Datatype(datatype):
                misspelt = isinstance(value, Literal) and value.datatype == datatype
                kind = names.kind(value, language)
                return say("found", "misspelt" if misspelt else "of_kind", language, value=shown, kind=kind)
            case NodeKind() if not isinstance(value, BNode):
                kind = "Literal" if isinstance(value, Literal) else "IRI"
                return say("found", "of_kind", language, value=shown, kind=say("kind", kind, language))
            case MinLength() | MaxLength() if not isinstance(value, BNode):
                return say("found", "several", language, count=len(value), values=shown)
            case LanguageIn() if isinstance(value, Literal) and value.language:
                return say("found", "in_language", language, value=shown, language=value.language)
            case LanguageIn():
                return say("found", "without_language", language, value=shown)
            case Equals():
                here = value in self.values(finding, constraint)[1]
                return say("found", "here_only" if here else "there_only", language, value=shown)
            case Disjoint():
                return say("found", "on_both_sides", language, value=shown)
            case LessThan():
                others = self.values(finding, constraint)[1]
                shown_others = self._list(list(others), language)
                return say("found", "against", language, value=shown, others=shown_others) if others else shown
            case Closed() if finding.path is not None:
                return say("found", "under", language, value=shown, property=names.path(finding.path, language))
        return shown

    def values(self, finding: Finding, constraint: Constraint) -> tuple[int, tuple[Identifier, ...]]:
        """How many values the words are about at the focus node, and the first of them."""
        of = compared(constraint, self._model, self._model.shapes[finding.shape])
        return (0, ()) if of is None else self._facts.values.get((of, finding.focus), (0, ()))

    def repeated(self, finding: Finding, constraint: Constraint) -> dict[str, list[Identifier]]:
        """The values that share a language, by language."""
        by_language: dict[str, list[Identifier]] = defaultdict(list)
        for value in self.values(finding, constraint)[1]:
            if isinstance(value, Literal) and value.language:
                by_language[value.language].append(value)
        return {language: texts for language, texts in sorted(by_language.items()) if len(texts) > 1}

    def exact(self, value: Identifier, constraint: Constraint) -> bool | None:
        """Whether what would pass is called just so; None where it is not known what would."""
        groups = [each for each in self._allowed.by(constraint) if not isinstance(each, Members)]
        found = [self._facts.nearest[group, value] for group in groups if (group, value) in self._facts.nearest]
        return any(near.exact for each in found for near in each) if found else None

    def _values(self, finding: Finding, constraint: Constraint, language: str) -> str:
        count, values = self.values(finding, constraint)
        if not count:
            return say("found", "none", language)
        name = "several"
        if isinstance(constraint, QualifiedMinCount | QualifiedMaxCount) and counted(constraint, self._model) is None:
            name = "in_all"
        return say("found", name, language, count=count, values=self._list(list(values), language, count))

    def _other_entry(self, value: Identifier, constraint: Constraint, language: str) -> str:
        shown = self._names.term(value, language)
        exact = self.exact(value, constraint)
        if isinstance(value, Literal):
            if exact is None:
                return shown
            return say("found", "only_named" if exact else "not_named", language, value=shown)
        types = self._facts.types.get(value)
        if types is None or not isinstance(constraint, Class):
            return shown
        if not types:
            return say("found", "undescribed", language, value=shown)
        said = [self._names.short(type_, language) for type_ in types[:_SHOWN]]
        return say("found", "of_type", language, value=shown, types=listed(said, language, "and", len(types)))

    def _list(self, terms: list[Identifier], language: str, total: int | None = None) -> str:
        shown = [self._names.term(term, language) for term in terms[:_SHOWN]]
        return listed(shown, language, "and", len(terms) if total is None else total)
