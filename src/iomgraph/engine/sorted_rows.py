"""Sorted tables of DuckDB as one text: queries, each for a piece that goes behind the piece before it."""

from collections.abc import Iterator
from itertools import pairwise

import duckdb
from sqlglot import exp

from iomgraph.engine.engine import OrderedText

_DIALECT = "duckdb"
_ROWS = 40_960
_KEY, _TEXT = "key", "text"


class SortedRows:
    """Tables, each sorted by the order of its plan, whose texts are to stand in their common order.

    The tables are cut at the same keys, so that a piece is made of a small part of each, and only this part is sorted
    with its texts.
    """

    def __init__(self, database: duckdb.DuckDBPyConnection, tables: list[tuple[str, OrderedText]]) -> None:
        self._database = database
        self._tables = tables

    def queries(self) -> Iterator[str]:
        """The queries for the pieces, in order; each has the one column `text`."""
        if len(self._tables) == 1:
            ((table, plan),) = self._tables
            count = self._count(table)
            bounds = [*range(0, count, _ROWS), count]
            for start, end in pairwise(bounds):
                yield _part(table, plan, start, end).select(exp.alias_(plan.text, _TEXT)).sql(_DIALECT)
            return
        places = [self._places(table, plan) for table, plan in self._tables]
        for part in range(len(places[0]) - 1):
            parts = [
                _part(table, plan, of_table[part], of_table[part + 1])
                .select(exp.alias_(exp.column(plan.order, table=plan.alias, quoted=True), _KEY))
                .select(exp.alias_(plan.text, _TEXT))
                for (table, plan), of_table in zip(self._tables, places, strict=True)
                if of_table[part] < of_table[part + 1]
            ]
            if parts:
                every = exp.union(*parts, distinct=False) if len(parts) > 1 else parts[0]
                yield exp.select(_TEXT).from_(every.subquery("parts")).order_by(_KEY).sql(_DIALECT)

    def _places(self, table: str, plan: OrderedText) -> list[int]:
        """The row of `table` at which each piece begins, and the number of its rows."""
        key = exp.column(plan.order, quoted=True).sql(_DIALECT)
        keys = " UNION ".join(
            f"SELECT {exp.column(each.order, quoted=True).sql(_DIALECT)} AS bound FROM {_quoted(name)} "
            f"WHERE rowid % {_ROWS} = 0"
            for name, each in self._tables
        )
        found = self._database.execute(
            f"SELECT place FROM ({keys}) ASOF LEFT JOIN (SELECT {key} AS found, rowid AS place FROM {_quoted(table)}) "
            "ON bound <= found ORDER BY bound"
        ).fetchall()
        count = self._count(table)
        return [*(count if place is None else place for (place,) in found), count]

    def _count(self, table: str) -> int:
        row = self._database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()
        assert row is not None
        return int(row[0])


def _part(table: str, plan: OrderedText, start: int, end: int) -> exp.Select:
    row = exp.column("rowid", table=plan.alias)
    source = exp.Table(
        this=exp.to_identifier(table, quoted=True), alias=exp.TableAlias(this=exp.to_identifier(plan.alias))
    )
    after = exp.GTE(this=row, expression=exp.Literal.number(start))
    before = exp.LT(this=row.copy(), expression=exp.Literal.number(end))
    return exp.Select().from_(source).where(after, before)


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql(_DIALECT)
