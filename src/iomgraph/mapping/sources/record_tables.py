"""Record tables and link tables, named as RML names tables of a database: SQL2008Table with the name as iterator."""

from collections.abc import Set as AbstractSet

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation, Shape

FORMULATIONS = ("http://w3id.org/rml/SQL2008Table",)


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """The table itself. Raises InputError where there is no such table or column."""
    name = source.iterator or ""
    columns = engine.columns(name)
    if not columns:
        raise InputError(f"There is no record table {name}; correct the rml:iterator that names it.")
    return Relation(name, checked_columns(name, columns, references))


def checked_columns(name: str, columns: list[str], references: AbstractSet[str]) -> dict[str, Shape]:
    """The columns as texts. Raises InputError where one of `references` is none of them."""
    for reference in sorted(references):
        if reference not in columns:
            raise InputError(f"{name} has no column {reference}; it has {', '.join(columns)}.")
    return dict.fromkeys(columns, Shape.TEXT)
