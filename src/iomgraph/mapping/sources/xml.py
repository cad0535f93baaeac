"""XML documents, read by XPath.

RML-IO, reference formulation rml:XPath; XPath 1.0, <https://www.w3.org/TR/xpath-10/>.
"""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from lxml import etree

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources.broken_text import BrokenText
from iomgraph.mapping.sources.location_paths import location_path, looks_out
from iomgraph.mapping.sources.nested_values import Record, Value, add_nested
from iomgraph.mapping.sources.source_text import encoding_of, opened
from iomgraph.mapping.sources.xml_stream import PARSER_OPTIONS, elements, not_xml

FORMULATIONS = ("http://w3id.org/rml/XPath", "http://w3id.org/rml/XPathReferenceFormulation")

_ROOT = "/*"


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A relation with a row for each node that the iterator selects.

    Where the iterator is a location path down (`/a/b`, `//c`, with names and `*`, with predicates on the element at its
    end) and no reference leads out of a node, the file is read element by element; where not, it is read whole.

    Where the text is no XML, or badly encoded, the rows before are kept if broken rows are skipped; there are none if
    the file has to be read whole. Raises InputError where the file cannot be read or a path is no XPath. Entities are
    not expanded and nothing is fetched.
    """
    rows = _rows(_nodes(source, references), _paths(references, source), broken_rows)
    return add_nested(engine, f"{source.file} {source.iterator}", sorted(references), rows)


def records(source: LogicalSource, broken_rows: BrokenRows) -> Iterator[etree._Element]:
    """The nodes of the rows that `load` makes, in the same order, in their document.

    Raises InputError where it is no XML: what is read inside the nodes may lead out of them.
    """
    try:
        yield from _nodes_of_whole(source)
    except BrokenText as broken:
        raise InputError(broken.sentence) from broken


def parse(text: str, source: LogicalSource) -> etree._Element:
    """The root of a document in a text. Raises InputError where it is no XML."""
    try:
        return etree.fromstring(text.encode(), etree.XMLParser(encoding="utf-8", **PARSER_OPTIONS))
    except etree.XMLSyntaxError as error:
        raise InputError(not_xml(f"A text of {source.file}", error).sentence) from error


def within(source: LogicalSource, references: AbstractSet[str]) -> Callable[[etree._Element], Iterator[Record]]:
    """What reads the records that the source's iterator selects from a document's root, or from a record."""
    iterator = _iterator(source)
    paths = _paths(references, source)

    def read(document: etree._Element) -> Iterator[Record]:
        for node in iterator(document):
            yield Record(node, _values(paths, node))

    return read


def _nodes(source: LogicalSource, references: AbstractSet[str]) -> Iterator[etree._Element]:
    path = location_path(source.iterator or _ROOT, dict(source.namespaces))
    if path is None or any(map(looks_out, references)):
        yield from _nodes_of_whole(source)
        return
    with opened(source) as stream:
        yield from elements(stream, path, source.file, _encoding(source))


def _nodes_of_whole(source: LogicalSource) -> Iterator[etree._Element]:
    iterator = _iterator(source)
    with opened(source) as stream:
        try:
            root = etree.fromstring(stream.read(), etree.XMLParser(encoding=_encoding(source), **PARSER_OPTIONS))
        except etree.XMLSyntaxError as error:
            raise not_xml(source.file, error) from error
    yield from iterator(root)


def _rows(
    nodes: Iterator[etree._Element], paths: dict[str, etree.XPath], broken_rows: BrokenRows
) -> Iterator[dict[str, list[Value]]]:
    try:
        for node in nodes:
            yield _values(paths, node)
    except BrokenText as broken:
        broken_rows.found(broken.sentence)


def _iterator(source: LogicalSource) -> Callable[[etree._Element], list[etree._Element]]:
    iterator = _path(source.iterator or _ROOT, source)

    def select(node: etree._Element) -> list[etree._Element]:
        nodes: Any = iterator(node)
        if not isinstance(nodes, list) or not all(isinstance(each, etree._Element) for each in nodes):
            raise InputError(f"{source.file}: the iterator {source.iterator} selects no nodes; correct it.")
        return nodes

    return select


def _encoding(source: LogicalSource) -> str | None:
    """The encoding that the mapping names; without one a document says it itself."""
    return None if source.encoding is None else encoding_of(source).removesuffix("-sig")


def _paths(references: AbstractSet[str], source: LogicalSource) -> dict[str, etree.XPath]:
    return {reference: _path(reference, source) for reference in references}


def _values(paths: dict[str, etree.XPath], node: Any) -> dict[str, list[Value]]:
    return {name: list(_values_of(path, node)) for name, path in paths.items()}


def _values_of(path: etree.XPath, node: Any) -> Iterator[Value]:
    found = path(node)
    for item in found if isinstance(found, list) else [found]:
        text = _text(item) if isinstance(item, etree._Element) else str(item)
        if text:
            yield Value(text, None)


def _text(element: etree._Element) -> str:
    # Most elements hold text alone, and to go through what is in them takes ten times as long.
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""


def _path(text: str, source: LogicalSource) -> etree.XPath:
    try:
        return etree.XPath(text, namespaces=dict(source.namespaces), smart_strings=False)
    except etree.XPathSyntaxError as error:
        raise InputError(f"{source.file}: {text} is no XPath ({error}); correct it.") from error
