"""A shapes graph that knows the file and line of its statements."""

from pathlib import Path

import pyoxigraph
import rdflib
from rdflib.term import BNode, Identifier, Node

from iomgraph.files import shown_path
from iomgraph.mapping import Place
from iomgraph.rdf.documents import rdf_format
from iomgraph.rdf.lined_graph import LinedGraph
from iomgraph.rdf.prefixes import WELL_KNOWN, shortened
from iomgraph.rdf.turtle import read_turtle
from iomgraph.validation.parameters import Parameters
from iomgraph.validation.shapes import ShapesGraph


class LinedShapes(ShapesGraph):
    """The shapes of several files; `folder` is what paths are shown from, beside the working folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._parts: list[tuple[Path, LinedGraph]] = []

    def read(self, file: Path) -> None:
        """Add an RDF file; the lines are known of Turtle alone. Raises InputError where it cannot be read."""
        if rdf_format(file) not in {None, pyoxigraph.RdfFormat.TURTLE}:
            super().read(file)
            return
        part = read_turtle(file, LinedGraph())
        for triple in part:
            self.add(triple)
        for prefix, namespace in part.namespaces():
            self.bind(prefix, namespace)
        self._parts.append((file, part))

    def file_of(self, node: Identifier) -> Path | None:
        """The first file that speaks of `node`."""
        of_turtle = (file for file, part in self._parts if (node, None, None) in part)
        return next(of_turtle, super().file_of(node))

    def place(self, node: Identifier, predicate: Node | None = None, value: Node | None = None) -> Place | None:
        """Where the statement stands, else the predicate of the node, else the node."""
        wanted = [(node, predicate, value), (node, predicate, None), (node, None, None), (None, None, node)]
        for pattern in wanted:
            for file, part in self._parts:
                lines = [line for triple in part.triples(pattern) if (line := part.line_of(triple))]
                if lines:
                    # What is said of a node begins where the node does, which its first statement may not.
                    line = min(lines) if pattern[1] else min(lines[0], part.line(node) or min(lines))
                    field = self.shown(predicate) if predicate is not None else ""
                    return Place(shown_path(file, self._folder), line, field, None)
        without_lines = super().file_of(node)
        return Place(shown_path(without_lines, self._folder), None, "", None) if without_lines else None

    def name(self, node: Identifier) -> str:
        """The address of a node; of one without, that of what it stands in, else its line."""
        name = Parameters(self, node).name
        place = self.place(node) if isinstance(node, BNode) and (BNode(name), None, None) in self else None
        return f"{Path(place.file).absolute().as_uri()}#line={place.line}" if place else name

    def shown(self, term: Node) -> str:
        """A term as the files write it, with their prefixes."""
        if not isinstance(term, rdflib.URIRef):
            return str(term)
        own = {prefix: str(namespace) for prefix, namespace in self.namespaces()}
        return shortened(str(term), WELL_KNOWN | own)
