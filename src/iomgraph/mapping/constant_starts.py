"""What is known of a text before any row is read: how it begins.

Texts whose beginnings part cannot be equal, and their order is that of their beginnings. That is what proves outputs of
a mapping to be different without comparing them, and what puts them in order without sorting them.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlglot import exp

from iomgraph.mapping.terms import pieces

# How the results of the engine's functions begin.
_STARTS = {
    "plain_literal": '"',
    "typed_literal": '"',
    "natural_literal": '"',
    "overridden_literal": '"',
    "blank_node": "_:b",
}

Item = TypeVar("Item")


def constant_start(text: exp.Expression) -> str:
    """The characters that `text` has in front in every row.

    >>> constant_start(exp.DPipe(this=exp.Literal.string("<a/"), expression=exp.column("id")))
    '<a/'
    """
    start = ""
    for piece in pieces(text):
        if not piece.is_string:
            return start + (_STARTS.get(piece.name, "") if isinstance(piece, exp.Anonymous) else "")
        start += piece.name
    return start


def are_apart(one: str, other: str) -> bool:
    """Whether no text can begin both ways."""
    return not one.startswith(other) and not other.startswith(one)


def apart(items: Iterable[Item], start: Callable[[Item], str]) -> list[list[Item]]:
    """The items in groups: what begins as the items of one group do cannot begin as those of another.

    Every text of a group is less than every text of the next, by code points and so by the bytes of UTF-8.

    >>> apart(["b", "a/1", "c", "a"], start=str)
    [['a', 'a/1'], ['b'], ['c']]
    """
    groups: list[list[Item]] = []
    for item in sorted(items, key=start):
        if groups and start(item).startswith(start(groups[-1][0])):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups
