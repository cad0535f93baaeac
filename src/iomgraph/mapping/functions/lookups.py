"""The reference tables that mappings look values up in."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

import pyarrow as pa
from sqlglot import exp

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource, LookupTable, TriplesMap
from iomgraph.mapping.sources.csv import CSV, load

LOOKUP_TABLE = "lookup_table"


def table_name(table: LookupTable) -> str:
    """What a lookup table is called in the engine."""
    return f"lookup {table.file} {table.key} {table.result}"


def load_lookup_tables(engine: Engine, triples_maps: Iterable[TriplesMap]) -> None:
    """Add the lookup tables that `triples_maps` use, each with the columns `key` and `result`.

    Raises InputError where a file cannot be read, has no such column, or gives one key two values.
    """
    for table in sorted({each for triples_map in triples_maps for each in _tables(triples_map)}, key=str):
        _load(engine, table)


def _load(engine: Engine, table: LookupTable) -> None:
    source = LogicalSource(CSV, file=table.file)
    rows = load(engine, source, {table.key, table.result}, BrokenRows()).table
    key, result = (exp.column(column, quoted=True) for column in (table.key, table.result))
    present = [exp.Not(this=exp.Is(this=each.copy(), expression=exp.Null())) for each in (key, result)]
    pairs: dict[str, str] = {}
    for found, value in engine.rows(
        exp.select(key, result).from_(exp.to_identifier(rows, quoted=True)).where(*present)
    ):
        if pairs.setdefault(found, value) != value:
            raise InputError(f'{table.file} has two values of {table.result} for the {table.key} "{found}"; keep one.')
    columns_of_pairs = {"key": pa.array(pairs.keys(), pa.string()), "result": pa.array(pairs.values(), pa.string())}
    engine.add_table(table_name(table), pa.table(columns_of_pairs))


def _tables(part: object) -> Iterator[LookupTable]:
    """Every lookup table in a part of a mapping."""
    if isinstance(part, LookupTable):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _tables(each)
    elif is_dataclass(part):
        for each in fields(part):
            yield from _tables(getattr(part, each.name))
