"""JSON and JSON Lines: whatever the way of reading, the rows are those of the whole document."""

import gzip
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonpath
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import DuckDBEngine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Shape
from iomgraph.mapping.sources import load_source
from iomgraph.mapping.sources.broken_text import BrokenText
from iomgraph.mapping.sources.json_paths import iterator_path, reference_path
from iomgraph.mapping.sources.json_stream import JsonText
from iomgraph.mapping.sources.json_values import column, values
from iomgraph.mapping.sources.natural_datatypes import canonical_double

JSON_PATH = "http://w3id.org/rml/JSONPath"
NDJSON = "https://w3id.org/iomgraph/formulation#NDJSON"

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
)
names = st.sampled_from(["a", "b", "é", ""])
documents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=25
)
ITERATORS = [
    "$", "$[*]", "$.a", "$.a[*]", "$[*].a[*]", "$[1]", "$[*][0].b", "$[*][*]", "$.*", "$.a.b[*]", "$['é'][*]",
    "$..a", "$[*]..b", "$[-1]", "$[0:2]", "$['a','b']", "$[?@.a]", "$[?@.a > 1].b", "$[?@ == $[0]]", "$.a[?@.b].a",
]  # fmt: skip


def json_source(iterator: str | None = "$", file: str = "f.json", formulation: str = JSON_PATH) -> LogicalSource:
    return LogicalSource(formulation, iterator, Path(file))


def whole(text: str, iterator: str) -> list[Any]:
    """What python-jsonpath itself selects from the document as the standard library reads it."""
    document = json.loads(text, parse_float=Decimal)
    if not isinstance(document, dict | list):
        return [document] if iterator == "$" else []
    return [match.obj for match in jsonpath.compile(iterator, strict=True).finditer(document)]


def streamed(text: str, iterator: str, length: int) -> list[Any]:
    path = iterator_path(json_source(iterator))
    pieces = (text[start : start + length] for start in range(0, len(text), length))
    return [node for each in JsonText(pieces, "f").elements(path.steps) for node in path.select_rest(each.value)]


@settings(max_examples=400)
@given(documents, st.integers(1, 90), st.sampled_from([None, 0, 2]), st.booleans(), st.sampled_from(ITERATORS))
@example({"a": [{"a": None, "b": None}]}, 1, None, True, "$.a[?@.b].a")
def test_a_stream_has_the_nodes_of_the_whole_document(
    document: Any, length: int, indent: int | None, escaped: bool, iterator: str
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=escaped)
    expected = whole(text, iterator)
    assert streamed(text, iterator, length) == expected
    assert iterator_path(json_source(iterator)).select(json.loads(text, parse_float=Decimal)) == expected


@given(documents, st.integers(0, 500), st.integers(1, 90), st.sampled_from(["$[*]", "$[2].a[*]", "$[*].a[*]", "$"]))
@example(1.5e200, 191, 1, "$[*].a[*]")
@example(1.5e200, 14, 1, "$[*]")
@example([None, 120], 16, 1, "$[*]")
def test_of_a_text_that_is_cut_off_the_elements_before_are_kept(
    document: Any, place: int, length: int, iterator: str
) -> None:
    text = json.dumps([document, 12, {"a": [1, document]}])
    place %= len(text)
    pieces = (text[start : min(start + length, place)] for start in range(0, place, length))
    elements = JsonText(pieces, "f").elements(iterator_path(json_source(iterator)).steps)
    kept: list[Any] = []
    with pytest.raises(BrokenText, match=r"f, line 1, column \d+: .* not valid JSON"):
        kept.extend(each.value for each in elements)
    assert kept == whole(text, iterator)[: len(kept)]
    if iterator == "$[*]":
        # All but the last that begins before the cut; the document may hold what follows it.
        second = len(json.dumps([document]) + " ")
        assert len(kept) >= (place >= second + len("12")) + (place >= second + len("12, {"))


REFERENCES = ["$", "a", "$.a.b", "$['é']", "$.a[*]", "$[0]", "$..b", "$.*", "$[?@ > 1]"]


@settings(max_examples=200)
@given(st.lists(documents, max_size=5), st.sampled_from(REFERENCES))
def test_a_column_has_the_values_of_its_rows(nodes: list[Any], reference: str) -> None:
    source = json_source()
    path = reference_path(reference, source)
    nodes = json.loads(json.dumps(nodes), parse_float=Decimal)
    try:
        expected = [[tuple(each) for each in values(path, node, source)] for node in nodes]
    except InputError:
        with pytest.raises(InputError, match="selects an object or an array"):
            column(path, nodes, source)
        return
    made = column(path, nodes, source)
    found = [as_list(each, made.shape) for each in made.array.to_pylist()]
    assert found == expected
    assert (made.shape is Shape.MANY) == any(len(each) > 1 for each in expected)


