"""Tables and queries of SQL databases, and record tables.

RML-IO, reference formulations rml:SQL2008Table and rml:SQL2008Query: the iterator is the name of a table, or a query.
Which database it is, is said by a d2rq:Database as the source. Without one it is a record table; where there is none of
that name, or for a query, it is the database that the environment variable IOMGRAPH_DB_DSN addresses.
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import pyarrow as pa

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.database import DSN, Database
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources import record_tables
from iomgraph.mapping.sources.chosen_columns import chosen_columns
from iomgraph.mapping.sources.databases import Connection, connected
from iomgraph.mapping.sources.typed_tables import add_typed

_TABLE, _QUERY = "http://w3id.org/rml/SQL2008Table", "http://w3id.org/rml/SQL2008Query"
FORMULATIONS = (_TABLE, _QUERY)

_PART = re.compile(r'"(?:[^"]|"")+"|[^".]+')
_PLAIN = re.compile(r"[\w$]+(\.[\w$]+)*")


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A table with a column for each of the references, whose values have their natural datatypes.

    Raises InputError where the database cannot be reached or refuses the query, or has no such table or column.
    """
    iterator = (source.iterator or "").strip().rstrip(";")
    if source.database is None and source.formulation == _TABLE and engine.columns(iterator):
        return record_tables.load(engine, iterator, references)
    database = source.database or Database.of_environment()
    if database is None:
        if source.formulation == _TABLE:
            return record_tables.load(engine, iterator, references)
        raise InputError(f"A query needs a database; set {DSN}, or give its source a d2rq:Database.")
    with connected(database) as connection:
        table = None if source.formulation == _QUERY else _table(connection, iterator)
        columns = connection.columns(iterator if table is None else f"SELECT * FROM {table}")
        named = {reference: _column(reference, columns) for reference in references}
        name = f"{database} {source.iterator}"
        chosen = chosen_columns(name, columns, set(named.values()))
        if table is not None:
            iterator = f"SELECT {', '.join(map(connection.quoted, chosen)) or '1'} FROM {table}"
        rows = _named(connection.read(iterator), named)
        return add_typed(engine, name, rows, references, source.nulls)


def _table(connection: Connection, name: str) -> str:
    """The table called `name`: exactly this, else what the database makes of it where it is not quoted.

    R2RML, section "Base tables and views", <https://www.w3.org/TR/r2rml/#physical-tables>.
    """
    parts = [part[1:-1].replace('""', '"') if part.startswith('"') else part for part in _PART.findall(name)]
    exact = ".".join(map(connection.quoted, parts))
    try:
        connection.columns(f"SELECT * FROM {exact}")
    except InputError:
        if not _PLAIN.fullmatch(name):
            raise
        connection.columns(f"SELECT * FROM {name}")
        return name
    return exact


def _column(reference: str, columns: Sequence[str]) -> str:
    """The column that a reference names: exactly, in quotes, or without regard to case where only one fits."""
    unquoted = reference[1:-1].replace('""', '"') if re.fullmatch('".+"', reference) else reference
    if unquoted in columns:
        return unquoted
    alike = [column for column in columns if column.lower() == reference.lower()]
    return alike[0] if len(alike) == 1 else reference


def _named(rows: pa.RecordBatchReader, named: Mapping[str, str]) -> pa.RecordBatchReader:
    """The columns that references name, under the names of the references; all where there are no references."""
    if not named:
        return rows
    places = [rows.schema.names.index(column) for column in named.values()]
    schema = pa.schema([rows.schema.field(place).with_name(name) for place, name in zip(places, named, strict=True)])
    batches = (pa.RecordBatch.from_arrays([batch.column(each) for each in places], schema=schema) for batch in rows)
    return pa.RecordBatchReader.from_batches(schema, batches)
