"""The triples of some graphs of a release, as the lines of N-Triples, literals as the release has them.

N-Triples: <https://www.w3.org/TR/n-triples/>
"""

from collections.abc import Collection, Iterator

from iomgraph.rdf.sorted_quads import SortedQuads


def graph_lines(quads: SortedQuads, graphs: Collection[str]) -> Iterator[bytes]:
    """A line for each triple that stands in one of `graphs`, each triple once, without line ends."""
    wanted = {graph.encode() for graph in graphs}
    last = b""
    # One triple in two graphs is two lines that follow each other: the file is sorted.
    for line in quads.with_prefix(b""):
        triple, graph = split_quad(line)
        if graph in wanted and triple != last:
            last = triple
            yield triple + b" ."


def split_quad(line: bytes) -> tuple[bytes, bytes]:
    """What a line of N-Quads says before its graph, and the IRI of the graph.

    >>> split_quad(b'<http://a/s> <http://a/p> "o" <http://a/g> .')
    (b'<http://a/s> <http://a/p> "o"', b'http://a/g')
    """
    triple, _, graph = line.rpartition(b" <")
    return triple, graph.rpartition(b">")[0]
