"""Which of the offered representations a client prefers.

HTTP Semantics, 12.5: <https://www.rfc-editor.org/rfc/rfc9110#section-12.5>
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_QUALITY = re.compile(r"^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")
_MEDIA_RANGE = re.compile(r"^([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)$")
_LANGUAGE_RANGE = re.compile(r"^(?:\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)$")
# An element ends at a comma outside of a quoted text. One that is not closed goes on to the end: it is looked for once.
_ELEMENT = re.compile(r'(?:"(?:[^"\\]|\\.?)*"?|[^,"])+')


@dataclass(frozen=True)
class _Range:
    name: str
    quality: float
    position: int


def best_media_type(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered type that `accept` likes best; None where it accepts none of them.

    Between equals, one that is named goes before one that a wildcard covers, then the client's
    order decides, then ours. What is malformed in the header is passed over.

    >>> best_media_type("text/*;q=0.5, application/ld+json", ["text/html", "application/ld+json"])
    'application/ld+json'
    >>> best_media_type(None, ["text/turtle", "text/html"])
    'text/turtle'
    >>> best_media_type("image/png", ["text/turtle"]) is None
    True
    """
    ranges = _ranges(accept, _MEDIA_RANGE)
    if not ranges:
        return offered[0]
    ranked = []
    for place, media_type in enumerate(offered):
        names = [media_type, media_type.split("/")[0] + "/*", "*/*"]
        found = next((each for name in names for each in ranges if each.name == name), None)
        if found is not None and found.quality > 0:
            ranked.append((-found.quality, names.index(found.name), found.position, place, media_type))
    return min(ranked)[-1] if ranked else None


def best_language(accept_language: str | None, offered: Sequence[str]) -> str:
    """The offered language that the reader likes best; the first where none is liked.

    >>> best_language("fr-CA, es;q=0.8", ["en", "fr", "es"])
    'fr'
    >>> best_language("de", ["en", "fr"])
    'en'
    """
    liked = sorted(
        (each for each in _ranges(accept_language, _LANGUAGE_RANGE) if each.quality > 0),
        key=lambda each: (-each.quality, each.position),
    )
    for each in liked:
        for language in offered:
            if each.name == "*" or each.name.split("-")[0] == language:
                return language
    return offered[0]


def _ranges(header: str | None, shape: re.Pattern[str]) -> list[_Range]:
    found = []
    for position, element in enumerate(_ELEMENT.findall(header or "")):
        name, *parameters = (part.strip() for part in element.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                quality = float(value.strip()) if _QUALITY.match(value.strip()) else -1.0
        if shape.match(name) and quality >= 0:
            found.append(_Range(name.lower(), quality, position))
    return found
