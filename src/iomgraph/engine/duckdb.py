"""Relational plans on DuckDB."""

import os
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from importlib.resources import files
from itertools import count, islice
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from iomgraph.engine.engine import OrderedText
from iomgraph.errors import InputError

_DIALECT = "duckdb"
_BATCH = 50_000
_ROWS_OF_A_PIECE = 20_480


class DuckDBEngine:
    """Runs sqlglot expressions in memory on DuckDB; closes its database when the `with` block ends.

    >>> with DuckDBEngine() as engine:
    ...     engine.add_table("t", pa.table({"x": ["b", "a"]}))
    ...     list(engine.rows(exp.select("x").from_("t").order_by("x")))
    [('a',), ('b',)]
    """

    def __init__(self, threads: int | None = None, memory: str = "1GiB") -> None:
        """Use as many `threads` as there are cores, unless told; beyond `memory` data goes to temporary files.

        Raises InputError where `memory` is no size.
        """
        self._spill = tempfile.TemporaryDirectory(prefix="iomgraph-")
        settings: dict[str, str | int] = {"memory_limit": memory, "temp_directory": self._spill.name}
        self._threads = threads or os.cpu_count() or 1
        try:
            self._database = duckdb.connect(config={**settings, "threads": self._threads})
        except duckdb.Error as error:
            raise InputError(f"{memory} is no size of memory ({_first_line(error)}); write one like 1GiB.") from error
        self._database.execute(files("iomgraph.engine").joinpath("rdf_terms.sql").read_text(encoding="utf-8"))

    def __enter__(self) -> "DuckDBEngine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()
        self._spill.cleanup()

    def add_table(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under `name`."""
        self._database.register("arrow_table", table)
        self._database.execute(f"CREATE OR REPLACE TABLE {_quoted(name)} AS SELECT * FROM arrow_table")
        self._database.unregister("arrow_table")

    def add_tables(self, tables: Mapping[str, pa.Table]) -> None:
        """Make each Arrow table readable under its name."""
        for name, table in tables.items():
            self.add_table(name, table)

    def add_batches(self, name: str, batches: pa.RecordBatchReader) -> None:
        """Make the rows of a reader readable under `name`, in their order, without keeping them all in Arrow."""
        self.add_table(name, batches.schema.empty_table())
        # DuckDB would read from threads of its own; what reads XML has to stay in one.
        for batch in batches:
            self._database.register("arrow_batch", pa.Table.from_batches([batch]))
            self._database.execute(f"INSERT INTO {_quoted(name)} SELECT * FROM arrow_batch")
            self._database.unregister("arrow_batch")

    def add_csv(self, name: str, file: Path, nulls: Sequence[str] = ()) -> None:
        """Make a CSV file (header, comma, UTF-8) readable under `name`: every column text.

        Empty cells and the texts `nulls` are null. Raises InputError where the file cannot be read.
        """
        missing = ", ".join(exp.Literal.string(text).sql(_DIALECT) for text in ("", *nulls))
        source = exp.Literal.string(str(file)).sql(_DIALECT)
        options = f"header = true, delim = ',', quote = '\"', escape = '\"', all_varchar = true, nullstr = [{missing}]"
        try:
            self._database.execute(f"CREATE TABLE {_quoted(name)} AS SELECT * FROM read_csv({source}, {options})")
        except duckdb.Error as error:
            raise InputError(f"{file} cannot be read as CSV ({_first_line(error)}); correct it.") from error

    def add_result(self, name: str, plan: exp.Query) -> None:
        """Make the result of `plan` readable under `name`, its rows in the plan's order.

        Raises InputError where a value in the data cannot be handled as the plan says.
        """
        try:
            self._database.execute(f"CREATE OR REPLACE TABLE {_quoted(name)} AS {plan.sql(_DIALECT)}")
        except duckdb.Error as error:
            raise InputError(_first_line(error)) from error

    def free_name(self, name: str) -> str:
        """`name`, or `name` with a number where there is such a table; to DuckDB names that differ in case are one."""
        found = self._database.execute("SELECT lower(table_name) FROM duckdb_tables()").fetchall()
        taken = {row[0] for row in found}
        numbered = (f"{name} ({number})" for number in count(2))
        return next(each for each in (name, *islice(numbered, len(taken) + 1)) if each.lower() not in taken)

    def columns(self, name: str) -> list[str]:
        """The names of the columns of the table `name`, in order; none where there is no such table."""
        found = self._database.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [name])
        return [row[0] for row in found.fetchall()]

    def sql(self, plan: exp.Query) -> str:
        """The statement that `rows` would run, for people to read."""
        return plan.sql(_DIALECT, pretty=True)

    def rows(self, plan: exp.Query) -> Iterator[tuple[Any, ...]]:
        """The result of `plan`, row by row, in the plan's order.

        Raises InputError where a value in the data cannot be handled as the plan says.
        """
        try:
            cursor = self._database.cursor().execute(plan.sql(_DIALECT))
            while batch := cursor.fetchmany(_BATCH):
                yield from batch
        except duckdb.Error as error:
            raise InputError(_first_line(error)) from error

    def batches(self, plan: exp.Query) -> pa.RecordBatchReader:
        """The result of `plan` in batches, in the plan's order."""
        reader: pa.RecordBatchReader = self._database.cursor().sql(plan.sql(_DIALECT)).to_arrow_reader(_BATCH)
        return reader

    def text(self, plan: OrderedText) -> Iterator[memoryview]:
        """The text that `plan` makes, in UTF-8, in pieces.

        The sorted rows are a table, of which several threads make pieces of the text while others are written.
        Raises InputError where a value in the data cannot be handled as the plan says.
        """
        table = self.free_name("sorted rows")
        self.add_result(table, plan.rows.order_by(exp.column(plan.order, quoted=True)))
        try:
            ((count,),) = self.rows(exp.select(exp.Count(this=exp.Star())).from_(exp.to_identifier(table, quoted=True)))
            source = exp.Table(
                this=exp.to_identifier(table, quoted=True), alias=exp.TableAlias(this=exp.to_identifier(plan.alias))
            )
            query = exp.select(plan.text).from_(source).sql(_DIALECT)
            row = exp.column("rowid", table=plan.alias).sql(_DIALECT)
            with ThreadPoolExecutor(self._threads) as pool:
                pieces = (
                    partial(self._piece, f"{query} WHERE {row} >= {start} AND {row} < {start + _ROWS_OF_A_PIECE}")
                    for start in range(0, count, _ROWS_OF_A_PIECE)
                )
                ahead: deque[Future[list[memoryview]]] = deque()
                for piece in pieces:
                    ahead.append(pool.submit(piece))
                    if len(ahead) > self._threads:
                        yield from ahead.popleft().result()
                while ahead:
                    yield from ahead.popleft().result()
        finally:
            self._database.execute(f"DROP TABLE {_quoted(table)}")

    def _piece(self, query: str) -> list[memoryview]:
        try:
            texts = self._database.cursor().sql(query).to_arrow_table().column(0)
        except duckdb.Error as error:
            raise InputError(_first_line(error)) from error
        return [_values(chunk) for chunk in texts.chunks]


def _values(texts: "pa.Array[Any]") -> memoryview:
    """The texts of an array, which has no nulls, one after another as they stand in memory.

    The layout is that of https://arrow.apache.org/docs/format/Columnar.html#variable-size-binary-layout.
    """
    _, offsets, values = texts.buffers()
    assert offsets is not None
    assert values is not None
    width = 8 if pa.types.is_large_string(texts.type) else 4
    first, last = texts.offset * width, (texts.offset + len(texts)) * width
    start, end = (int.from_bytes(offsets.slice(each, width).to_pybytes(), "little") for each in (first, last))
    return memoryview(values)[start:end]


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql(_DIALECT)


def _first_line(error: Exception) -> str:
    """The message alone: DuckDB puts the kind of error before it and a picture of the statement after it."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return "The tables need more memory than they may take; give them more with --memory."
    line = str(error).splitlines()[0]
    return line.partition("Error: ")[2] or line
