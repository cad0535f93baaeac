"""A text that a regular expression matches, made from the expression itself.

What Python's own parser makes of the expression is walked; it is private to `re`, so a text that does not match in the
end, or an expression that it reads otherwise one day, gives no example and nothing worse.
"""

import re._constants as code  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from functools import cache
from itertools import count
from typing import Any

from iomgraph.validation.patterns import python_pattern

_LONGEST = 200
_TRIED = "aA1-_. /"
_OF_CATEGORY = {code.CATEGORY_DIGIT: "1234567890", code.CATEGORY_SPACE: " ", code.CATEGORY_WORD: "abcdefgh"}
_REPEATS = {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}


class _NoTextError(ValueError):
    """No text can be made of this expression."""


@cache
def matching_text(pattern: str, flags: str) -> str | None:
    """A short text that the pattern matches; None where none could be made.

    What is made is tried: lookaround and the like may refuse it.

    >>> matching_text("^[A-Z]{2}[0-9]{3}(-[a-z])?$", "")
    'AB234'
    >>> matching_text("(?=b)a", "")
    """
    expression = python_pattern(pattern, flags)
    try:
        text = _Writing().text(parser.parse(expression.pattern, expression.flags))
    except (_NoTextError, RecursionError):
        return None
    return text if text.strip() and text.isprintable() and expression.search(text) else None


class _Writing:
    """Writes a text for a parsed expression; successive characters of a range differ, for a text that looks real."""

    def __init__(self) -> None:
        self._groups: dict[int, str] = {}
        self._turn = count()

    def text(self, parsed: Iterable[tuple[Any, Any]]) -> str:
        """The text for a sequence of what the parser gives."""
        return "".join(self._one(kind, value) for kind, value in parsed)

    def _one(self, kind: Any, value: Any) -> str:  # noqa: PLR0911 - one for each kind
        if kind is code.LITERAL:
            next(self._turn)
            return chr(value)
        if kind in (code.NOT_LITERAL, code.ANY, code.IN):
            items = value if kind is code.IN else [(code.NEGATE, None), (code.LITERAL, value or 0)]
            return self._of_set(items, next(self._turn))
        if kind in _REPEATS:
            return self._repeated(*value)
        if kind is code.SUBPATTERN:
            group, _, _, inner = value
            text = self.text(inner)
            if group is not None:
                self._groups[group] = text
            return text
        if kind is code.BRANCH:
            return self.text(value[1][0])
        if kind is code.ATOMIC_GROUP:
            return self.text(value)
        if kind is code.GROUPREF:
            return self._groups.get(value, "")
        if kind in (code.AT, code.ASSERT, code.ASSERT_NOT):
            return ""
        raise _NoTextError

    def _repeated(self, least: int, most: int, inner: Any) -> str:
        del most
        if least > _LONGEST:
            raise _NoTextError
        return "".join(self.text(inner) for _ in range(least))

    def _of_set(self, items: list[tuple[Any, Any]], turn: int) -> str:
        if items[0][0] is code.NEGATE:
            found = next((each for each in _TRIED if not any(_holds(item, each) for item in items[1:])), None)
            if found is None:
                raise _NoTextError
            return found
        kind, value = items[0]
        if kind is code.LITERAL:
            return chr(value)
        if kind is code.RANGE:
            low, high = value
            return chr(low + turn % (high - low + 1))
        among: str | None = _OF_CATEGORY.get(value)
        if kind is not code.CATEGORY or among is None:
            raise _NoTextError
        return among[turn % len(among)]


def _holds(item: tuple[Any, Any], character: str) -> bool:
    kind, value = item
    if kind is code.LITERAL:
        return ord(character) == int(value)
    if kind is code.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    return value not in _OF_CATEGORY or character.isalnum() or character == "_"
