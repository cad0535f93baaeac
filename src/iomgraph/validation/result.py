"""One result of a validation, and the report they make.

Follows SHACL, section 3.6, https://www.w3.org/TR/shacl/#validation-report.
"""

import re
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby

import rdflib

from iomgraph.mapping import Place
from iomgraph.validation.path import Path


class Severity(Enum):
    """How bad a result is; the gate of a release refuses violations."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def rank(self) -> int:
        """0 for the worst, then 1 and so on."""
        return _ORDER.index(self)


_ORDER = list(Severity)


@dataclass(frozen=True, slots=True)
class Result:
    """One result: `path` is None where the shape names no single property, `value` where none is at fault.

    `messages`, `names`, `reasons` and `remedies` are texts by language: what the shape says, what it calls the
    property, what it asks and what was found instead, and what would pass. `rule` is the address of the shape, or of
    the one that it stands in. `places` say where in the sources the value stands, or should stand; `details` are the
    causes, each with its own, likeliest first. `waived` is the reason for letting the result pass, `known` whether the
    baseline had it. `whole_path` is all of the path that `path` begins; `focus_term` is the focus node itself where it
    is no IRI.
    """

    focus: str
    path: str | None
    value: rdflib.term.Identifier | None
    severity: Severity
    messages: dict[str, str]
    names: dict[str, str]
    component: str
    rule: str
    shape: str | None
    places: tuple[Place, ...]
    details: "tuple[Result, ...]" = ()
    reasons: dict[str, str] = field(default_factory=dict)
    remedies: dict[str, str] = field(default_factory=dict)
    waived: str | None = None
    known: bool = False
    whole_path: Path | None = None
    focus_term: rdflib.BNode | rdflib.Literal | None = None

    def message(self, language: str) -> str:
        """What is wrong and how to mend it, in `language`, else in English, else in any."""
        return _in(self.messages, language)

    def name(self, language: str) -> str:
        """What the shape calls the property at fault."""
        return _in(self.names, language)

    def reason(self, language: str) -> str:
        """What the rule asks and what was found; empty where the component has no words for it."""
        return _in(self.reasons, language)

    def remedy(self, language: str) -> str:
        """What would pass; empty where nobody can say."""
        return _in(self.remedies, language)

    @property
    def rule_name(self) -> str:
        """The last segment of the rule's address, by which people call it."""
        return short(self.rule)

    @property
    def focus_node(self) -> rdflib.term.Identifier:
        """The focus node as a term of the graph."""
        return rdflib.URIRef(self.focus) if self.focus_term is None else self.focus_term

    @property
    def counts(self) -> bool:
        """Whether it is to be mended: neither waived nor known before."""
        return self.waived is None and not self.known


@dataclass(frozen=True, slots=True)
class Report:
    """The results, worst first, then by place."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no result at all, as SHACL says it."""
        return not self.results

    @property
    def publishable(self) -> bool:
        """Whether there is no violation that counts."""
        return not self.has(Severity.VIOLATION)

    def has(self, severity: Severity) -> bool:
        """Whether a result that is as bad as `severity`, or worse, counts."""
        return any(result.counts and result.severity.rank <= severity.rank for result in self.results)

    def count(self, severity: Severity) -> int:
        """How many results of this severity count: those that are waived or known before do not."""
        return sum(result.severity is severity and result.counts for result in self.results)


def short(address: str) -> str:
    """The last step of an address.

    >>> short("https://example.org/shapes#Budget")
    'Budget'
    """
    return re.split("[/#:]", address.rstrip("/#:"))[-1]


def in_order(results: list[Result]) -> tuple[Result, ...]:
    """The results worst first, those of records before those of reference data, then by file, line and field.

    The order in which they come does not matter: one set of results has one order.
    """
    ordered: list[Result] = []
    for _, alike in groupby(sorted(results, key=_sort_key), key=_sort_key):
        several = list(alike)
        ordered += sorted(several, key=repr) if len(several) > 1 else several
    return tuple(ordered)


def _sort_key(result: Result) -> tuple[int, bool, str, int, str, str, str, str, str]:
    place = result.places[0] if result.places else Place("\uffff", None, "", None)
    return (
        result.severity.rank,
        place.record is None,
        place.file,
        place.line or 0,
        place.field,
        result.focus,
        result.path or "",
        result.message("en"),
        str(result.value),
    )


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
