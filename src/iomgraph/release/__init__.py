"""Releases: immutable directories, and the link that says which one is served."""

from iomgraph.release.directory import BESIDE_MANIFEST, CURRENT, Release, Releases
from iomgraph.release.dumps import default_triples
from iomgraph.release.earlier_report import REPORT, earlier_report
from iomgraph.release.holding import Hold
from iomgraph.release.lineage import LINEAGE, Origin, origins, write_lineage
from iomgraph.release.pruning import Surplus, prune, prune_as_writer, surplus
from iomgraph.release.rollback import roll_back
from iomgraph.release.signature import is_signed
from iomgraph.release.today import today
from iomgraph.release.verifying import verify
from iomgraph.release.writing import NewRelease, new_release

__all__ = [
    "BESIDE_MANIFEST",
    "CURRENT",
    "LINEAGE",
    "REPORT",
    "Hold",
    "NewRelease",
    "Origin",
    "Release",
    "Releases",
    "Surplus",
    "default_triples",
    "earlier_report",
    "is_signed",
    "new_release",
    "origins",
    "prune",
    "prune_as_writer",
    "roll_back",
    "surplus",
    "today",
    "verify",
    "write_lineage",
]
