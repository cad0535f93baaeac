"""The main job, stage after stage: records → tables → graph → report → release."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iomgraph import __version__
from iomgraph.errors import InputError
from iomgraph.mapping import Mapping, mapping_files
from iomgraph.publication import Publication
from iomgraph.rdf.dataset_statistics import dataset_statistics
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.rdf.sorted_quads import SortedQuads
from iomgraph.rdf.syntaxes import JSON_LD, TURTLE
from iomgraph.rdf.turtle import turtle_files
from iomgraph.records import Record
from iomgraph.release import (
    LINEAGE,
    REPORT,
    Release,
    Releases,
    Surplus,
    default_triples,
    new_release,
    prune_as_writer,
    today,
    write_lineage,
)
from iomgraph.release.description import DESCRIPTION, Making, release_description
from iomgraph.source_graph import Progress, read_and_link
from iomgraph.validating import allowances
from iomgraph.validation import (
    Report,
    Severity,
    digest_of,
    read_shapes,
    shapes_files,
    validate,
    write_report,
)

# The report as a release holds it; the other formats are made by `iomgraph validate` when they are asked for.
_REPORTS = {"text": "report.txt", "html": "report.html", "json": REPORT, "turtle": "report.ttl"}


@dataclass(frozen=True)
class Publishing:
    """How a publishing run ended: without a release where the gate refused it, with the releases that it pruned."""

    report: Report
    release: Release | None
    pruned: list[Surplus]


def publish(
    sources: Sequence[Path], publication: Publication, progress: Progress, *, allow_violations: bool
) -> Publishing:
    """Make a release of `sources` and serve it from now on.

    The gate refuses a graph with violations unless `allow_violations`; the release before then stays served.
    Where the publication has `keep`, earlier releases are pruned. Raises InputError where a source, a mapping, the
    shapes or a waiver cannot be used, where the release cannot be written, and where an earlier one cannot be pruned.
    """
    allowed = allowances(publication)
    linked = read_and_link(sources, publication, progress)
    with (
        new_release(Releases(publication.releases), today()) as release,
        Mapping.of_publication(publication, linked.tables) as mapping,
    ):
        progress("Mapping to quads")
        release.write_graph(mapping.text())
        progress("Validating")
        lineage = mapping.lineage(publication.schemas, publication.file.parent)
        with release.file(LINEAGE) as stream:
            write_lineage(lineage.batches(), stream)
        shapes = read_shapes(publication.shapes)
        report = allowed.applied_to(validate(release.graph, shapes, lineage))
        if not report.publishable and not allow_violations:
            return Publishing(report, None, [])
        progress("Writing the release")
        triples = default_triples(release.quads(), publication)
        for syntax in (TURTLE, JSON_LD):
            release.write(f"graph.{syntax.suffix}", Serialiser.of(publication).serialise(triples, syntax))
        for report_format, name in _REPORTS.items():
            release.write(name, write_report(report, report_format, publication.languages[0]).encode())
        knowledge = _knowledge(publication)
        with SortedQuads(release.graph) as quads:
            statistics = dataset_statistics(quads, publication.default_graphs)
        making = Making(publication, release.release_id, statistics, release.files(), linked.records, knowledge)
        described = Serialiser.of(publication).serialise(release_description(making), TURTLE)
        release.write(DESCRIPTION, described)
        manifest = {
            **_manifest(publication, linked.records, report, allow_violations=allow_violations),
            "knowledge": {name: digest for files in knowledge.values() for name, digest in files.items()},
            "shapes": digest_of(shapes),
        }
        finished = release.finish(manifest, publication.signature)
        return Publishing(report, finished, _pruned(publication, finished))


def _pruned(publication: Publication, finished: Release) -> list[Surplus]:
    """What is kept no more once `finished` is there."""
    if publication.keep is None:
        return []
    try:
        return prune_as_writer(Releases(publication.releases), publication.keep)
    except InputError as error:
        raise InputError(f"The release {finished.id} was made and is served, but {error}") from error


def _manifest(
    publication: Publication, records: list[Record], report: Report, *, allow_violations: bool
) -> dict[str, Any]:
    """What the manifest says beside knowledge, counts and files."""
    return {
        "base": publication.base,
        "title": publication.title,
        "publisher": publication.publisher,
        "licence": publication.licence,
        "software": {"iomgraph": __version__},
        "gate": {
            "allowed_violations": allow_violations,
            **{severity.value: report.count(severity) for severity in Severity},
            "waived": sum(result.waived is not None for result in report.results),
        },
        "sources": [
            {"file": record.file, "line": record.line, "record": record.key, "sha256": record.sha256}
            for record in records
        ],
    }


def _knowledge(publication: Publication) -> dict[str, dict[str, str]]:
    """The digest of every file of the publication that a release depends on, by what it is used for."""
    used = {
        "ontology": turtle_files(publication.ontology),
        "shapes": shapes_files(publication.shapes),
        "mappings": mapping_files(publication.mappings),
        "waivers": [publication.waivers] if publication.waivers else [],
    }
    above = publication.file.parent
    return {
        use: {
            file.relative_to(above).as_posix() if file.is_relative_to(above) else file.name: hashlib.sha256(
                file.read_bytes()
            ).hexdigest()
            for file in files
        }
        for use, files in used.items()
        if files
    }
