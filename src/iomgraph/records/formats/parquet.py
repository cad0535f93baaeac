"""Parquet files (https://parquet.apache.org/docs/file-format/), a record in each row."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from iomgraph.errors import InputError
from iomgraph.records.decoding import fit
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.record import Cell, Record
from iomgraph.records.table_header import checked_header
from iomgraph.records.table_record import record_of_row
from iomgraph.records.typed_text import typed_text

SUFFIXES = (".parquet",)


def read(file: Path, name: str, knowledge: Knowledge) -> Iterator[Record]:
    """The records of a table; the line of a record is the number of its row, from 1.

    Raises InputError where the file is no Parquet, or its columns are not those of the record model.
    """
    number = 0
    try:
        with pyarrow.parquet.ParquetFile(file) as parquet:
            header = checked_header(parquet.schema_arrow.names, name, knowledge.model.fields)
            for batch in parquet.iter_batches():
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    cells = {
                        field: Cell(fit(typed_text(value), name, number), number)
                        for field, value in zip(header, row, strict=True)
                    }
                    yield record_of_row(cells, name, number, knowledge)
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{name} cannot be read as Parquet ({reason}); correct it.") from error
    if not number:
        raise InputError(f"{name} holds no record; add one or remove it from the sources.")
