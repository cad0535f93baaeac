"""A push by the Graph Store Protocol: each graph that differs is replaced by one request.

Readers of one graph see it as it was or as it is; while the graphs are of two releases the store says that it holds no
whole one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from iomgraph.stores.remote import update_text
from iomgraph.stores.remote.difference import graph_of
from iomgraph.stores.remote.filling import Filling
from iomgraph.stores.remote.held_release import UNSETTLED
from iomgraph.stores.remote.transition import Transition, triple_line

_PIECE = 1 << 16


def push(filling: Filling, transition: Transition, step: Callable[[str], None]) -> None:
    """Go the way of `transition`, telling `step` where it is.

    Raises InputError where a request fails; another push goes on from there.
    """
    held = dict(transition.held.graphs)
    differing = [graph for graph, text in transition.texts.items() if held.get(graph) != text.stated]
    obsolete = [graph for graph in held if graph not in transition.texts]
    if differing or obsolete:
        _say(filling, transition, held)
    for number, graph in enumerate(differing, start=1):
        step(f"Replacing {graph} ({number} of {len(differing)} graphs, {transition.texts[graph].quads:,} quads)")
        filling.put(graph, transition.texts[graph].size, _Triples(transition.new, graph))
        held[graph] = transition.texts[graph].stated
        _say(filling, transition, held)
    for graph in [*obsolete, *transition.held.staged]:
        filling.delete(graph)
    _say(filling, transition, dict(transition.stated()))


def forget(filling: Filling, transition: Transition) -> None:
    """Have the store say that it holds no whole release, nor any whole graph of one."""
    _say(filling, transition, dict.fromkeys(transition.graphs, UNSETTLED))


@dataclass(frozen=True)
class _Triples:
    """The triples of one graph of a file, which can be gone through again where the store asks who sends them."""

    file: Path
    graph: str

    def __iter__(self) -> Iterator[bytes]:
        piece: list[bytes] = []
        size = 0
        with self.file.open("rb") as lines:
            for line in lines:
                if graph_of(line.rstrip(b"\n")) != self.graph:
                    continue
                piece.append(triple_line(line))
                size += len(piece[-1])
                if size > _PIECE:
                    yield b"".join(piece)
                    piece, size = [], 0
        if piece:
            yield b"".join(piece)


def _say(filling: Filling, transition: Transition, entries: dict[str, str]) -> None:
    # What an unfinished push by Update has brought is still to be taken away.
    staged = {} if transition.state in entries else dict.fromkeys(transition.held.staged, "0")
    text = "".join(f"{each}\n" for each in update_text.states([*entries.items(), *staged.items()])).encode()
    filling.put(transition.state, len(text), [text])
