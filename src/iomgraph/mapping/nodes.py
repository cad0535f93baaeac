"""The nodes of a mapping's graph: their RML properties, and the place that a fault in them is reported at."""

from pathlib import Path

from rdflib import URIRef
from rdflib.term import Node

from iomgraph.errors import InputError
from iomgraph.mapping.model import RML, place
from iomgraph.rdf.lined_graph import LinedGraph


class MappingNodes:
    """Reads the properties of the nodes of one triples map or logical view.

    What is wrong is said with the file, its name and the line of the statement that was read last, which is the one at
    fault; where the fault is that there is no such statement, the line of its node.
    """

    _kind = "triples map"

    def __init__(self, graph: LinedGraph, file: Path, name: str) -> None:
        self._graph = graph
        self._file = file
        self._name = name
        self._line = graph.line(URIRef(name))
        self._last_read: tuple[Node, str] | None = None

    def label(self, line: int | None) -> str:
        """How messages name what is read, and the line."""
        return f"{place(self._file, line)}: the {self._kind} {self._name}"

    def values(self, node: Node, name: str) -> list[Node]:
        """The values of `rml:name`, sorted."""
        self._last_read = (node, name)
        return sorted(self._graph.objects(node, URIRef(RML + name)), key=str)

    def optional(self, node: Node, name: str) -> Node | None:
        """The one value of `rml:name`, if there is any. Raises InputError where there are more."""
        values = self.values(node, name)
        if len(values) > 1:
            raise self.error(f"has more than one rml:{name}")
        return values[0] if values else None

    def one(self, node: Node, name: str, shortcut: str | None = None) -> tuple[Node, bool]:
        """The one value of `rml:name`, or of its constant shortcut; and whether it was the shortcut."""
        values = [(value, False) for value in self.values(node, name)]
        if shortcut:
            values += [(value, True) for value in self.values(node, shortcut)]
        if len(values) != 1:
            at = (node, shortcut if shortcut and values and values[-1][1] else name)
            raise self.error(f"needs exactly one rml:{name}, but has {len(values)}", at)
        return values[0]

    def error(self, message: str, at: tuple[Node, str] | None = None) -> InputError:
        """The refusal of the value that the node `at` has for its property, or of what was read last."""
        node, name = at or self._last_read or (URIRef(self._name), "")
        line = self._graph.line(node, URIRef(RML + name)) or self._line
        return InputError(f"{self.label(line)} {message}; correct it.")
