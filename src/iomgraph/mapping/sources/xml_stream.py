"""The elements of an XML document at the end of a location path, each as soon as it has been read.

What is in memory at a time is one element (the outermost, where elements nest) and a piece of text.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO

from lxml import etree

from iomgraph.mapping.sources.broken_text import PIECE, BrokenText
from iomgraph.mapping.sources.location_paths import LocationPath

# Entities are not expanded, nothing is fetched, and no text is longer than 10 MB.
PARSER_OPTIONS: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False}


def elements(stream: BinaryIO, path: LocationPath, file: object, encoding: str | None) -> Iterator[etree._Element]:
    """The elements in their order; each is whole, but what stands around it may be gone.

    Without an `encoding` it is the one that the document declares. Raises BrokenText where the document is no XML,
    after the elements that end before.
    """
    pieces = iter(lambda: stream.read(PIECE), b"")
    root, first = _root(pieces, encoding)
    last = path.steps[-1].tag
    tags = None if last is None or root is None else [last, root]
    parser = etree.XMLPullParser(events=("start", "end"), tag=tags, encoding=encoding, **PARSER_OPTIONS)
    reading = _Reading(path)
    for piece in chain(first, pieces, [b""]):
        failure = None
        try:
            if piece:
                parser.feed(piece)
            else:
                parser.close()
        except etree.XMLSyntaxError as error:
            failure = error
        yield from reading.elements(parser)
        # Not every error that ends the reading is raised.
        for entry in parser.feed_error_log.filter_from_fatals():
            raise _not_xml(file, entry.line, entry.column, entry.message)
        if failure:
            raise not_xml(file, failure) from failure
        reading.let_go()


def not_xml(file: object, error: etree.XMLSyntaxError) -> BrokenText:
    """What is said of a document that is no XML from a place on."""
    return _not_xml(file, *error.position, str(error.msg).partition(", line ")[0])


def _not_xml(file: object, line: int, column: int, reason: str) -> BrokenText:
    return BrokenText(
        f"{file}, line {max(1, line)}, column {max(1, column)}: what stands here is not valid XML "
        f"({reason.strip().removesuffix('.')}); correct it."
    )


class _Reading:
    """Where the reading of a document is on its path."""

    def __init__(self, path: LocationPath) -> None:
        self._path = path
        self._root: etree._Element | None = None
        # Those at the end of the path that are not handed on yet, in their order: the first is around the others.
        self._found: list[etree._Element] = []
        self._parent: etree._Element | None = None
        self._leads_to: dict[str, bool] = {}

    def elements(self, parser: "etree.XMLPullParser") -> Iterator[etree._Element]:
        for event, element in parser.read_events():
            assert isinstance(element, etree._Element)
            if self._root is None:
                self._root = element
            if event == "start":
                if self._is_at_end(element):
                    self._found.append(element)
            elif self._found and element is self._found[0]:
                predicate = self._path.predicate
                yield from (each for each in self._found if predicate is None or predicate(each))
                self._found = []

    def let_go(self) -> None:
        """Take what has been read out of the tree, but for the elements that are open or wanted."""
        node = self._root
        around = self._found[0] if self._found else None
        while node is not None and node is not around and len(node):
            del node[:-1]
            node = node[-1]

    def _is_at_end(self, element: etree._Element) -> bool:
        # Elements with one parent, and one name, are all at the end or none is.
        parent = element.getparent()
        if parent is not self._parent or parent is None:
            self._parent, self._leads_to = parent, {}
        if element.tag not in self._leads_to:
            tags = [element.tag, *(each.tag for each in element.iterancestors())]
            self._leads_to[element.tag] = self._path.leads_to(tags[::-1])
        return self._leads_to[element.tag]


def _root(pieces: Iterator[bytes], encoding: str | None) -> tuple[str | None, list[bytes]]:
    """The name of the document's root, None where there is none, and the pieces that were read for it."""
    parser = etree.XMLPullParser(events=("start",), encoding=encoding, **PARSER_OPTIONS)
    read = []
    for piece in pieces:
        read.append(piece)
        try:
            parser.feed(piece)
        except etree.XMLSyntaxError:
            break
        finally:
            found = next(iter(parser.read_events()), None)
        if found:
            assert isinstance(found[1], etree._Element)
            return found[1].tag, read
    return None, read
