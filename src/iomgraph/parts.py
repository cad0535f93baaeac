"""A text as a folder of files, each of whole lines, which one after another are the text."""

import os
import shutil
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from iomgraph.compression import compressed
from iomgraph.errors import InputError
from iomgraph.files import Piece

_SIZE = 256 << 20


def write_parts(folder: Path, pieces: Iterable[Piece], suffix: str, size: int = _SIZE) -> None:
    """Write `pieces` to `part-00000` and so on with `suffix` in `folder`, which is there whole or not at all.

    A part ends with the line that fills its `size` in bytes, before it is compressed if `suffix` says so. Raises
    InputError where there is such a folder already, or where the system refuses.
    """
    if folder.exists():
        raise InputError(f"{folder} is there already; remove it or name another folder.")
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        unfinished.mkdir()
        for number, part in groupby(_numbered(pieces, size), key=lambda each: each[0]):
            file = unfinished / f"part-{number:05}{suffix}"
            with file.open("wb") as stream:
                stream.writelines(compressed((piece for _, piece in part), file))
                stream.flush()
                os.fsync(stream.fileno())
        unfinished.rename(folder)
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({error.strerror or error}); give another place.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _numbered(pieces: Iterable[Piece], size: int) -> Iterator[tuple[int, bytes]]:
    """The pieces, cut at ends of lines, with the number of the part that each belongs to."""
    number = written = 0
    for piece in pieces:
        rest = bytes(piece)
        while written + len(rest) >= size:
            # The line that is being written when the part is full is its last.
            end = rest.find(b"\n", max(size - written - 1, 0)) + 1
            if not end:
                break
            yield number, rest[:end]
            number, written, rest = number + 1, 0, rest[end:]
        if rest:
            yield number, rest
            written += len(rest)
