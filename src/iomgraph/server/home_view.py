"""The figures of a release as the home page shows them: a map, bars and tables, each with its way into the lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.charts import PARTS, BarChart, Stack, bar_chart
from iomgraph.server.figures import Figure
from iomgraph.server.folding import folded
from iomgraph.server.list_address import as_parameter
from iomgraph.server.reading import Reading, Value, objects
from iomgraph.server.world_map import Outline

FACETS = {"states": ("state",), "years": ("year",), "budgets": ("year", "type")}
"""The tables of figures, and what each is by, as keys of facets."""

_LIST = "/projects?"
# So many shades a map has.
_LEVELS = 5
# A gap of more years than these between two projects is no time line any more.
_MOST_YEARS = 80


@dataclass(frozen=True)
class FigureRow:
    """A row of a table of figures: what it is of, and the list of these projects. `share` is of the largest, in %."""

    labels: tuple[Value, ...]
    iris: tuple[str, ...]
    projects: int
    budget: Decimal
    link: str
    share: float


@dataclass(frozen=True)
class MapShape:
    """A state on the map; `level` is its shade, 0 for one without projects, which leads nowhere."""

    path: str
    level: int
    row: FigureRow | None


@dataclass(frozen=True)
class TypeKey:
    """A colour of the budget chart and what it stands for."""

    part: int
    label: Value


def rows_of(reading: Reading, figures: Sequence[Figure], facets: Sequence[str]) -> list[FigureRow]:
    """`figures` by the facets of which `facets` are the keys, in their order."""
    most = max((figure.projects for figure in figures), default=1)
    return [
        FigureRow(
            tuple(_label(reading, value) for value in figure.by),
            figure.by,
            figure.projects,
            figure.budget,
            _link(reading, facets, figure.by),
            round(100 * figure.projects / most, 1),
        )
        for figure in figures
    ]


def table_of(reading: Reading, name: str) -> list[FigureRow]:
    """The rows of a table: states by how much there is, all else by what it is of."""
    rows = rows_of(reading, getattr(reading.release.figures, name), FACETS[name])
    if name == "states":
        rows.sort(key=lambda row: (-row.projects, -row.budget, folded(row.labels[0].text)))
    return rows


def map_of(
    reading: Reading, outlines: Sequence[Outline], rows: Sequence[FigureRow], by_budget: bool
) -> tuple[list[MapShape], list[tuple[int, str, str]]]:
    """The map of `rows`, which are of states, and what its shades mean: the least and the most of each."""
    sizes = {row.iris: row.budget if by_budget else Decimal(row.projects) for row in rows}
    ranked = sorted({size for size in sizes.values() if size})
    levels = {size: 1 + place * _LEVELS // len(ranked) for place, size in enumerate(ranked)}
    by_code = {code: row for row in rows for code in _codes(reading, row.iris[0])}
    shapes = []
    for outline in outlines:
        row = by_code.get(outline.code) if outline.code else None
        shapes.append(MapShape(outline.path, levels.get(sizes[row.iris], 1) if row else 0, row))
    shades: dict[int, list[Decimal]] = {}
    for size, level in levels.items():
        shades.setdefault(level, []).append(size)
    return shapes, [(level, str(min(own)), str(max(own))) for level, own in shades.items()]


def years_chart(rows: Sequence[FigureRow], words: str) -> BarChart:
    """How many projects started in each year; `words` say that they are projects."""
    found = {row.iris[0]: row for row in rows}
    stacks = []
    for year in _years(list(found)):
        row = found.get(year)
        pieces = [(Decimal(row.projects), f"{year} – {words}: {row.projects}", row.link, 0)] if row else []
        stacks.append(Stack(year, pieces))
    return bar_chart(stacks)


def budgets_chart(rows: Sequence[FigureRow], currency: str) -> tuple[BarChart, list[TypeKey]]:
    """The budgets of each year, in parts by type; types beyond the colours share the last."""
    totals: dict[str, Decimal] = {}
    for row in rows:
        totals[row.iris[1]] = totals.get(row.iris[1], Decimal(0)) + row.budget
    order = sorted(totals, key=lambda each: (-totals[each], each))
    parts = {each: min(place, PARTS - 1) for place, each in enumerate(order)}
    labels = {row.iris[1]: row.labels[1] for row in rows}
    stacks = []
    for year in _years([row.iris[0] for row in rows if row.budget]):
        own = sorted((row for row in rows if row.iris[0] == year and row.budget), key=lambda row: parts[row.iris[1]])
        pieces = [
            (row.budget, f"{year}, {row.labels[1].text}: {currency} {row.budget:,.0f}", row.link, parts[row.iris[1]])
            for row in own
        ]
        stacks.append(Stack(year, pieces))
    return bar_chart(stacks), [TypeKey(parts[each], labels[each]) for each in order if totals[each]]


def _years(found: Sequence[str]) -> list[str]:
    """The years from the first to the last, those without anything too, unless that is too long a line."""
    numbers = sorted({int(year) for year in found})
    if not numbers or numbers[-1] - numbers[0] >= _MOST_YEARS:
        return sorted(set(found))
    return [f"{year:04}" for year in range(numbers[0], numbers[-1] + 1)]


def _codes(reading: Reading, iri: str) -> list[str]:
    return objects(parsed(reading.release.quads.with_subject(iri)), terms.NOTATION)


def _label(reading: Reading, value: str) -> Value:
    return reading.resource(value) if reading.addresses.link_to(value) else Value(value)


def _link(reading: Reading, facets: Sequence[str], values: Sequence[str]) -> str:
    pairs = zip(facets, values, strict=True)
    return (
        reading.addresses.root
        + _LIST
        + "&".join(f"{key}={as_parameter(reading.addresses.as_value(value))}" for key, value in pairs)
    )