def as_list(cell: Any, shape: Shape | None) -> list[tuple[str, str | None]]:
    if cell is None:
        return []
    if shape is Shape.TEXT:
        return [(cell, None)]
    return [(each["value"], each["datatype"]) for each in (cell if shape is Shape.MANY else [cell])]


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_double_in_its_canonical_form(number: Decimal) -> None:
    written = canonical_double(number)
    mantissa, exponent = written.split("E")
    whole_part, fraction = mantissa.removeprefix("-").split(".")
    assert len(whole_part) == 1
    assert whole_part != "0" or number == 0
    assert fraction == "0" or not fraction.endswith("0")
    assert exponent == str(int(exponent))
    assert float(written) == float(+number)


@pytest.mark.parametrize(
    ("written", "value", "datatype"),
    [
        ("1", "1", "integer"),
        ("-0", "0", "integer"),
        ("123456789012345678901234567890", "123456789012345678901234567890", "integer"),
        ("1.0", "1.0E0", "double"),
        ("-0.0", "-0.0E0", "double"),
        ("1e2", "1.0E2", "double"),
        ("0.1", "1.0E-1", "double"),
        ("3.14159265358979323846", "3.14159265358979323846E0", "double"),
        ("1e1000000", "1.0E1000000", "double"),
        ("true", "true", "boolean"),
        ('"1.0"', "1.0", None),
    ],
)
def test_natural_datatypes(tmp_path: Path, written: str, value: str, datatype: str | None) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    for file, iterator, text in [("f.json", "$[*]", f"[{written}]"), ("f.ndjson", "$", written)]:
        assert rows(tmp_path, text, iterator, "$", file) == [[(value, datatype and xsd + datatype)]]


def rows(
    folder: Path,
    content: str | bytes,
    iterator: str | None,
    reference: str,
    file: str = "f.json",
    broken_rows: BrokenRows | None = None,
    formulation: str = JSON_PATH,
    **options: str,
) -> list[list[tuple[str, str | None]]]:
    """The values of a reference, row by row, as the engine holds them."""
    (folder / file).write_bytes(content.encode() if isinstance(content, str) else content)
    source = LogicalSource(formulation, iterator, folder / file, **options)  # type: ignore[arg-type]
    with DuckDBEngine() as engine:
        relation = load_source(engine, source, {reference}, broken_rows or BrokenRows())
        cells = engine._database.execute(f'SELECT "{reference}" FROM "{relation.table}" ORDER BY rowid').fetchall()
    return [as_list(each, relation.columns[reference]) for (each,) in cells]


def texts(*arguments: Any, **options: Any) -> list[str]:
    return [text for row in rows(*arguments, **options) for text, _ in row]


@pytest.mark.parametrize("iterator", [None, "$"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n  \n"])
def test_each_line_is_a_document(tmp_path: Path, iterator: str | None, ending: str) -> None:
    content = ending.join(['{"a": "x"}', ' {"a": "\u2028y"} ', '{"a": "z"}'])
    assert texts(tmp_path, content, iterator, "a", "f.ndjson") == ["x", "\u2028y", "z"]
    assert texts(tmp_path, content + ending, iterator, "a", "f.jsonl") == ["x", "\u2028y", "z"]
    assert texts(tmp_path, content, iterator, "a", "f.txt", formulation=NDJSON) == ["x", "\u2028y", "z"]


def test_the_iterator_is_applied_to_each_line(tmp_path: Path) -> None:
    content = '{"a": [{"b": 1}, {"b": 2}]}\n{"a": []}\n{"a": [{"b": 3}]}'
    assert texts(tmp_path, content, "$.a[*]", "b", "f.ndjson") == ["1", "2", "3"]


def test_lines_that_are_packed_or_encoded(tmp_path: Path) -> None:
    content = '{"a": "é"}\n{"a": "ж"}\n'
    assert texts(tmp_path, gzip.compress(content.encode()), "$", "a", "f.jsonl.gz", compression="gzip") == ["é", "ж"]
    assert texts(tmp_path, content.encode("utf-16"), "$", "a", "f.jsonl", encoding="UTF-16") == ["é", "ж"]
    assert texts(tmp_path, content.encode("utf-8-sig"), "$", "a", "f.jsonl") == ["é", "ж"]


Broken = tuple[str, bytes, str, list[str]]

BROKEN: list[Broken] = [
    ("f.ndjson", b'{"a": 1}\n{"a": 2\n{"a": 3}\n', r"f.ndjson, line 2, column 8: .* not valid JSON", ["1", "3"]),
    ("f.ndjson", b'{"a": 1}\n{"a": tru}\n', r"f.ndjson, line 2, column 7: .* not valid JSON", ["1"]),
    ("f.ndjson", b'{"a": 1} {"a": 2}\n{"a": 3}\n', r"f.ndjson, line 1, column 10: .* goes on behind its end", ["3"]),
    ("f.ndjson", b'{"a": "\xff"}\n{"a": 2}\n', r"f.ndjson, line 1: .* not encoded as UTF-8", ["2"]),
    ("f.ndjson", b'{"a": "\\ud800"}\n{"a": 2}\n', r"f.ndjson, line 1, column 1: .* surrogate", ["2"]),
    ("f.ndjson", b'{"a": NaN}\n{"a": 2}\n', r"f.ndjson, line 1, column 1: .* number", ["2"]),
    ("f.ndjson", b"[" * 100_000 + b'\n{"a": 2}\n', r"f.ndjson, line 1, column 1: .* too deeply", ["2"]),
    ("f.json", b'[{"a": 1},\n {"a": 2},\n {"a": 3', r"f.json, line 3, column 9: .*cut off", ["1", "2"]),
    ("f.json", b'[{"a": 1},\n {"a": tru}, {"a": 3}]', r"f.json, line 2, column 8: .* not valid JSON", ["1"]),
    ("f.json", b'[{"a": 1}\n {"a": 2}]', r"f.json, line 2, column 2: .* comma", ["1"]),
    ("f.json", b'[{"a": 1}] x', r"f.json, line 1, column 12: .* goes on behind its end", ["1"]),
    ("f.json", b'[{"a": 1},\n{"a": "\xff"}]', r"f.json, line 2: .* not encoded as UTF-8", ["1"]),
    ("f.json", b'[{"a": 1},\n{"a": "\\uDC00"}, {"a": 3}]', r"f.json, line 2, column 1: .* surrogate", ["1", "3"]),
    ("f.json", b'[{"a": 1}, {"a": 1e99999999999999999999}]', r"f.json, line 1, column 12: .* number", ["1"]),
    ("f.json", b'[{"a": 1}, {"a": ' + b"9" * 5000 + b"}]", r"f.json, line 1, column 12: .* number", ["1"]),
    ("f.json", b'[{"a": 1}, ' + b"[" * 100_000, r"f.json, line 1, column 12: .* too deeply", ["1"]),
    ("f.json", b"", r"f.json, line 1, column 1: .*cut off", []),
]


@pytest.mark.parametrize(("file", "content", "message", "kept"), BROKEN)
def test_what_is_broken_stops_or_is_left_out(
    tmp_path: Path, file: str, content: bytes, message: str, kept: list[str]
) -> None:
    iterator = "$" if file == "f.ndjson" else "$[*]"
    with pytest.raises(InputError, match=message):
        texts(tmp_path, content, iterator, "a", file)
    broken = BrokenRows(skip=True)
    assert texts(tmp_path, content, iterator, "a", file, broken) == kept
    (sentence,) = broken.sentences
    assert re.search(message, sentence)


def test_a_member_on_the_path_that_stands_twice(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 1, column 12: .* member a twice"):
        rows(tmp_path, '{"a": [1], "a": [2]}', "$.a[*]", "$")


def test_a_file_that_is_badly_packed_is_no_broken_row(tmp_path: Path) -> None:
    packed = gzip.compress(b'[{"a": 1}, {"a": 2}]')[:-9]
    with pytest.raises(InputError, match=r"f.json.gz cannot be unpacked"):
        rows(tmp_path, packed, "$[*]", "a", "f.json.gz", BrokenRows(skip=True), compression="gzip")


def test_no_rows_are_a_relation_without_rows(tmp_path: Path) -> None:
    for file, content in [("f.json", "[]"), ("f.ndjson", "")]:
        assert rows(tmp_path, content, "$[*]", "a", file) == []


Content = Callable[[int], Any]


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        (str, Shape.TEXT),
        (lambda number: str(number) if number < 15_000 else number, Shape.TYPED),
        (lambda number: None if number < 25_000 else [number, "x"], Shape.MANY),
        (lambda number: number if number < 15_000 else str(number) if number < 25_000 else [1, 2], Shape.MANY),
        (lambda number: [1.5, number] if number < 15_000 else None if number < 25_000 else str(number), Shape.MANY),
    ],
)
def test_a_column_that_widens_after_some_batches(tmp_path: Path, content: Content, shape: Shape) -> None:
    found = [content(number) for number in range(31_000)]
    nodes = [{"a": each if isinstance(each, list) else [each]} for each in found]
    expected = [
        [tuple(value) for value in values(reference_path("$.a[*]", json_source()), node, json_source())]
        for node in json.loads(json.dumps(nodes), parse_float=Decimal)
    ]
    assert rows(tmp_path, json.dumps(nodes), "$[*]", "$.a[*]") == expected
    source = LogicalSource(JSON_PATH, "$[*]", tmp_path / "f.json")
    with DuckDBEngine() as engine:
        assert load_source(engine, source, {"$.a[*]"}, BrokenRows()).columns == {"$.a[*]": shape}


def test_references_that_differ_in_case_are_told_apart_or_refused(tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text('[{"a": 1, "A": 2}]', encoding="utf-8")
    source = LogicalSource(JSON_PATH, "$[*]", tmp_path / "f.json")
    with DuckDBEngine() as engine:
        with pytest.raises(InputError, match=r"f.json .*: the references A and a differ in upper and lower case only"):
            load_source(engine, source, {"a", "A"}, BrokenRows())
        relation = load_source(engine, source, {"a", "$.A"}, BrokenRows())
        found = engine._database.execute(f'SELECT "a".value, "$.A".value FROM "{relation.table}"').fetchall()
    assert found == [("1", "2")]
