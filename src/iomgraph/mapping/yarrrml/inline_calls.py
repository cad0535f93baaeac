r"""Function calls in one line: `grel:toUpperCase(grel:valueParameter = $(name))`.

YARRRML, section "Functions". The value of a parameter is a template or another call; a comma or a bracket that belongs
to its text has a backslash before it.
"""

import re
from dataclasses import dataclass

_NAME = re.compile(r"\s*(?P<name>[^\s(),=$\\]+)\s*")
_CALL = re.compile(r"\s*[^\s(),=$\\]+\s*\(")
_NOTHING = re.compile(r"\(\s*\)")
# A value ends at a comma or bracket that no reference holds.
_VALUE = re.compile(r"(?:\\.|\$\((?:\\.|[^()\\])*\)|[^,()\\])*", re.S)


@dataclass(frozen=True)
class InlineCall:
    """A function with its parameters in their order; a value is text or another call."""

    function: str
    parameters: tuple[tuple[str, "str | InlineCall"], ...]


def is_call(text: str) -> bool:
    """Whether a text begins as a call does.

    >>> is_call("ex:f(ex:a = 1)"), is_call("ex:f")
    (True, False)
    """
    return bool(_CALL.match(text))


def parse_call(text: str) -> InlineCall:
    """The call that `text` is.

    Raises ValueError where it is none.

    >>> parse_call("f(a = $(x), b = g(c = 1))")
    InlineCall(function='f', parameters=(('a', '$(x)'), ('b', InlineCall(function='g', parameters=(('c', '1'),)))))
    """
    call, end = _call(text, 0)
    if text[end:].strip():
        raise ValueError(f'the call "{text}" has "{text[end:].strip()}" after its end')
    return call


def _call(text: str, begin: int) -> tuple[InlineCall, int]:
    found = _NAME.match(text, begin)
    if not found or text[found.end() : found.end() + 1] != "(":
        raise ValueError(f'the call "{text}" has no function at character {begin + 1}')
    parameters = []
    end = found.end()
    without = _NOTHING.match(text, end)
    if without:
        return InlineCall(found["name"], ()), without.end()
    while text[end : end + 1] != ")":
        parameter = _NAME.match(text, end + 1)
        if not parameter or text[parameter.end() : parameter.end() + 1] != "=":
            raise ValueError(f'the call "{text}" has no parameter with = at character {end + 2}')
        value, end = _value(text, parameter.end() + 1)
        parameters.append((parameter["name"], value))
        if text[end : end + 1] not in (",", ")"):
            raise ValueError(f'the call "{text}" has no comma or bracket at character {end + 1}')
    return InlineCall(found["name"], tuple(parameters)), end + 1


def _value(text: str, begin: int) -> tuple[str | InlineCall, int]:
    if _CALL.match(text, begin):
        call, end = _call(text, begin)
        while text[end : end + 1].isspace():
            end += 1
        return call, end
    found = _VALUE.match(text, begin)
    assert found
    return found[0].strip().replace(r"\,", ","), found.end()
