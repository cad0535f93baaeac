"""The results of a report in groups, by what a steward wants to go through one by one."""

from collections.abc import Callable, Hashable
from enum import Enum

from iomgraph.validation.result import Report, Result


class Grouping(Enum):
    """What the results of one group have in common: their root cause, the record, the rule or the file."""

    CAUSE = "cause"
    RECORD = "record"
    RULE = "rule"
    FILE = "file"


Group = tuple[Result, ...]


def grouped(report: Report, by: Grouping) -> list[Group]:
    """The results of `report` in groups; within each those that count come first, then the worst.

    Causes and rules come worst first, then the most frequent; records and files by name, those of reference data
    after them. Groups in which nothing counts come last. A root cause is what one correction mends: the same text
    under the same rule, however many records hold it, or the same thing that is missing.
    """
    groups: dict[Hashable, list[Result]] = {}
    for result in sorted(report.results, key=lambda each: not each.counts):
        groups.setdefault(_KEYS[by](result), []).append(result)
    order = _worst_first if by in {Grouping.CAUSE, Grouping.RULE} else _by_place
    return sorted(map(tuple, groups.values()), key=order)


def _cause(result: Result) -> Hashable:
    root = _root(result)
    at_fault = result.value if root.value is None else root.value
    return (
        result.severity,
        result.rule,
        result.component,
        result.path,
        tuple(sorted(result.messages.items())),
        None if at_fault is None else str(at_fault),
    )


def _root(result: Result) -> Result:
    """The cause of the cause and so on, as long as there is but one."""
    while len(result.details) == 1:
        (result,) = result.details
    return result


def _record(result: Result) -> Hashable:
    place = result.places[0] if result.places else None
    # A row of reference data is no record: what it describes is.
    return (place.file, place.record) if place and place.record else result.focus


def _rule(result: Result) -> Hashable:
    return result.rule


def _file(result: Result) -> Hashable:
    return result.places[0].file if result.places else None


_KEYS: dict[Grouping, Callable[[Result], Hashable]] = {
    Grouping.CAUSE: _cause,
    Grouping.RECORD: _record,
    Grouping.RULE: _rule,
    Grouping.FILE: _file,
}


def _worst_first(group: Group) -> tuple[bool, int, int]:
    counts = group[0].counts
    return not counts, min(each.severity.rank for each in group if each.counts == counts), -len(group)


def _by_place(group: Group) -> tuple[bool, bool, str, int, str]:
    places = [each.places[0] for each in group if each.places]
    return (
        not group[0].counts,
        not any(place.record for place in places),
        places[0].file if places else "",
        min((place.line or 0 for place in places), default=0),
        min(each.focus for each in group),
    )
