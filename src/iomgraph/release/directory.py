"""The folder of releases: one directory each, and `current`, a link to the one that is served."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iomgraph.errors import InputError

CURRENT = "current"
MANIFEST = "manifest.json"
GRAPH = "graph.nq"

_ID = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d+)")


@dataclass(frozen=True)
class Release:
    """One release: its identifier, such as 2026-11-23.1, and its directory."""

    id: str
    path: Path

    @property
    def graph(self) -> Path:
        """The whole graph as sorted N-Quads."""
        return self.path / GRAPH

    def manifest(self) -> dict[str, Any]:
        """What the release says of itself.

        Raises InputError where the manifest is missing or damaged.
        """
        file = self.path / MANIFEST
        try:
            manifest = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{file} cannot be read ({error}); go back to another release.") from error
        if not isinstance(manifest, dict):
            raise InputError(f"{file} is no JSON object; go back to another release.")
        return manifest


class Releases:
    """The releases below one folder, oldest first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> list[Release]:
        """Every release that is whole; what a crash left unfinished does not carry a release's name."""
        if not self.folder.is_dir():
            return []
        found = [Release(path.name, path) for path in self.folder.iterdir() if _ID.fullmatch(path.name)]
        return sorted(found, key=lambda release: _sort_key(release.id))

    def get(self, release_id: str) -> Release:
        """The release called `release_id`; InputError where there is none."""
        for release in self.all():
            if release.id == release_id:
                return release
        raise InputError(f"There is no release {release_id} in {self.folder}; see `iomgraph release list`.")

    def current(self) -> Release | None:
        """The release that is served, or None before the first one."""
        try:
            name = (self.folder / CURRENT).readlink().name
        except OSError:
            return None
        path = self.folder / name
        return Release(name, path) if path.is_dir() else None

    def must_have_current(self) -> Release:
        """The release that is served; InputError where nothing was published yet."""
        release = self.current()
        if release is None:
            raise InputError(f"There is no release in {self.folder}; run `iomgraph publish` first.")
        return release

    def next_id(self, date: str) -> str:
        """The identifier of the next release of the day `date` (YYYY-MM-DD)."""
        numbers = [key[1] for key in (_sort_key(release.id) for release in self.all()) if key[0] == date]
        return f"{date}.{max(numbers, default=0) + 1}"

    def make_current(self, release: Release) -> None:
        """Serve `release` from now on, in one atomic step; the caller holds the folder's lock."""
        link = self.folder / f".{CURRENT}.new"
        link.unlink(missing_ok=True)
        link.symlink_to(release.id)
        link.replace(self.folder / CURRENT)


def _sort_key(release_id: str) -> tuple[str, int]:
    date, _, number = release_id.rpartition(".")
    return date, int(number)
