"""Many phrases looked up in one pass over a text: a trie over tokens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from iomgraph.reference.folding import QUOTATION_MARKS, Token, tokens

T = TypeVar("T")


@dataclass(slots=True)
class _Node(Generic[T]):
    next: "dict[str, _Node[T]]" = field(default_factory=dict)
    values: list[T] = field(default_factory=list)


class Phrases(Generic[T]):
    """Phrases with the values that they stand for; `ignored` tokens count neither in phrases nor in texts.

    >>> phrases = Phrases[int]()
    >>> phrases.add(tokens("grand duchy"), 1)
    >>> phrases.matches(tokens("the Grand «Duchy» of"), 1)
    [(4, [1])]
    """

    def __init__(self, ignored: str = QUOTATION_MARKS) -> None:
        self._root: _Node[T] = _Node()
        self._ignored = {token.folded for token in tokens(ignored)}

    def add(self, phrase: Iterable[Token], value: T) -> None:
        """Let `phrase` stand for `value` (too)."""
        node = self._root
        for token in phrase:
            if token.folded not in self._ignored:
                node = node.next.setdefault(token.folded, _Node())
        if node is not self._root:
            node.values.append(value)

    def matches(self, text: Sequence[Token], at: int) -> list[tuple[int, list[T]]]:
        """The phrases that begin with the token `at`: index after the last token and values, longest first."""
        found: list[tuple[int, list[T]]] = []
        if at < len(text) and text[at].folded in self._ignored:
            return found
        node = self._root
        for index in range(at, len(text)):
            token = text[index].folded
            if token in self._ignored:
                continue
            following = node.next.get(token)
            if following is None:
                break
            node = following
            if node.values:
                found.append((index + 1, node.values))
        return found[::-1]
