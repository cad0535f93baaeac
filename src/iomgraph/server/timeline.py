"""Who took part from when to when, as bars below each other: the picture beside the table of roles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Quad

from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.server import terms
from iomgraph.server.participations import Part, RoleGroup
from iomgraph.server.reading import Value, by_subject, objects, types

_YEAR = re.compile(r"\d{4}")
_ROW, _TOP = 32, 24


@dataclass(frozen=True)
class Span:
    """A party in a role: its place in the picture, and its dates as the sources give them. `is_open` without an end.

    `x` and `width` are in % of the picture, which is as wide as the page has room.
    """

    party: Value
    name: str
    words: str
    x: float
    y: int
    width: float
    is_open: bool


@dataclass(frozen=True)
class Timeline:
    """A picture of `height` with a row for each span and a mark for some years, at places in %."""

    height: int
    spans: list[Span]
    marks: list[tuple[float, str]]


def timeline(groups: Sequence[RoleGroup], until: int) -> Timeline | None:
    """The dated participations of `groups` up to the year `until`, the earliest first; None for fewer than two."""
    dated = []
    for group in groups:
        for part in group.parts:
            starts = _years(part, "start")
            if starts:
                dated.append((starts[0], _years(part, "end"), part, group.role.text))
    if len(dated) < 2:
        return None
    dated.sort(key=lambda each: (each[0], each[2].other.text.casefold()))
    first = dated[0][0]
    last = max([until, *(year for start, ends, _, _ in dated for year in (start, *ends))])
    scale = 100 / (last + 1 - first)
    spans = []
    for place, (start, ends, part, role) in enumerate(dated):
        # Where the sources disagree the bar is as long as any of them lets it be; its words have all of them.
        end = ends[-1] if len(ends) == len(part.claims) else last
        spans.append(
            Span(
                party=part.other,
                name=f"{role} · {part.other.text}",
                words=f"{role} · {part.other.text}: {_dates(part)}",
                x=round((start - first) * scale, 2),
                y=_TOP + place * _ROW,
                width=round((end + 1 - start) * scale, 2),
                is_open=len(ends) < len(part.claims),
            )
        )
    every = max(1, -(-(last + 1 - first) // 6))
    marks = [(round((year - first) * scale, 2), str(year)) for year in range(first, last + 1, every)]
    return Timeline(_TOP + len(dated) * _ROW, spans, marks)


def end_of(iri: str, quads: list[Quad], until: int) -> int:
    """The year in which `iri`, which `quads` describe, ended or became another, if before `until`."""
    years = [until]
    for subject, own in by_subject(quads).items():
        has_become = WELL_KNOWN["org"] + "ChangeEvent" in types(own)
        dates = objects(own, terms.END) if subject == iri else objects(own, terms.START) if has_become else []
        years += [int(year.group()) for year in map(_YEAR.match, dates) if year]
    return min(years)


def _years(part: Part, of: str) -> list[int]:
    """The years of the claims that have a date, sorted."""
    dates = (getattr(claim, of) for claim in part.claims)
    found = (_YEAR.match(date.text) for date in dates if date is not None)
    return sorted(int(year.group()) for year in found if year)


def _dates(part: Part) -> str:
    said = (
        f"{claim.start.text if claim.start else ''}–{claim.end.text if claim.end else ''}"
        for claim in part.claims
        if claim.start or claim.end
    )
    return " / ".join(dict.fromkeys(said))
