"""The statements around single nodes of a large graph, looked up in its sorted quads.

What a node says of others is found by its place in the text, what others say of it by one pass over all of it.
"""

import mmap
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import rdflib

from iomgraph.rdf.rdflib_graph import n_triples_term
from iomgraph.rdf.sorted_quads import SortedQuads
from iomgraph.validation.steps import SUBCLASS, State, Step, Steps

Node = bytes
"""A term as N-Triples writes it."""
Triple = tuple[bytes, bytes, bytes]
Visit = tuple[Node, State]

_PIECE = 1 << 20
_SINGLY = 6
"""So many texts are sought one after another before a pass for all of them pays."""
_IN_ONE_PATTERN = 300


class TooMuchError(Exception):
    """More is connected with the nodes asked for than a neighbourhood may hold."""


class Neighbourhood:
    """Looks up statements of the graph in `quads`, `most` of them; classes are below others as `shapes` say, too."""

    def __init__(self, quads: SortedQuads, shapes: rdflib.Graph, most: int) -> None:
        self._quads = quads
        self._left = most
        self._of: dict[Node, list[Triple]] = {}
        self._about: dict[tuple[bytes | None, Node], list[Triple]] = {}
        self._above: dict[Node, set[Node]] = defaultdict(set)
        self._below: dict[Node, set[Node]] = defaultdict(set)
        for lower, _, upper in shapes.triples((None, rdflib.RDFS.subClassOf, None)):
            pair = [
                n_triples_term(each).encode() for each in (lower, upper) if isinstance(each, rdflib.term.Identifier)
            ]
            self._above[pair[0]].add(pair[1])
            self._below[pair[1]].add(pair[0])

    def walk(self, start: Iterable[Visit], steps: Steps) -> tuple[set[Visit], set[Triple]]:
        """All nodes that the steps lead to, with their states, and the statements on the way.

        Raises TooMuchError.
        """
        visited, read = set(start), set[Triple]()
        latest = visited
        while latest:
            taken = [(node, step) for node, state in latest for step in steps.taken.get(state, ())]
            self._seek({(step.predicate, node) for node, step in taken if not (step.forward or step.stays)})
            reached = set()
            for node, step in taken:
                if step.stays:
                    reached.add((node, step.end))
                    continue
                for triple in self._along(node, step):
                    read.add(triple)
                    reached.add((triple[2] if step.forward else triple[0], step.end))
                if step.predicate == SUBCLASS:
                    among = self._above if step.forward else self._below
                    reached |= {(each, step.end) for each in among.get(node, ())}
            latest = reached - visited
            visited = visited | latest
        return visited, read

    def classes(self, node: Node) -> set[Node]:
        """What a node is an instance of, over all that the classes are below."""
        steps = Steps()
        start = steps.state()
        steps.read_classes(start)
        visited, _ = self.walk({(node, start)}, steps)
        return {each for each, state in visited if state != start}

    def has(self, node: Node, predicate: bytes) -> bool:
        """Whether a node has a property."""
        return bool(self._along(node, Step(0, 0, predicate)))

    def values(self, predicates: Iterable[bytes], nodes: Iterable[Node]) -> set[Node]:
        """Those of the nodes that are values of one of the properties."""
        asked = {(predicate, node) for predicate in predicates for node in nodes}
        self._seek({*asked})
        return {node for predicate, node in asked if self._about[predicate, node]}

    def of(self, nodes: Iterable[Node]) -> set[Triple]:
        """What is said of the nodes. Raises TooMuchError."""
        return {triple for node in nodes for triple in self._along(node, Step(0, 0))}

    def with_predicates(self, predicates: Collection[bytes]) -> set[Triple]:
        """Every statement that has one of these properties. Raises TooMuchError."""
        found = set[Triple]()
        for line in self._lines([b" " + predicate + b" " for predicate in predicates]):
            triple = statement(line)
            if triple[1] in predicates and triple not in found:
                found.add(triple)
                self._count(1)
        return found

    def literals(self, texts: Iterable[str]) -> set[Node]:
        """The literals in the graph that have one of these texts."""
        written = {n_triples_term(rdflib.Literal(text)).encode() for text in texts}
        found = (statement(line)[2] for line in self._lines([b" " + each for each in written]))
        return {node for node in found if node[: node.rfind(b'"') + 1] in written}

    def _along(self, node: Node, step: Step) -> list[Triple]:
        if not step.forward:
            return self._about[step.predicate, node]
        if node.startswith(b'"'):
            return []
        if node not in self._of:
            self._of[node] = [statement(line) for line in self._quads.with_prefix(node + b" ")]
            self._count(len(self._of[node]))
        return [triple for triple in self._of[node] if step.predicate in (None, triple[1])]

    def _seek(self, wanted: set[tuple[bytes | None, Node]]) -> None:
        """Find the statements with these predicates and objects."""
        wanted = {each for each in wanted if each not in self._about}
        self._about.update((each, []) for each in wanted)
        for line in self._lines(list(_texts_of(wanted))):
            triple = statement(line)
            for key in ((triple[1], triple[2]), (None, triple[2])):
                if key in wanted and triple not in self._about[key]:
                    self._about[key].append(triple)
                    self._count(1)

    def _lines(self, texts: list[bytes]) -> Iterator[bytes]:
        text = self._quads.text
        if len(texts) <= _SINGLY:
            for each in texts:
                yield from _lines_with(text, each)
            return
        for start in range(0, len(texts), _IN_ONE_PATTERN):
            yield from _lines_with_any(text, texts[start : start + _IN_ONE_PATTERN])

    def _count(self, statements: int) -> None:
        self._left -= statements
        if self._left < 0:
            raise TooMuchError


