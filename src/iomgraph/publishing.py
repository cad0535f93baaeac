"""The main job, stage after stage: records → tables → graph → report → release."""

import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyoxigraph

from iomgraph import __version__
from iomgraph.files import shown_path
from iomgraph.mapping import Mapping, mapping_files
from iomgraph.publication import Publication
from iomgraph.rdf.documents import rdf_format
from iomgraph.rdf.merged_files import merged_quads
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.rdf.syntaxes import JSON_LD, TURTLE
from iomgraph.rdf.turtle import turtle_files
from iomgraph.records import Record
from iomgraph.release import (
    CURRENT,
    LINEAGE,
    Release,
    Releases,
    default_triples,
    earlier_report,
    new_release,
    write_lineage,
)
from iomgraph.source_graph import Progress, mapped, read_and_link
from iomgraph.validation import (
    DUCKDB,
    Allowances,
    FullRunError,
    Places,
    RdfPlaces,
    Report,
    Severity,
    digest_of,
    explain,
    read_json_report,
    read_shapes,
    read_waivers,
    shapes_files,
    to_recheck,
    validate,
    validate_since,
    write_report,
)
from iomgraph.validation.coverage import Coverage, coverage
from iomgraph.validation.shapes_check import LinedShapes, check_shapes

# The report as a release holds it; the other formats are made by `iomgraph validate` when they are asked for.
_REPORTS = {"text": "report.txt", "html": "report.html", "json": "report.json", "turtle": "report.ttl"}


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


def allowances(
    publication: Publication, waivers: Path | None = None, baseline: str | None = None, *, tell_unused: bool = True
) -> Allowances:
    """What lets results pass: `waivers`, else those of the publication, and the report of the release `baseline`.

    `baseline` is the identifier of a release, or `current` for the one that is served. Raises InputError where a
    waiver cannot be used, or where there is no such release or none with a report of today's form.
    """
    file = waivers or publication.waivers
    rows = read_waivers(file, shown_path(file, publication.file.parent)) if file else ()
    known = read_json_report(_release(publication, baseline).path / "report.json") if baseline else None
    return Allowances(rows, known, date.fromisoformat(_today()), tell_unused)


def _release(publication: Publication, release_id: str) -> Release:
    releases = Releases(publication.releases)
    return releases.must_have_current() if release_id == CURRENT else releases.get(release_id)


def validated_since(
    release_id: str, sources: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress
) -> Report:
    """The report that `validated` gives, taken over from a release but for what differs from it.

    Where the release does not help, all is validated. Raises InputError where there is no such release.
    """
    release = Releases(publication.releases).get(release_id)
    shapes_graph = read_shapes(shapes or publication.shapes)
    with _graph_of(sources, publication, progress) as (graph, lineage):
        progress(f"Validating what differs from {release_id}")
        try:
            return validate_since(graph, earlier_report(release, digest_of(shapes_graph)), shapes_graph, lineage)
        except FullRunError as error:
            progress(f"Validating all of it, as {error}")
            return validate(graph, shapes_graph, lineage)


def explained(sources: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress) -> str:
    """How the graph of `sources` is held against each of the shapes, and why so."""
    shapes_graph = read_shapes(shapes or publication.shapes)
    with _graph_of(sources, publication, progress) as (graph, _):
        progress("Validating")
        return explain(graph, shapes_graph)


def explained_since(
    release_id: str, sources: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress
) -> str:
    """How many focus nodes of each shape `validated_since` looks at, and why so."""
    release = Releases(publication.releases).get(release_id)
    shapes_graph = read_shapes(shapes or publication.shapes)
    with _graph_of(sources, publication, progress) as (graph, _):
        progress(f"Looking for what differs from {release_id}")
        try:
            return to_recheck(graph, earlier_report(release, digest_of(shapes_graph)), shapes_graph).text()
        except FullRunError as error:
            return f"All of it is validated, as {error}.\n"


def shapes_checked(
    data: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress
) -> Report:
    """What is wrong with the shapes themselves, held against the graph of `data` where there is any.

    Else against the release that is served, and before the first one against the ontology alone.
    """
    lined = LinedShapes(publication.file.parent)
    read_shapes(shapes or publication.shapes, lined)
    about = (lined, publication.ontology, publication.languages)
    if data:
        with _graph_of(data, publication, progress) as (graph, _):
            progress("Checking the shapes")
            return check_shapes(*about, graph)
    progress("Checking the shapes")
    release = Releases(publication.releases).current()
    return check_shapes(*about, release.graph if release else None)


def shapes_coverage(
    sources: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress
) -> Coverage:
    """Which classes and properties of the graph of `sources` the shapes look at."""
    shapes_graph = read_shapes(shapes or publication.shapes)
    with _graph_of(sources, publication, progress) as (graph, _):
        progress("Looking through the shapes")
        return coverage(graph, shapes_graph)


@contextmanager
def _graph_of(sources: Sequence[Path], publication: Publication, progress: Progress) -> Iterator[tuple[bytes, Places]]:
    """The canonical N-Quads of `sources`, sorted, and where each statement comes from."""
    if sources and all(rdf_format(source) for source in sources):
        written = pyoxigraph.serialize(merged_quads(sources), format=pyoxigraph.RdfFormat.N_QUADS) or b""
        yield b"".join(sorted(set(io.BytesIO(written)))), RdfPlaces(sources, publication.file.parent)
        return
    with mapped(sources, publication, progress) as mapping:
        yield b"".join(mapping.text()), mapping.lineage(publication.schemas, publication.file.parent)


def publish(
    sources: Sequence[Path], publication: Publication, progress: Progress, *, allow_violations: bool
) -> Publishing:
    """Make a release of `sources` and serve it from now on.

    The gate refuses a graph with violations unless `allow_violations`; the release before then stays served.
    Raises InputError where a source, a mapping, the shapes or a waiver cannot be used, or where the release cannot be
    written.
    """
    allowed = allowances(publication)
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
        shapes = read_shapes(publication.shapes)
        report = allowed.applied_to(validate(release.graph, shapes, lineage))
        if not report.publishable and not allow_violations:
            return Publishing(report, None)
        progress("Writing the release")
        triples = default_triples(release.quads(), publication)
        for syntax in (TURTLE, JSON_LD):
            release.write(f"graph.{syntax.suffix}", Serialiser.of(publication).serialise(triples, syntax))
        for report_format, name in _REPORTS.items():
            release.write(name, write_report(report, report_format, publication.languages[0]).encode())
        description = _description(publication, linked.records, report, allow_violations=allow_violations)
        return Publishing(report, release.finish({**description, "shapes": digest_of(shapes)}))


def _description(
    publication: Publication, records: list[Record], report: Report, *, allow_violations: bool
) -> dict[str, Any]:
    """What the manifest says beside counts and files."""
    knowledge = turtle_files(publication.ontology) + shapes_files(publication.shapes)
    knowledge += mapping_files(publication.mappings)
    knowledge += [publication.waivers] if publication.waivers else []
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
