"""Record tables and link tables, which mappings name as tables of a database that they do not say."""

from collections.abc import Set as AbstractSet

from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.relation import Relation, Shape


def load(engine: Engine, name: str, references: AbstractSet[str]) -> Relation:
    """The table `name` itself. Raises InputError where there is no such table or column."""
    columns = engine.columns(name)
    if not columns:
        raise InputError(
            f"There is no record table {name}; correct the rml:iterator that names it, or say which database it is in."
        )
    return Relation(name, checked_columns(name, columns, references))


def checked_columns(name: str, columns: list[str], references: AbstractSet[str]) -> dict[str, Shape]:
    """The columns as texts. Raises InputError where one of `references` is none of them."""
    for reference in sorted(references):
        if reference not in columns:
            raise InputError(f"{name} has no column {reference}; it has {', '.join(columns)}.")
    return dict.fromkeys(columns, Shape.TEXT)
