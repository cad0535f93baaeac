"""Parquet, Arrow and Excel as mappings read them: values with natural datatypes."""

import datetime as dt
from decimal import Decimal
from math import isnan
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iomgraph.errors import InputError
from iomgraph.mapping.sources.natural_datatypes import typed_values

from .test_sources import run, values

FORMULATION = "<https://w3id.org/iomgraph/formulation#{}>"
XSD = "http://www.w3.org/2001/XMLSchema#"
INSTANT = dt.datetime(2020, 1, 31, 12, 30, 15, 120000)
COLUMNS = {
    "text": (pa.array(["é", ""]), '"é"'),
    "category": (pa.array(["x", None]).dictionary_encode(), '"x"'),
    "large": (pa.array(["x", None], pa.large_string()), '"x"'),
    "integer": (pa.array([-7, None], pa.int16()), f'"-7"^^<{XSD}integer>'),
    "unsigned": (pa.array([2**64 - 1, None], pa.uint64()), f'"18446744073709551615"^^<{XSD}integer>'),
    "double": (pa.array([37.0, None]), f'"3.7E1"^^<{XSD}double>'),
    "single": (pa.array([0.1, None], pa.float32()), f'"1.0E-1"^^<{XSD}double>'),
    "infinite": (pa.array([float("-inf"), None]), f'"-INF"^^<{XSD}double>'),
    "decimal": (pa.array([Decimal("1.50"), None]), f'"1.50"^^<{XSD}decimal>'),
    "small": (pa.array([Decimal("0.000000010"), None]), f'"0.000000010"^^<{XSD}decimal>'),
    "boolean": (pa.array([True, None]), f'"true"^^<{XSD}boolean>'),
    "date": (pa.array([INSTANT.date(), None]), f'"2020-01-31"^^<{XSD}date>'),
    "instant": (pa.array([INSTANT, None]), f'"2020-01-31T12:30:15.12"^^<{XSD}dateTime>'),
    "second": (pa.array([INSTANT, None], pa.timestamp("s")), f'"2020-01-31T12:30:15"^^<{XSD}dateTime>'),
    "zoned": (
        pa.array([INSTANT, None], pa.timestamp("us", "Europe/Warsaw")),
        f'"2020-01-31T12:30:15.12Z"^^<{XSD}dateTime>',
    ),
    "time": (pa.array([dt.time(1, 2, 30), None]), f'"01:02:30"^^<{XSD}time>'),
    "bytes": (pa.array([b"\x0a\xff", None]), f'"0AFF"^^<{XSD}hexBinary>'),
}
TABLE = pa.table({name: array for name, (array, _) in COLUMNS.items()})


def write_parquet(table: pa.Table, file: Path) -> None:
    pyarrow.parquet.write_table(table, file)


def write_arrow(table: pa.Table, file: Path) -> None:
    with pa.ipc.new_file(str(file), table.schema) as writer:
        writer.write_table(table, max_chunksize=1)


def write_stream(table: pa.Table, file: Path) -> None:
    with pa.ipc.new_stream(str(file), table.schema) as writer:
        writer.write_table(table, max_chunksize=1)


KINDS = [(write_parquet, "Parquet"), (write_arrow, "Arrow"), (write_stream, "Arrow")]


@pytest.mark.parametrize(("write", "kind"), KINDS)
@pytest.mark.parametrize("column", COLUMNS)
def test_natural_datatypes(tmp_path: Path, write, kind: str, column: str) -> None:  # type: ignore[no-untyped-def]
    write(TABLE, tmp_path / "f.x")
    (line,) = run(tmp_path, 'rml:path "f.x"', FORMULATION.format(kind), None, column)
    assert line.split(" ", 2)[2].removesuffix(" .") == COLUMNS[column][1]


@pytest.mark.parametrize(("write", "kind"), KINDS)
def test_files_that_fit_a_pattern(tmp_path: Path, write, kind: str) -> None:  # type: ignore[no-untyped-def]
    write(pa.table({"a": [1], "b": [1]}), tmp_path / "1.x")
    write(pa.table({"a": [2], "b": [1]}), tmp_path / "2.x")
    assert values(tmp_path, 'rml:path "*.x"', FORMULATION.format(kind), None, "a") == ["1", "2"]
    write(pa.table({"a": ["2"], "b": [1]}), tmp_path / "2.x")
    with pytest.raises(InputError, match=r"2\.x has other columns or types than .*1\.x"):
        run(tmp_path, 'rml:path "*.x"', FORMULATION.format(kind), None, "a")


