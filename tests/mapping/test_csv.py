"""CSV files as mappings read them: dialects, several files, compression, broken rows."""

import csv
import gzip
import io
import re
import tempfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import DuckDBEngine
from iomgraph.errors import InputError
from iomgraph.mapping.csv_dialect import CsvDialect
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.sources.csv import load
from iomgraph.mapping.sources.csv_rows import csv_rows

from .test_sources import run, values

CSV = "http://w3id.org/rml/CSV"
CSVW = "@prefix csvw: <http://www.w3.org/ns/csvw#> ."
CELL = st.text(st.sampled_from("abé\"\n\r, ;'#\\\t\0😀\ufeff"), max_size=5)
TABLE = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=12))

# Python's writer leaves a line end of another kind without quotes where it may.
WAYS = [("\n", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_MINIMAL)]


def rows_of(
    source: LogicalSource, columns: list[str], *, skip: bool = False
) -> tuple[list[tuple[str, ...]], list[str]]:
    """The rows that the source is loaded as, and what was said of those that were left out."""
    broken = BrokenRows(skip=skip)
    with DuckDBEngine() as engine:
        relation = load(engine, source, set(columns), broken)
        names = ", ".join(f'"{column}"' for column in columns)
        found = engine._database.execute(f'SELECT {names} FROM "{relation.table}" ORDER BY rowid').fetchall()
    return found, broken.sentences


def written(rows: list[list[str]], terminator: str, quoting: int) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=terminator, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue().encode()


@settings(deadline=None)
@given(TABLE, st.sampled_from(WAYS), st.booleans())
def test_any_text_survives(rows: list[list[str]], way: tuple[str, int], mark: bool) -> None:
    columns = [f"c{number}" for number in range(len(rows[0]) if rows else 2)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "f.csv"
        file.write_bytes((b"\xef\xbb\xbf" if mark else b"") + written([columns, *rows], *way))
        found, _ = rows_of(LogicalSource(CSV, file=file), columns)
        assert found == [tuple(cell or None for cell in row) for row in rows]


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from('ab",\n\r é\0'), max_size=20), st.integers(1, 3), st.binary(max_size=2))
@example("\n\n", 1, b"")
@example('"', 1, b"")
@example('a"b,""', 2, b"")
@example("a,b,\nc,d\n", 2, b"")
@example('a,b,""\n', 2, b"")
@example('"a,b",c\n,\n', 2, b"")
def test_the_engine_takes_the_same_rows_as_reading_row_by_row(text: str, width: int, further: bytes) -> None:
    names = [f"c{number}" for number in range(width)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "f.csv"
        file.write_bytes(f"{','.join(names)}\n{text}".encode() + further)
        rows = list(csv_rows(file, CsvDialect()))[1:]
        found, sentences = rows_of(LogicalSource(CSV, file=file), names, skip=True)
    good = [row.cells for row in rows if not row.problem and len(row.cells) == width]
    assert found == [tuple(cell or None for cell in cells) for cells in good]
    assert len(sentences) == len(rows) - len(good)


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL), max_size=8), st.data())
def test_skipping_leaves_out_exactly_the_broken_rows(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    broken = {b"x\n": "1 cells", b"x,y,z\n": "3 cells", b'"x"y,z\n': "no valid CSV", b"\xff,x\n": "no text"}
    lines, expected, said = [b"c0,c1\n"], [], []
    at = 2
    for row in rows:
        if data.draw(st.booleans()):
            line, problem = data.draw(st.sampled_from(sorted(broken.items())))
            lines.append(line)
            said.append((f"f.csv, line {at}: ", problem))
            at += 1
        lines.append(written([list(row)], "\n", csv.QUOTE_ALL))
        expected.append(tuple(cell or None for cell in row))
        at += 1 + sum(len(re.findall("\r\n|\r|\n", cell)) for cell in row)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "f.csv"
        file.write_bytes(b"".join(lines))
        found, sentences = rows_of(LogicalSource(CSV, file=file), ["c0", "c1"], skip=True)
    assert found == expected
    assert len(sentences) == len(said)
    for sentence, (place, problem) in zip(sentences, said, strict=True):
        assert place in sentence
        assert problem in sentence


def test_a_broken_row_far_down_is_named_by_its_line_and_the_others_stay(tmp_path: Path) -> None:
    good = [f'{number},"two\nlines",{"é" * 30}\n' for number in range(60_000)]
    lines = ["a,b,c\n", *good[:50_000], "50000,short\n", *good[50_000:]]
    file = tmp_path / "f.csv"
    file.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match=r"f\.csv, line 100002: the row has 2 cells and the header 3; quote"):
        rows_of(LogicalSource(CSV, file=file), ["a", "b"])
    found, (sentence,) = rows_of(LogicalSource(CSV, file=file), ["a"], skip=True)
    assert found == [(str(number),) for number in range(60_000)]
    assert "line 100002:" in sentence


