"""Sheets of Excel workbooks (.xlsx), <https://ecma-international.org/publications-and-standards/standards/ecma-376/>.

The iterator names the sheet; without one it is the first. The first row with a value is the header. Dates, times,
booleans and numbers have natural datatypes; what a number shows (a currency, two digits) is no part of it.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import python_calamine

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import DATATYPE, VALUE, Relation, Shape
from iomgraph.mapping.sources.chosen_columns import chosen_columns
from iomgraph.mapping.sources.natural_datatypes import TYPED_VALUE, XSD, decimal_text
from iomgraph.mapping.sources.source_files import each_file, unpacked_file

FORMULATIONS = ("https://w3id.org/iomgraph/formulation#Excel",)

_MIDNIGHT = time()


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A table with the columns that are referred to; an empty cell, or one with an error, is missing.

    A row with a value beside the header is broken. Raises InputError where the file is no workbook, or has no such
    sheet or column.
    """
    source, *others = each_file(source)
    if others:
        raise InputError(f"{source.file} is one of {len(others) + 1} workbooks that fit the rml:path; name one.")
    with unpacked_file(source) as file:
        sheet = _read(source, file)
    chosen = chosen_columns(f"{source.file}, sheet {sheet.name},", sheet.header, references)
    rows = []
    for number, row in sheet.rows:
        beside = next((place for place, cell in enumerate(row) if cell != "" and not sheet.header[place]), None)
        if beside is None:
            rows.append(row)
            continue
        broken_rows.found(
            f"{source.file}, sheet {sheet.name}, row {number}: there is a value in column {beside + 1}, which has no "
            "name in the header; name the column or empty the cell."
        )
    missing = {"", *source.nulls}
    columns = {name: _column([row[place] for row in rows], missing) for name, place in chosen.items()}
    # A table needs a column, also where the mapping refers to none.
    table = pa.table(columns or {"number": pa.array(range(len(rows)), pa.int64())})
    name = engine.free_name(f"{source.file} {sheet.name}")
    engine.add_table(name, table)
    return Relation(name, dict.fromkeys(columns, Shape.TYPED))


class _Sheet(NamedTuple):
    """The header of a sheet, and each row below it that has a value, with its number."""

    name: str
    header: list[str]
    rows: Iterator[tuple[int, Sequence[Any]]]


def _read(source: LogicalSource, file: Path) -> _Sheet:
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(file)
        name = source.iterator or next(iter(workbook.sheet_names), "")
        if name not in workbook.sheet_names:
            raise InputError(f"{source.file} has no sheet {name}; it has {', '.join(workbook.sheet_names)}.")
        cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError) as error:
        raise InputError(f"{source.file} cannot be read as Excel ({error}); save it as .xlsx.") from error
    rows = ((number, row) for number, row in enumerate(cells, 1) if any(cell != "" for cell in row))
    header = next(rows, None)
    if header is None:
        raise InputError(f"{source.file}, sheet {name}, is empty; give it a header, or leave it out.")
    return _Sheet(name, ["" if cell == "" else _value(cell)[0] for cell in header[1]], rows)


def _column(cells: Sequence[Any], missing: AbstractSet[str]) -> "pa.Array[Any]":
    # Midnight of a day looks like the day alone; in a column with other instants it is one too.
    if any(isinstance(cell, datetime) for cell in cells):
        cells = [datetime.combine(cell, _MIDNIGHT) if type(cell) is date else cell for cell in cells]
    values = [None if cell in missing else dict(zip((VALUE, DATATYPE), _value(cell), strict=True)) for cell in cells]
    return pa.array(values, TYPED_VALUE)


def _value(cell: Any) -> tuple[str, str | None]:
    """The text and the datatype of a cell. Excel holds every number as a double, and shows 0.1 where it is nearest."""
    if isinstance(cell, bool):
        return ("true" if cell else "false"), XSD + "boolean"
    if isinstance(cell, int | float):
        text = decimal_text(Decimal(repr(cell))).removesuffix(".0")
        return text, XSD + ("decimal" if "." in text else "integer")
    for kind, datatype in _TIMES:
        if isinstance(cell, kind):
            return cell.isoformat(), XSD + datatype
    # A text, or a span of time, which XML Schema has no ordered datatype for.
    return str(cell), None


# An instant is a date too.
_TIMES = ((datetime, "dateTime"), (date, "date"), (time, "time"))
