"""One result of a validation, and the report they make.

Follows SHACL, section 3.6, https://www.w3.org/TR/shacl/#validation-report.
"""

from dataclasses import dataclass
from enum import Enum

import rdflib

from iomgraph.mapping import Place


class Severity(Enum):
    """How bad a result is; the gate of a release refuses violations."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


_ORDER = list(Severity)


@dataclass(frozen=True, slots=True)
class Result:
    """One result: `path` is None where the shape names no single property, `value` where none is at fault.

    `messages` and `names` are texts by language; `places` say where in the sources the value stands, or
    should stand.
    """

    focus: str
    path: str | None
    value: rdflib.term.Identifier | None
    severity: Severity
    messages: dict[str, str]
    names: dict[str, str]
    component: str
    shape: str | None
    places: tuple[Place, ...]

    def message(self, language: str) -> str:
        """What is wrong and how to mend it, in `language`, else in English, else in any."""
        return _in(self.messages, language)

    def name(self, language: str) -> str:
        """What the shape calls the property at fault."""
        return _in(self.names, language)


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
        """Whether there is no violation."""
        return not self.count(Severity.VIOLATION)

    def count(self, severity: Severity) -> int:
        """How many results are of this severity."""
        return sum(result.severity is severity for result in self.results)


def in_order(results: list[Result]) -> tuple[Result, ...]:
    """The results worst first, those of records before those of reference data, then by file, line and field."""
    return tuple(sorted(results, key=_sort_key))


def _sort_key(result: Result) -> tuple[int, bool, str, int, str, str, str, str, str]:
    place = result.places[0] if result.places else Place("\uffff", None, "", None)
    return (
        _ORDER.index(result.severity),
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
