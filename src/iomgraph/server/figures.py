"""The figures of a release that its home page draws: projects and budgets by state, by year, and by year and type.

A project counts in every state and for every type that it has. Its budget is its largest amount in the currency of the
publication: sources that disagree are not added up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from iomgraph.server.list_index import FacetIndex, ListIndex


@dataclass(frozen=True)
class Figure:
    """How many projects have the values of the facets that `by` names, and their budgets together."""

    by: tuple[str, ...]
    projects: int
    budget: Decimal


@dataclass(frozen=True)
class Figures:
    """The figures by state, by year of start, and by year and type, each sorted by what they are by."""

    states: tuple[Figure, ...]
    years: tuple[Figure, ...]
    budgets: tuple[Figure, ...]


def figures(projects: ListIndex) -> Figures:
    """The figures of a list that has the facets `state`, `year` and `type`."""
    state, year, kind = (_values_by_member(projects.facets[key]) for key in ("state", "year", "type"))

    def in_state(member: int) -> list[tuple[str, ...]]:
        return [(each,) for each in state.get(member, ())]

    def in_year(member: int) -> list[tuple[str, ...]]:
        return [(each,) for each in year.get(member, ())]

    def in_year_and_type(member: int) -> list[tuple[str, ...]]:
        return [(each, own) for each in year.get(member, ()) for own in kind.get(member, ())]

    return Figures(_added(projects, in_state), _added(projects, in_year), _added(projects, in_year_and_type))


def _values_by_member(facet: FacetIndex) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for member, value in zip(facet.member.tolist(), facet.value.tolist(), strict=True):
        found.setdefault(member, []).append(facet.values[value])
    return found


def _added(projects: ListIndex, by: Callable[[int], list[tuple[str, ...]]]) -> tuple[Figure, ...]:
    counts: dict[tuple[str, ...], int] = {}
    budgets: dict[tuple[str, ...], Decimal] = {}
    for member in range(len(projects.members)):
        for each in by(member):
            counts[each] = counts.get(each, 0) + 1
            budgets[each] = budgets.get(each, Decimal(0)) + projects.amounts.get(member, 0)
    return tuple(Figure(each, counts[each], budgets[each]) for each in sorted(counts))
