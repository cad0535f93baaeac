"""The quads that only one of two releases has."""

from collections.abc import Iterable, Iterator

from iomgraph.errors import InputError
from iomgraph.files import Piece
from iomgraph.rdf.graph_difference import ChangedLine, changed_lines
from iomgraph.rdf.sorted_quads import SortedQuads
from iomgraph.release.directory import Release

_COPIED = 1 << 24
"""How many bytes of what stays are held at once."""


def changed_quads(old: Release, new: Release) -> Iterator[ChangedLine]:
    """Each quad that only `old` or only `new` has, as its line of N-Quads, in the order of both.

    Raises InputError where one of them cannot be read.
    """
    with SortedQuads(old.graph) as old_quads, SortedQuads(new.graph) as new_quads:
        yield from changed_lines(old_quads.text, new_quads.text)


def patched(graph: SortedQuads, changes: Iterable[ChangedLine]) -> Iterator[Piece]:
    r"""The text of `graph` with `changes`, which are in its order, applied to it.

    Raises InputError for a quad that is to be taken away and not there, or to be added and there.

    >>> a, b, c = (f"<http://a/{name}> <http://a/p> <http://a/o> .".encode() for name in "abc")
    >>> graph = SortedQuads(b"\n".join([a, c, b""]))
    >>> b"".join(patched(graph, [ChangedLine(b, added=True), ChangedLine(c, added=False)])).count(b"\n")
    2
    """
    at = 0
    for change in changes:
        line = change.text + b"\n"
        place = graph.first_not_below(change.text)
        is_there = graph.text[place : place + len(line)] == line
        if place < at or is_there == change.added:
            doing = "added and is there" if change.added else "taken away and is not there"
            raise InputError(
                f"The patch does not fit: {change.text.decode(errors='replace')} is to be {doing}; "
                "apply it to the release that it was made from."
            )
        yield from _copied(graph, at, place)
        if change.added:
            yield line
        at = place if change.added else place + len(line)
    yield from _copied(graph, at, len(graph.text))


def _copied(graph: SortedQuads, start: int, end: int) -> Iterator[bytes]:
    return (graph.text[at : min(at + _COPIED, end)] for at in range(start, end, _COPIED))