@pytest.mark.parametrize("kind", ["Parquet", "Arrow", "Excel"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / "f.x").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"f\.x cannot be read as {kind}"):
        run(tmp_path, 'rml:path "f.x"', FORMULATION.format(kind), None, "a")
    with pytest.raises(InputError, match=r"g\.x cannot be read"):
        run(tmp_path, 'rml:path "g.x"', FORMULATION.format(kind), None, "a")


def test_a_type_without_a_datatype_is_refused_where_it_is_referred_to(tmp_path: Path) -> None:
    write_parquet(pa.table({"a": ["x"], "many": [[1, 2]]}), tmp_path / "f.x")
    assert values(tmp_path, 'rml:path "f.x"', FORMULATION.format("Parquet"), None, "a") == ["x"]
    with pytest.raises(InputError, match="the column many of the type list"):
        run(tmp_path, 'rml:path "f.x"', FORMULATION.format("Parquet"), None, "many")
    with pytest.raises(InputError, match="has no column absent; it has a, many"):
        run(tmp_path, 'rml:path "f.x"', FORMULATION.format("Parquet"), None, "absent")


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats())))
def test_doubles_are_read_back_as_they_are(numbers: list[float | None]) -> None:
    texts = [each and each["value"] for each in typed_values(pa.array(numbers, pa.float64())).to_pylist()]
    for number, text in zip(numbers, texts, strict=True):
        back = None if text is None else float(text.replace("INF", "inf"))
        assert back == number or (isnan(number or 0) and text == "NaN")


@settings(deadline=None)
@given(st.lists(st.datetimes(dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31))))
def test_instants_are_read_back_as_they_are(instants: list[dt.datetime]) -> None:
    texts = [each["value"] for each in typed_values(pa.array(instants, pa.timestamp("us"))).to_pylist() if each]
    assert [dt.datetime.fromisoformat(text) for text in texts] == instants


def workbook(file: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "People"
    sheet.append([])
    sheet.append(["id", "name", "height", "born", "seen", "at", "member", "large", 2020])
    born, seen = dt.date(1815, 12, 10).replace(year=1915), dt.datetime(2020, 1, 31, 12, 30)
    sheet.append([1, "Ada é", 1.65, born, seen, dt.time(1, 2, 3), True, 1e21, "x"])
    sheet.append([2, "", None, None, dt.datetime(2020, 2, 1), None, False, None, None])
    book.create_sheet("Other").append(["a"])
    book["Other"].append(["x"])
    book.save(file)


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("id", [f'"1"^^<{XSD}integer>', f'"2"^^<{XSD}integer>']),
        ("name", ['"Ada é"']),
        ("height", [f'"1.65"^^<{XSD}decimal>']),
        ("born", [f'"1915-12-10"^^<{XSD}date>']),
        ("seen", [f'"2020-01-31T12:30:00"^^<{XSD}dateTime>', f'"2020-02-01T00:00:00"^^<{XSD}dateTime>']),
        ("at", [f'"01:02:03"^^<{XSD}time>']),
        ("member", [f'"false"^^<{XSD}boolean>', f'"true"^^<{XSD}boolean>']),
        ("large", [f'"1000000000000000000000"^^<{XSD}integer>']),
        ("2020", ['"x"']),
    ],
)
def test_excel(tmp_path: Path, reference: str, found: list[str]) -> None:
    workbook(tmp_path / "f.xlsx")
    lines = run(tmp_path, 'rml:path "f.xlsx"', FORMULATION.format("Excel"), None, reference)
    assert [line.split(" ", 2)[2].removesuffix(" .") for line in lines] == found


def test_the_iterator_names_the_sheet(tmp_path: Path) -> None:
    workbook(tmp_path / "f.xlsx")
    assert values(tmp_path, 'rml:path "f.xlsx"', FORMULATION.format("Excel"), "Other", "a") == ["x"]
    with pytest.raises(InputError, match="has no sheet Third; it has People, Other"):
        run(tmp_path, 'rml:path "f.xlsx"', FORMULATION.format("Excel"), "Third", "a")
    workbook(tmp_path / "g.xlsx")
    with pytest.raises(InputError, match=r"f\.xlsx is one of 2 workbooks"):
        run(tmp_path, 'rml:path "*.xlsx"', FORMULATION.format("Excel"), None, "a")


def test_a_value_beside_the_header_is_a_broken_row(tmp_path: Path) -> None:
    workbook(tmp_path / "f.xlsx")
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    book["People"]["K4"] = "stray"
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(InputError, match=r"f\.xlsx, sheet People, row 4: there is a value in column 11"):
        run(tmp_path, 'rml:path "f.xlsx"', FORMULATION.format("Excel"), None, "id")
