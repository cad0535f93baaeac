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
from iomgraph.mapping.sources.nested_values import Record, Value, add_nested
from iomgraph.mapping.sources.source_text import source_text

FORMULATIONS = ("http://w3id.org/rml/XPath", "http://w3id.org/rml/XPathReferenceFormulation")


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A relation with a row for each node that the iterator selects.

    Raises InputError where the file is no XML or a path is no XPath. Entities are not expanded and nothing is fetched.
    """
    document = parse(source_text(source), source)
    rows = (record.values for record in within(source, references)(document))
    return add_nested(engine, f"{source.file} {source.iterator}", sorted(references), rows)


def parse(text: str, source: LogicalSource) -> etree._Element:
    """The document's root. Raises InputError where `text` is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{source.file} is not valid XML ({error}); correct it.") from error


def within(source: LogicalSource, references: AbstractSet[str]) -> Callable[[etree._Element], Iterator[Record]]:
    """What reads the records that the source's iterator selects from a document's root, or from a record."""
    namespaces = dict(source.namespaces)
    paths = {reference: _path(reference, namespaces, source) for reference in references}
    iterator = _path(source.iterator or "/*", namespaces, source)

    def read(document: etree._Element) -> Iterator[Record]:
        nodes: Any = iterator(document)
        if not isinstance(nodes, list) or not all(isinstance(node, etree._Element) for node in nodes):
            raise InputError(f"{source.file}: the iterator {source.iterator} selects no nodes; correct it.")
        for node in nodes:
            yield Record(node, {name: list(_values(path, node)) for name, path in paths.items()})

    return read


def _values(path: etree.XPath, node: Any) -> Iterator[Value]:
    found = path(node)
    for item in found if isinstance(found, list) else [found]:
        text = "".join(map(str, item.itertext())) if isinstance(item, etree._Element) else str(item)
        if text != "":
            yield Value(text, None)


def _path(text: str, namespaces: dict[str, str], source: LogicalSource) -> etree.XPath:
    try:
        return etree.XPath(text, namespaces=namespaces)
    except etree.XPathSyntaxError as error:
        raise InputError(f"{source.file}: {text} is no XPath ({error}); correct it.") from error
