"""The graph that mappings make of their sources."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingType
from pathlib import Path
from types import TracebackType

import pyarrow as pa
from sqlglot import exp

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import DuckDBEngine, Engine
from iomgraph.errors import InputError
from iomgraph.files import Piece
from iomgraph.mapping.functions.lookups import load_lookup_tables
from iomgraph.mapping.lineage import Lineage
from iomgraph.mapping.model import (
    AbstractLogicalSource,
    LogicalTarget,
    TriplesMap,
    references,
    references_in,
    referencing_object_maps,
    subject_references,
)
from iomgraph.mapping.output import parts_of_output
from iomgraph.mapping.plan import Plan
from iomgraph.mapping.quad_lines import QuadLines
from iomgraph.mapping.reading import read_mappings
from iomgraph.mapping.sections import Section
from iomgraph.mapping.targets import content, distinct_files
from iomgraph.mapping.uniqueness import Uniqueness
from iomgraph.mapping.views.relations import load_sources
from iomgraph.publication import Publication
from iomgraph.rdf.named_graph import quads_of_file


class Mapping:
    """The triples maps of RML files over their sources; closes its engine when the `with` block ends.

    `mappings` are files or folders, `base` resolves relative IRIs, `tables` are record tables and link tables by
    name. `as_they_are` are further lines of N-Quads that belong to the graph. Rows that cannot be read are told to
    `broken_rows`; without it the first stops the mapping. `engine` runs the plan, DuckDB unless another is given.
    Raises InputError where a mapping, or a source that it reads, is wrong.
    """

    def __init__(
        self,
        mappings: Sequence[Path],
        base: str,
        tables: MappingType[str, pa.Table] | None = None,
        broken_rows: BrokenRows | None = None,
        engine: Engine | None = None,
    ) -> None:
        triples_maps = read_mappings(mappings, base)
        self._engine = engine or DuckDBEngine()
        self._engine.add_tables(tables or {})
        self.as_they_are: Sequence[str] = ()
        readers = {each.source: each.label for each in reversed(triples_maps)}
        relations = load_sources(self._engine, _references(triples_maps), broken_rows or BrokenRows(), readers)
        load_lookup_tables(self._engine, triples_maps)
        self._plan = Plan(triples_maps, relations)
        self._uniqueness = Uniqueness(self._engine)
        targets = (target for each in triples_maps for lines in self._plan.quad_lines(each) for target in lines.targets)
        self.targets = distinct_files(targets, triples_maps)

    @classmethod
    def of_publication(
        cls, publication: Publication, tables: MappingType[str, pa.Table], engine: Engine | None = None
    ) -> "Mapping":
        """The publication's mappings over the tables of its records, with its ontology.

        Raises InputError where they have logical targets: the whole graph of a publication goes to its release.
        """
        mapping = cls(publication.mappings, publication.base, tables, engine=engine)
        for file in publication.ontology:
            mapping.as_they_are = [*mapping.as_they_are, *quads_of_file(file, publication.ontology_graph)]
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

    def text(self, *, graphs: bool = True) -> Iterator[Piece]:
        """The default output in N-Quads, in pieces: each quad once, sorted by bytes.

        Without `graphs` every triple is in the default graph, which is N-Triples. Raises InputError where a value makes
        no valid term, naming the triples map and the value.
        """
        plan = self._plan if graphs else self._plan.without_graphs()
        return self._text(plan.lines_to(), self.as_they_are)

    def lines(self) -> Iterator[str]:
        """The default output as `text` gives it, line by line without their newlines."""
        for piece in self.text():
            # Only a newline ends a line: other characters that str.splitlines knows may stand in a literal.
            yield from bytes(piece).decode().split("\n")[:-1]

    def files(self) -> dict[Path, bytes]:
        """What each logical target's file is to hold; nothing is written.

        Raises InputError where a value makes no valid term, or where a format has no way to write a quad.
        """
        texts = {target: b"".join(self._text(self._plan.lines_to(target))) for target in self.targets}
        return {target.file: content(target, text.decode().split("\n")[:-1]) for target, text in texts.items()}

    def _text(self, lines: Sequence[QuadLines], quads: Sequence[str] = ()) -> Iterator[Piece]:
        for part in parts_of_output(lines, quads, self._uniqueness):
            if isinstance(part, Section):
                yield from self._engine.text(part.texts)
            else:
                yield part

    def explanation(self) -> str:
        """The plan as SQL, triples map by triples map, and why each output is deduplicated or is not."""
        made = [each for relation in self._plan.relations.values() for each in relation.made]
        parts = [f"-- The table {table}\n\n{self._engine.sql(query)};" for table, query in made]
        for target in (None, *self.targets):
            sections = parts_of_output(self._plan.lines_to(target), (), self._uniqueness)
            parts += [self._explained(each, target) for each in sections if isinstance(each, Section)]
        return "\n\n".join(parts) + "\n"

    def _explained(self, section: Section, target: LogicalTarget | None) -> str:
        parts = [] if target is None else [f"-- To {target.file}:"]
        for triples_map in dict.fromkeys(lines.triples_map for lines, _ in section.reasons):
            table = self._plan.row(triples_map).relation.table
            parts.append(f"-- {triples_map.name}, {triples_map.file}, over {table}")
            parts += [f"--   {lines.title} {why}" for lines, why in section.reasons if lines.triples_map == triples_map]
        for text in section.texts:
            query = exp.select(text.text).from_(text.rows.subquery(text.alias))
            parts.append(f"{self._engine.sql(query.order_by(exp.column(text.order, quoted=True)))};")
        return "\n".join(parts)

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
