"""The rows of a CSV file one by one, each with its line and with what is wrong with it.

Follows RFC 4180, <https://www.rfc-editor.org/rfc/rfc4180>, but for a quote inside an unquoted cell, which is kept.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from iomgraph.mapping.csv_dialect import CsvDialect

# A quote that is never closed would take the rest of the file into one cell.
LONGEST_CELL = 100_000_000


class CsvRow(NamedTuple):
    """The cells of the row that starts on `line`; `problem` says what is wrong with it, else it is empty."""

    line: int
    cells: list[str]
    problem: str = ""


class _Lines:
    """The lines of a file; those of a row that could not be read are given back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._returned: list[str] = []
        self._row: list[str] = []
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else next(self._stream)
        self.number += 1
        self._row.append(line)
        return line

    def start_row(self, comment: str | None) -> int:
        """Begin a row below the comments that stand here, and say on which line."""
        self._row.clear()
        while comment:
            line = next(self, "")
            if not line.startswith(comment):
                if line:
                    self._give_back(0)
                break
            self._row.clear()
        return self.number + 1

    def resume_below_first_line(self) -> None:
        """Give back all lines of the row but its first."""
        self._give_back(1)

    def _give_back(self, kept: int) -> None:
        self._returned += reversed(self._row[kept:])
        self.number -= len(self._row[kept:])
        del self._row[kept:]


def csv_rows(file: Path, dialect: CsvDialect) -> Iterator[CsvRow]:
    """Every row of a file in UTF-8, the header too; empty lines are no rows.

    A row whose quotes are wrong ends with its first line, so that the rows below it are read.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        lines = _Lines(stream)
        for _ in zip(range(dialect.skipped_lines), lines, strict=False):
            pass
        rows = csv.reader(
            lines,
            delimiter=dialect.delimiter,
            quotechar=dialect.quote,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
            doublequote=dialect.doubled,
            escapechar=None if dialect.doubled else "\\",
            strict=True,
        )
        while True:
            start = lines.start_row(dialect.comment)
            try:
                cells = next(rows, None)
            except csv.Error as error:
                lines.resume_below_first_line()
                yield CsvRow(start, [], f"the row is no valid CSV ({error}); check its quotation marks")
                continue
            if cells is None:
                return
            if not cells:
                continue
            if dialect.trim:
                cells = [cell.strip() for cell in cells]
            yield CsvRow(start, cells, "" if _is_decoded(cells) else _UNDECODED)


_UNDECODED = "the row has bytes that are no text in the file's encoding; correct them, or name the right encoding"


def _is_decoded(cells: list[str]) -> bool:
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return False
    return True
