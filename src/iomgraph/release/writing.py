"""A release in the making: a directory without a release's name, then renamed, then made current.

A crash at any step leaves the release before it served and whole. What it leaves behind is taken away by the
next run.
"""

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph

from iomgraph.errors import InputError
from iomgraph.files import Piece, only_one
from iomgraph.publication import SignatureSettings
from iomgraph.rdf.dataset_hash import ALGORITHM, dataset_hash
from iomgraph.rdf.sorted_quads import SortedQuads
from iomgraph.release.directory import GRAPH, MANIFEST, MANIFEST_CHECKSUM, SIGNATURES, Release, Releases, checksum_line
from iomgraph.release.signature import sign

_UNFINISHED = ".unfinished-"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class NewRelease:
    """What is to become the release `release_id`; its files lie in `folder` until `finish`."""

    def __init__(self, releases: Releases, release_id: str) -> None:
        self.folder = unfinished_folder(releases, release_id)
        self.release_id = release_id
        self._releases = releases
        self._of_graph: dict[str, Any] = {}

    @property
    def graph(self) -> Path:
        """The graph's file, once `write_graph` was called."""
        return self.folder / GRAPH

    def write_graph(self, text: Iterable[Piece]) -> None:
        """Write the sorted quads, given as pieces of N-Quads; count them and each class's members, and hash them."""
        quads = 0
        with self.file(GRAPH) as written:
            for piece in text:
                written.write(piece)
                quads += bytes(piece).count(b"\n")
        with SortedQuads(self.graph) as graph:
            classes = Counter(line.split(b" ", 3)[2][1:-1].decode() for line in graph.with_predicates([_RDF_TYPE]))
            self._of_graph = {
                "counts": {"quads": quads, "classes": dict(sorted(classes.items()))},
                "dataset": {"canonicalization": ALGORITHM, "sha256": dataset_hash(graph)},
            }

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """The quads of the written graph, in its order."""
        return pyoxigraph.parse(path=str(self.graph), format=pyoxigraph.RdfFormat.N_QUADS)

    def write(self, name: str, data: bytes) -> None:
        """Write a further file."""
        with self.file(name) as written:
            written.write(data)

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """A further file, to be written in the `with` block."""
        with (self.folder / name).open("wb") as written:
            yield written
            written.flush()
            os.fsync(written.fileno())

    def finish(self, description: dict[str, Any], signature: SignatureSettings | None = None) -> Release:
        """Write the manifest, with `description` in it; sign it; give the directory its name; make it current.

        Raises InputError where it cannot be signed as `signature` wants.
        """
        manifest = {
            "release": self.release_id,
            **description,
            **self._of_graph,
            "files": self.files(),
        }
        text = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
        self.write(MANIFEST, text)
        self.write(MANIFEST_CHECKSUM, checksum_line(text))
        if signature and signature.key:
            self.write(SIGNATURES[signature.tool], sign(self.folder, self.release_id, signature, signature.key))
        sync_folder(self.folder)
        release = Release(self.release_id, self._releases.folder / self.release_id)
        self.folder.rename(release.path)
        sync_folder(self._releases.folder)
        self._releases.make_current(release)
        sync_folder(self._releases.folder)
        return release

    def files(self) -> dict[str, dict[str, Any]]:
        """The files written so far, sorted by name, each with its size and digest as the manifest lists them."""
        written = sorted(file for file in self.folder.rglob("*") if file.is_file())
        return {file.relative_to(self.folder).as_posix(): _fingerprint(file) for file in written}


@contextmanager
def new_release(releases: Releases, date: str) -> Iterator[NewRelease]:
    """Begin a release of the day `date` (YYYY-MM-DD); without `finish` nothing of it stays.

    Raises InputError where another run is writing, or where the disk refuses; the release before it then
    stays as it was.
    """
    try:
        releases.folder.mkdir(parents=True, exist_ok=True)
        with only_writer(releases.folder):
            clear_left_overs(releases.folder)
            release = NewRelease(releases, releases.next_id(date))
            release.folder.mkdir()
            try:
                yield release
            finally:
                shutil.rmtree(release.folder, ignore_errors=True)
    except OSError as error:
        raise InputError(
            f"The release cannot be written to {releases.folder} ({error.strerror or error}); make room or give "
            "another folder, the release before it is still served."
        ) from error


def unfinished_folder(releases: Releases, release_id: str) -> Path:
    """Where a release lies that is not finished, or no longer kept: under no name of a release."""
    return releases.folder / f"{_UNFINISHED}{release_id}"


def clear_left_overs(folder: Path) -> None:
    """Take away what a crash left of releases that are none; the caller holds the folder's lock."""
    for left_over in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left_over)


def only_writer(folder: Path) -> AbstractContextManager[None]:
    """Hold the folder's lock. Raises InputError where another process holds it."""
    return only_one(folder, ".lock", f"Another run is writing to {folder}")


def _fingerprint(file: Path) -> dict[str, Any]:
    with file.open("rb") as stream:
        return {"sha256": hashlib.file_digest(stream, "sha256").hexdigest(), "bytes": file.stat().st_size}


def sync_folder(folder: Path) -> None:
    """Have the disk know the names in `folder`."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
