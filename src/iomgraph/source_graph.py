"""Records read, linked and mapped: from sources to their graph."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyoxigraph

from iomgraph.engine import Engine
from iomgraph.files import Piece
from iomgraph.linking import link
from iomgraph.mapping import Mapping
from iomgraph.publication import Publication
from iomgraph.rdf.serialisation import Serialiser, triples_of
from iomgraph.rdf.syntaxes import N_TRIPLES, SYNTAXES
from iomgraph.records import Record, read_sources, record_tables
from iomgraph.release import default_triples

Progress = Callable[[str], None]

_N_QUADS, _TRIG = "nq", "trig"
GRAPH_SYNTAXES = (_N_QUADS, _TRIG, *(syntax.suffix for syntax in SYNTAXES))


@dataclass(frozen=True)
class LinkedRecords:
    """What was read: the records, and every record table and link table by name."""

    records: list[Record]
    tables: dict[str, pa.Table]


def read_and_link(sources: Sequence[Path], publication: Publication, progress: Progress) -> LinkedRecords:
    """Read `sources`, or where there are none those of the publication, and link their names."""
    progress("Reading the records")
    records = read_sources(sources or publication.sources, publication)
    progress("Linking names")
    return LinkedRecords(records, link(record_tables(records, publication), publication))


@contextmanager
def mapped(
    sources: Sequence[Path], publication: Publication, progress: Progress, engine: Engine | None = None
) -> Iterator[Mapping]:
    """The mapping over the tables of `sources`, for the length of the `with` block."""
    linked = read_and_link(sources, publication, progress)
    progress("Mapping to quads")
    with Mapping.of_publication(publication, linked.tables, engine) as mapping:
        yield mapping


def graph_text(mapping: Mapping, syntax: str, publication: Publication, *, all_graphs: bool = False) -> Iterator[Piece]:
    """The graph of `mapping` in one of `GRAPH_SYNTAXES`, in pieces.

    N-Quads and TriG hold every named graph, the others what a query sees by default, or the triples of
    `all_graphs`.
    """
    if syntax == _N_QUADS:
        yield from mapping.text()
    elif syntax == N_TRIPLES.suffix and all_graphs:
        yield from mapping.text(graphs=False)
    else:
        quads = pyoxigraph.parse(b"".join(mapping.text()), format=pyoxigraph.RdfFormat.N_QUADS)
        if syntax == _TRIG:
            yield pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.TRIG) or b""
        else:
            (chosen,) = (each for each in SYNTAXES if each.suffix == syntax)
            triples = triples_of(quads) if all_graphs else default_triples(quads, publication)
            yield Serialiser.of(publication).serialise(triples, chosen)
