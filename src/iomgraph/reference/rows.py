"""The rows of a reference file, each with the place that an error message names."""

import csv
from dataclasses import dataclass
from pathlib import Path

from iomgraph.errors import InputError


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file; a cell that is absent or blank is empty text."""

    file: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        """The cell, which must be one of `allowed`; InputError otherwise."""
        if self[column] not in allowed:
            raise self.error(f"column {column} has “{self[column]}”; write one of {', '.join(allowed)}")
        return self[column]

    def required(self, column: str) -> str:
        """The cell, which must not be empty; InputError otherwise."""
        if not self[column]:
            raise self.error(f"column {column} is empty; fill it")
        return self[column]

    def error(self, problem: str) -> InputError:
        """The error that says what is wrong with this row."""
        return InputError(f"{self.file}, line {self.line}: {problem}.")


def read_rows(file: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of `file`; InputError where it cannot be read or lacks one of `columns`."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True, restkey="")
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise InputError(f"{file} lacks the column {', '.join(missing)}; add it to the header.")
            return [_row(file, reader.line_num, cells) for cells in reader]
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); restore the file.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{file} is not a CSV file in UTF-8 ({error}); correct it.") from error


def _row(file: Path, line: int, cells: "dict[str, str | list[str] | None]") -> Row:
    if "" in cells:
        raise InputError(f"{file}, line {line}: the row has more cells than the header; quote text with commas.")
    return Row(file, line, {column: str(text or "").strip() for column, text in cells.items()})
