"""Releases beyond those that are kept, taken away.

A release loses its name in one step before any of its files goes, so a crash leaves every release that has a name
whole; what it leaves behind is taken away by the next run that writes.
"""

import shutil
from contextlib import ExitStack
from dataclasses import dataclass

from iomgraph.errors import InputError
from iomgraph.release.directory import Release, Releases
from iomgraph.release.holding import taken_if_free
from iomgraph.release.writing import clear_left_overs, only_writer, sync_folder, unfinished_folder


@dataclass(frozen=True)
class Surplus:
    """A release that is not among those that are kept, how many bytes it has, and whether it stays for being served."""

    release: Release
    bytes: int
    is_served: bool


def surplus(releases: Releases, keep: int) -> list[Surplus]:
    """What `prune` would take away, oldest first; nothing is changed."""
    return [_surplus(release) for release in _beyond(releases, keep)]


def prune(releases: Releases, keep: int) -> list[Surplus]:
    """Take away all but the last `keep` releases, the current one, and those that a server answers from.

    What is returned stands oldest first. Raises InputError where another run is writing, or where the system refuses;
    every release that is still listed is then whole.
    """
    if not releases.folder.is_dir():
        return []
    with only_writer(releases.folder):
        return prune_as_writer(releases, keep)


def prune_as_writer(releases: Releases, keep: int) -> list[Surplus]:
    """What `prune` does, for who holds the folder's lock already."""
    found = []
    try:
        clear_left_overs(releases.folder)
        for release in _beyond(releases, keep):
            with ExitStack() as held:
                is_free = held.enter_context(taken_if_free(release.path))
                found.append(Surplus(release, _size(release), not is_free))
                if is_free:
                    _take_away(releases, release)
    except OSError as error:
        raise InputError(
            f"{error.filename} cannot be taken away ({error.strerror}); the releases that are listed are whole, give "
            "permission and run `iomgraph release prune`."
        ) from error
    return found


def _beyond(releases: Releases, keep: int) -> list[Release]:
    current = releases.current()
    return [release for release in releases.all()[:-keep] if release != current]


def _surplus(release: Release) -> Surplus:
    with taken_if_free(release.path) as is_free:
        return Surplus(release, _size(release), not is_free)


def _size(release: Release) -> int:
    return sum(file.stat().st_size for file in release.path.rglob("*") if file.is_file())


def _take_away(releases: Releases, release: Release) -> None:
    # Known before it is gone: its identifier must never name another release.
    releases.remember_pruned(release)
    nameless = unfinished_folder(releases, release.id)
    release.path.rename(nameless)
    sync_folder(releases.folder)
    shutil.rmtree(nameless)
