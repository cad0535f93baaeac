"""Texts without case, diacritics and signs, as they are searched and sorted."""

import re
import unicodedata

_STROKED = re.compile(r"LATIN SMALL LETTER (.) WITH STROKE$")


class _Plain(dict[int, str]):
    """What becomes of each sign, found out once."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


_PLAIN = _Plain()


def folded(text: str) -> str:
    """`text` in small letters without diacritics, every run of other signs as one space.

    >>> folded("Grøndal–Förum, A12-305")
    'grondal forum a12 305'
    """
    return " ".join(unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN).split())


def _plain(sign: str) -> str:
    """A sign without its mark; a stroke is no part that decomposes, but the sign's name tells of it."""
    if unicodedata.combining(sign):
        return ""
    stroked = _STROKED.match(unicodedata.name(sign, ""))
    if stroked:
        return stroked.group(1).lower()
    return sign if sign.isalnum() else " "
