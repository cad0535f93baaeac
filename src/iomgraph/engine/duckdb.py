"""Relational plans on DuckDB."""

import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.resources import files
from itertools import count, islice
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from iomgraph.engine.engine import CsvFiles, Engine, OrderedText
from iomgraph.engine.sorted_rows import SortedRows
from iomgraph.errors import InputError

_DIALECT = "duckdb"
_BATCH = 50_000
_ROWS_OF_A_BATCH = 2048
_LONGEST_LINE = 100_000_000


class DuckDBEngine(Engine):
    """Runs sqlglot expressions in memory on DuckDB; closes its database when the `with` block ends.

    >>> with DuckDBEngine() as engine:
    ...     engine.add_table("t", pa.table({"x": ["b", "a"]}))
    ...     list(engine.rows(exp.select("x").from_("t").order_by("x")))
    [('a',), ('b',)]
    """

    in_blocks = True

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

    def add_csv(self, name: str, files: CsvFiles, columns: Mapping[str, int]) -> None:
        """Make CSV files, one after another, readable under `name`.

        `columns` are those of the table, all texts, and the place of each in the files; empty cells and `files.nulls`
        are null. Raises InputError where a row is no CSV or has another width.
        """
        types = ", ".join(f"'{place}': 'VARCHAR'" for place in range(files.width))
        options = (
            f"header = true, auto_detect = false, columns = {{{types}}}, delim = {_text(files.delimiter)}, "
            f"quote = '\"', escape = '\"', nullstr = {_texts(['', *files.nulls])}, max_line_size = {_LONGEST_LINE}"
        )
        chosen = ", ".join(f'"{place}" AS {_quoted(column)}' for column, place in columns.items())
        source = f"read_csv({_texts(map(str, files.files))}, {options})"
        try:
            self._database.execute(f"CREATE TABLE {_quoted(name)} AS SELECT {chosen} FROM {source}")
        except duckdb.Error as error:
            raise InputError(_first_line(error)) from error

    def add_result(self, name: str, plan: exp.Query | str) -> None:
        """Make the result of `plan` readable under `name`, its rows in the plan's order.

        Raises InputError where a value in the data cannot be handled as the plan says.
        """
        try:
            self._database.execute(f"CREATE OR REPLACE TABLE {_quoted(name)} AS {_statement(plan)}")
        except duckdb.Error as error:
            raise InputError(_first_line(error)) from error

    def add_set(self, name: str, plan: exp.Query | str) -> None:
        """Make the result of `plan` readable under `name`, its rows in no order."""
        self.add_result(name, plan)

    def add_closure(self, name: str, start: str, edges: str) -> None:
        """Make the pairs (focus, value) of `start`, and what follows by `edges`, readable under `name`, each once."""
        self.add_result(
            name,
            f"WITH RECURSIVE reach AS (SELECT focus, value FROM ({start}) UNION "
            f"SELECT r.focus, e.o FROM reach r JOIN ({edges}) e ON e.s = r.value) SELECT focus, value FROM reach",
        )

    def remove(self, *names: str) -> None:
        """Let go of the tables with these names, where there are such."""
        self._database.execute("; ".join(f"DROP TABLE IF EXISTS {_quoted(name)}" for name in names))

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

    def rows(self, plan: exp.Query | str) -> Iterator[tuple[Any, ...]]:
        """The result of `plan`, row by row, in the plan's order.

        Raises InputError where a value in the data cannot be handled as the plan says.
        """
        try:
            cursor = self._database.cursor().execute(_statement(plan))
            while batch := cursor.fetchmany(_BATCH):
                yield from batch
        except duckdb.Error as error:
            raise InputError(_first_line(error)) from error

    def batches(self, plan: exp.Query) -> pa.RecordBatchReader:
        """The result of `plan` in batches, in the plan's order."""
        reader: pa.RecordBatchReader = self._database.cursor().sql(plan.sql(_DIALECT)).to_arrow_reader(_BATCH)
        return reader

    def text(self, plans: Sequence[OrderedText]) -> Iterator[memoryview]:
        """The texts that all `plans` make, in the common order of their rows, in UTF-8, in pieces.

        The rows of each plan become a sorted table; several threads make pieces of the text from parts of these tables
        while others are written. Raises InputError where a value in the data cannot be handled as a plan says.
        """
        tables: list[str] = []
        try:
            for plan in plans:
                tables.append(self.free_name("sorted rows"))
                self.add_result(tables[-1], plan.rows.order_by(exp.column(plan.order, quoted=True)))
            sorted_rows = SortedRows(self._database, list(zip(tables, plans, strict=True)))
            with ThreadPoolExecutor(self._threads) as pool:
                ahead: deque[Future[list[memoryview]]] = deque()
                for query in sorted_rows.queries():
                    ahead.append(pool.submit(self._piece, query))
                    if len(ahead) > self._threads:
                        yield from ahead.popleft().result()
                while ahead:
                    yield from ahead.popleft().result()
        finally:
            self.remove(*tables)

    def _piece(self, query: str) -> list[memoryview]:
        try:
            # In small batches the texts are taken as they are made; a table of them all would copy them once more.
            batches = self._database.cursor().sql(query).to_arrow_reader(_ROWS_OF_A_BATCH)
            return [_values(batch.column(0)) for batch in batches]
        except duckdb.Error as error:
            raise InputError(_first_line(error)) from error


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


def _text(value: str) -> str:
    return exp.Literal.string(value).sql(_DIALECT)


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _statement(plan: exp.Query | str) -> str:
    return plan if isinstance(plan, str) else plan.sql(_DIALECT)


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql(_DIALECT)


def _first_line(error: Exception) -> str:
    """The message alone: DuckDB puts the kind of error before it and a picture of the statement after it."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return "The tables need more memory than they may take; give them more with --memory."
    line = str(error).splitlines()[0]
    return line.partition("Error: ")[2] or line
