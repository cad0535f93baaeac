"""The folder of releases: one directory each, and `current`, a link to the one that is served."""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iomgraph.errors import InputError
from iomgraph.publication import MINISIGN, SSH_KEYGEN

CURRENT = "current"
MANIFEST = "manifest.json"
MANIFEST_CHECKSUM = f"{MANIFEST}.sha256"
# The file of a signature, by the tool that makes it.
SIGNATURES = {SSH_KEYGEN: f"{MANIFEST}.sig", MINISIGN: f"{MANIFEST}.minisig"}
# What the manifest cannot list: itself, and what is made of it.
BESIDE_MANIFEST = frozenset({MANIFEST, MANIFEST_CHECKSUM, *SIGNATURES.values()})
GRAPH = "graph.nq"

_PRUNED = ".pruned"
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
        """The release called `release_id`; InputError where there is none, or none any more."""
        for release in self.all():
            if release.id == release_id:
                return release
        if release_id in self._pruned():
            raise InputError(
                f"The release {release_id} is not kept any more in {self.folder}: it was pruned; "
                "choose one of `iomgraph release list`."
            )
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
        """The identifier of the next release of the day `date` (YYYY-MM-DD): none that a release ever had."""
        known = [*(release.id for release in self.all()), *self._pruned()]
        numbers = [key[1] for key in map(_sort_key, known) if key[0] == date]
        return f"{date}.{max(numbers, default=0) + 1}"

    def make_current(self, release: Release) -> None:
        """Serve `release` from now on, in one atomic step; the caller holds the folder's lock."""
        link = self.folder / f".{CURRENT}.new"
        link.unlink(missing_ok=True)
        link.symlink_to(release.id)
        link.replace(self.folder / CURRENT)

    def remember_pruned(self, release: Release) -> None:
        """Note that `release` is to be kept no more; the caller holds the folder's lock."""
        if release.id not in self._pruned():
            with (self.folder / _PRUNED).open("a", encoding="ascii") as file:
                file.write(f"{release.id}\n")
                file.flush()
                os.fsync(file.fileno())

    def _pruned(self) -> list[str]:
        try:
            lines = (self.folder / _PRUNED).read_text(encoding="ascii").splitlines()
        except OSError:
            return []
        return [line for line in lines if _ID.fullmatch(line)]


def checksum_line(manifest: bytes) -> bytes:
    """What lies beside the manifest, for `sha256sum --check`."""
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()


def _sort_key(release_id: str) -> tuple[str, int]:
    date, _, number = release_id.rpartition(".")
    return date, int(number)
