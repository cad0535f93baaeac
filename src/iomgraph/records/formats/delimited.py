"""Tables in CSV and TSV (https://www.rfc-editor.org/rfc/rfc4180), a record in each row."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from iomgraph.errors import InputError
from iomgraph.records.decoding import decode
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.record import Cell, Record
from iomgraph.records.source_file import LIMIT, read_table_bytes
from iomgraph.records.table_header import checked_header
from iomgraph.records.table_record import record_of_row

SUFFIXES = (".csv", ".tsv")

SUFFIX_NAMES = {",": "CSV", "\t": "TSV"}


def read(file: Path, name: str, knowledge: Knowledge) -> Iterator[Record]:
    """The records of a table. Its header names every field of the record model, in any order.

    Raises InputError where the header, the number of cells in a row or the quoting is wrong.
    """
    text = decode(read_table_bytes(file, name), name)
    csv.field_size_limit(max(csv.field_size_limit(), LIMIT))
    delimiter = "\t" if file.suffix.lower() == ".tsv" else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    end, found = 0, False
    while True:
        start = end + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise InputError(
                f"{name}, line {start}: the row is no valid {SUFFIX_NAMES[delimiter]} ({error}); "
                "check its quotation marks."
            ) from error
        end = rows.line_num
        if row is None:
            break
        if not any(cell.strip() for cell in row):
            continue
        if header is None:
            if len(row) == 1 and ";" in row[0]:
                raise InputError(f"{name}, line {start}: the cells are parted by semicolons; save it with commas.")
            header = checked_header(row, f"{name}, line {start}", knowledge.model.fields)
            continue
        if len(row) != len(header):
            raise InputError(
                f"{name}, line {start}: the row has {len(row)} cells and the header {len(header)}; "
                "quote text that holds the delimiter and leave no cell out."
            )
        cells = {field: Cell(cell, start) for field, cell in zip(header, row, strict=True)}
        found = True
        yield record_of_row(cells, name, start, knowledge)
    if not found:
        raise InputError(f"{name} holds no record below its header; add one or remove it from the sources.")