def statement(line: bytes) -> Triple:
    """A line of canonical N-Quads without its graph; languages are in lower case, as they compare.

    >>> statement(b'<x:s> <x:p> "a b"@en-GB <x:g> .')
    (b'<x:s>', b'<x:p>', b'"a b"@en-gb')
    """
    subject, predicate, rest = line.split(b" ", 2)
    if not rest.startswith(b'"'):
        return subject, predicate, rest.split(b" ", 1)[0]
    end = rest.rindex(b'"') + 1
    suffix = rest[end:].split(b" ", 1)[0]
    return subject, predicate, rest[:end] + (suffix.lower() if suffix.startswith(b"@") else suffix)


def _texts_of(wanted: Collection[tuple[bytes | None, Node]]) -> Iterator[bytes]:
    """What to look for; of resources that lie below one another, what their addresses have in common."""
    together: list[tuple[bytes | None, Node]] = []
    for predicate, node in sorted(wanted, key=lambda each: each[1].removesuffix(b">")):
        first = together[0][1] if together else None
        below = first is not None and first.endswith(b">") and node.startswith((first[:-1] + b"/", first[:-1] + b"#"))
        if together and not (node == first or below):
            yield _text_of_any(together)
            together = []
        together.append((predicate, node))
    if together:
        yield _text_of_any(together)


def _text_of_any(together: list[tuple[bytes | None, Node]]) -> bytes:
    predicate, node = together[0]
    if len(together) == 1:
        return _text_of(predicate, node)
    return _text_of(None, node) if together[-1][1] == node else b" " + node[:-1]


def _text_of(predicate: bytes | None, node: Node) -> bytes:
    """What a line holds that has this predicate and object; other lines may hold it too."""
    end = node.rfind(b'"') + 1
    written = node[: end + 1] if node[end : end + 1] == b"@" else node + b" "
    return b" " + (predicate + b" " if predicate else b"") + written


def _lines_with(text: mmap.mmap | bytes, part: bytes) -> Iterator[bytes]:
    at = text.find(part)
    while at >= 0:
        start, end = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at)
        end = len(text) if end < 0 else end
        yield text[start:end]
        at = text.find(part, end)


def _lines_with_any(text: mmap.mmap | bytes, parts: list[bytes]) -> Iterator[bytes]:
    """In pieces first, which are not copied, then line by line in those pieces that hold a part at all."""
    if not text:
        return
    pattern = "|".join(re.escape(part.decode()) for part in parts)
    threads = os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        for lines in pool.map(partial(_matching_lines, pattern), _pieces(text, threads)):
            yield from (line.as_py() for line in lines)


def _pieces(text: mmap.mmap | bytes, shares: int) -> "Iterator[pa.Array[Any]]":
    """The text where it lies, as arrays of pieces that end with a line."""
    ends = [0]
    while ends[-1] < len(text):
        ends.append(text.find(b"\n", min(ends[-1] + _PIECE, len(text) - 1)) + 1 or len(text))
    offsets = pa.array(ends, pa.int64()).buffers()[1]
    pieces = pa.Array.from_buffers(pa.large_binary(), len(ends) - 1, [None, offsets, pa.py_buffer(text)])
    size = -(-len(pieces) // shares)
    yield from (pieces.slice(start, size) for start in range(0, len(pieces), size))


def _matching_lines(pattern: str, pieces: "pa.Array[Any]") -> "pa.Array[Any]":
    holding = pc.filter(pieces, pc.match_substring_regex(pieces, pattern))
    lines = pc.list_flatten(pc.split_pattern(holding, "\n"))
    return pc.filter(lines, pc.match_substring_regex(lines, pattern))
