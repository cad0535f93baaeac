import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.records import read_sources

from .conftest import FIELDS, Reads, texts

# Any text that a file may hold: no control characters, surrogates or noncharacters.
FIT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff\x7f")
    .filter(lambda character: character >= " " or character in "\t\n\r"),
    max_size=60,
)  # fmt: skip


def table(*rows: dict[str, str], delimiter: str = ",", fields: list[str] = FIELDS) -> str:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, fields, delimiter=delimiter, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def read(tmp_path: Path, publication: Publication, content: str, name: str = "a.csv") -> list[dict[str, str]]:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8", newline="")
    return [texts(record) for record in read_sources([file], publication)]


def test_rows_become_records_with_their_lines(tmp_path: Path, publication: Publication) -> None:
    file = tmp_path / "a.csv"
    rows = ({"title": "Bridges\nof Freedonia", "start": "2003"}, {"title": "Roads"})
    content = table(*rows).replace(",,Roads", "\r\n,,Roads")
    file.write_text(f"\n{content}", encoding="utf-8", newline="")
    records = read_sources([file], publication)
    assert [texts(record) for record in records] == list(rows)
    assert [(record.line, record.cells["title"].line, record.layout) for record in records] == [
        (3, 3, "table"),
        (6, 6, "table"),
    ]


@pytest.mark.parametrize("fields", [FIELDS, FIELDS[::-1]])
def test_tabs_in_tsv_and_columns_in_any_order(tmp_path: Path, publication: Publication, fields: list[str]) -> None:
    content = table({"title": "Bridges, and more", "coverage": "National"}, delimiter="\t", fields=fields)
    expected = [{"title": "Bridges, and more", "coverage": "National"}]
    assert read(tmp_path, publication, content, "a.TSV") == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(title=FIT.filter(str.strip), description=FIT, budget=FIT)
@example(title='"', description='a "b", c', budget="")
@example(title="é\u2028\x85", description="\r", budget="\r\n,\n")
def test_any_text_comes_back_as_it_was_written(
    tmp_path: Path, publication: Publication, title: str, description: str, budget: str
) -> None:
    row = {"title": title, "description": description, "budget_amount": budget}
    (found,) = read(tmp_path, publication, table(row))
    assert found == {field: text for field, text in row.items() if text.strip()}


def test_a_blank_cell_is_a_missing_value(reads: Reads) -> None:
    assert texts(reads("a.csv", table({"title": "Bridges", "status": "  "}))) == {"title": "Bridges"}


def test_the_language_is_named_or_detected(reads: Reads) -> None:
    french = "Le projet vise à renforcer les capacités du ministère de l'intérieur."
    assert reads("a.csv", table({"title": "Ponts", "description": french})).language == "fr"
    assert reads("b.csv", table({"title": "Ponts", "description": french, "language": "es"})).language == "es"
    record = reads("c.csv", table({"title": "Ponts", "description": french, "language": "French"}))
    assert record.language == "fr"
    assert record.warnings == ("line 2: the language “French” is none of en, fr, es; fr was detected from the text",)


GOOD = table({"title": "Bridges"})
MALFORMED = {
    "empty": ("", "a.csv is empty"),
    "header only": (table(), "a.csv holds no record below its header"),
    "missing column": (
        GOOD.replace("status,", "").replace(",,", ",", 1),
        "a.csv, line 1: the header lacks the column “status”",
    ),
    "unknown column": (
        GOOD.replace("status", "state of it"),
        "a.csv, line 1: the header lacks the column “status”",
    ),
    "one more column": (
        table({"title": "Bridges", "colour": "red"}, fields=[*FIELDS, "colour"]),
        "a.csv, line 1: the header has the unknown column “colour”",
    ),
    "column twice": (
        table({"title": "Bridges"}, fields=[*FIELDS, "title"]),
        "a.csv, line 1: the header has twice the column “title”",
    ),
    "too few cells": (GOOD + "Roads,,\n", "a.csv, line 3: the row has 3 cells and the header 17"),
    "too many cells": (
        GOOD + "," * 17 + "\nx" + "," * 17 + "\n",
        "a.csv, line 4: the row has 18 cells and the header 17",
    ),
    "no title": (table({"title": "Bridges"}, {"status": "Active"}), "a.csv, line 3: the record has no title"),
    "open quotation mark": (GOOD + ',,"Roads' + "," * 14 + "\n", "a.csv, line 3: the row is no valid CSV"),
    "text after a quotation mark": (
        GOOD + ',,"Roads"x' + "," * 14 + "\n",
        "a.csv, line 3: the row is no valid CSV",
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_tables_are_refused_with_their_line(reads: Reads, case: str) -> None:
    content, message = MALFORMED[case]
    with pytest.raises(InputError, match=r"^.*a\.csv") as raised:
        reads("a.csv", content)
    assert message in str(raised.value)
