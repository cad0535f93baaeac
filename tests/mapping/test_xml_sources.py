"""XML: whatever the way of reading, the rows are those of the whole document."""

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import DuckDBEngine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.sources import load_source
from iomgraph.mapping.sources.location_paths import location_path, looks_out
from iomgraph.mapping.sources.xml_stream import elements

XPATH = "http://w3id.org/rml/XPath"
NAMESPACES = {"p": "http://p/"}

tags = st.sampled_from(["a", "b", "c", "p:a"])


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    text = st.sampled_from(["", "x", " y ", "&amp;", "1"])
    attribute = st.sampled_from(["", ' k="1"', ' k="x"'])
    comment = st.sampled_from(["", "", "<!-- c -->", "<?p i?>"])
    parts = st.lists(st.tuples(inner, text, comment).map("".join), max_size=3).map("".join)
    return st.tuples(tags, attribute, text, parts).map(lambda each: "<{0}{1}>{2}{3}</{0}>".format(*each))


documents = st.recursive(element(st.just("")), element, max_leaves=12).map(
    lambda inner: f'<?xml version="1.0"?><!-- before --><a xmlns:p="http://p/">{inner}{inner}</a><!-- after -->'
)
ITERATORS = [
    "/a", "/*", "/a/b", "/a/*/c", "//b", "/a//b", "//a/b", "//p:a", "//*", "/a//*//c", "//b[@k]", "//b[@k='1']",
    "//a[b]", "//b[not(c)][@k]", "//a[c = 'x' or @k='[/]']", "//b[contains(., 'y')]", "//c[text()]",
]  # fmt: skip
REFERENCES = [".", "@k", "b", "b/c", "count(b)", "text()", "*", ".//c", "b[@k]/@k", "b[1]", "name()"]


@settings(max_examples=300)
@given(documents, st.integers(1, 60), st.sampled_from(ITERATORS))
def test_a_stream_has_the_elements_of_the_whole_document(document: str, length: int, iterator: str) -> None:
    path = location_path(iterator, NAMESPACES)
    assert path
    stream = io.BytesIO(document.encode())
    pieces: Any = Pieces(stream, length)
    whole: Any = etree.XPath(iterator, namespaces=NAMESPACES)(etree.fromstring(document.encode()))
    references = [etree.XPath(each, namespaces=NAMESPACES) for each in REFERENCES]
    found = [[as_text(path(each)) for path in references] for each in elements(pieces, path, "f", None)]
    assert found == [[as_text(path(each)) for path in references] for each in whole]


class Pieces:
    """A stream that gives less at a time than it is asked for."""

    def __init__(self, stream: io.BytesIO, length: int) -> None:
        self._stream = stream
        self._length = length

    def read(self, _: int) -> bytes:
        return self._stream.read(self._length)


def as_text(found: Any) -> str:
    items = found if isinstance(found, list) else [found]
    return repr([etree.tostring(each, with_tail=False) if isinstance(each, etree._Element) else each for each in items])


@pytest.mark.parametrize(
    "iterator",
    [
        "a", "/a/..", "//b[1]", "//b[last()]", "//b[position() = 2]", "//b[../@k]", "//b[count(c)]", "//b[@k + 1]",
        "/a/b[c]/c", "//b[/a]", "count(//b)", "//b | //c", "/a/text()", "/a/@k", "/a/child::b", "//q:b", "/", "//b[",
        "//b[preceding-sibling::c]", "//b[. = //c]", "/a/b]", "//b[lang('en')]",
    ],
)  # fmt: skip
def test_iterators_that_need_the_whole_document(iterator: str) -> None:
    assert location_path(iterator, NAMESPACES) is None


@pytest.mark.parametrize(
    ("path", "does"),
    [
        (".", False), ("b//c", False), (".//c", False), ("@k", False), ("b[@k='../x']", False), ("*/b", False),
        ("string(b/c)", False), ("concat(b, '/', c)", False), ("b | c", False), ("b [1] /c", False),
        ("..", True), ("../@k", True), ("/a", True), ("//a", True), ("b[/a]", True), ("string(/a)", True),
        ("parent::a", True), ("ancestor-or-self :: a", True), ("following-sibling::b", True), ("id('x')", True),
        ("b | /a", True), ("b or /a", True), ("b*/a", True), ("concat(b, /a)", True), ("-/a", True), ("b=/a", True),
    ],
)  # fmt: skip
def test_references_that_lead_out_of_a_node(path: str, does: bool) -> None:
    assert looks_out(path) is does


