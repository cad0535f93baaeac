"""The way of a store from the release that it holds to another."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from iomgraph.stores.remote.difference import Change, changes, graph_of, values
from iomgraph.stores.remote.held_release import HeldRelease


@dataclass(frozen=True)
class GraphChange:
    """How many quads come into a graph and go from it, and how many it has in the end."""

    graph: str
    added: int
    removed: int
    quads: int


@dataclass(frozen=True)
class GraphText:
    """What a graph of the release is: its quads, the bytes of its N-Triples, and their SHA-256."""

    quads: int
    size: int
    digest: str

    @property
    def stated(self) -> str:
        """What the store says of the graph once it has it."""
        return f"{self.quads} {self.digest}"


@dataclass(frozen=True)
class Transition:
    """From what a store holds to `version`, whose graph.nq is `new`.

    `old` is that of the release it holds; None where that is not at hand, and every graph is replaced.
    """

    state: str
    version: str
    held: HeldRelease
    old: Path | None
    new: Path

    def changes(self) -> Iterator[Change]:
        """What has to go and to come, in the same order each time."""
        return changes(self.old, self.new)

    @cached_property
    def counts(self) -> Counter[tuple[bool, str]]:
        """How many quads come (True) into each graph and go (False) from it."""
        return Counter((change.is_added, graph_of(change.line)) for change in self.changes())

    @cached_property
    def texts(self) -> dict[str, GraphText]:
        """The graphs of the release."""
        digests: dict[str, hashlib._Hash] = {}
        quads: Counter[str] = Counter()
        sizes: Counter[str] = Counter()
        with self.new.open("rb") as file:
            for line in file:
                graph = graph_of(line.rstrip(b"\n"))
                triple = triple_line(line)
                digests.setdefault(graph, hashlib.sha256()).update(triple)
                quads[graph] += 1
                sizes[graph] += len(triple)
        return {graph: GraphText(quads[graph], sizes[graph], digests[graph].hexdigest()) for graph in sorted(digests)}

    @property
    def graphs(self) -> list[str]:
        """Every graph of the release that the store holds or of the one that it gets."""
        return sorted({*self.texts, *self.held.graphs})

    @cached_property
    def values(self) -> Counter[str]:
        """How many quads a store has of each graph where it takes equal numbers for one."""
        counted: Counter[str] = Counter()
        for graph, _, number in values(self.new):
            counted[graph] += number
        return counted

    def stated(self) -> list[tuple[str, str]]:
        """What the store says of itself in the end."""
        return [(self.state, self.version), *((graph, text.stated) for graph, text in self.texts.items())]


def triple_line(line: bytes) -> bytes:
    """A line of N-Quads as one of N-Triples.

    >>> triple_line(b"<http://a/s> <http://a/p> <http://a/o> <http://a/g> .\\n")
    b'<http://a/s> <http://a/p> <http://a/o> .\\n'
    """
    return line[: line.rindex(b" <")] + b" .\n"
