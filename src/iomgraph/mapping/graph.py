"""The graph that mappings make of their sources."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingType
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import DuckDBEngine, Engine
from iomgraph.errors import InputError
from iomgraph.mapping.functions.lookups import load_lookup_tables
from iomgraph.mapping.lineage import Lineage
from iomgraph.mapping.model import (
    AbstractLogicalSource,
    TriplesMap,
    references,
    references_in,
    referencing_object_maps,
    subject_references,
)
from iomgraph.mapping.plan import LINE, Plan
from iomgraph.mapping.reading import read_mappings
from iomgraph.mapping.targets import content, distinct_files
from iomgraph.mapping.views.relations import load_sources
from iomgraph.publication import Publication
from iomgraph.rdf.named_graph import quads_of_file

_AS_THEY_ARE = "quads as they are"


class Mapping:
    """The triples maps of RML files over their sources; closes its engine when the `with` block ends.

    `mappings` are files or folders, `base` resolves relative IRIs, `tables` are record tables and link tables by
    name, and `quads` lines that belong to the graph as they are. Rows that cannot be read are told to `broken_rows`;
    without it the first stops the mapping. Raises InputError where a mapping, or a source that it reads, is wrong.
    """

    def __init__(
        self,
        mappings: Sequence[Path],
        base: str,
        tables: MappingType[str, pa.Table] | None = None,
        quads: Sequence[str] = (),
        broken_rows: BrokenRows | None = None,
    ) -> None:
        triples_maps = read_mappings(mappings, base)
        self._engine: Engine = DuckDBEngine()
        self._engine.add_tables(tables or {})
        self._engine.add_table(_AS_THEY_ARE, pa.table({LINE: pa.array(quads, pa.string())}))
        readers = {each.source: each.label for each in reversed(triples_maps)}
        relations = load_sources(self._engine, _references(triples_maps), broken_rows or BrokenRows(), readers)
        load_lookup_tables(self._engine, triples_maps)
        self._plan = Plan(triples_maps, relations)
        targets = (target for each in triples_maps for lines in self._plan.quad_lines(each) for target in lines.targets)
        self.targets = distinct_files(targets, triples_maps)

    @classmethod
    def of_publication(cls, publication: Publication, tables: MappingType[str, pa.Table]) -> "Mapping":
        """The publication's mappings over the tables of its records, with its ontology.

        Raises InputError where they have logical targets: the whole graph of a publication goes to its release.
        """
        terms = [quad for file in publication.ontology for quad in quads_of_file(file, publication.ontology_graph)]
        mapping = cls(publication.mappings, publication.base, tables, terms)
        if mapping.targets:
            mapping._engine.close()
            raise InputError(
                f"A mapping of the publication writes to {mapping.targets[0].file} instead of the release; leave its "
                "rml:logicalTarget out, or run it with `iomgraph map --mapping`."
            )
        return mapping

    def __enter__(self) -> "Mapping":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.close()

    def lines(self) -> Iterator[str]:
        """The default output as lines of N-Quads without their newlines: each once, sorted by bytes.

        Raises InputError where a value makes no valid term, naming the triples map and the value.
        """
        return (row[0] for row in self._engine.rows(self._plan.graph_lines(further=[_AS_THEY_ARE])))

    def files(self) -> dict[Path, bytes]:
        """What each logical target's file is to hold; nothing is written.

        Raises InputError where a value makes no valid term, or where a format has no way to write a quad.
        """
        return {
            target.file: content(target, [row[0] for row in self._engine.rows(self._plan.graph_lines(target=target))])
            for target in self.targets
        }

    def explanation(self) -> str:
        """The plan as SQL, triples map by triples map."""
        made = [each for relation in self._plan.relations.values() for each in relation.made]
        parts = [f"-- The table {table}\n\n{self._engine.sql(query)};" for table, query in made]
        for triples_map in self._plan.triples_maps:
            parts.append(
                f"-- {triples_map.name}, {triples_map.file}, over {self._plan.row(triples_map).relation.table}"
            )
            for lines in self._plan.quad_lines(triples_map):
                parts += [f"-- To {target.file}:" for target in self.targets if lines.go_to(target)]
                parts.append(f"{self._engine.sql(lines.query)};")
        parts.append("-- The quads of all queries together are sorted, and each is written once.\n")
        return "\n\n".join(parts)

    def lineage(self, schemas: Path, folder: Path) -> Lineage:
        """Where each statement of the graph comes from.

        `schemas` is the folder of the tables' schemas, `folder` the one that paths are shown below.
        """
        return Lineage(self._plan, self._engine, schemas, folder)


def _references(triples_maps: Sequence[TriplesMap]) -> dict[AbstractLogicalSource, set[str]]:
    """What is read of each logical source, by its own triples maps and by those that join with it."""
    by_name = {each.name: each for each in triples_maps}
    found: dict[AbstractLogicalSource, set[str]] = defaultdict(set)
    for triples_map in triples_maps:
        found[triples_map.source] |= references(triples_map)
        objects = [each for part in triples_map.predicate_objects for each in part.objects]
        for made in referencing_object_maps(triples_map.subject, *objects):
            if made.parent in by_name:
                parent = by_name[made.parent]
                for condition in made.conditions:
                    found[parent.source] |= references_in(condition.parent)
                if not made.conditions:
                    # The parent's subject is made of the child's own row.
                    found[triples_map.source] |= subject_references(parent)
    return found
