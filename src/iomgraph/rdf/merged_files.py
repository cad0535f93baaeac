"""Several RDF files as one graph, in which no blank node of one file is that of another.

A blank node keeps its label where no other file has that too; without one it gets a number, the same in every run.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import TypeVar

import pyoxigraph

from iomgraph.rdf.documents import read_quads
from iomgraph.rdf.lined_quads import LinedQuads, is_made_up

_Term = TypeVar("_Term")


class BlankNodeLabels:
    """The labels of the merged graph, given file after file and node after node."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._of_file: dict[pyoxigraph.BlankNode, pyoxigraph.BlankNode] = {}

    def next_file(self) -> None:
        """From here on labels are those of another file."""
        self._of_file = {}

    def merged(self, quad: pyoxigraph.Quad) -> pyoxigraph.Quad:
        """The statement as the merged graph has it."""
        subject, value = quad.subject, quad.object
        if not (isinstance(subject, pyoxigraph.BlankNode) or isinstance(value, pyoxigraph.BlankNode)):
            return quad
        return pyoxigraph.Quad(self._term(subject), quad.predicate, self._term(value), quad.graph_name)

    def _term(self, term: _Term) -> _Term | pyoxigraph.BlankNode:
        if not isinstance(term, pyoxigraph.BlankNode):
            return term
        if term not in self._of_file:
            numbers = (f"b{number}" for number in count(len(self._taken) + 1))
            wanted = numbers if is_made_up(term) else chain([term.value], numbers)
            label = next(label for label in wanted if label not in self._taken)
            self._taken.add(label)
            self._of_file[term] = pyoxigraph.BlankNode(label)
        return self._of_file[term]


def merged_quads(files: Iterable[Path]) -> Iterator[pyoxigraph.Quad]:
    """The statements of all files. Raises InputError as `read_quads` does."""
    labels = BlankNodeLabels()
    for file in files:
        labels.next_file()
        yield from map(labels.merged, read_quads(file))


def merged_lined_quads(files: Iterable[Path]) -> Iterator[tuple[LinedQuads, int | None, pyoxigraph.Quad]]:
    """The same statements, with the same labels, each with its file and line. Raises InputError as `LinedQuads`."""
    labels = BlankNodeLabels()
    for file in files:
        labels.next_file()
        quads = LinedQuads(file)
        for line, quad in quads:
            yield quads, line, labels.merged(quad)
