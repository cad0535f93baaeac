"""Reasons and remedies for findings, in every language, each worked out once for all results that share it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import rdflib
from rdflib import SH
from rdflib.term import Identifier

from iomgraph.validation.constraints.string_based import Pattern
from iomgraph.validation.finding import Finding
from iomgraph.validation.patterns import python_pattern
from iomgraph.validation.shape import Constraint, Shapes
from iomgraph.validation.wording.asking import Asking, section
from iomgraph.validation.wording.candidates import Allowed
from iomgraph.validation.wording.facts import Facts, Questions
from iomgraph.validation.wording.found import Found
from iomgraph.validation.wording.names import Names
from iomgraph.validation.wording.questions import compared, constraints_of, questions
from iomgraph.validation.wording.remedies import Remedies
from iomgraph.validation.wording.words import LANGUAGES, known, listed, say

Texts = dict[str, str]
Answering = Callable[[Questions], Facts]


def nothing_known(_: Questions) -> Facts:
    """The answers where there is no data to ask."""
    return Facts()


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is the same for all results of one component of a shape: its constraints and what each asks, by language."""

    constraints: list[Constraint]
    asked: list[Texts]
    section: str
    of_focus: bool
    """Whether the words differ from focus node to focus node."""


class Wording:
    """The words for `findings`, whose shapes are `model`; `answers` says what has to be known of the data."""

    def __init__(
        self, findings: Iterable[Finding], model: Shapes, shapes: rdflib.Graph, answers: Answering = nothing_known
    ) -> None:
        self._model = model
        allowed = Allowed(model)
        facts = answers(questions(findings, model, allowed))
        names = Names(shapes, facts)
        self._asking = Asking(model, names)
        self._found = Found(model, names, facts, allowed)
        self._remedies = Remedies(shapes, facts, allowed, self._found, self._asking)
        self._said: dict[tuple[object, ...], tuple[Texts, Texts]] = {}
        self._rules: dict[tuple[Identifier, Identifier, Identifier | None], _Rule] = {}

    def of(self, finding: Finding) -> tuple[Texts, Texts]:
        """The reason and the remedy by language; empty where the component has no words."""
        source = (finding.shape, finding.component, finding.constraint)
        if source not in self._rules:
            self._rules[source] = self._rule(finding)
        rule = self._rules[source]
        key = (*source, finding.path, finding.value, finding.focus if rule.of_focus else None)
        if key not in self._said:
            self._said[key] = self._words(finding, rule) if rule.constraints else self._of_alternative(finding)
        return self._said[key]

    def _rule(self, finding: Finding) -> "_Rule":
        found = constraints_of(finding, self._model)
        shape = self._model.shapes[finding.shape]
        of = section(finding.component)
        return _Rule(
            found,
            [{language: self._asking.constraint(each, language) for language in LANGUAGES} for each in found],
            of if known(of, "sentence") else "reason",
            of_focus=any(compared(each, self._model, shape) is not None for each in found),
        )

    def _words(self, finding: Finding, rule: "_Rule") -> tuple[Texts, Texts]:
        constraints, asked = _violated(rule, finding) if len(rule.constraints) > 1 else (rule.constraints, rule.asked)
        reasons, remedies = {}, {}
        for language in LANGUAGES:
            if asks := asked[0][language] if len(asked) == 1 else _all_of(asked, language):
                found = self._found.phrase(finding, constraints[0], language)
                reasons[language] = say(rule.section, "sentence", language, asked=asks, found=found)
            for constraint in constraints:
                if remedy := self._remedies.sentence(finding, constraint, language):
                    remedies[language] = remedy
                    break
        return reasons, remedies

    def _of_alternative(self, finding: Finding) -> tuple[Texts, Texts]:
        """That a value does not conform to one shape among several."""
        if finding.component != SH.NodeConstraintComponent or finding.value is None:
            return {}, {}
        reasons, remedies = {}, {}
        for language in LANGUAGES:
            found = self._found.phrase(finding, Constraint(), language)
            asked = self._asking.shape(finding.shape, language)
            reasons[language] = say("reason", "sentence", language, asked=asked, found=found)
            if remedy := self._remedies.of_alternative(finding, language):
                remedies[language] = remedy
        return reasons, remedies


def _all_of(asked: list[Texts], language: str) -> str:
    return listed(list(dict.fromkeys(text for each in asked if (text := each[language]))), language, "and")


def _violated(rule: "_Rule", finding: Finding) -> tuple[list[Constraint], list[Texts]]:
    """Of several patterns of a shape those that the value does not match; all of any other component."""
    left = [
        number
        for number, each in enumerate(rule.constraints)
        if not isinstance(each, Pattern) or not python_pattern(each.pattern, each.flags).search(str(finding.value))
    ]
    return [rule.constraints[number] for number in left], [rule.asked[number] for number in left]
