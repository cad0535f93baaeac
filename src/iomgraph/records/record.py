"""A source record: what one page or one row says, value by value, each with its place."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it stands in the source: its text, and the line (from 1) where it starts."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Record:
    """What one source says of one project.

    `file` is the path as people see it, `line` the line (from 1) where the record starts, `sha256` the digest of
    the page's bytes or of the row's cells, `layout` one of `labelled`, `unlabelled` and `table`,
    `language` one of the publication's languages. `cells` holds a cell for each field of the record
    model (`data/schemas/record.json`) that has a value; a missing value has no cell. `warnings` are
    sentences for the steward.
    """

    file: str
    line: int
    sha256: str
    layout: str
    language: str
    cells: dict[str, Cell]
    warnings: tuple[str, ...] = field(default=())

    @property
    def key(self) -> str:
        """The record's identifier in every table: the first 16 hex digits of its digest."""
        return self.sha256[:16]
