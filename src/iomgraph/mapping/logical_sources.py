"""Logical sources in a mapping's graph, read into the model.

Follows RML-IO, https://w3id.org/rml/io/spec. Record tables are named as RML names tables of a database:
`rml:referenceFormulation rml:SQL2008Table` with the table's name as `rml:iterator`.
"""

from pathlib import Path

from rdflib import RDF, Graph, URIRef
from rdflib.namespace import CSVW
from rdflib.term import Node

from iomgraph.mapping.csv_dialect import CsvDialect, read_dialect
from iomgraph.mapping.database import D2RQ, Database, read_database
from iomgraph.mapping.model import RML, LogicalSource
from iomgraph.mapping.nodes import MappingNodes
from iomgraph.mapping.sources import formulations

_PACKED = {".tar.gz": "targz", ".tgz": "targz", ".tar.xz": "tarxz", ".gz": "gzip", ".zip": "zip", ".zst": "zstd"}


class LogicalSourceReader:
    """Reads the logical sources of one triples map or logical view in `file`."""

    def __init__(self, graph: Graph, file: Path, nodes: MappingNodes) -> None:
        self._graph = graph
        self._file = file
        self._nodes = nodes

    def read(self, node: Node) -> LogicalSource:
        """The logical source at `node`. Raises InputError where it is malformed, or of a kind that is not read."""
        nodes = self._nodes
        formulation_node, _ = nodes.one(node, "referenceFormulation")
        formulation = str(self._graph.value(formulation_node, RDF.type) or formulation_node)
        if formulation not in formulations():
            known = ", ".join(sorted(formulations()))
            raise nodes.error(f"has the reference formulation {formulation}; only {known} are read")
        iterator = nodes.optional(node, "iterator")
        source = nodes.optional(node, "source")
        file = None if source is None else self._path(source)
        return LogicalSource(
            formulation,
            None if iterator is None else str(iterator),
            file,
            None if source is None else self._encoding(source),
            None if source is None or file is None else self._compression(source, file),
            () if source is None else self._nulls(source),
            tuple(
                (str(nodes.one(each, "namespacePrefix")[0]), str(nodes.one(each, "namespaceURL")[0]))
                for each in nodes.values(formulation_node, "namespace")
            ),
            self._dialect(source, file),
            None if source is None else self._database(source),
        )

    def folder(self, root: Node | None) -> Path:
        """RML-IO, section "Relative path source": what a path is relative to."""
        if root is None or str(root) == RML + "MappingDirectory":
            return self._file.resolve().parent
        if str(root) == RML + "CurrentWorkingDirectory":
            return Path.cwd()
        return self._file.resolve().parent / str(root)

    def _path(self, source: Node) -> Path | None:
        """The file, of which a csvw:Table has the address relative to the mapping; nothing else is fetched."""
        path = self._nodes.optional(source, "path")
        if path is not None:
            return self.folder(self._nodes.optional(source, "root")) / str(path)
        address = self._csvw(source, "url")
        if address is None:
            return None
        if "://" in str(address).removeprefix("file://"):
            raise self._nodes.error(f"has the csvw:url {address}; only files are read, relative to the mapping")
        return self.folder(None) / str(address).removeprefix("file://")

    def _encoding(self, source: Node) -> str | None:
        dialect = self._csvw(source, "dialect")
        in_dialect = None if dialect is None else self._csvw(dialect, "encoding")
        return self._local_name(source, "encoding") or (None if in_dialect is None else str(in_dialect))

    def _compression(self, source: Node, file: Path) -> str | None:
        """What is said of the compression, else what the file's suffix says."""
        said = self._local_name(source, "compression")
        return said or next((name for suffix, name in _PACKED.items() if file.name.lower().endswith(suffix)), None)

    def _nulls(self, source: Node) -> tuple[str, ...]:
        nulls = {*self._nodes.values(source, "null"), *self._graph.objects(source, CSVW.null)}
        return tuple(sorted(map(str, nulls)))

    def _dialect(self, source: Node | None, file: Path | None) -> CsvDialect:
        suffixes = [] if file is None else [suffix.lower() for suffix in file.suffixes]
        default = CsvDialect(delimiter="\t" if ".tsv" in suffixes else ",")
        dialect = None if source is None else self._csvw(source, "dialect")
        return default if dialect is None else read_dialect(self._graph, dialect, default, self._nodes.error)

    def _database(self, source: Node) -> Database | None:
        if (source, RDF.type, D2RQ.Database) in self._graph or (source, D2RQ.jdbcDSN, None) in self._graph:
            return read_database(self._graph, source, self.folder(None), self._nodes.error)
        return None

    def _csvw(self, node: Node, name: str) -> Node | None:
        values = list(self._graph.objects(node, URIRef(str(CSVW) + name)))
        if len(values) > 1:
            raise self._nodes.error(f"has more than one csvw:{name}")
        return values[0] if values else None

    def _local_name(self, node: Node, name: str) -> str | None:
        value = self._nodes.optional(node, name)
        return None if value is None else str(value).removeprefix(RML)
