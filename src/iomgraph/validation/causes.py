"""The causes of a result as a short indented tree for people to read."""

from collections.abc import Iterator

from rdflib.term import Literal

from iomgraph.validation.result import Result, short
from iomgraph.validation.wording.words import LANGUAGES, say

_INDENT = "  "


def cause_lines(result: Result, language: str, most: int = 6) -> list[str]:
    """A line for each cause, what is below it further in, likeliest first; none where the result has no causes.

    Of more than `most` the rest is counted in a last line.

    >>> from iomgraph.validation.result import Severity
    >>> def a_result(path, *causes, **texts):
    ...     return Result("x:a", path, None, Severity.INFO, texts, {"en": "age"}, "c", "r", None, (), causes)
    >>> result = a_result("x:age", a_result("x:p", en="No number."), a_result("x:p", en="Too high."))
    >>> cause_lines(result, "en", most=1)
    ['age: No number.', 'and 1 more']
    """
    lines = list(_lines(result, language, 0))
    if len(lines) <= most:
        return lines
    counted = say("sign", "causes_more", language if language in LANGUAGES else "en", count=len(lines) - most)
    return [*lines[:most], counted]


def _lines(result: Result, language: str, depth: int) -> Iterator[str]:
    for cause in result.details:
        if cause.path is not None and isinstance(result.value, Literal):
            continue  # a literal has no properties, and that each of them is missing helps nobody
        about = "" if cause.path is None else f"{cause.name(language) or short(cause.path)}: "
        yield _INDENT * depth + about + (cause.reason(language) or cause.message(language))
        yield from _lines(cause, language, depth + 1)
