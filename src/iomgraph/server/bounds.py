"""How much of a resource its page shows: no resource is so large that its page is."""

from dataclasses import dataclass

MOST_BYTES = 100_000
"""No page is larger."""


@dataclass(frozen=True)
class Bounds:
    """So many rows of one thing, claims of all participations, and characters of one text.

    >>> Bounds().half()
    Bounds(rows=12, claims=40, characters=6000)
    """

    rows: int = 25
    claims: int = 80
    characters: int = 12_000

    def half(self) -> "Bounds":
        """Half of everything, for a page that is still too large."""
        return Bounds(max(1, self.rows // 2), max(1, self.claims // 2), max(40, self.characters // 2))

    def short(self, text: str) -> str:
        """`text`, cut where it is too long."""
        return text if len(text) <= self.characters else text[: self.characters].rstrip() + "…"


@dataclass(frozen=True)
class HomeBounds:
    """How much the first page shows: rows of a table, years of budgets, and words that also show on pointing."""

    rows: int
    years: int
    tips: bool

    def fewer_years(self) -> "HomeBounds":
        """With half of the years."""
        return HomeBounds(self.rows, max(1, self.years // 2), self.tips)


@dataclass(frozen=True)
class ListBounds:
    """How much a page of a list shows: choices of a facet, and values of one cell."""

    choices: int = 300
    values: int = 10

    def half(self) -> "ListBounds":
        """Half of both."""
        return ListBounds(max(1, self.choices // 2), max(1, self.values // 2))
