"""For every subject the rows that it was made of, and where these stand in the sources."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from sqlglot import exp

from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.files import shown_path
from iomgraph.mapping.model import Constant, TermMap, TriplesMap, subject_references
from iomgraph.mapping.plan import Plan
from iomgraph.mapping.relation import Row
from iomgraph.mapping.terms import term

LINEAGE = "lineage"
_RECORDS, _CELLS = "records", "cells"
# The columns of the table, in order; `table` and `row` say which row of which table of the engine it is.
SUBJECT, FILE, LINE, RECORD, FIELD, TABLE, ROW = "subject", "file", "line", "record", "field", "table", "row"

DerivedFields = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class _Origins:
    derived: DerivedFields
    folder: Path
    has_records: bool

    def of_rows(self, triples_map: TriplesMap, row: Row, subject: exp.Expression) -> exp.Select:
        """The query for the rows of `lineage` that one subject map makes of its source."""
        columns, table = row.relation.columns, row.relation.table
        of_record = self.has_records and RECORD in columns
        files = sorted(shown_path(each, self.folder) for each in triples_map.source.files())
        fields = sorted(self.derived.get((table, name), name) for name in subject_references(triples_map))
        number = exp.cast(row.iteration(), exp.DataType.Type.BIGINT)
        field = row.text(FIELD) if FIELD in columns else exp.Literal.string(", ".join(fields))
        # In a file of rows the header is line 1.
        lines: list[exp.Expression] = [exp.Add(this=number, expression=exp.Literal.number(2))]
        if of_record:
            lines = [exp.column(LINE, table=_CELLS), exp.column(LINE, table=_RECORDS)]
        if LINE in columns:
            lines.insert(0, exp.cast(row.text(LINE), exp.DataType.Type.BIGINT))
        made = {
            SUBJECT: exp.Trim(this=subject, expression=exp.Literal.string("<>")),
            FILE: exp.column(FILE, table=_RECORDS) if of_record else exp.Literal.string(", ".join(files) or table),
            LINE: exp.Coalesce(this=lines[0], expressions=lines[1:]),
            RECORD: row.text(RECORD) if of_record else exp.cast(exp.Null(), exp.DataType.Type.VARCHAR),
            FIELD: field,
            TABLE: exp.Literal.string(table),
            ROW: number.copy(),
        }
        query = exp.select(*(exp.alias_(each, name, quoted=True) for name, each in made.items())).from_(row.source())
        for values in row.values():
            query = query.join(values, join_type="cross", copy=False)
        if of_record:
            of_same_record = [
                exp.EQ(this=exp.column(RECORD, table=name), expression=row.text(RECORD)) for name in (_RECORDS, _CELLS)
            ]
            of_field = exp.EQ(this=exp.column(FIELD, table=_CELLS), expression=field.copy())
            query = query.join(_RECORDS, on=of_same_record[0], join_type="left")
            query = query.join(_CELLS, on=exp.and_(of_same_record[1], of_field), join_type="left")
        return query


def add_lineage(engine: Engine, plan: Plan, derived: DerivedFields, folder: Path) -> None:
    """Make the table `lineage`: a row for each subject and row that it was made of, sorted by subject.

    A row of a record has the record's file; its line is its own, else that of its field's cell, else that of the
    record. What is no record has the line that it has in a file with a header. Gathered subjects are made of many
    rows and have none. Paths are shown below `folder`.
    """
    origins = _Origins(derived, folder, bool(engine.columns(_RECORDS)))
    queries: dict[tuple[str, exp.Expression], exp.Query] = {}
    for triples_map in plan.triples_maps:
        if isinstance(triples_map.subject, TermMap) and not isinstance(triples_map.subject.expression, Constant):
            row = plan.row(triples_map)
            subject = term(triples_map.subject, row, triples_map)
            key = (row.relation.table, subject)
            if key not in queries:
                queries[key] = origins.of_rows(triples_map, row, subject)
    every = reduce(lambda left, right: exp.union(left, right, distinct=False, copy=False), queries.values())
    columns = (SUBJECT, FILE, LINE, RECORD, FIELD, TABLE, ROW)
    is_there = exp.Not(this=exp.Is(this=exp.column(SUBJECT), expression=exp.Null()))
    table = exp.select(*(exp.column(name, quoted=True) for name in columns)).from_(every.subquery("rows"))
    engine.add_result(LINEAGE, table.where(is_there).order_by(SUBJECT, FILE, LINE, exp.column(TABLE, quoted=True), ROW))


def derived_fields(schemas: Path) -> DerivedFields:
    """The field that a computed column of a table was made of, as `derivedFrom` in the Table Schemas says.

    Raises InputError where one of the folder's files is no Table Schema.
    """
    derived = {}
    for file in sorted(schemas.glob("*.json")):
        try:
            fields = json.loads(file.read_text(encoding="utf-8"))["fields"]
            pairs = [(field["name"], field["derivedFrom"]) for field in fields if "derivedFrom" in field]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"{file} is no Table Schema ({error}); correct it.") from error
        derived.update({(file.stem, column): origin for column, origin in pairs})
    return derived
