"""What has to be taken from a store that holds one graph.nq, and brought, for it to hold another.

Stores keep numbers by value: where 85000.0 is taken away, a 85000.00 that stays goes too, and has to be brought again.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pyoxigraph

from iomgraph.rdf.prefixes import WELL_KNOWN

_LITERAL = re.compile(rb'(<[^>]*> <[^>]*>) "(.*)"(?:\^\^<([^>]*)>|@([\w-]+)) (<[^>]*>) \.', re.DOTALL)
_XSD = WELL_KNOWN["xsd"].encode()
_NUMBERS = {
    _XSD + name.encode()
    for name in (
        "decimal integer double float int long short byte unsignedInt unsignedLong unsignedShort unsignedByte "
        "nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger"
    ).split()
}
_TRUTHS = {b"true": 1, b"1": 1, b"false": 0, b"0": 0}


@dataclass(frozen=True)
class Change:
    """A quad that is to come or to go."""

    is_added: bool
    line: bytes


def changes(old: Path | None, new: Path) -> Iterator[Change]:
    """The changes from `old` (None for an empty store) to `new`, both sorted N-Quads, by subject."""
    with ExitStack() as files:
        before = _subjects(files.enter_context(old.open("rb"))) if old else iter(())
        after = _subjects(files.enter_context(new.open("rb")))
        left, right = next(before, None), next(after, None)
        while left or right:
            if right is None or (left is not None and left[0] < right[0]):
                assert left is not None
                yield from (Change(False, line) for line in left[1])
                left = next(before, None)
            elif left is None or right[0] < left[0]:
                yield from (Change(True, line) for line in right[1])
                right = next(after, None)
            else:
                if left[1] != right[1]:
                    yield from _of_subject(left[1], right[1])
                left, right = next(before, None), next(after, None)


def values(graph: Path) -> Iterator[tuple[str, int, int]]:
    """For each subject and graph of a file: the graph, its quads, and how many of them differ in value."""
    with graph.open("rb") as file:
        for _, lines in _subjects(file):
            for name, own in groupby(sorted(lines, key=graph_of), key=graph_of):
                quads = list(own)
                yield name, len(quads), len({_value(line) for line in quads})


def graph_of(line: bytes) -> str:
    """The graph of a quad.

    >>> graph_of(b"<http://a/s> <http://a/p> <http://a/o> <http://a/g> .")
    'http://a/g'
    """
    return line[line.rindex(b" <") + 2 : -3].decode()


def plain(line: bytes) -> bytes:
    """A quad without characters written as numbers, as far as N-Quads can do without them.

    >>> plain(b'<http://a/s> <http://a/p> "\\\\u0022" <http://a/g> .')
    b'<http://a/s> <http://a/p> "\\\\"" <http://a/g> .'
    """
    if b"\\u" not in line and b"\\U" not in line:
        return line
    (quad,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_QUADS)
    return f"{quad} .".encode()


def _subjects(lines: Iterator[bytes]) -> Iterator[tuple[bytes, list[bytes]]]:
    """The lines without their ends, by subject. Lines are sorted as subjects are, because no IRI has a `>`."""
    split = ((line.partition(b" ")[0], line.rstrip(b"\n")) for line in lines)
    for subject, own in groupby(split, key=itemgetter(0)):
        yield subject, [line for _, line in own]


def _of_subject(old: list[bytes], new: list[bytes]) -> Iterator[Change]:
    before, after = set(old), set(new)
    gone = [line for line in old if line not in after]
    yield from (Change(False, line) for line in gone)
    values_gone = {_value(line) for line in gone}
    yield from (Change(True, line) for line in new if line not in before or _value(line) in values_gone)


def _value(line: bytes) -> object:
    """What a store may keep of a quad: two with the same value can be one to it.

    >>> line = '<http://a/s> <http://a/p> "%s"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://a/g> .'
    >>> _value((line % "85000.00").encode()) == _value((line % "85000").encode())
    True
    """
    line = plain(line)
    found = _LITERAL.fullmatch(line)
    if found is None:
        return line
    begin, text, datatype, language, graph = found.groups()
    if language:
        return begin, text, language.lower(), graph
    try:
        if datatype in _NUMBERS:
            return begin, Decimal(text.decode()), graph
    except InvalidOperation:
        return line
    if datatype == _XSD + b"boolean":
        return begin, _TRUTHS.get(text, text), datatype, graph
    return line
