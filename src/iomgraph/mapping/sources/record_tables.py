"""Record tables and link tables, which mappings name as tables of a database that they do not say."""

from collections.abc import Set as AbstractSet

from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.relation import Relation, Shape
from iomgraph.mapping.sources.chosen_columns import chosen_columns


def load(engine: Engine, name: str, references: AbstractSet[str]) -> Relation:
    """The table `name` itself. Raises InputError where there is no such table or column."""
    columns = engine.columns(name)
    if not columns:
        raise InputError(
            f"There is no record table {name}; correct the rml:iterator that names it, or say which database it is in."
        )
    chosen_columns(name, columns, references)
    return Relation(name, dict.fromkeys(columns, Shape.TEXT))
