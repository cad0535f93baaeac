"""Excel and Parquet as sources of records: the rules of CSV, and values that have types."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.records import read_sources

from .conftest import FIELDS, texts

ROWS: list[dict[str, Any]] = [
    {"title": "Bridges\nof Freedonia", "start": dt.date(2003, 5, 1), "budget_amount": 85000.5},
    {"title": "Roads", "start": dt.date(2004, 1, 1), "budget_amount": 150000.0},
]
EXPECTED = [
    {"title": "Bridges\nof Freedonia", "start": "2003-05-01", "budget_amount": "85000.5"},
    {"title": "Roads", "start": "2004-01-01", "budget_amount": "150000"},
]


def write_excel(file: Path, fields: list[str], rows: list[dict[str, Any]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([])
    sheet.append(fields)
    for row in rows:
        sheet.append([row.get(field) for field in fields])
    book.create_sheet("Notes").append(["no record"])
    book.save(file)


def write_parquet(file: Path, fields: list[str], rows: list[dict[str, Any]]) -> None:
    pyarrow.parquet.write_table(pa.table({field: [row.get(field) for row in rows] for field in fields}), file)


WRITERS = [("a.xlsx", write_excel, 3), ("a.parquet", write_parquet, 1)]


def read(file: Path, publication: Publication) -> list[dict[str, str]]:
    records = read_sources([file], publication)
    return [{field: text for field, text in texts(record).items() if field != "budget_currency"} for record in records]


@pytest.mark.parametrize(("name", "write", "first"), WRITERS)
@pytest.mark.parametrize("fields", [FIELDS, FIELDS[::-1]])
def test_rows_become_records_with_their_numbers(  # type: ignore[no-untyped-def]
    tmp_path: Path, publication: Publication, name: str, write, first: int, fields: list[str]
) -> None:
    write(tmp_path / name, fields, ROWS)
    assert read(tmp_path / name, publication) == EXPECTED
    records = read_sources([tmp_path / name], publication)
    assert [(each.line, each.cells["title"].line, each.layout) for each in records] == [
        (first, first, "table"),
        (first + 1, first + 1, "table"),
    ]


@pytest.mark.parametrize(("name", "write", "first"), WRITERS)
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (FIELDS[1:], "the header lacks the column “project_id”"),
        ([*FIELDS, "odd"], "the header has the unknown column “odd”"),
    ],
)
def test_the_header_has_the_rules_of_csv(  # type: ignore[no-untyped-def]
    tmp_path: Path, publication: Publication, name: str, write, first: int, fields: list[str], message: str
) -> None:
    write(tmp_path / name, fields, ROWS)
    with pytest.raises(InputError, match=message) as refusal:
        read(tmp_path / name, publication)
    assert name in str(refusal.value)


@pytest.mark.parametrize(("name", "write", "first"), WRITERS)
def test_what_is_no_record_is_refused_by_place(  # type: ignore[no-untyped-def]
    tmp_path: Path, publication: Publication, name: str, write, first: int
) -> None:
    write(tmp_path / name, FIELDS, [*ROWS, {"project_id": "W34-1"}])
    with pytest.raises(InputError, match=f"{name}, line {first + 2}: the record has no title"):
        read(tmp_path / name, publication)
    write(tmp_path / name, FIELDS, [])
    with pytest.raises(InputError, match=f"{name} holds no record"):
        read(tmp_path / name, publication)
    (tmp_path / name).write_bytes(b"no such thing")
    with pytest.raises(InputError, match=f"{name} cannot be read as"):
        read(tmp_path / name, publication)


def test_a_value_beside_the_header(tmp_path: Path, publication: Publication) -> None:
    write_excel(tmp_path / "a.xlsx", FIELDS, ROWS)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book.worksheets[0]["Z4"] = "stray"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match=r"a\.xlsx, row 4: a value stands beside"):
        read(tmp_path / "a.xlsx", publication)


def test_decimals_and_years_keep_their_digits(tmp_path: Path, publication: Publication) -> None:
    rows = [{"title": "Bridges", "budget_amount": Decimal("1.50"), "funding_year": 2003}]
    write_parquet(tmp_path / "a.parquet", FIELDS, rows)
    (found,) = read(tmp_path / "a.parquet", publication)
    assert (found["budget_amount"], found["funding_year"]) == ("1.50", "2003")
