"""PostgreSQL, through ADBC: the server sends columns in binary, <https://arrow.apache.org/adbc/>."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from iomgraph.errors import InputError
from iomgraph.mapping.database import Database
from iomgraph.mapping.relation import DATATYPE, VALUE
from iomgraph.mapping.sources.natural_datatypes import TYPED_VALUE, XSD

SCHEMES = ("postgresql", "postgres")

_SECONDS_TO_CONNECT = 10
_KIND = b"POSTGRESQL:type"
# The types whose values arrive as what they are; the text of every other is asked for.
_NATURAL = frozenset(
    b"int2 int4 int8 float4 float8 bool numeric date timestamp timestamptz time bytea text varchar bpchar name json "
    b"jsonb".split()
)
_TEXT_TYPES = (pa.string(), pa.large_string())


@contextmanager
def connect(database: Database) -> Iterator["_Connection"]:
    """A connection. Raises InputError where the server refuses it, or where its driver is not installed."""
    try:
        from adbc_driver_manager import Error  # noqa: PLC0415 - an extra, needed for this database alone
        from adbc_driver_postgresql import dbapi  # noqa: PLC0415
    except ImportError:
        raise InputError(f"{database} needs PostgreSQL's driver; install iomgraph[postgresql].") from None
    settings = {
        "host": database.host,
        "port": str(database.port or ""),
        "dbname": database.name,
        "user": database.user,
        "password": database.password,
        "connect_timeout": str(_SECONDS_TO_CONNECT),
        **database.only_options("sslmode", "sslrootcert"),
    }
    address = " ".join(f"{name}={_setting(value)}" for name, value in settings.items() if value)
    try:
        opened = dbapi.connect(address, autocommit=True)
    except Error as error:
        raise database.refusal(error) from None
    with closing(opened):
        yield _Connection(opened, database, Error)


def _setting(value: str) -> str:
    """A value as libpq reads it in a connection string."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


@dataclass
class _Connection:
    _opened: Any
    _database: Database
    _error: type[Exception]

    def quoted(self, name: str) -> str:
        doubled = name.replace('"', '""')
        return f'"{doubled}"'

    def columns(self, query: str) -> list[str]:
        return list(self._schema(query).names)

    def read(self, query: str) -> pa.RecordBatchReader:
        schema = self._schema(query)
        if not all(_is_natural(field) for field in schema):
            columns = [
                self.quoted(field.name)
                if _is_natural(field)
                else f"{self.quoted(field.name)}::text AS {self.quoted(field.name)}"
                for field in schema
            ]
            query = f"SELECT {', '.join(columns)} FROM ({query}\n) AS answer"
            schema = self._schema(query)
        typed = pa.schema([field.with_type(TYPED_VALUE) if _is_numeric(field) else field for field in schema])
        return pa.RecordBatchReader.from_batches(typed, self._batches(query, typed))

    def _schema(self, query: str) -> pa.Schema:
        try:
            with self._opened.cursor() as cursor:
                schema: pa.Schema = cursor.adbc_execute_schema(query)
                return schema
        except self._error as error:
            raise self._database.refusal(error) from None

    def _batches(self, query: str, typed: pa.Schema) -> Iterator[pa.RecordBatch]:
        try:
            with self._opened.cursor() as cursor:
                cursor.execute(query)
                for batch in cursor.fetch_record_batch():
                    columns = [
                        _decimals(column.storage) if field.type == TYPED_VALUE else column
                        for field, column in zip(typed, batch.columns, strict=True)
                    ]
                    yield pa.RecordBatch.from_arrays(columns, schema=typed)
        except self._error as error:
            raise self._database.refusal(error) from None


def _kind(field: "pa.Field[Any]") -> bytes:
    return (field.metadata or {}).get(_KIND, b"")


def _is_natural(field: "pa.Field[Any]") -> bool:
    # The values of an enumeration arrive as texts.
    return _kind(field) in _NATURAL or field.type in _TEXT_TYPES


def _is_numeric(field: "pa.Field[Any]") -> bool:
    return _kind(field) == b"numeric"


def _decimals(texts: "pa.Array[Any]") -> "pa.Array[Any]":
    """Numbers that arrive as texts; NaN and infinity, which no xsd:decimal is, are plain."""
    is_number = pc.match_substring_regex(texts, "^[-0-9.]+$")
    datatypes = pc.if_else(is_number, pa.scalar(XSD + "decimal"), pa.scalar(None, pa.string()))
    struct = pa.StructArray.from_arrays([texts, datatypes], names=[VALUE, DATATYPE], mask=texts.is_null())
    return struct.cast(TYPED_VALUE)
