"""Relational plans on Apache Spark."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from itertools import accumulate, count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.dataset import dataset
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, Observation
from pyspark.sql import functions as function
from pyspark.sql.pandas.types import to_arrow_schema
from sqlglot import exp

from iomgraph.engine.duckdb import DuckDBEngine
from iomgraph.engine.engine import CsvFiles, Engine, OrderedText
from iomgraph.engine.spark_session import new_session, running_session
from iomgraph.engine.spark_sql import SPARK, spark_sql
from iomgraph.errors import InputError

_ROW = "rowid"
_REFUSAL = re.compile(r"\[USER_RAISED_EXCEPTION\] (.*?)(?: SQLSTATE: \w+|$)", re.DOTALL)
# monotonically_increasing_id(): the number of the partition in the upper bits, that of the row in the lower.
_BITS_OF_ROW = 33
_PIECE = 1 << 20
_SENT_WITH_A_TASK = 1 << 24
_ROWS_OF_A_BATCH = 1 << 16


class SparkEngine(Engine):
    """Runs sqlglot expressions on Spark; what it wrote beside the result is gone when the `with` block ends.

    Files are read by DuckDB, so that both engines read them alike, and handed on as Parquet. Intermediate tables and
    sorted parts are written to a folder below `tempfile.gettempdir()`, which every machine of a cluster must see.
    """

    in_blocks = False

    def __init__(self, master: str) -> None:
        running = running_session()
        self._session = running or new_session(master)
        self._stops_at_end = running is None
        self._folder = Path(tempfile.mkdtemp(prefix="iomgraph-spark-"))
        self._numbers = count()
        self._columns: dict[str, list[str]] = {}

    def close(self) -> None:
        """Let go of the tables, and of the session where this engine began it."""
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._stops_at_end:
            self._session.stop()
            return
        self.remove(*self._columns)

    def add_table(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under `name`."""
        if table.nbytes > _SENT_WITH_A_TASK:
            self.add_batches(name, table.to_reader(_ROWS_OF_A_BATCH))
        else:
            self._show(name, self._session.createDataFrame(_numbered(table, 0)))

    def add_tables(self, tables: Mapping[str, pa.Table]) -> None:
        """Make each Arrow table readable under its name."""
        for name, table in tables.items():
            self.add_table(name, table)

    def add_batches(self, name: str, batches: pa.RecordBatchReader) -> None:
        """Make the rows of a reader readable under `name`, in their order, without keeping them all."""
        file = self._folder / f"{next(self._numbers)}.parquet"
        start = 0
        with pq.ParquetWriter(file, _numbered(batches.schema.empty_table(), 0).schema) as writer:
            for batch in batches:
                writer.write_table(_numbered(pa.Table.from_batches([batch]), start))
                start += batch.num_rows
        self._show(name, self._session.read.parquet(str(file)))

    def add_csv(self, name: str, files: CsvFiles, columns: Mapping[str, int]) -> None:
        """Make CSV files, one after another, readable under `name`.

        `columns` are those of the table, all texts, and the place of each in the files; empty cells and `files.nulls`
        are null. Raises InputError where a row is no CSV or has another width.
        """
        with DuckDBEngine() as reader:
            reader.add_csv(name, files, columns)
            self.add_batches(name, reader.batches(exp.select("*").from_(exp.to_identifier(name, quoted=True))))

    def add_result(self, name: str, plan: exp.Query | str) -> None:
        """Make the result of `plan` readable under `name`, its rows in the plan's order.

        Raises InputError where a value in the data cannot be handled as the plan says.
        """
        with _refusals_told():
            result = self._session.sql(spark_sql(plan))
            names = result.columns
            plain = result.toDF(*(f"c{number}" for number in range(len(names))))
            numbered = plain.withColumn(_ROW, function.monotonically_increasing_id())
            folder, rows = self._write(numbered)
            written = self._session.read.schema(numbered.schema).parquet(folder)
            partition = function.shiftright(_ROW, _BITS_OF_ROW)
            counts = {row[0]: row[1] for row in written.groupBy(partition).count().collect()}
            if sum(counts.values()) != rows:
                raise InputError(_not_shared(self._folder))
            starts = accumulate((counts.get(number, 0) for number in range(max(counts, default=0) + 1)), initial=0)
            first_rows = function.array([function.lit(each) for each in starts]).cast("array<bigint>")
            start = function.element_at(first_rows, partition.cast("int") + 1)
            row = function.col(_ROW) - function.shiftleft(partition, _BITS_OF_ROW) + start
        columns = [function.col(f"c{number}").alias(each) for number, each in enumerate(names)]
        self._show(name, written.select(*columns, row.alias(_ROW)))

    def add_set(self, name: str, plan: exp.Query | str) -> None:
        """Make the result of `plan` readable under `name`, its rows in no order and without `rowid`.

        It is written, not kept as a plan: plans that stand in each other grow beyond what Spark can hold.
        """
        with _refusals_told():
            frame = self._session.sql(spark_sql(plan))
            folder, _ = self._write(frame)
            self._show(name, self._session.read.schema(frame.schema).parquet(folder))

    def add_closure(self, name: str, start: str, edges: str) -> None:
        """Make the pairs (focus, value) of `start`, and all that follow by `edges`, readable under `name`, each once.

        Spark's own recursion knows no end where the edges make a circle, so each step is a query.
        """
        new = f"SELECT DISTINCT focus, value FROM ({start})"
        step = (
            f'SELECT n.focus, e.o AS value FROM "{name} new" n JOIN ({edges}) e ON e.s = n.value '
            f'EXCEPT SELECT focus, value FROM "{name}"'
        )
        folders: list[str] = []
        rows = 1
        while rows:
            with _refusals_told():
                frame = self._session.sql(spark_sql(step if folders else new))
                folder, rows = self._write(frame)
                folders.append(folder)
                read = self._session.read.schema(frame.schema)
                self._show(f"{name} new", read.parquet(folder))
                self._show(name, read.parquet(*folders))
        self.remove(f"{name} new")

    def remove(self, *names: str) -> None:
        """Let go of the tables with these names, where there are such."""
        for name in names:
            if self._columns.pop(name, None) is not None:
                self._session.catalog.dropTempView(name)

    def free_name(self, name: str) -> str:
        """`name`, or `name` with a number where there is such a table; names that differ in case are one."""
        taken = {each.lower() for each in self._columns}
        numbered = (f"{name} ({number})" for number in count(2))
        return name if name.lower() not in taken else next(each for each in numbered if each.lower() not in taken)

    def columns(self, name: str) -> list[str]:
        """The names of the columns of the table `name`, in order; none where there is no such table."""
        return self._columns.get(name, [])

    def sql(self, plan: exp.Query) -> str:
        """The statement that `rows` would run, for people to read."""
        return spark_sql(plan, pretty=True)

    def rows(self, plan: exp.Query | str) -> Iterator[tuple[Any, ...]]:
        """The result of `plan`, row by row, in the plan's order.

        Raises InputError where a value in the data cannot be handled as the plan says.
        """
        with _refusals_told():
            yield from self._session.sql(spark_sql(plan)).toLocalIterator()

    def batches(self, plan: exp.Query) -> pa.RecordBatchReader:
        """The result of `plan` in batches, in the plan's order."""
        with _refusals_told():
            result = self._session.sql(spark_sql(plan))
            folder, rows = self._write(result)
        found = dataset(_parts(Path(folder)), schema=to_arrow_schema(result.schema), format="parquet")
        if found.count_rows() != rows:
            raise InputError(_not_shared(self._folder))
        return found.scanner().to_reader()

    def text(self, plans: Sequence[OrderedText]) -> Iterator[memoryview]:
        """The texts that all `plans` make, in the common order of their rows, in UTF-8, in pieces.

        Each machine writes the texts of its share of the sorted rows to a file of its own; one after another these are
        the text. Raises InputError where a value in the data cannot be handled as a plan says.
        """
        texts: list[exp.Query] = [
            exp.select(
                exp.alias_(plan.text, "text"), exp.alias_(exp.column(plan.order, table=plan.alias, quoted=True), "key")
            ).from_(plan.rows.subquery(plan.alias))
            for plan in plans
        ]
        every = reduce(lambda left, right: exp.union(left, right, distinct=False, copy=False), texts)
        # What Spark writes as a line ends with a newline of its own.
        without_end = exp.Trim(this=exp.column("text"), expression=exp.Literal.string("\n"), position="TRAILING")
        query = exp.select(exp.alias_(without_end, "text")).from_(every.subquery("texts")).where("text <> ''")
        query = query.order_by("key")
        folder = self._folder / str(next(self._numbers))
        observed = Observation()
        with _refusals_told():
            lines = self._session.sql(spark_sql(query))
            size = function.coalesce(function.sum(function.octet_length("text") + function.lit(1)), function.lit(0))
            lines.observe(observed, size.alias("size")).write.text(str(folder))
        parts = _parts(folder)
        if sum(part.stat().st_size for part in parts) != observed.get["size"]:
            raise InputError(_not_shared(self._folder))
        for part in parts:
            with part.open("rb") as stream:
                while piece := stream.read(_PIECE):
                    yield memoryview(piece)
            part.unlink()

    def _write(self, frame: DataFrame) -> tuple[str, int]:
        """The folder where the workers have written a table, and how many rows they say it has."""
        folder = str(self._folder / str(next(self._numbers)))
        observed = Observation()
        frame.observe(observed, function.count("*").alias("rows")).write.parquet(folder)
        return folder, observed.get["rows"]

    def _show(self, name: str, frame: DataFrame) -> None:
        frame.createOrReplaceTempView(exp.to_identifier(name, quoted=True).sql(SPARK))
        self._columns[name] = [column for column in frame.columns if column != _ROW]


def _numbered(table: pa.Table, start: int) -> pa.Table:
    """`table` with the numbers of its rows from `start`, unless a column of its own takes their name."""
    if _ROW in (column.lower() for column in table.column_names):
        return table
    return table.append_column(_ROW, pa.array(range(start, start + table.num_rows), pa.int64()))


def _parts(folder: Path) -> list[Path]:
    """The files that Spark wrote, in the order of the rows."""
    return sorted(folder.glob("part-*"), key=lambda part: int(part.name.split("-")[1]))


def _not_shared(folder: Path) -> str:
    return f"The machines of the cluster do not all see {folder}; set TMPDIR to a folder that they share."


@contextmanager
def _refusals_told() -> Iterator[None]:
    """What a value in the data made Spark refuse, as an InputError."""
    try:
        yield
    except PySparkException as error:
        refusal = _REFUSAL.search(str(error))
        raise InputError((refusal[1] if refusal else str(error)).splitlines()[0]) from error
