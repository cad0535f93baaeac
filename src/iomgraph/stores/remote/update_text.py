"""Quads as operations of SPARQL 1.1 Update."""

from collections.abc import Iterable
from itertools import groupby

from iomgraph.stores.remote.difference import graph_of, plain
from iomgraph.stores.remote.held_release import STATES

# One graph an operation: Virtuoso 7.2.5 passes over texts with a language where DELETE DATA names two.


def insert_data(graph: str, triples: list[str]) -> str:
    """Bring triples into a graph."""
    return "\n".join((f"INSERT DATA {{ GRAPH <{graph}> {{", *triples, "} }"))


def delete_data(graph: str, triples: list[str]) -> str:
    """Take triples from a graph."""
    return "\n".join((f"DELETE DATA {{ GRAPH <{graph}> {{", *triples, "} }"))


def insert_all(source: str, target: str) -> str:
    """Bring every triple of one graph into another."""
    return f"INSERT {{ GRAPH <{target}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{source}> {{ ?s ?p ?o }} }}"


def delete_all(source: str, target: str) -> str:
    """Take every triple of one graph from another."""
    return f"DELETE {{ GRAPH <{target}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{source}> {{ ?s ?p ?o }} }}"


def clear(graph: str) -> str:
    """Empty a graph."""
    return f"CLEAR SILENT GRAPH <{graph}>"


def drop(graph: str) -> str:
    """Take a graph away."""
    return f"DROP SILENT GRAPH <{graph}>"


def by_graph(lines: Iterable[bytes]) -> dict[str, list[str]]:
    """The triples of quads, by graph, as SPARQL writes them.

    >>> by_graph([b"<http://a/s> <http://a/p> <http://a/o> <http://a/g> ."])
    {'http://a/g': ['<http://a/s> <http://a/p> <http://a/o> .']}
    """
    found: dict[str, list[str]] = {}
    for graph, own in groupby(lines, key=graph_of):
        found.setdefault(graph, []).extend(map(_triple, own))
    return found


def states(entries: Iterable[tuple[str, str]]) -> list[str]:
    """Triples that say a version of each subject."""
    return [f'<{subject}> <{STATES}> "{text}" .' for subject, text in entries]


def _triple(line: bytes) -> str:
    # SPARQL replaces characters written as numbers before it reads: a quotation mark would end its text.
    line = plain(line)
    return f"{line[: line.rindex(b' <')].decode()} ."
