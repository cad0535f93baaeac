"""A mistake in shapes that code has found, and what is said of it.

The words and the severity of each rule are data: `rules/words.ttl`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import rdflib
from rdflib import SH
from rdflib.term import Identifier, Literal, URIRef

from iomgraph.rdf.lined_graph import parse_turtle
from iomgraph.validation.result import Result, Severity
from iomgraph.validation.shapes_check.lined_shapes import LinedShapes

CHECK = rdflib.Namespace("https://w3id.org/iomgraph/shapes-check#")
"""The rules of the check."""


@dataclass(frozen=True)
class Mistake:
    """`node` breaks a rule, in its statement with `predicate` and `value`; `words` go into the message."""

    rule: str
    node: Identifier
    predicate: URIRef | None = None
    value: Identifier | None = None
    words: Mapping[str, str] = field(default_factory=dict, hash=False)

    def result(self, shapes: LinedShapes) -> Result:
        """The mistake as a result of the report, with its place."""
        words = {word: text.rstrip(".") for word, text in self.words.items()}
        return result_of(shapes, self, _rule(CHECK[self.rule]), words)


@dataclass(frozen=True)
class Rule:
    """A rule as a result names it."""

    iri: str
    component: str
    severity: Identifier
    messages: tuple[Literal, ...]


def rules_graph(*names: str) -> rdflib.Graph:
    """The named files of `rules/` as one graph."""
    graph = rdflib.Graph()
    for name in names:
        parse_turtle(files(__package__).joinpath("rules", name).read_bytes(), graph, str(CHECK))
    return graph


def result_of(shapes: LinedShapes, at: Mistake, rule: Rule, words: Mapping[str, str] | None = None) -> Result:
    """The result of a rule at a node of the shapes."""
    place = shapes.place(at.node, at.predicate, at.value)
    return Result(
        focus=shapes.name(at.node),
        path=at.predicate and str(at.predicate),
        value=at.value,
        severity=Severity(str(rule.severity).removeprefix(str(SH))),
        messages={each.language or "": each.format(**words) if words else str(each) for each in sorted(rule.messages)},
        names={},
        component=rule.component,
        rule=rule.iri,
        shape=rule.iri,
        places=(place,) if place else (),
    )


@cache
def _rule(iri: URIRef) -> Rule:
    graph = _all_words()
    messages = tuple(text for text in graph.objects(iri, SH.message) if isinstance(text, Literal))
    severity = graph.value(iri, SH.severity)
    assert isinstance(severity, Identifier)
    return Rule(str(iri), str(iri), severity, messages)


@cache
def _all_words() -> rdflib.Graph:
    return rules_graph("words.ttl")
