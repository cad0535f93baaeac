"""The main job, stage after stage: records → tables → graph → report → release."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyoxigraph

from iomgraph import __version__
from iomgraph.mapping import Mapping, mapping_files
from iomgraph.publication import Publication
from iomgraph.rdf.documents import rdf_format, read_quads
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.rdf.syntaxes import JSON_LD, TURTLE
from iomgraph.rdf.turtle import turtle_files
from iomgraph.records import Record
from iomgraph.release import LINEAGE, Release, Releases, default_triples, new_release, write_lineage
from iomgraph.source_graph import Progress, mapped, read_and_link
from iomgraph.validation import FORMATS, Report, Severity, read_shapes, validate, write_report

_REPORT_SUFFIXES = {"text": "txt", "html": "html", "json": "json", "turtle": "ttl"}


@dataclass(frozen=True)
class Publishing:
    """How a publishing run ended: without a release where the gate refused it."""

    report: Report
    release: Release | None


def validated(sources: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress) -> Report:
    """The report on the graph of `sources`, or on `sources` themselves where they are RDF files.

    `shapes` are used instead of the publication's where there are any.
    """
    shapes_graph = read_shapes(shapes or publication.shapes)
    if sources and all(rdf_format(source) for source in sources):
        progress("Validating")
        return validate([quad for source in sources for quad in read_quads(source)], shapes_graph)
    with mapped(sources, publication, progress) as mapping:
        graph = b"".join(mapping.text())
        progress("Validating")
        quads = pyoxigraph.parse(graph, format=pyoxigraph.RdfFormat.N_QUADS)
        return validate(quads, shapes_graph, mapping.lineage(publication.schemas, publication.file.parent))


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
        report = validate(release.quads(), read_shapes(publication.shapes), lineage)
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
