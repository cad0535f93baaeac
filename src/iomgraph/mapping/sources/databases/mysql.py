"""MySQL and MariaDB, through PyMySQL, which streams the text of each value as the server writes it."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

import pyarrow as pa

from iomgraph.errors import InputError
from iomgraph.mapping.database import Database
from iomgraph.mapping.relation import DATATYPE, VALUE
from iomgraph.mapping.sources.natural_datatypes import TYPED_VALUE, XSD, canonical_double

SCHEMES = ("mysql", "mariadb")

_ROWS = 10_000
_SECONDS_TO_CONNECT = 10
_DATE = re.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_TIME = re.compile("([01][0-9]|2[0-3]):.*")

# The text of a value, and the local name of its datatype.
_Kind = Callable[[str | bytes], tuple[str, str | None]]


@contextmanager
def connect(database: Database) -> Iterator["_Connection"]:
    """A connection. Raises InputError where the server refuses it, or where its client is not installed."""
    try:
        import pymysql  # noqa: PLC0415 - an extra, needed for this database alone
        from pymysql.converters import encoders  # noqa: PLC0415
        from pymysql.cursors import SSCursor  # noqa: PLC0415
    except ImportError:
        raise InputError(f"{database} needs MySQL's client; install iomgraph[mysql].") from None
    database.only_options()
    try:
        opened = pymysql.connect(
            host=database.host,
            port=database.port or 3306,
            database=database.name,
            user=database.user,
            # As text, the client would write it in Latin-1.
            password=database.password.encode(),
            charset="utf8mb4",
            cursorclass=SSCursor,
            # Nothing is decoded: values stay as the server writes them.
            conv=cast("dict[Any, Any]", encoders),
            # Instants are told in UTC, and names may be quoted as SQL does.
            init_command="SET time_zone = '+00:00', sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')",
            connect_timeout=_SECONDS_TO_CONNECT,
        )
    except (pymysql.Error, OSError) as error:
        raise database.refusal(error.args[-1] if error.args else error) from None
    with closing(opened):
        yield _Connection(opened, database, pymysql.Error)


@dataclass
class _Connection:
    _opened: Any
    _database: Database
    _error: type[Exception]

    def quoted(self, name: str) -> str:
        doubled = name.replace("`", "``")
        return f"`{doubled}`"

    def columns(self, query: str) -> list[str]:
        with self._answer(f"SELECT * FROM ({query}\n) AS answer LIMIT 0") as cursor:
            return [each[0] for each in cursor.description]

    def read(self, query: str) -> pa.RecordBatchReader:
        schema = pa.schema([(name, TYPED_VALUE) for name in self.columns(query)])
        return pa.RecordBatchReader.from_batches(schema, self._batches(query, schema))

    def _batches(self, query: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        with self._answer(query) as cursor:
            kinds = [_kind(each[1], each[3]) for each in cursor.description]
            while batch := cursor.fetchmany(_ROWS):
                columns = zip(kinds, zip(*batch, strict=True), strict=True)
                yield pa.RecordBatch.from_arrays([_column(kind, values) for kind, values in columns], schema=schema)

    @contextmanager
    def _answer(self, query: str) -> Iterator[Any]:
        try:
            with self._opened.cursor() as cursor:
                cursor.execute(query)
                if cursor.description is None:
                    raise self._database.refusal("the query has no answer", "write a SELECT")
                yield cursor
        except self._error as error:
            raise self._database.refusal(error.args[-1] if error.args else error) from None


def _column(kind: _Kind, values: Sequence[str | bytes | None]) -> "pa.Array[Any]":
    return pa.array([_struct(kind, value) for value in values], TYPED_VALUE)


def _struct(kind: _Kind, value: str | bytes | None) -> dict[str, str | None] | None:
    if value is None or value in {"", b""}:
        return None
    text, datatype = kind(value)
    return {VALUE: text, DATATYPE: datatype and XSD + datatype}


def _stored(value: str | bytes) -> tuple[str, str | None]:
    return (value.hex().upper(), "hexBinary") if isinstance(value, bytes) else (value, None)


def _bits(value: str | bytes) -> tuple[str, str | None]:
    return (str(int.from_bytes(value)), "integer") if isinstance(value, bytes) else (value, "integer")


def _flag(value: str | bytes) -> tuple[str, str | None]:
    """BOOLEAN, which is the name of a number with one digit, and may hold others than 0 and 1."""
    return {"0": ("false", "boolean"), "1": ("true", "boolean")}.get(str(value), (str(value), "integer"))


def _double(value: str | bytes) -> tuple[str, str | None]:
    return canonical_double(Decimal(str(value))), "double"


def _date(value: str | bytes) -> tuple[str, str | None]:
    """A day; one that is none, as 0000-00-00, is a text."""
    return str(value), "date" if _DATE.fullmatch(str(value)) else None


def _time(value: str | bytes) -> tuple[str, str | None]:
    """A time of the day; a span of time beyond it is a text."""
    return _without_zeros(str(value)), "time" if _TIME.fullmatch(str(value)) else None


def _date_time(value: str | bytes, zone: str = "") -> tuple[str, str | None]:
    day, _, time = str(value).partition(" ")
    return (f"{day}T{_without_zeros(time)}{zone}", "dateTime") if _DATE.fullmatch(day) else (str(value), None)


def _instant(value: str | bytes) -> tuple[str, str | None]:
    return _date_time(value, "Z")


def _without_zeros(time: str) -> str:
    return time.rstrip("0").rstrip(".") if "." in time else time


def _kind(number: int, width: int) -> _Kind:
    if number == _TINY and width == 1:
        return _flag
    datatype = {0: "decimal", 246: "decimal"} | dict.fromkeys((_TINY, 2, 3, 8, 9, 13), "integer")
    if number in datatype:
        return lambda value: (str(value), datatype[number])
    return _KINDS.get(number, _stored)


# Numbers of types in the protocol, https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html.
_TINY = 1
_KINDS: dict[int, _Kind] = {
    4: _double,
    5: _double,
    7: _instant,
    10: _date,
    11: _time,
    12: _date_time,
    14: _date,
    16: _bits,
}
