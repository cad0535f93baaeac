"""Regular expressions as SPARQL's REGEX has them.

Follows XPath functions, section 5.6, https://www.w3.org/TR/xpath-functions-31/#regex-syntax, as far as Python's
expressions go. What RE2 reads alike runs in the engine, the rest in Python.
"""

import re
from functools import cache

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
# Where the two differ: classes that RE2 limits to ASCII, boundaries, lookaround, references, possessive quantifiers.
_OTHERWISE_IN_RE2 = re.compile(r"\\[^.\\\-()\[\]{}|^$*+?/nrtd]|\(\?|\[\[|&&|[*+?}]\+|\{[0-9]{4,}")
_END = re.compile(r"(\\.|\[\^?\]?(?:\\.|[^\]])*\])|(\$)", re.DOTALL)
_SPACE = re.compile(r"(\\.|\[(?:\\.|[^\]])*\])|\s+", re.DOTALL)


class IllFormedPatternError(ValueError):
    """The text is no regular expression; the message says why."""


@cache
def python_pattern(pattern: str, flags: str) -> re.Pattern[str]:
    """The expression in Python. Raises IllFormedPatternError.

    >>> bool(python_pattern("^a b$", "xi").search("AB"))
    True
    >>> bool(python_pattern("a$", "").search("a\\n"))
    False
    """
    unknown = set(flags) - {*_FLAGS, "x", "q"}
    if unknown:
        raise IllFormedPatternError(f"there is no flag {', '.join(sorted(unknown))}")
    chosen = re.NOFLAG
    for flag in set(flags) & set(_FLAGS):
        chosen |= _FLAGS[flag]
    try:
        return re.compile(_in_python(pattern, flags), chosen)
    except (re.error, OverflowError) as error:
        raise IllFormedPatternError(f"{error} in {pattern}") from error


def _in_python(pattern: str, flags: str) -> str:
    if "q" in flags:
        return re.escape(pattern)
    if "x" in flags:
        pattern = _SPACE.sub(lambda match: match[1] or "", pattern)
    if "m" not in flags:  # Python's $ matches before a line break at the end too
        pattern = _END.sub(lambda match: match[1] or r"\Z", pattern)
    return pattern


@cache
def re2_pattern(pattern: str, flags: str) -> str | None:
    """The expression as RE2 has it, None where RE2 would read it otherwise.

    >>> re2_pattern(r"^\\d+$", "i")
    '(?i)^\\\\p{Nd}+$'
    >>> re2_pattern(r"(a)\\1", "")
    """
    if "q" in flags or "x" in flags or _OTHERWISE_IN_RE2.search(pattern) or "\0" in pattern:
        return None
    chosen = "".join(sorted(set(flags)))
    rewritten = re.sub(r"\\(.)", lambda match: r"\p{Nd}" if match[1] == "d" else match[0], pattern)
    return (f"(?{chosen})" if chosen else "") + rewritten
