"""What a relational plan needs of whatever runs it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import pyarrow as pa
from sqlglot import exp


class Engine(Protocol):
    """Holds tables and runs sqlglot expressions over them; nothing else knows which implementation it is.

    A plan may be the text of a query too, in DuckDB's dialect: an engine with another one has sqlglot translate it.

    Every table has a column `rowid` beside its own, which counts its rows from 0 in their order. Texts compare by the
    bytes of their UTF-8. The functions of `rdf_terms.sql` can be called. `close`, or the end of the `with` block, lets
    go of everything.
    """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def close(self) -> None:
        """Let go of every table."""

    def add_table(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under `name`."""

    def add_tables(self, tables: Mapping[str, pa.Table]) -> None:
        """Make each Arrow table readable under its name."""

    def add_csv(self, name: str, file: Path, nulls: Sequence[str] = ()) -> None:
        """Make a CSV file (header, comma, UTF-8) readable under `name`: every column text.

        Empty cells and the texts `nulls` are null. Raises InputError where the file cannot be read.
        """

    def add_result(self, name: str, plan: exp.Query | str) -> None:
        """Make the result of `plan` readable under `name`, its rows in the plan's order.

        Raises InputError where a value in the data cannot be handled as the plan says.
        """

    def remove(self, *names: str) -> None:
        """Let go of the tables with these names, where there are such."""

    def free_name(self, name: str) -> str:
        """`name`, or `name` with a number where there is such a table; names that differ in case are one."""

    def columns(self, name: str) -> list[str]:
        """The names of the columns of the table `name` without `rowid`, in order; none where there is no such table."""

    def sql(self, plan: exp.Query) -> str:
        """The statement that `rows` would run, for people to read."""

    def rows(self, plan: exp.Query | str) -> Iterator[tuple[Any, ...]]:
        """The result of `plan`, row by row, in the plan's order.

        Raises InputError where a value in the data cannot be handled as the plan says.
        """
