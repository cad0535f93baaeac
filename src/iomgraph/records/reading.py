"""Reading sources: each file by the reader of its suffix, then what the records say of each other."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from iomgraph.broken_rows import BrokenRows
from iomgraph.errors import InputError
from iomgraph.files import shown_path
from iomgraph.publication import Publication
from iomgraph.records.agreement import with_contradictions
from iomgraph.records.budget import with_default_currency
from iomgraph.records.formats import readers
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.record import Record
from iomgraph.records.source_file import unreadable

# How a file of an unknown suffix is read where it is named itself: as a page.
_DEFAULT_SUFFIX = ".txt"


def read_sources(
    paths: Sequence[Path], publication: Publication, broken_rows: BrokenRows | None = None
) -> list[Record]:
    """The records of `paths`: files, and folders whose files are read in the order of their paths.

    In a folder, hidden files and those that no reader takes by their suffix are passed over. Records that alone are
    broken are told to `broken_rows`; without it the first stops the reading. Raises InputError where a source cannot be
    read, is not what its suffix says, or is not about a project.
    """
    knowledge = Knowledge(publication)
    broken_rows = broken_rows or BrokenRows()
    records = []
    for file in _files(paths):
        name = shown_path(file, publication.file.parent)
        if not name.isprintable():
            raise InputError(f"The name {name!r} holds characters that cannot be published; rename the file.")
        read = readers().get(file.suffix.lower(), readers()[_DEFAULT_SUFFIX])
        for found in read(file, name, knowledge):
            if isinstance(found, InputError):
                broken_rows.found(str(found))
            else:
                records.append(with_default_currency(found, publication.currency))
    return with_contradictions(records, knowledge)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        try:
            path.stat()
            if path.is_file():
                yield path
                continue
            if not path.is_dir():
                raise InputError(f"{path.as_posix()} is neither a file nor a folder; name one.")
            below = sorted(file for file in path.rglob("*") if file.suffix.lower() in readers())
        except OSError as error:
            raise unreadable(path.as_posix(), error) from error
        files = [file for file in below if not file.is_dir() and not _is_hidden(file.relative_to(path))]
        if not files:
            suffixes = ", ".join(sorted(readers()))
            raise InputError(f"{path.as_posix()} holds no file that can be read; put one with {suffixes} there.")
        yield from files


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
