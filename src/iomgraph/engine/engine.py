"""What a relational plan needs of whatever runs it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import pyarrow as pa
from sqlglot import exp


@dataclass(frozen=True)
class OrderedText:
    """Texts that are made of `rows`, one of each, and stand in the order of their column `order`.

    `text` reads their columns from a table called `alias`. It is apart from the rows, because an engine that sorts them
    before it makes their texts has far less to sort.
    """

    rows: exp.Query
    alias: str
    order: str
    text: exp.Expression


@dataclass(frozen=True)
class CsvFiles:
    """CSV in UTF-8 with a header of `width` columns, and quotes where RFC 4180 has them."""

    files: Sequence[Path]
    width: int
    delimiter: str
    nulls: Sequence[str]


class Engine(Protocol):
    """Holds tables and runs sqlglot expressions over them; nothing else knows which implementation it is.

    A plan may be the text of a query too, in DuckDB's dialect: an engine with another one has sqlglot translate it.

    Every table has a column `rowid` beside its own, which counts its rows from 0 in their order. Texts compare by the
    bytes of their UTF-8. The functions of `rdf_terms.sql` can be called. `close`, or the end of the `with` block, lets
    go of everything.
    """

    in_blocks: bool
    """Whether large data is best taken block by block, in little memory, or all at once, in few statements."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every table."""

    def add_table(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under `name`."""

    def add_tables(self, tables: Mapping[str, pa.Table]) -> None:
        """Make each Arrow table readable under its name."""

    def add_batches(self, name: str, batches: pa.RecordBatchReader) -> None:
        """Make the rows of a reader readable under `name`, in their order, without keeping them all in Arrow."""

    def add_csv(self, name: str, files: CsvFiles, columns: Mapping[str, int]) -> None:
        """Make CSV files, one after another, readable under `name`.

        `columns` are those of the table, all texts, and the place of each in the files; empty cells and `files.nulls`
        are null. Raises InputError where a row is no CSV or has another width.
        """

    def add_result(self, name: str, plan: exp.Query | str) -> None:
        """Make the result of `plan` readable under `name`, its rows in the plan's order.

        Raises InputError where a value in the data cannot be handled as the plan says.
        """

    def add_set(self, name: str, plan: exp.Query | str) -> None:
        """Make the result of `plan` readable under `name`, its rows in no order and without `rowid`.

        Raises InputError as `add_result` does.
        """

    def add_closure(self, name: str, start: str, edges: str) -> None:
        """Make the pairs (focus, value) of the query `start`, and all that follow, readable under `name`, each once.

        A pair (focus, s) is followed by (focus, o) for each pair (s, o) of the query `edges`.
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

        Raises InputError where a value in the data cannot be handled as the plan says, ValueError where the engine
        does not read a regular expression of the plan as RE2 does.
        """

    def batches(self, plan: exp.Query) -> pa.RecordBatchReader:
        """The result of `plan` in batches, in the plan's order."""

    def text(self, plans: Sequence[OrderedText]) -> Iterator[memoryview]:
        """The texts that all `plans` make, in the common order of their rows, in UTF-8, in pieces.

        Raises InputError where a value in the data cannot be handled as the plan says.
        """
