"""The graph that a publication's mappings make of its tables."""

from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from types import TracebackType

import pyarrow as pa

from iomgraph.engine import DuckDBEngine
from iomgraph.mapping.lineage import Lineage
from iomgraph.mapping.plan import LINE, graph_lines
from iomgraph.mapping.reading import read_mappings
from iomgraph.publication import Publication
from iomgraph.rdf.named_graph import quads_of_file

_ONTOLOGY = "ontology quads"


class Mapping:
    """The publication's triples maps over one set of tables; closes its engine when the `with` block ends.

    `tables` are record tables and link tables by name. Raises InputError where a mapping or a table that it
    reads is wrong.
    """

    def __init__(self, publication: Publication, tables: MappingType[str, pa.Table]) -> None:
        self._schemas = publication.schemas
        self._triples_maps = read_mappings(publication.mappings, publication.base)
        self._engine = DuckDBEngine()
        self._engine.add_tables(tables)
        for file in sorted({each.source.file for each in self._triples_maps if each.source.file is not None}):
            self._engine.add_csv(str(file), file)
        terms = [quad for file in publication.ontology for quad in quads_of_file(file, publication.ontology_graph)]
        self._engine.add_table(_ONTOLOGY, pa.table({LINE: pa.array(terms, pa.string())}))

    def __enter__(self) -> "Mapping":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.close()

    def lines(self) -> Iterator[str]:
        """The graph with the ontology as lines of N-Quads without their newlines: each once, sorted by bytes.

        Raises InputError where a value makes no valid term, naming the triples map and the value.
        """
        return (row[0] for row in self._engine.rows(graph_lines(self._triples_maps, further=[_ONTOLOGY])))

    def lineage(self) -> Lineage:
        """Where each statement of the graph comes from."""
        return Lineage(self._triples_maps, self._engine, self._schemas)
