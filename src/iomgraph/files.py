"""Files that are there whole or not at all."""

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from iomgraph.errors import InputError

# A part of what a file holds.
Piece = bytes | memoryview


def shown_path(file: Path, folder: Path) -> str:
    """`file` as people should see it: below the working folder or `folder` without what lies above."""
    file = Path(os.path.normpath(file))
    for above in (Path.cwd(), folder):
        if file.is_absolute() and file.is_relative_to(above):
            return file.relative_to(above).as_posix()
    return file.as_posix()


@contextmanager
def whole_file(file: Path) -> Iterator[BinaryIO]:
    """Write to a temporary name beside `file` and rename it at the end of the `with` block.

    Where the block fails, what was there before stays. Raises InputError where the system refuses.
    """
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror or error}); give another place.") from error
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def only_one(folder: Path, name: str, otherwise: str) -> Iterator[None]:
    """Hold the lock `name` in a folder; the system lets go of it when the process ends, however it ends.

    Raises InputError, which begins with `otherwise`, where another holds it.
    """
    with (folder / name).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"{otherwise}; wait for it to end.") from None
        yield


def write_whole_files(contents: Mapping[Path, Iterable[Piece]]) -> None:
    """Write every file of `contents`, given in pieces; where one cannot be written, none is.

    Raises InputError where the system refuses.
    """
    with ExitStack() as files:
        for file, pieces in contents.items():
            stream = files.enter_context(whole_file(file))
            for piece in pieces:
                stream.write(piece)
