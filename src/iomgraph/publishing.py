"""The main job, stage after stage: records → tables → graph → report → release."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyoxigraph

from iomgraph import __version__
from iomgraph.mapping import Lineage, Mapping, mapping_files
from iomgraph.publication import Publication
from iomgraph.rdf.documents import rdf_format, read_quads
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.rdf.syntaxes import JSON_LD, TURTLE
from iomgraph.rdf.turtle import turtle_files
from iomgraph.records import Record
from iomgraph.release import LINEAGE, Release, Releases, default_triples, new_release, write_lineage
from iomgraph.source_graph import Progress, mapped, read_and_link
from iomgraph.validation import DUCKDB, FORMATS, Report, Severity, explain, read_shapes, validate, write_report

_REPORT_SUFFIXES = {"text": "txt", "html": "html", "json": "json", "turtle": "ttl"}


@dataclass(frozen=True)
class Publishing:
    """How a publishing run ended: without a release where the gate refused it."""

    report: Report
    release: Release | None


def validated(  # noqa: PLR0913 as much as its command lets choose
    sources: Sequence[Path],
    shapes: Sequence[Path],
    publication: Publication,
    progress: Progress,
    engine: str = DUCKDB,
    *,
    master: str | None = None,
) -> Report:
    """The report on the graph of `sources`, or on `sources` themselves where they are RDF files.

    `shapes` are used instead of the publication's where there are any; `engine` is one of `ENGINES`, `master` where
    Spark runs.
    """
    shapes_graph = read_shapes(shapes or publication.shapes)
    with _graph_of(sources, publication, progress) as (graph, lineage):
        progress("Validating")
        return validate(graph, shapes_graph, lineage, engine, master)


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
        yield b"".join(mapping.text()), mapping.lineage(publication.schemas, publication.file.parent)


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
        release.write_graph(mapping.text())
        progress("Validating")
        lineage = mapping.lineage(publication.schemas, publication.file.parent)
        with release.file(LINEAGE) as stream:
            write_lineage(lineage.batches(), stream)
        report = validate(release.graph, read_shapes(publication.shapes), lineage)
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
    knowledge = turtle_files((*publication.ontology, *publication.shapes)) + mapping_files(publication.mappings)
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
