"""The report as a steward reads it on a terminal: in groups, each bounded, worst first."""

from dataclasses import dataclass, replace

import click
from rdflib.term import Literal

from iomgraph.mapping import Place
from iomgraph.validation.causes import cause_lines
from iomgraph.validation.formats.words import words
from iomgraph.validation.grouping import Group, Grouping, grouped
from iomgraph.validation.result import Report, Result, Severity

_SHOWN_PLACES = 4
_SHOWN_BLOCKS = 100
_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def text_report(
    report: Report, language: str, *, by: Grouping = Grouping.CAUSE, limit: int | None = None, colour: bool = False
) -> str:
    """A block for each group of results: what is wrong and how to mend it, and where, at most `limit` places.

    With a limit there are a hundred blocks at most, and the rest is counted.

    `colour` is for a terminal. What is waived or known stands last in its group, and is told as such.

    >>> text_report(Report(()), "en")
    'No violations, no warnings, no remarks.\\n'
    """
    text = _Text(language, by, limit, colour=colour)
    groups = grouped(report, by)
    shown = groups if limit is None else groups[:_SHOWN_BLOCKS]
    more = [text.more_blocks(len(groups) - len(shown))] if len(groups) > len(shown) else []
    return "\n".join([*map(text.block, shown), *more, text.summary(report)]) + "\n"


@dataclass(frozen=True, slots=True)
class _Said:
    """What is told of a result beside its place; what a whole group has in common is told once, above."""

    severity: str = ""
    found: str = ""
    message: str = ""
    rule: str = ""
    below: tuple[str, ...] = ()

    def without(self, other: "_Said") -> "_Said":
        same = {name: "" for name in _TEXTS if getattr(self, name) == getattr(other, name)}
        return replace(self, **same, below=() if self.below == other.below else self.below)

    def line(self, where: str) -> str:
        return ": ".join(part for part in (self.severity, where, self.found, self.message) if part) + self.rule


_TEXTS = ("severity", "found", "message", "rule")


class _Text:
    """How the parts of a report are written in one language."""

    def __init__(self, language: str, by: Grouping, limit: int | None, *, colour: bool) -> None:
        self._language = language
        self._words = words(language)
        self._by_place = by in {Grouping.RECORD, Grouping.FILE}
        self._by = by
        self._limit = limit
        self._colour = colour

    def block(self, group: Group) -> str:
        shown = group[: self._limit]
        common = _Said() if self._by_place else _common([self._said(result) for result in group])
        lines = [self._title(group) if self._by_place else self._head(group, common)]
        lines += _indented(common.below)
        for result in shown:
            own = self._said(result).without(common)
            lines.append(f"  {own.line(self._where(result))}{self._further(result)}{self._standing(result)}")
            lines += _indented(own.below, "    ")
        if len(group) > len(shown):
            lines.append(f"  {self._words('more', len(group) - len(shown))}")
        return "\n".join(lines) + "\n"

    def more_blocks(self, number: int) -> str:
        return self._words("more_blocks", number) + "\n"

    def summary(self, report: Report) -> str:
        counts = [self._words.counted(severity.value, report.count(severity)) for severity in Severity]
        passed = {
            "waived": sum(result.waived is not None for result in report.results),
            "known": sum(result.waived is None and result.known for result in report.results),
        }
        sentence = ", ".join(counts + [self._words.counted(key, number) for key, number in passed.items() if number])
        return f"{sentence[0].upper()}{sentence[1:]}."

    def _said(self, result: Result) -> _Said:
        # That nothing was found where something is asked for is what the message says already.
        reason = "" if result.value is None else result.reason(self._language)
        remedy = result.remedy(self._language)
        return _Said(
            severity=self._styled(self._words(result.severity.value), fg=_COLOURS[result.severity], bold=True),
            found=_found(result),
            message=_shown(result.message(self._language)),
            rule=self._styled(f" [{result.rule_name}]", dim=True),
            below=(
                *([_shown(reason)] if reason else []),
                *([self._styled(f"→ {_shown(remedy)}", fg="green")] if remedy else []),
                *self._causes(result),
            ),
        )

    def _causes(self, result: Result) -> tuple[str, ...]:
        """The causes below a result, a line each, further in what is below another."""
        told = cause_lines(result, self._language)
        return tuple(f"{_margin(line)}- {_shown(line)}" for line in told)

    def _head(self, group: Group, common: _Said) -> str:
        times = f", {self._words('times', len(group))}" if len(group) > 1 else ""
        return _Said(f"{common.severity}{times}".removeprefix(", "), common.found, common.message, common.rule).line("")

    def _title(self, group: Group) -> str:
        file = group[0].places[0].file if group[0].places else ""
        if self._by is Grouping.FILE:
            return self._styled(file or self._words("no_source"), bold=True)
        # Of the nodes that a record speaks of, the one of the shortest address is what it is about.
        focus = min((result.focus for result in group), key=lambda each: (len(each), each))
        return self._styled(f"{file}: {focus}" if file else focus, bold=True)

    def _where(self, result: Result) -> str:
        if not result.places:
            return result.focus
        place = result.places[0]
        return self._in_file(place) or result.focus if self._by_place else self._place(place)

    def _place(self, place: Place) -> str:
        return ", ".join(part for part in (place.file, self._in_file(place)) if part)

    def _in_file(self, place: Place) -> str:
        line = [self._words("line", place.line)] if place.line is not None else []
        return ", ".join([*line, *([self._words("field", place.field)] if place.field else [])])

    def _further(self, result: Result) -> str:
        """The places of the same value in further sources."""
        further = [self._words("also", self._place(other)) for other in result.places[1:_SHOWN_PLACES]]
        if len(result.places) > _SHOWN_PLACES:
            further.append(self._words("more", len(result.places) - _SHOWN_PLACES))
        return f" ({'; '.join(further)})" if further else ""

    def _standing(self, result: Result) -> str:
        if result.waived is not None:
            return self._styled(f" – {self._words('waived', _shown(result.waived))}", dim=True)
        return self._styled(f" – {self._words('known')}", dim=True) if result.known else ""

    def _styled(self, text: str, fg: str | None = None, *, bold: bool | None = None, dim: bool | None = None) -> str:
        return click.style(text, fg=fg, bold=bold, dim=dim) if self._colour else text


def _common(said: list[_Said]) -> _Said:
    """What all have in common."""
    first = said[0]
    shared = {name: getattr(first, name) for name in _TEXTS if len({getattr(each, name) for each in said}) == 1}
    return _Said(**shared, below=first.below if all(each.below == first.below for each in said) else ())


def _indented(lines: tuple[str, ...], by: str = "  ") -> list[str]:
    return [f"{by}{line}" for line in lines]


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _found(result: Result) -> str:
    """The value at fault where it is part of the source's text, else that text, else the value in the graph."""
    text = result.places[0].text if result.places else None
    value = "" if result.value is None else str(result.value)
    if text is None or (isinstance(result.value, Literal) and value in text):
        text = value
    return f'"{_shortened(text)}"' if text else ""


def _shortened(text: str) -> str:
    shown = _shown(text)
    return shown if len(shown) <= 80 else shown[:79] + "…"


def _shown(text: str) -> str:
    """One line of `text`, without what would make a terminal do something."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in " ".join(text.split()))
