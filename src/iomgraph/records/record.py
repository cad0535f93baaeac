"""A source record: what one page, row or activity says, value by value, each with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it stands in the source: its text, and the line (from 1) where it starts.

    `meaning` is what a text that is a code says in the words of the record model.
    """

    text: str
    line: int
    meaning: str | None = None

    @property
    def said(self) -> str:
        """The value in the words of the record model, without the blanks around it."""
        return self.meaning or self.text.strip()


@dataclass(slots=True)
class TableRow:
    """A row of a further table: the line and XPath of its element, its values by column, and the line of each."""

    line: int
    path: str
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """What one source says of one project.

    `file` is the path as people see it, `line` the line (from 1) where the record starts, `sha256` the digest of
    the page's bytes or of what the row or the activity says, `layout` one of `labelled`, `unlabelled`, `table` and
    `activity`, `language` the code of one language. `cells` holds a cell for each field of the record
    model (`data/schemas/record.json`) that has a value; a missing value has no cell. `warnings` are
    sentences for the steward. `project` is the project's key where the cells do not give it, `rows` what the
    source says beyond the record model, by table.
    """

    file: str
    line: int
    sha256: str
    layout: str
    language: str
    cells: dict[str, Cell]
    warnings: tuple[str, ...] = field(default=())
    project: str | None = None
    rows: Mapping[str, Sequence[TableRow]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The record's identifier in every table: the first 16 hex digits of its digest."""
        return self.sha256[:16]
