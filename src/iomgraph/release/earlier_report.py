"""What a release knows of its own validation, for the next one to start from."""

from iomgraph import __version__
from iomgraph.errors import InputError
from iomgraph.release.directory import Release
from iomgraph.validation import Earlier, FullRunError, read_json_report, without_waiver_findings

REPORT = "report.json"


def earlier_report(release: Release, shapes_digest: str) -> Earlier:
    """The graph of a release and the report on it.

    Raises FullRunError where other shapes or another version of iomgraph made the report, or where it cannot be read.
    """
    manifest = release.manifest()
    if manifest.get("software") != {"iomgraph": __version__}:
        raise FullRunError(f"another version of iomgraph made the release {release.id}")
    if manifest.get("shapes") != shapes_digest:
        raise FullRunError(f"other shapes were used for the release {release.id}")
    try:
        return Earlier(release.graph, without_waiver_findings(read_json_report(release.path / REPORT)))
    except InputError as error:
        raise FullRunError(f"the release {release.id} has no usable report") from error
