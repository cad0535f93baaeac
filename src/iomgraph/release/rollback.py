"""An earlier release served again."""

from iomgraph.errors import InputError
from iomgraph.release.directory import Release, Releases
from iomgraph.release.verifying import verify
from iomgraph.release.writing import only_writer


def roll_back(releases: Releases, release_id: str) -> Release:
    """Make the release `release_id` current; no release is taken away.

    Raises InputError where there is no such release, where it is damaged, or where another run is writing.
    """
    release = releases.get(release_id)
    # Under the lock, so that what was found whole is not pruned before it is served.
    with only_writer(releases.folder):
        findings = verify(release)
        if findings:
            raise InputError(f"The release {release_id} is damaged ({findings[0]}); choose another one.")
        releases.make_current(release)
    return release
