"""The main job, stage after stage: records → tables → graph → report → release."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyoxigraph

from iomgraph import __version__
from iomgraph.linking import link
from iomgraph.mapping import Lineage, Mapping
from iomgraph.publication import Publication
from iomgraph.rdf.documents import rdf_format, read_quads
from iomgraph.rdf.serialisation import Serialiser, triples_of
from iomgraph.rdf.syntaxes import JSON_LD, SYNTAXES, TURTLE
from iomgraph.rdf.turtle import turtle_files
from iomgraph.records import Record, read_sources, record_tables
from iomgraph.release import Release, Releases, default_triples, new_release
from iomgraph.validation import FORMATS, SET, Report, Severity, explain, read_shapes, validate, write_report

Progress = Callable[[str], None]

_N_QUADS, _TRIG = "nq", "trig"
GRAPH_SYNTAXES = (_N_QUADS, _TRIG, *(syntax.suffix for syntax in SYNTAXES))

_REPORT_SUFFIXES = {"text": "txt", "html": "html", "json": "json", "turtle": "ttl"}


@dataclass(frozen=True)
class LinkedRecords:
    """What was read: the records, and every record table and link table by name."""

    records: list[Record]
    tables: dict[str, pa.Table]


@dataclass(frozen=True)
class Publishing:
    """How a publishing run ended: without a release where the gate refused it."""

    report: Report
    release: Release | None


def read_and_link(sources: Sequence[Path], publication: Publication, progress: Progress) -> LinkedRecords:
    """Read `sources`, or where there are none those of the publication, and link their names."""
    progress("Reading the records")
    records = read_sources(sources or publication.sources, publication)
    progress("Linking names")
    return LinkedRecords(records, link(record_tables(records, publication), publication))


@contextmanager
def mapped(sources: Sequence[Path], publication: Publication, progress: Progress) -> Iterator[Mapping]:
    """The mapping over the tables of `sources`, for the length of the `with` block."""
    linked = read_and_link(sources, publication, progress)
    progress("Mapping to quads")
    with Mapping.of_publication(publication, linked.tables) as mapping:
        yield mapping


def written_graph(lines: Iterable[str], syntax: str, publication: Publication, *, all_graphs: bool = False) -> bytes:
    """The graph in one of `GRAPH_SYNTAXES`.

    N-Quads and TriG hold every named graph, the others what a query sees by default, or the triples of
    `all_graphs`.
    """
    graph = "".join(f"{line}\n" for line in lines).encode()
    if syntax == _N_QUADS:
        return graph
    quads = pyoxigraph.parse(graph, format=pyoxigraph.RdfFormat.N_QUADS)
    if syntax == _TRIG:
        return pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.TRIG) or b""
    (chosen,) = (each for each in SYNTAXES if each.suffix == syntax)
    triples = triples_of(quads) if all_graphs else default_triples(quads, publication)
    return Serialiser.of(publication).serialise(triples, chosen)


def validated(
    sources: Sequence[Path],
    shapes: Sequence[Path],
    publication: Publication,
    progress: Progress,
    engine: str = SET,
) -> Report:
    """The report on the graph of `sources`, or on `sources` themselves where they are RDF files.

    `shapes` are used instead of the publication's where there are any; `engine` is one of `ENGINES`.
    """
    shapes_graph = read_shapes(shapes or publication.shapes)
    with _graph_of(sources, publication, progress) as (graph, lineage):
        progress("Validating")
        return validate(graph, shapes_graph, lineage, engine)


def explained(sources: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress) -> str:
    """How the graph of `sources` is held against each of the shapes, and why so."""
    shapes_graph = read_shapes(shapes or publication.shapes)
    with _graph_of(sources, publication, progress) as (graph, _):
        progress("Validating")
        return explain(graph, shapes_graph)


@contextmanager
def _graph_of(
    sources: Sequence[Path], publication: Publication, progress: Progress
) -> Iterator[tuple[bytes, Lineage | None]]:
    """The canonical N-Quads of `sources`, with their lineage where they are not RDF themselves."""
    if sources and all(rdf_format(source) for source in sources):
        quads = (quad for source in sources for quad in read_quads(source))
        yield pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b"", None
        return
    with mapped(sources, publication, progress) as mapping:
        graph = "".join(f"{line}\n" for line in mapping.lines()).encode()
        yield graph, mapping.lineage(publication.schemas, publication.file.parent)


def publish(
    sources: Sequence[Path], publication: Publication, progress: Progress, *, allow_violations: bool
) -> Publishing:
    """Make a release of `sources` and serve it from now on.

    The gate refuses a graph with violations unless `allow_violations`; the release before then stays served.
    Raises InputError where a source, a mapping or the shapes cannot be used, or where the release cannot be
    written.
    """
    linked = read_and_link(sources, publication, progress)
    with (
        new_release(Releases(publication.releases), _today()) as release,
        Mapping.of_publication(publication, linked.tables) as mapping,
    ):
        progress("Mapping to quads")
        release.write_graph(mapping.lines())
        progress("Validating")
        report = validate(
            release.graph,
            read_shapes(publication.shapes),
            mapping.lineage(publication.schemas, publication.file.parent),
        )
        if not report.publishable and not allow_violations:
            return Publishing(report, None)
        progress("Writing the release")
        triples = default_triples(release.quads(), publication)
        for syntax in (TURTLE, JSON_LD):
            release.write(f"graph.{syntax.suffix}", Serialiser.of(publication).serialise(triples, syntax))
        for report_format in FORMATS:
            text = write_report(report, report_format, publication.languages[0])
            release.write(f"report.{_REPORT_SUFFIXES[report_format]}", text.encode())
        description = _description(publication, linked.records, report, allow_violations=allow_violations)
        return Publishing(report, release.finish(description))


def _description(
    publication: Publication, records: list[Record], report: Report, *, allow_violations: bool
) -> dict[str, Any]:
    """What the manifest says beside counts and files."""
    knowledge = turtle_files((*publication.ontology, *publication.mappings, *publication.shapes))
    return {
        "base": publication.base,
        "title": publication.title,
        "publisher": publication.publisher,
        "licence": publication.licence,
        "software": {"iomgraph": __version__},
        "gate": {
            "allowed_violations": allow_violations,
            **{severity.value: report.count(severity) for severity in Severity},
        },
        "sources": [
            {"file": record.file, "line": record.line, "record": record.key, "sha256": record.sha256}
            for record in records
        ],
        "knowledge": {
            file.relative_to(publication.file.parent).as_posix()
            if file.is_relative_to(publication.file.parent)
            else file.name: hashlib.sha256(file.read_bytes()).hexdigest()
            for file in knowledge
        },
    }


def _today() -> str:
    """The date of the release, in UTC; SOURCE_DATE_EPOCH sets it, see https://reproducible-builds.org/specs/."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdigit() else datetime.now(UTC)
    return now.date().isoformat()