def texts(
    folder: Path,
    content: str | bytes,
    iterator: str | None,
    reference: str,
    broken_rows: BrokenRows | None = None,
    **options: Any,
) -> list[str]:
    """The values of a reference, as the engine holds them."""
    (folder / "f.xml").write_bytes(content.encode() if isinstance(content, str) else content)
    source = LogicalSource(XPATH, iterator, folder / "f.xml", **options)
    with DuckDBEngine() as engine:
        relation = load_source(engine, source, {reference}, broken_rows or BrokenRows())
        cells = engine._database.execute(f'SELECT "{reference}" FROM "{relation.table}"').fetchall()
    return [text for (text,) in cells]


NESTED = "<r><x k='1'><x k='2'/>one</x><y/><x k='3'>two</x></r>"


@pytest.mark.parametrize(
    ("iterator", "reference", "found"),
    [
        ("//x", "@k", ["1", "2", "3"]),
        ("//x", "../@k", [None, "1", None]),
        ("//x", "count(/r/x)", ["2.0", "2.0", "2.0"]),
        ("/r/x[2]", "@k", ["3"]),
        ("/r/x[@k='3']", ".", ["two"]),
        ("/r/x", "preceding-sibling::x/@k", [None, "1"]),
        (None, "name()", ["r"]),
    ],
)
def test_rows_by_either_way(tmp_path: Path, iterator: str | None, reference: str, found: list[str | None]) -> None:
    assert texts(tmp_path, NESTED, iterator, reference) == found


def test_a_document_says_its_own_encoding(tmp_path: Path) -> None:
    for name in ("ISO-8859-1", "UTF-16", "UTF-8"):
        content = f'<?xml version="1.0" encoding="{name}"?><r><x>é</x></r>'.encode(name)
        assert texts(tmp_path, content, "/r/x", ".") == ["é"]
        assert texts(tmp_path, content, "/r/x[1]", ".") == ["é"]


def test_the_encoding_of_the_mapping_comes_first(tmp_path: Path) -> None:
    content = '<?xml version="1.0" encoding="ISO-8859-1"?><r><x>é</x></r>'
    assert texts(tmp_path, content, "/r/x", ".", encoding="UTF-8") == ["é"]
    assert texts(tmp_path, "<r><x>é</x></r>".encode("utf-16"), "/r/x", ".", encoding="UTF-16") == ["é"]


@pytest.mark.parametrize(
    ("content", "message", "kept"),
    [
        (b"<r><x>1</x>\n<x>2</x>\n<x>3</r>", r"f.xml, line 3, column \d+: .* not valid XML", ["1", "2"]),
        (b"<r><x>1</x>\n<x>2</x>\n<x>3", r"f.xml, line 3, column \d+: .* not valid XML", ["1", "2"]),
        (b"<r><x>1</x>\n<x>\xff</x></r>", r"f.xml, line 2, column \d+: .* encoding", ["1"]),
        (b"<r><x>1</x></r><x/>", r"f.xml, line 1, column 16: .* not valid XML", ["1"]),
        (b"<r><x>1</x><x>&unknown;</x></r>", r"f.xml, line 1, column 24: .* 'unknown' not defined", ["1"]),
        (b"", r"f.xml, line 1, column 1: .* not valid XML", []),
    ],
)
def test_what_is_broken_stops_or_is_left_out(tmp_path: Path, content: bytes, message: str, kept: list[str]) -> None:
    with pytest.raises(InputError, match=message):
        texts(tmp_path, content, "/r/x", ".")
    with pytest.raises(InputError, match=r"f.xml, line \d, .* not valid XML"):
        texts(tmp_path, content, "/r/x[1]", ".")
    for iterator, expected in [("/r/x", kept), ("/r/x[position() > 0]", [])]:
        broken = BrokenRows(skip=True)
        assert texts(tmp_path, content, iterator, ".", broken) == expected
        assert len(broken.sentences) == 1


def test_entities_do_not_grow(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 9))
    bomb = f'<!DOCTYPE r [<!ENTITY e0 "boom">{entities}]><r><x>a&e8;b</x></r>'
    for iterator in ("/r/x", "/r/x[1]"):
        with pytest.raises(InputError, match=r"f.xml, line 1, .* entity amplification"):
            texts(tmp_path, bomb, iterator, ".")
        assert texts(tmp_path, '<!DOCTYPE r [<!ENTITY e "boom">]><r><x>a&e;b</x></r>', iterator, ".") == ["a&e;b"]
