"""Logical sources in a mapping's graph, read into the model.

Follows RML-IO, https://w3id.org/rml/io/spec. Record tables are named as RML names tables of a database:
`rml:referenceFormulation rml:SQL2008Table` with the table's name as `rml:iterator`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from rdflib import RDF, Graph
from rdflib.term import Node

from iomgraph.errors import InputError
from iomgraph.mapping.model import RML, LogicalSource
from iomgraph.mapping.sources import formulations


class _One(Protocol):
    def __call__(self, node: Node, name: str, shortcut: str | None = None) -> tuple[Node, bool]: ...


class LogicalSourceReader:
    """Reads the logical sources of one triples map or logical view in `file`.

    `values`, `optional` and `one` read a node's RML properties, `error` says what is wrong with them.
    """

    def __init__(
        self,
        graph: Graph,
        file: Path,
        values: Callable[[Node, str], list[Node]],
        optional: Callable[[Node, str], Node | None],
        one: _One,
        error: Callable[[str], InputError],
    ) -> None:
        self._graph = graph
        self._file = file
        self._values = values
        self._optional = optional
        self._one = one
        self._error = error

    def read(self, node: Node) -> LogicalSource:
        """The logical source at `node`. Raises InputError where it is malformed, or of a kind that is not read."""
        formulation_node, _ = self._one(node, "referenceFormulation")
        formulation = str(self._graph.value(formulation_node, RDF.type) or formulation_node)
        if formulation not in formulations():
            known = ", ".join(sorted(formulations()))
            raise self._error(f"has the reference formulation {formulation}; only {known} are read")
        iterator = self._optional(node, "iterator")
        source = self._optional(node, "source")
        path = None if source is None else self._optional(source, "path")
        if source is None or path is None:
            namespaces = self._namespaces(formulation_node)
            return LogicalSource(formulation, None if iterator is None else str(iterator), namespaces=namespaces)
        return LogicalSource(
            formulation,
            None if iterator is None else str(iterator),
            self.folder(self._optional(source, "root")) / str(path),
            self._local_name(source, "encoding"),
            self._local_name(source, "compression"),
            tuple(map(str, self._values(source, "null"))),
            self._namespaces(formulation_node),
        )

    def folder(self, root: Node | None) -> Path:
        """RML-IO, section "Relative path source": what a path is relative to."""
        if root is None or str(root) == RML + "MappingDirectory":
            return self._file.resolve().parent
        if str(root) == RML + "CurrentWorkingDirectory":
            return Path.cwd()
        return self._file.resolve().parent / str(root)

    def _namespaces(self, formulation: Node) -> tuple[tuple[str, str], ...]:
        return tuple(
            (str(self._one(each, "namespacePrefix")[0]), str(self._one(each, "namespaceURL")[0]))
            for each in self._values(formulation, "namespace")
        )

    def _local_name(self, node: Node, name: str) -> str | None:
        value = self._optional(node, name)
        return None if value is None else str(value).removeprefix(RML)
