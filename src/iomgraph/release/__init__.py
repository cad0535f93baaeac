"""Releases: immutable directories, and the link that says which one is served."""

from iomgraph.release.directory import CURRENT, Release, Releases
from iomgraph.release.dumps import default_triples
from iomgraph.release.earlier_report import REPORT, earlier_report
from iomgraph.release.lineage import LINEAGE, Origin, origins, write_lineage
from iomgraph.release.rollback import roll_back
from iomgraph.release.today import today
from iomgraph.release.verifying import verify
from iomgraph.release.writing import NewRelease, new_release

__all__ = [
    "CURRENT",
    "LINEAGE",
    "REPORT",
    "NewRelease",
    "Origin",
    "Release",
    "Releases",
    "default_triples",
    "earlier_report",
    "new_release",
    "origins",
    "roll_back",
    "today",
    "verify",
    "write_lineage",
]
