"""Who answers from a release holds it, so that nobody takes it away meanwhile.

A lock on the manifest, see flock(2): the system lets go of it when the process ends, however it ends.
"""

import fcntl
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from iomgraph.errors import InputError
from iomgraph.release.directory import MANIFEST


class Hold:
    """The release in `folder`, held for as long as this object lives.

    Raises InputError where the release has no manifest, or is being taken away.
    """

    def __init__(self, folder: Path) -> None:
        file = folder / MANIFEST
        try:
            descriptor = os.open(file, os.O_RDONLY)
        except OSError as error:
            raise InputError(f"{file} cannot be read ({error.strerror}); publish the release again.") from error
        weakref.finalize(self, os.close, descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"The release {folder.name} is being taken away; use a later one.") from None


@contextmanager
def taken_if_free(folder: Path) -> Iterator[bool]:
    """Whether nobody holds the release in `folder`; if so nobody can in the `with` block."""
    try:
        manifest = (folder / MANIFEST).open("rb")
    except FileNotFoundError:
        # Nobody can answer from a release without a manifest.
        yield True
        return
    with manifest:
        try:
            fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
