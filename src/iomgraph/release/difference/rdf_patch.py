"""The difference of two releases as an RDF Patch, and a patch applied to a graph.

RDF Patch: <https://afs.github.io/rdf-delta/rdf-patch.html>. Beside the headers of the specification there are two of
our own, `from` and `to`: the SHA-256 of the graph that the patch is for, and of the one that it makes.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from iomgraph.errors import InputError
from iomgraph.files import Piece
from iomgraph.rdf.graph_difference import ChangedLine
from iomgraph.rdf.sorted_quads import SortedQuads
from iomgraph.release.difference.changed_quads import changed_quads, patched
from iomgraph.release.directory import GRAPH, Release

SUFFIX = "rdfp"
_DIGEST = re.compile(rb'H (from|to) "sha256:([0-9a-f]{64})" \.')
_ADDED, _REMOVED = b"A ", b"D "
_WITHOUT_QUAD = (b"H ", b"TX ", b"TC ", b"PA ", b"PD ")


def rdf_patch(old: Release, new: Release, base: str) -> Iterator[bytes]:
    """The patch that makes the graph of `new` of that of `old`, in pieces; releases are named below `base`.

    Raises InputError where a release is damaged: then the patch would not make what `new` is said to be.
    """
    digests = [release.manifest()["files"][GRAPH]["sha256"] for release in (old, new)]
    with SortedQuads(old.graph) as graph:
        for release, made, said in (
            (old, _digest(patched(graph, ())), digests[0]),
            (new, _digest(patched(graph, changed_quads(old, new))), digests[1]),
        ):
            if made != said:
                raise InputError(
                    f"{release.graph} is not what its manifest says; see `iomgraph release verify {release.id}`."
                )
    yield (
        f'H id <{base}release/{new.id}> .\nH prev <{base}release/{old.id}> .\nH from "sha256:{digests[0]}" .\n'
        f'H to "sha256:{digests[1]}" .\nTX .\n'
    ).encode()
    for change in changed_quads(old, new):
        yield (_ADDED if change.added else _REMOVED) + change.text + b"\n"
    yield b"TC .\n"


@dataclass(frozen=True)
class Patch:
    """A patch of ours in `file`: the SHA-256 of the graph that it is for, and of the one that it makes."""

    file: Path
    old: str
    new: str

    @classmethod
    def read(cls, file: Path) -> "Patch":
        """Raises InputError where `file` cannot be read or does not say between which graphs it leads."""
        with _opened(file) as stream:
            said = {match[1]: match[2] for match in map(_DIGEST.match, _header(stream)) if match}
        if len(said) < 2:
            raise InputError(
                f"{file} does not say between which graphs it leads; "
                "make it with `iomgraph release diff --format rdf-patch`."
            )
        return cls(file, said[b"from"].decode(), said[b"to"].decode())

    def applied_to(self, graph: Path) -> Iterator[Piece]:
        """The graph in the file `graph` with the patch applied, in pieces.

        Raises InputError, at the latest after the last piece, where the patch is not for this graph or is damaged.
        """
        with SortedQuads(graph) as quads:
            if _digest(patched(quads, ())) != self.old:
                raise InputError(f"{self.file} was not made for {graph}; give the graph with the SHA-256 {self.old}.")
            digest = hashlib.sha256()
            for piece in patched(quads, self._changes()):
                digest.update(piece)
                yield piece
        if digest.hexdigest() != self.new:
            raise InputError(f"{self.file} is damaged: what it makes is not what it says; fetch it again.")

    def _changes(self) -> Iterator[ChangedLine]:
        with _opened(self.file) as stream:
            for number, line in enumerate(stream, start=1):
                if line.startswith((_ADDED, _REMOVED)):
                    yield ChangedLine(line[2:].rstrip(b"\n"), added=line.startswith(_ADDED))
                elif line.strip() and not line.startswith(_WITHOUT_QUAD):
                    raise InputError(f"{self.file}, line {number} is no row of an RDF Patch; fetch the file again.")


def _header(stream: BinaryIO) -> Iterator[bytes]:
    for line in stream:
        if not line.startswith(b"H "):
            return
        yield line


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); name an RDF Patch.") from error


def _digest(pieces: Iterable[Piece]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
