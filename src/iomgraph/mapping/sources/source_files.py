"""The files of a source, each out of its compression, on the disk."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource, matching_files
from iomgraph.mapping.sources.source_text import opened


def each_file(source: LogicalSource) -> list[LogicalSource]:
    """A source for every file that the path of `source` names, sorted. Raises InputError where there is no path."""
    if source.file is None:
        raise InputError(f"A logical source with the reference formulation {source.formulation} needs an rml:path.")
    return [replace(source, file=file) for file in matching_files(source.file)]


@contextmanager
def unpacked_file(source: LogicalSource) -> Iterator[Path]:
    """The source's one file, or what is packed in it as a file of its own, for the length of the `with` block.

    Raises InputError where it cannot be read or unpacked.
    """
    assert source.file is not None
    with opened(source) as stream:
        if source.compression in (None, "none"):
            yield source.file
            return
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / source.file.name
            with file.open("wb") as unpacked:
                shutil.copyfileobj(stream, unpacked)
            yield file
