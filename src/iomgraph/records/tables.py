"""The record tables: what the records say, in the form that the later stages read."""

from collections.abc import Sequence

import pyarrow as pa

from iomgraph.publication import Publication
from iomgraph.records.activity_tables import activity_tables
from iomgraph.records.budget import budget
from iomgraph.records.project_key import key_of_project
from iomgraph.records.record import Record
from iomgraph.records.values import partial_date

Row = dict[str, str | int | None]

RECORDS = ("record", "sha256", "file", "line", "layout", "language", "address", "project")
CELLS = ("record", "field", "line", "text")
PROJECTS = (
    *("record", "project", "project_id", "prima_id", "title", "language", "description", "address"),
    *("start", "start_type", "earliest_start", "end", "end_type", "latest_end", "status", "project_type"),
    *(
        "budget_amount",
        "budget_amount_type",
        "budget_currency",
        "coverage",
        "funding_year",
        "funding_year_type",
        "region",
    ),
    *("benefiting_states", "other_benefiting_states"),
)


def record_tables(records: Sequence[Record], publication: Publication) -> dict[str, pa.Table]:
    """The tables `records`, `cells`, `projects` and those of IATI activities (docs/architecture.md and data/schemas).

    A record that occurs twice is there once; a missing value is null. The tables of activities are there, and empty,
    where no record is one.
    """
    by_key: dict[str, Record] = {}
    for record in records:
        by_key.setdefault(record.key, record)
    distinct = list(by_key.values())
    cells: list[Row] = [
        {"record": record.key, "field": field, "line": cell.line, "text": cell.text}
        for record in distinct
        for field, cell in record.cells.items()
    ]
    return {
        "records": _table([_record_row(record) for record in distinct], RECORDS),
        "cells": _table(cells, CELLS),
        "projects": _table([_project_row(record, publication) for record in distinct], PROJECTS),
        **activity_tables(distinct, publication.reference),
    }


def _record_row(record: Record) -> Row:
    return {
        "record": record.key,
        "sha256": record.sha256,
        "file": record.file,
        "line": record.line,
        "layout": record.layout,
        "language": record.language,
        "address": _text(record, "address"),
        "project": key_of_project(record),
    }


def _project_row(record: Record, publication: Publication) -> Row:
    row: Row = {field: _text(record, field) for field in PROJECTS}
    row |= {"record": record.key, "project": key_of_project(record), "language": record.language}
    for field, bound in (("start", "earliest_start"), ("end", "latest_end"), ("funding_year", None)):
        text = row[field]
        if isinstance(text, str):
            covered = partial_date(text)
            row[f"{field}_type"] = covered.type
            if bound:
                row[bound] = covered.latest if bound.startswith("latest") else covered.earliest
    found = budget(record, publication.currency)
    row["budget_amount"] = found.amount if found else None
    row["budget_amount_type"] = found.type if found else None
    row["budget_currency"] = found.currency if found else None
    return row


def _text(record: Record, field: str) -> str | None:
    """The value in the words of the record model."""
    return record.cells[field].said if field in record.cells else None


def _table(rows: Sequence[Row], columns: Sequence[str]) -> pa.Table:
    schema = pa.schema([(name, pa.int64() if name == "line" else pa.string()) for name in columns])
    return pa.Table.from_pylist(list(rows), schema=schema)
