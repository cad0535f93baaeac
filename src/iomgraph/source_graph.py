"""Records read, linked and mapped: from sources to their graph."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyoxigraph

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.linking import link
from iomgraph.mapping import Mapping
from iomgraph.publication import Publication
from iomgraph.rdf.documents import rdf_format
from iomgraph.rdf.merged_files import merged_quads
from iomgraph.records import Record, read_sources, record_tables
from iomgraph.validation import Places, RdfPlaces

Progress = Callable[[str], None]


@dataclass(frozen=True)
class LinkedRecords:
    """What was read: the records, and every record table and link table by name."""

    records: list[Record]
    tables: dict[str, pa.Table]


def read_and_link(
    sources: Sequence[Path], publication: Publication, progress: Progress, broken_rows: BrokenRows | None = None
) -> LinkedRecords:
    """Read `sources`, or where there are none those of the publication, and link their names.

    Records that alone are broken are told to `broken_rows`; without it the first stops the reading.
    """
    progress("Reading the records")
    records = read_sources(sources or publication.sources, publication, broken_rows)
    progress("Linking names")
    return LinkedRecords(records, link(record_tables(records, publication), publication))


@contextmanager
def mapped(
    sources: Sequence[Path],
    publication: Publication,
    progress: Progress,
    broken_rows: BrokenRows | None = None,
    engine: Engine | None = None,
) -> Iterator[Mapping]:
    """The mapping over the tables of `sources`, for the length of the `with` block."""
    linked = read_and_link(sources, publication, progress, broken_rows)
    progress("Mapping to quads")
    with Mapping.of_publication(publication, linked.tables, engine) as mapping:
        yield mapping


@contextmanager
def graph_with_places(
    sources: Sequence[Path], publication: Publication, progress: Progress
) -> Iterator[tuple[bytes, Places]]:
    """The canonical N-Quads of `sources`, sorted, and where each statement comes from."""
    if sources and all(rdf_format(source) for source in sources):
        written = pyoxigraph.serialize(merged_quads(sources), format=pyoxigraph.RdfFormat.N_QUADS) or b""
        yield b"".join(sorted(set(io.BytesIO(written)))), RdfPlaces(sources, publication.file.parent)
        return
    with mapped(sources, publication, progress) as mapping:
        yield b"".join(mapping.text()), mapping.lineage(publication.schemas, publication.file.parent)
