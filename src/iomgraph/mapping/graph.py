"""The graph that mappings make of their sources."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingType
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from iomgraph.engine import DuckDBEngine
from iomgraph.mapping.functions.lookups import load_lookup_tables
from iomgraph.mapping.lineage import Lineage
from iomgraph.mapping.model import LogicalSource, ReferencingObjectMap, TriplesMap, references, references_in
from iomgraph.mapping.plan import LINE, Plan
from iomgraph.mapping.reading import read_mappings
from iomgraph.mapping.sources import load_source
from iomgraph.publication import Publication
from iomgraph.rdf.named_graph import quads_of_file

_AS_THEY_ARE = "quads as they are"


class Mapping:
    """The triples maps of RML files over their sources; closes its engine when the `with` block ends.

    `mappings` are files or folders, `base` resolves relative IRIs, `tables` are record tables and link tables by
    name, and `quads` lines that belong to the graph as they are. Raises InputError where a mapping, or a source that
    it reads, is wrong.
    """

    def __init__(
        self,
        mappings: Sequence[Path],
        base: str,
        tables: MappingType[str, pa.Table] | None = None,
        quads: Sequence[str] = (),
    ) -> None:
        triples_maps = read_mappings(mappings, base)
        self._engine = DuckDBEngine()
        self._engine.add_tables(tables or {})
        self._engine.add_table(_AS_THEY_ARE, pa.table({LINE: pa.array(quads, pa.string())}))
        relations = {
            source: load_source(self._engine, source, names) for source, names in _references(triples_maps).items()
        }
        load_lookup_tables(self._engine, triples_maps)
        self._plan = Plan(triples_maps, relations)

    @classmethod
    def of_publication(cls, publication: Publication, tables: MappingType[str, pa.Table]) -> "Mapping":
        """The publication's mappings over the tables of its records, with its ontology."""
        terms = [quad for file in publication.ontology for quad in quads_of_file(file, publication.ontology_graph)]
        return cls(publication.mappings, publication.base, tables, terms)

    def __enter__(self) -> "Mapping":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.close()

    def lines(self) -> Iterator[str]:
        """The graph as lines of N-Quads without their newlines: each once, sorted by bytes.

        Raises InputError where a value makes no valid term, naming the triples map and the value.
        """
        return (row[0] for row in self._engine.rows(self._plan.graph_lines(further=[_AS_THEY_ARE])))

    def explanation(self) -> str:
        """The plan as SQL, triples map by triples map."""
        parts = []
        for triples_map in self._plan.triples_maps:
            parts.append(
                f"-- {triples_map.name}, {triples_map.file}, over {self._plan.row(triples_map).relation.table}"
            )
            parts += [f"{self._engine.sql(query)};" for query in self._plan.quad_lines(triples_map)]
        parts.append("-- The quads of all queries together are sorted, and each is written once.\n")
        return "\n\n".join(parts)

    def lineage(self, schemas: Path) -> Lineage:
        """Where each statement of the graph comes from; `schemas` is the folder of the tables' schemas."""
        return Lineage(self._plan, self._engine, schemas)


def _references(triples_maps: Sequence[TriplesMap]) -> dict[LogicalSource, set[str]]:
    """What is read of each logical source, by its own triples maps and by those that join with it."""
    by_name = {each.name: each for each in triples_maps}
    found: dict[LogicalSource, set[str]] = defaultdict(set)
    for triples_map in triples_maps:
        found[triples_map.source] |= references(triples_map)
        for part in triples_map.predicate_objects:
            for made in part.objects:
                if isinstance(made, ReferencingObjectMap) and made.parent in by_name:
                    parent = by_name[made.parent]
                    for condition in made.conditions:
                        found[parent.source] |= references_in(condition.parent)
                    if not made.conditions:
                        # The parent's subject is made of the child's own row.
                        found[triples_map.source] |= references_in(parent.subject.expression)
    return found
