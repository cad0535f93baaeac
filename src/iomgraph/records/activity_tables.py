"""The tables of IATI activities: what an activity says beyond the record model, and what no table takes."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from iomgraph.records.activity_fields import ActivityFields, has_activity_fields
from iomgraph.records.project_key import key_of_project
from iomgraph.records.record import Record

_INTEGERS = ("ordinal", "line")


def activity_tables(records: Sequence[Record], reference: Path) -> dict[str, pa.Table]:
    """The tables that the reference data in `reference` asks for; none where it has no rules for activities."""
    if not has_activity_fields(reference):
        return {}
    tables = ActivityFields.from_folder(reference).tables()
    return {table: _table(table, columns, records) for table, columns in tables.items()}


def _table(table: str, columns: Sequence[str], records: Sequence[Record]) -> pa.Table:
    values: dict[str, list[str | int | None]] = {column: [] for column in columns}
    for record in records:
        project = key_of_project(record)
        for ordinal, row in enumerate(record.rows.get(table, ()), start=1):
            place = {"record": record.key, "project": project, "ordinal": ordinal, "line": row.line, "field": row.path}
            for column in columns:
                values[column].append(place[column] if column in place else row.values.get(column))
    types = {column: pa.int64() if column in _INTEGERS else pa.string() for column in columns}
    return pa.table({column: pa.array(values[column], types[column]) for column in columns})
