"""Regular expressions of RE2, which DuckDB has, as Java has them, in which they match the same texts.

RE2: <https://github.com/google/re2/wiki/Syntax>; Java: java.util.regex.Pattern.
"""

import re

# In Java `.` and `\s` know other ends of lines and other white space, and `$` also matches before a last newline.
_UNIX_LINES = "(?d)"
_PIECE = re.compile(r"\\p\{\w+\}|\\x\{[0-9A-Fa-f]+\}|\\x[0-9A-Fa-f]{2}|\\.|\(\?[^:()]*[:)]|.", re.DOTALL)
_SAME = re.compile(
    r"\\x\{[0-9A-Fa-f]+\}|\\x[0-9A-Fa-f]{2}|\\[dDwWznrtf]|\\p\{Nd\}|\\[^A-Za-z0-9]|\(\?s?:|\(\?s\)|[^\\]", re.DOTALL
)
_SPACE = "\\t\\n\\f\\r "


def java_regex(pattern: str) -> str:
    r"""`pattern` for Java.

    Raises ValueError where it uses what is not known to mean the same there.

    >>> java_regex(r"^\s+$")
    '(?d)^[\\t\\n\\f\\r ]+\\z'
    """
    made, within = [_UNIX_LINES], False
    for piece in _PIECE.findall(pattern):
        if piece == r"\s":
            made.append(_SPACE if within else f"[{_SPACE}]")
        elif within and piece in ("[", "&"):
            made.append(f"\\{piece}")
        elif not within and piece == "$":
            made.append(r"\z")
        elif _SAME.fullmatch(piece):
            made.append(piece)
            within = piece == "[" or (within and piece != "]")
        else:
            raise ValueError(f"{piece} in the regular expression {pattern} may mean something else to Java")
    return "".join(made)