def test_an_unclosed_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text('a,b\n1,"x\n2,y\n3,z\n', encoding="utf-8")
    found, (sentence,) = rows_of(LogicalSource(CSV, file=file), ["a"], skip=True)
    assert found == [("2",), ("3",)]
    assert "f.csv, line 2: the row is no valid CSV" in sentence


def test_a_cell_longer_than_any_block(tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text(f'a,b\n"{"x," * 6_000_000}",y\n', encoding="utf-8")
    ((long, other),), _ = rows_of(LogicalSource(CSV, file=file), ["a", "b"])
    assert (len(long), other) == (12_000_000, "y")


@pytest.mark.parametrize(
    ("dialect", "content", "found"),
    [
        ('csvw:delimiter ";"', 'a;b\n"x;y";2\n', ["x;y"]),
        ('csvw:delimiter "§"', "a§b\nx§2\n", ["x"]),
        ('csvw:quoteChar "\'"', "a,b\n'x,y',2\n", ["x,y"]),
        ('csvw:quoteChar ""', 'a,b\n"x",2\n', ['"x"']),
        ("csvw:doubleQuote false", 'a,b\n"x\\"y",2\n', ['x"y']),
        ('csvw:commentPrefix "#"', "# c\na,b\n#d\nx,2\n#e", ["x"]),
        ("csvw:skipRows 2", "title\n\na,b\nx,2\n", ["x"]),
        ("csvw:trim true", "a , b\n x , 2\n", ["x"]),
        ('csvw:encoding "windows-1252"', "a,b\nx€,2\n".encode("cp1252"), ["x€"]),
        ('csvw:encoding "utf-16"', "a,b\nx€,2\n".encode("utf-16"), ["x€"]),
        ('csvw:lineTerminators "\\r\\n" ; csvw:header true', "a,b\r\nx,2\r\n", ["x"]),
    ],
)
def test_dialects(tmp_path: Path, dialect: str, content: str | bytes, found: list[str]) -> None:
    (tmp_path / "f.x").write_bytes(content if isinstance(content, bytes) else content.encode())
    source = f'a csvw:Table ; csvw:url "f.x" ; csvw:dialect [ a csvw:Dialect ; {dialect} ]'
    assert values(tmp_path, source, "rml:CSV", None, "a", CSVW) == found


def test_without_a_header_columns_have_numbers(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("x,1\ny,2\n", encoding="utf-8")
    source = 'rml:path "f.csv" ; csvw:dialect [ csvw:header false ]'
    assert values(tmp_path, source, "rml:CSV", None, "_col.1", CSVW) == ["x", "y"]


def test_missing_values_of_csvw(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("a\nx\nn/a\n", encoding="utf-8")
    assert values(tmp_path, 'csvw:url "f.csv" ; csvw:null "n/a"', "rml:CSV", None, "a", CSVW) == ["x"]


def test_the_suffix_says_tabs_and_compression(tmp_path: Path) -> None:
    (tmp_path / "f.tsv").write_text("a\tb\nx,y\t2\n", encoding="utf-8")
    (tmp_path / "f.tsv.gz").write_bytes(gzip.compress(b"a\tb\nx,y\t2\n"))
    (tmp_path / "f.csv.zst").write_bytes(zstandard.compress(b"a\nx\n"))
    assert values(tmp_path, 'rml:path "f.tsv"', "rml:CSV", None, "a") == ["x,y"]
    assert values(tmp_path, 'rml:path "f.tsv.gz"', "rml:CSV", None, "a") == ["x,y"]
    assert values(tmp_path, 'rml:path "f.csv.zst"', "rml:CSV", None, "a") == ["x"]


def test_files_that_fit_a_pattern_follow_each_other(tmp_path: Path) -> None:
    for name, value in (("b.csv", "2"), ("a.csv", "1"), ("c.txt", "3")):
        (tmp_path / name).write_text(f"a,b\n{value},x\n", encoding="utf-8")
    found, _ = rows_of(LogicalSource(CSV, file=tmp_path / "*.csv"), ["a"])
    assert found == [("1",), ("2",)]
    assert values(tmp_path, 'rml:path "*.csv"', "rml:CSV", None, "a") == ["1", "2"]
    (tmp_path / "b.csv").write_text("b,a\n2,x\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.csv has the header b, a and .*a\.csv a, b; give both the same"):
        rows_of(LogicalSource(CSV, file=tmp_path / "*.csv"), ["a"])
    with pytest.raises(InputError, match=r"\*\.xyz cannot be read"):
        rows_of(LogicalSource(CSV, file=tmp_path / "*.xyz"), ["a"])


def test_a_file_whose_name_looks_like_a_pattern_is_itself(tmp_path: Path) -> None:
    (tmp_path / "a[1].csv").write_text("a\nx\n", encoding="utf-8")
    assert values(tmp_path, 'rml:path "a[1].csv"', "rml:CSV", None, "a") == ["x"]


@pytest.mark.parametrize(
    ("source", "content", "message"),
    [
        ('csvw:dialect [ csvw:delimiter ";;" ]', b"", 'csvw:delimiter is ";;" and not one character'),
        ('csvw:dialect [ csvw:skipColumns 1 ]', b"", "csvw:skipColumns, which iomgraph does not read"),
        ('csvw:dialect [ csvw:headerRowCount 2 ]', b"", "2 header rows, of which one at most is read"),
        ('csvw:dialect [ csvw:header "maybe" ]', b"", 'csvw:header is "maybe" and neither true nor false'),
        ('csvw:dialect [ csvw:encoding "klingon" ]', b"a\n", "encoding klingon, which is not known"),
        ('csvw:dialect [ csvw:encoding "cp1252" ]', b"a\n\x81\n", r"f\.csv, line 2: .* no text in the file's encoding"),
        ("", b"a\n\xff\n", r"f\.csv, line 2: .* no text in the file's encoding"),
        ("", b"b,a,a\n1,2,3\n", "two columns a; rename one"),
        ("", b"", "is empty; give it a header"),
        ("", b'"a\n', r"f\.csv, line 1: the row is no valid CSV"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, source: str, content: bytes, message: str) -> None:
    (tmp_path / "f.csv").write_bytes(content)
    with pytest.raises(InputError, match=message):
        run(tmp_path, f'rml:path "f.csv" ; {source}', "rml:CSV", None, "a", CSVW)


def test_nothing_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="only files are read"):
        run(tmp_path, 'csvw:url "https://example.org/f.csv"', "rml:CSV", None, "a", CSVW)


def test_columns_that_differ_in_case_only(tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text("a,A\nx,y\n", encoding="utf-8")
    assert rows_of(LogicalSource(CSV, file=file), ["A"])[0] == [("y",)]
    with pytest.raises(InputError, match="A and a, which differ in case only"):
        rows_of(LogicalSource(CSV, file=file), ["a", "A"])


def test_a_table_without_references_has_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text("a\nx\ny\n", encoding="utf-8")
    with DuckDBEngine() as engine:
        relation = load(engine, LogicalSource(CSV, file=file), set(), BrokenRows())
        assert engine._database.execute(f'SELECT count(*) FROM "{relation.table}"').fetchall() == [(2,)]
