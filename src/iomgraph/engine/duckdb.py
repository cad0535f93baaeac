"""Relational plans on DuckDB."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import count, islice
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from iomgraph.errors import InputError

_DIALECT = "duckdb"
_BATCH = 50_000


class DuckDBEngine:
    """Runs sqlglot expressions in memory on DuckDB; closes its database when the `with` block ends.

    >>> with DuckDBEngine() as engine:
    ...     engine.add_table("t", pa.table({"x": ["b", "a"]}))
    ...     list(engine.rows(exp.select("x").from_("t").order_by("x")))
    [('a',), ('b',)]
    """

    def __init__(self) -> None:
        self._database = duckdb.connect()
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

    def add_table(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under `name`."""
        self._database.register("arrow_table", table)
        self._database.execute(f"CREATE OR REPLACE TABLE {_quoted(name)} AS SELECT * FROM arrow_table")
        self._database.unregister("arrow_table")

    def add_tables(self, tables: Mapping[str, pa.Table]) -> None:
        """Make each Arrow table readable under its name."""
        for name, table in tables.items():
            self.add_table(name, table)

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

    def add_result(self, name: str, plan: exp.Query | str) -> None:
        """Make the result of `plan` readable under `name`, its rows in the plan's order.

        Raises InputError where a value in the data cannot be handled as the plan says.
        """
        try:
            self._database.execute(f"CREATE OR REPLACE TABLE {_quoted(name)} AS {_text(plan)}")
        except duckdb.Error as error:
            raise InputError(_first_line(error)) from error

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
            cursor = self._database.cursor().execute(_text(plan))
            while batch := cursor.fetchmany(_BATCH):
                yield from batch
        except duckdb.Error as error:
            raise InputError(_first_line(error)) from error


def _text(plan: exp.Query | str) -> str:
    return plan if isinstance(plan, str) else plan.sql(_DIALECT)


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql(_DIALECT)


def _first_line(error: Exception) -> str:
    """The message alone: DuckDB puts the kind of error before it and a picture of the statement after it."""
    line = str(error).splitlines()[0]
    return line.partition("Error: ")[2] or line
