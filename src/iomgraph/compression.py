"""A file's bytes compressed piece by piece, as the suffix of its name says: the same data, the same bytes.

gzip: <https://www.rfc-editor.org/rfc/rfc1952>; Zstandard: <https://www.rfc-editor.org/rfc/rfc8878>.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import zstandard

from iomgraph.files import Piece

# With 31 zlib writes a gzip header, whose time is 0.
_GZIP = 31

_COMPRESSORS: dict[str, Callable[[], Any]] = {
    ".gz": lambda: zlib.compressobj(wbits=_GZIP),
    ".zst": lambda: zstandard.ZstdCompressor().compressobj(),
}
COMPRESSION_SUFFIXES = tuple(_COMPRESSORS)


def compressed(pieces: Iterable[Piece], file: Path) -> Iterator[Piece]:
    """What `file` holds where its contents are `pieces`: compressed where it ends in one of `COMPRESSION_SUFFIXES`.

    >>> import gzip
    >>> gzip.decompress(b"".join(compressed([b"a", b"b"], Path("graph.nq.gz"))))
    b'ab'
    """
    compressor = _COMPRESSORS.get(file.suffix)
    if compressor is None:
        yield from pieces
        return
    stream = compressor()
    for piece in pieces:
        yield stream.compress(piece)
    yield stream.flush()
