"""What `iomgraph validate` does: the graph of sources held against shapes, whole or since a release."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from iomgraph.files import shown_path
from iomgraph.publication import Publication
from iomgraph.release import CURRENT, REPORT, Release, Releases, earlier_report, today
from iomgraph.source_graph import Progress, graph_with_places
from iomgraph.validation import (
    DUCKDB,
    Allowances,
    FullRunError,
    Report,
    digest_of,
    explain,
    read_json_report,
    read_shapes,
    read_waivers,
    to_recheck,
    validate,
    validate_since,
)


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
    with graph_with_places(sources, publication, progress) as (graph, lineage):
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
    known = read_json_report(_release(publication, baseline).path / REPORT) if baseline else None
    return Allowances(rows, known, date.fromisoformat(today()), tell_unused)


def _release(publication: Publication, release_id: str) -> Release:
    releases = Releases(publication.releases)
    return releases.must_have_current() if release_id == CURRENT else releases.get(release_id)


def validated_since(
    release_id: str, sources: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress
) -> Report:
    """The report with the results of `validated`, taken over from a release but for what differs from it.

    Where the release does not help, all is validated. Raises InputError where there is no such release.
    """
    release = Releases(publication.releases).get(release_id)
    shapes_graph = read_shapes(shapes or publication.shapes)
    with graph_with_places(sources, publication, progress) as (graph, lineage):
        progress(f"Validating what differs from {release_id}")
        try:
            return validate_since(graph, earlier_report(release, digest_of(shapes_graph)), shapes_graph, lineage)
        except FullRunError as error:
            progress(f"Validating all of it, as {error}")
            return validate(graph, shapes_graph, lineage)


def explained(sources: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress) -> str:
    """How the graph of `sources` is held against each of the shapes, and why so."""
    shapes_graph = read_shapes(shapes or publication.shapes)
    with graph_with_places(sources, publication, progress) as (graph, _):
        progress("Validating")
        return explain(graph, shapes_graph)


def explained_since(
    release_id: str, sources: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress
) -> str:
    """How many focus nodes of each shape `validated_since` looks at, and why so."""
    release = Releases(publication.releases).get(release_id)
    shapes_graph = read_shapes(shapes or publication.shapes)
    with graph_with_places(sources, publication, progress) as (graph, _):
        progress(f"Looking for what differs from {release_id}")
        try:
            return to_recheck(graph, earlier_report(release, digest_of(shapes_graph)), shapes_graph).text()
        except FullRunError as error:
            return f"All of it is validated, as {error}.\n"
