"""What is known of a text before any row is read: its fixed parts, and what may stand between them.

Texts whose patterns have nothing in common cannot be equal, and texts that begin differently have the order of their
beginnings. That is what proves outputs of a mapping to be different without comparing them, and what puts them in
order without sorting them.
"""

import re
from collections.abc import Callable, Iterable
from enum import Enum
from typing import TypeVar

from sqlglot import exp

from iomgraph.mapping.terms import pieces


class Variable(Enum):
    """What stands for any text: of all characters, or only of those that no percent-encoding takes away."""

    ANY = re.compile(".*", re.DOTALL)
    SAFE = re.compile(r"[\w.~%-]*|[^\x00-\x7F]*")

    def takes(self, character: str) -> bool:
        """Whether the text may hold `character`."""
        return self.value.fullmatch(character) is not None


Pattern = tuple[str | Variable, ...]

_SAFE = frozenset(("iri_safe", "uri_safe"))
_LITERALS = frozenset(("plain_literal", "typed_literal", "natural_literal", "overridden_literal"))

Item = TypeVar("Item")


def pattern(text: exp.Expression) -> Pattern:
    """The pattern of `text`.

    >>> id = exp.Anonymous(this="iri_safe", expressions=[exp.column("id")])
    >>> pattern(exp.DPipe(this=exp.Literal.string("<a/"), expression=id))
    ('<a/', <Variable.SAFE: re.compile('[\\\\w.~%-]*|[^\\\\x00-\\\\x7F]*')>)
    """
    return tuple(part for piece in pieces(text) for part in _of_piece(piece))


def _of_piece(piece: exp.Expression) -> Pattern:
    if piece.is_string:
        return (piece.name,)
    function = piece.name if isinstance(piece, exp.Anonymous) else ""
    if function in _SAFE:
        return (Variable.SAFE,)
    if function in _LITERALS:
        return ('"', Variable.ANY)
    if function == "blank_node":
        return ("_:b", Variable.SAFE)
    return (Variable.ANY,)


def start(of: Pattern) -> str:
    """The characters that a text of the pattern has in front."""
    fixed = ""
    for part in of:
        if isinstance(part, Variable):
            break
        fixed += part
    return fixed


def may_be_equal(one: Pattern, other: Pattern) -> bool:
    """Whether there is a text that both patterns have.

    >>> may_be_equal(("a/", Variable.SAFE), ("a/", Variable.SAFE, "/b"))
    False
    >>> may_be_equal(("a/", Variable.ANY), ("a/", Variable.SAFE, "/b"))
    True
    """
    left, right = _characters(one), _characters(other)
    # Pairs of places up to which a text can be read as both patterns.
    reached = [(0, 0)]
    seen = {(0, 0)}
    while reached:
        i, j = reached.pop()
        if i == len(left) and j == len(right):
            return True
        for place in _next_places(left, right, i, j):
            if place not in seen:
                seen.add(place)
                reached.append(place)
    return False


def _next_places(left: list[str | Variable], right: list[str | Variable], i: int, j: int) -> Iterable[tuple[int, int]]:
    here = left[i] if i < len(left) else None
    there = right[j] if j < len(right) else None
    if isinstance(here, Variable):
        yield i + 1, j
        if isinstance(there, str) and here.takes(there):
            yield i, j + 1
    if isinstance(there, Variable):
        yield i, j + 1
        if isinstance(here, str) and there.takes(here):
            yield i + 1, j
    if isinstance(here, str) and here == there:
        yield i + 1, j + 1


def _characters(of: Pattern) -> list[str | Variable]:
    return [each for part in of for each in ([part] if isinstance(part, Variable) else part)]


def apart(items: Iterable[Item], beginning: Callable[[Item], str]) -> list[list[Item]]:
    """The items in groups: what begins as the items of one group do cannot begin as those of another.

    Every text of a group is less than every text of the next, by code points and so by the bytes of UTF-8.

    >>> apart(["b", "a/1", "c", "a"], beginning=str)
    [['a', 'a/1'], ['b'], ['c']]
    """
    groups: list[list[Item]] = []
    for item in sorted(items, key=beginning):
        if groups and beginning(item).startswith(beginning(groups[-1][0])):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups
