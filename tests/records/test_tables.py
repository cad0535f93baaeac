import json
from pathlib import Path

import pyarrow as pa
import pytest

from iomgraph.publication import Publication
from iomgraph.records import Record, read_sources, record_tables

PAGE = (
    "Bridges of Freedonia\n-\nStart Date\n2003\n-\nEnd Date\n2007-02\n-\nBudget Amount (USD)\n150,000\n-\n"
    "Year\nsoon\n-\nProjects ID\nTC.0766\nThe project builds a bridge.\n"
)


@pytest.fixture
def records(tmp_path: Path, publication: Publication) -> list[Record]:
    for name in ("a.txt", "copy.txt"):
        (tmp_path / name).write_text(PAGE)
    row = {"title": "Roads", "budget_amount": "EUR 5.5", "address": "https://example.org/roads", "status": "Lost"}
    (tmp_path / "b.json").write_text(json.dumps(row))
    return read_sources([tmp_path], publication)


def test_the_tables_have_the_columns_of_their_schemas(records: list[Record], publication: Publication) -> None:
    for name, table in record_tables(records, publication).items():
        fields = json.loads((publication.schemas / f"{name}.json").read_text(encoding="utf-8"))["fields"]
        types: dict[str, pa.DataType] = {"string": pa.string(), "integer": pa.int64()}
        assert table.schema == pa.schema([pa.field(field["name"], types[field["type"]]) for field in fields])


def test_projects_hold_values_and_what_they_say(records: list[Record], publication: Publication) -> None:
    page, row = record_tables(records, publication)["projects"].to_pylist()
    assert {column: value for column, value in page.items() if value is not None} == {
        "record": records[0].key,
        "project": "TC.0766",
        "project_id": "TC.0766",
        "title": "Bridges of Freedonia",
        "language": "en",
        "description": "The project builds a bridge.",
        "start": "2003",
        "start_type": "gYear",
        "earliest_start": "2003-01-01",
        "end": "2007-02",
        "end_type": "gYearMonth",
        "latest_end": "2007-02-28",
        "budget_amount": "150000",
        "budget_amount_type": "decimal",
        "budget_currency": "USD",
        "funding_year": "soon",
        "funding_year_type": "string",
    }
    assert (row["project"], row["budget_amount"], row["budget_currency"], row["status"]) == (
        "example-org-roads",
        "5.5",
        "EUR",
        "Lost",
    )


def test_a_copy_counts_once_and_cells_are_found_by_their_record(
    records: list[Record], publication: Publication
) -> None:
    assert len(records) == 3
    tables = record_tables(records, publication)
    assert tables["records"].num_rows == tables["projects"].num_rows == 2
    assert str(tables["records"]["file"].to_pylist()[0]).endswith("a.txt")
    cells = {
        (row["field"], row["line"], row["text"])
        for row in tables["cells"].to_pylist()
        if row["record"] == records[0].key
    }
    assert ("budget_amount", 10, "150,000") in cells
    assert ("budget_currency", 9, "USD") in cells
    assert len(cells) == 8


def test_the_tables_are_the_same_in_every_run(tmp_path: Path, publication: Publication) -> None:
    (tmp_path / "a.txt").write_text(PAGE)
    first, second = (record_tables(read_sources([tmp_path], publication), publication) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("row", "currency", "warning"),
    [
        ({"budget_amount": "5"}, "USD", "line 1: the budget “5” names no currency; USD is assumed"),
        ({"budget_amount": "5", "budget_currency": "CHF"}, "CHF", None),
        (
            {"budget_amount": "EUR 5", "budget_currency": "CHF"},
            "EUR",
            "line 1: the budget “EUR 5” is in EUR, its label or column says CHF",
        ),
        (
            {"budget_amount": "85.000", "budget_currency": "CHF"},
            "CHF",
            "line 1: the budget “85.000” is no amount that can be told for certain; it is left as it stands",
        ),
    ],
)
def test_the_currency_is_named_or_assumed_with_a_warning(
    tmp_path: Path, publication: Publication, row: dict[str, str], currency: str, warning: str | None
) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"title": "Bridges", **row}))
    records = read_sources([tmp_path], publication)
    assert records[0].warnings == ((warning,) if warning else ())
    assert record_tables(records, publication)["projects"]["budget_currency"].to_pylist() == [currency]
