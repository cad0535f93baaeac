"""A JSON document, read one element after another while its text comes in.

RFC 8259, <https://www.rfc-editor.org/rfc/rfc8259>. What is in memory at a time is one element and a piece of text.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Any, NamedTuple, NoReturn

import jsonpath

from iomgraph.mapping.sources.broken_text import BrokenText
from iomgraph.mapping.sources.json_paths import Step, is_selected

_SPACES = " \t\n\r"
_SPACE = re.compile(f"[{_SPACES}]*")
# No literal, and no two escapes of a pair, is longer: an error further from the end is not for want of text.
_LOOKAHEAD = 32
_NO_CHILD = -1
_BEHIND_A_NUMBER = frozenset(("", *" \t\n\r,]}"))
_NUMBER = "it has a number that is not read: not finite, or with too many digits"
_DEEP = "it nests too deeply"
_HALF = "it has a text with one half of a surrogate pair"


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


# Numbers keep the digits that they are written with.
DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)


class Element(NamedTuple):
    """A value, the length of its text, and what is wrong in it alone, so that the text can be read on behind it."""

    value: Any
    length: int
    broken: BrokenText | None


class JsonText:
    """The text of a document, given as `pieces`, which begins on a line of `file`."""

    def __init__(self, pieces: Iterator[str], file: object, line: int = 1) -> None:
        self._pieces = pieces
        self._file = file
        self._text = ""
        self._at = 0
        self._has_ended = False
        self._depth = 0
        # The line where the text begins, and the characters that stood on it before.
        self._line = line
        self._characters = 0

    def elements(self, steps: tuple[Step, ...]) -> Iterator[Element]:
        """The values that `steps` lead to.

        Raises BrokenText where the text is no JSON, after the values that stand before.
        """
        try:
            if not steps:
                self._text = "".join(self._pieces)
                self._has_ended = True
            yield from self._walk(steps)
            if self._next():
                raise self._broken("it goes on behind its end", self._at)
        except RecursionError:
            raise self._broken(_DEEP, self._at) from None

    def _walk(self, steps: tuple[Step, ...]) -> Iterator[Element]:
        if not steps:
            yield self._element()
            return
        step, further = steps[0], steps[1:]
        start = self._next()
        if start == "[" and not isinstance(step, str):
            yield from self._array(step, further)
        elif start == "{" and not isinstance(step, int):
            yield from self._object(step, further)
        else:
            self._skip()

    def _array(self, step: Step, further: tuple[Step, ...]) -> Iterator[Element]:
        self._enter()
        if self._next() == "]":
            self._leave()
            return
        for place in count():
            yield from self._child(place, step, further)
            if self._is_last("]"):
                return

    def _object(self, step: Step, further: tuple[Step, ...]) -> Iterator[Element]:
        self._enter()
        if self._next() == "}":
            self._leave()
            return
        found = False
        while True:
            if self._next() != '"':
                raise self._broken("a member's name in double quotes is expected", self._at)
            start = self._at
            name, _ = self._value()
            if self._next() != ":":
                raise self._broken("a colon is expected", self._at)
            self._at += 1
            if name == step and found:
                # As a value of its own the last would count, but the first was handed on.
                raise self._broken(f"it has the member {name} twice", start)
            found = found or name == step
            yield from self._child(name, step, further)
            if self._is_last("}"):
                return

    def _child(self, key: str | int, step: Step, further: tuple[Step, ...]) -> Iterator[Element]:
        if isinstance(step, str | int):
            if key != step:
                self._skip()
                return
        elif isinstance(step, jsonpath.JSONPath):
            element = self._element()
            if element.broken or is_selected(step, element.value):
                yield element
            return
        if further:
            yield from self._walk(further)
        else:
            yield self._element()

    def _is_last(self, end: str) -> bool:
        found = self._next()
        if found == end:
            self._leave()
            return True
        if found != ",":
            raise self._broken(f"a comma or {end} is expected", self._at)
        self._at += 1
        return False

    def _enter(self) -> None:
        self._at += 1
        self._depth += 1

    def _leave(self) -> None:
        self._at += 1
        self._depth -= 1

    def _skip(self) -> None:
        """Go past a value; one that is longer than the text that is there is gone through part by part."""
        start = self._next()
        try:
            self._value(may_read=start not in ("[", "{"))
        except _WantsText:
            within = self._array if start == "[" else self._object
            for _ in within(_NO_CHILD, ()):
                pass

    def _element(self) -> Element:
        value, length = self._value()
        start = self._at - length
        if _has_half_a_pair(value, self._text, start, self._at):
            return Element(None, length, self._broken(_HALF, start))
        return Element(value, length, None)

    def _value(self, may_read: bool = True) -> tuple[Any, int]:
        """The value that begins here, and the length of its text."""
        self._next()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                is_cut = error.pos >= len(self._text) - _LOOKAHEAD or error.msg.startswith("Unterminated")
                if self._has_ended or not is_cut:
                    raise self._broken(error.msg, error.pos) from None
            except (ValueError, ArithmeticError):
                raise self._broken(_NUMBER, self._at) from None
            else:
                # A number may go on where the text is cut, every other value has its own end.
                is_number = isinstance(value, int | Decimal)
                if not is_number or end < len(self._text) - _LOOKAHEAD or self._has_ended:
                    if is_number and end == len(self._text) and self._depth:
                        raise self._broken("it is cut off", end)
                    # Of 1.5e the first three characters are a number too, but not the one that was meant.
                    if is_number and self._text[end : end + 1] not in _BEHIND_A_NUMBER:
                        raise self._broken("a number goes on with what no number has", end)
                    length = end - self._at
                    self._at = end
                    return value, length
            if not may_read:
                raise _WantsText
            self._read()

    def _next(self) -> str:
        """The next character that is no space, which is where the text now stands; empty at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            assert match
            self._at = match.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if self._has_ended:
                return ""
            self._read()

    def _read(self) -> None:
        """Let go of the text before, and read at least as much again as is left: so no text is parsed too often."""
        last_newline = self._text.rfind("\n", 0, self._at)
        self._characters = self._at - last_newline - 1 if last_newline >= 0 else self._characters + self._at
        self._line += self._text.count("\n", 0, self._at)
        left = [self._text[self._at :]]
        self._text, self._at = left[0], 0
        wanted = len(left[0]) + 1
        while wanted > 0:
            piece = next(self._pieces, None)
            if piece is None:
                self._has_ended = True
                break
            left.append(piece)
            wanted -= len(piece)
        self._text = "".join(left)

    def _broken(self, reason: str, position: int) -> BrokenText:
        end = len(self._text.rstrip(_SPACES))
        if position >= end or reason.startswith("Unterminated"):
            position, reason = min(position, end), "it is cut off"
        last_newline = self._text.rfind("\n", 0, position)
        before = position - last_newline - 1 if last_newline >= 0 else self._characters + position
        line = self._line + self._text.count("\n", 0, position)
        return BrokenText(
            f"{self._file}, line {line}, column {before + 1}: what stands here is not valid JSON ({reason}); "
            "correct it."
        )


class _WantsText(Exception):  # noqa: N818
    """A value goes on behind the text that is there."""


def parsed(text: str, file: object, line: int = 1) -> Any:
    """The value of a whole document, which begins on a line of `file`. Raises BrokenText where `text` is no JSON."""
    try:
        value, end = DECODER.raw_decode(text, len(text) - len(text.lstrip(_SPACES)))
    except (ValueError, ArithmeticError, RecursionError):
        value, end = None, -1
    if end != len(text.rstrip(_SPACES)) or _has_half_a_pair(value, text, 0, end):
        # Read again for where it is wrong.
        for element in JsonText(iter([text]), file, line).elements(()):
            if element.broken:
                raise element.broken
    return value


def _has_half_a_pair(value: Any, text: str, start: int, end: int) -> bool:
    """Whether `value`, read of a part of `text`, has a text that is no Unicode: half of a surrogate pair."""
    if text.find("\\ud", start, end) < 0 and text.find("\\uD", start, end) < 0:
        return False
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return True
    return False
