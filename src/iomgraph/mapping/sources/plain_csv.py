"""Whether a CSV file is written so plainly that an engine reads it as `csv_rows` does.

The engine's reader takes the same rows, and refuses the same, but for three things: wrong quotes, which it mends in
its own way, an empty line above the header, and an empty cell too many, which it drops. A file is given to it only
where none of the first two is found, and the number of delimiters tells of the third.
"""

import codecs
from pathlib import Path

import numpy as np

from iomgraph.mapping.csv_dialect import CsvDialect

_SCANNED = 1 << 22
_BOM = codecs.BOM_UTF8


def delimiters_of_plain_csv(file: Path, dialect: CsvDialect) -> int | None:
    """How many delimiters the file has outside of quoted cells; None where an engine may read it in its own way.

    It is read as it should be where it is UTF-8, begins with its header, and every quote opens, closes or doubles. A
    file with other quotes, as in `5" wide`, may be right all the same.
    """
    if dialect != CsvDialect(dialect.delimiter) or not dialect.delimiter.isascii():
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    cells = _Cells(ord(dialect.delimiter))
    try:
        with file.open("rb") as stream:
            if stream.read(len(_BOM)) != _BOM:
                stream.seek(0)
            if stream.peek(1)[:1] in (b"", b"\n", b"\r"):
                return None
            while chunk := stream.read(_SCANNED):
                decoder.decode(chunk)
                if not cells.are_right(chunk):
                    return None
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return cells.delimiters if cells.are_right(b"\n") and not cells.is_open else None


class _Cells:
    """Tells whether each quote of a file, read in chunks, stands where one may, and counts the delimiters.

    Where all do, they open and close by turns, and a doubled one closes and opens at once. So an opening quote stands
    behind a delimiter, the end of a line or a closing quote, and a closing one before one of these.
    """

    def __init__(self, delimiter: int) -> None:
        self._delimiter = delimiter
        self._ends = np.zeros(256, dtype=bool)
        self._ends[[delimiter, *b'\n\r"']] = True
        self._tail = b"\n"
        self.is_open = False
        self.delimiters = 0

    def are_right(self, chunk: bytes) -> bool:
        """Whether the quotes are right up to the last byte of `chunk`, which is judged with the next one."""
        data = self._tail + chunk
        self._tail = data[-2:]
        found = np.frombuffer(data, dtype=np.uint8)
        judged = found[1:-1]
        places = np.flatnonzero(judged == ord('"')) + 1
        delimiters = np.flatnonzero(judged == self._delimiter) + 1
        quotes_before = np.searchsorted(places, delimiters) if len(places) else np.zeros_like(delimiters)
        self.delimiters += int(np.count_nonzero(quotes_before % 2 == (1 if self.is_open else 0)))
        opening, closing = (places[1::2], places[::2]) if self.is_open else (places[::2], places[1::2])
        self.is_open ^= len(places) % 2 == 1
        return bool(self._ends[found[opening - 1]].all() and self._ends[found[closing + 1]].all())
