"""Columns of a well-formed CSV file, fast.

Arrow's reader takes the same rows as `csv_rows`, and refuses the same, but for wrong quotes, which it mends in its own
way. So a file is read by it only where its quotes were found right first; what it refuses is left to `csv_rows`.
"""

import codecs
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast

import numpy as np
import pyarrow as pa
import pyarrow.csv

from iomgraph.mapping.csv_dialect import CsvDialect

_BLOCK = 1 << 20
_SCANNED = 1 << 22
_BOM = codecs.BOM_UTF8


def is_well_formed(file: Path, dialect: CsvDialect) -> bool:
    """Whether `column_batches` can read the file: UTF-8, and every quote opens, closes or doubles.

    A file with other quotes, as in `5" wide`, may be right all the same.
    """
    if dialect != CsvDialect(dialect.delimiter) or not dialect.delimiter.isascii():
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    quotes = _Quotes(ord(dialect.delimiter))
    try:
        with file.open("rb") as stream:
            if stream.read(len(_BOM)) != _BOM:
                stream.seek(0)
            while chunk := stream.read(_SCANNED):
                decoder.decode(chunk)
                if not quotes.are_right(chunk):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return quotes.are_right(b"\n") and not quotes.is_open


def column_batches(
    file: Path, width: int, chosen: Sequence[int], delimiter: str, nulls: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """The chosen of the `width` columns, as texts; empty cells and the texts `nulls` are null.

    Raises pyarrow.ArrowInvalid where a row has another width, or is longer than a block.
    """
    names = [str(number) for number in range(width)]
    # An open file, since Arrow would unpack one whose name ends with .gz.
    yield from pyarrow.csv.open_csv(
        cast("IO[bytes]", pa.OSFile(str(file), "rb")),
        pyarrow.csv.ReadOptions(column_names=names, skip_rows_after_names=1, block_size=_BLOCK),
        pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        pyarrow.csv.ConvertOptions(
            # The file was found to be UTF-8 as a whole.
            check_utf8=False,
            column_types=dict.fromkeys(names, pa.string()),
            include_columns=[names[number] for number in chosen],
            null_values=["", *nulls],
            strings_can_be_null=True,
        ),
    )


class _Quotes:
    """Tells whether each quote of a file, read in chunks, stands where one may.

    Where all do, they open and close by turns, and a doubled one closes and opens at once. So an opening quote stands
    behind a delimiter, the end of a line or a closing quote, and a closing one before one of these.
    """

    def __init__(self, delimiter: int) -> None:
        self._ends = np.zeros(256, dtype=bool)
        self._ends[[delimiter, *b'\n\r"']] = True
        self._tail = b"\n"
        self.is_open = False

    def are_right(self, chunk: bytes) -> bool:
        """Whether the quotes are right up to the last byte of `chunk`, which is judged with the next one."""
        data = self._tail + chunk
        self._tail = data[-2:]
        found = np.frombuffer(data, dtype=np.uint8)
        places = np.flatnonzero(found[1:-1] == ord('"')) + 1
        opening, closing = (places[1::2], places[::2]) if self.is_open else (places[::2], places[1::2])
        self.is_open ^= len(places) % 2 == 1
        return bool(self._ends[found[opening - 1]].all() and self._ends[found[closing + 1]].all())
