"""The first sheet of an Excel workbook, a record in each row."""

from collections.abc import Iterator
from pathlib import Path

import python_calamine

from iomgraph.errors import InputError
from iomgraph.records.decoding import fit
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.record import Cell, Record
from iomgraph.records.table_header import checked_header
from iomgraph.records.table_record import record_of_row
from iomgraph.records.typed_text import typed_text

SUFFIXES = (".xlsx",)


def read(file: Path, name: str, knowledge: Knowledge) -> Iterator[Record]:
    """The records of a sheet; the line of a record is the number of its row.

    The first row with a value is the header. Raises InputError where the file is no workbook, the header is wrong, or
    a value stands beside it.
    """
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(file)
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError) as error:
        raise InputError(f"{name} cannot be read as an Excel workbook ({error}); save it as .xlsx.") from error
    header: list[str] | None = None
    found = False
    for number, row in enumerate(rows, 1):
        texts = [typed_text(value) for value in row]
        if not any(text.strip() for text in texts):
            continue
        if header is None:
            width = max(place for place, text in enumerate(texts, 1) if text.strip())
            header = checked_header(texts[:width], f"{name}, row {number}", knowledge.model.fields)
            continue
        if any(text.strip() for text in texts[len(header) :]):
            raise InputError(
                f"{name}, row {number}: a value stands beside the columns of the header; move it or remove it."
            )
        cells = {field: Cell(fit(text, name, number), number) for field, text in zip(header, texts, strict=False)}
        found = True
        yield record_of_row(cells, name, number, knowledge)
    if not found:
        raise InputError(f"{name} holds no record below its header; add one or remove it from the sources.")
