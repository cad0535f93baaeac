"""Answers that a cache may keep: each body has a strong entity tag, and is not sent twice.

HTTP Semantics, 8.8.3 and 13.1.2: <https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2>
"""

import hashlib
import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

_ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')


def answer(
    request: Request,
    body: bytes,
    media_type: str,
    headers: Mapping[str, str],
) -> Response:
    """`body`, or 304 where the client says that it has these bytes.

    The tag is made of the bytes, so that it outlives a release that does not change them.
    """
    tag = f'"{hashlib.sha256(media_type.encode() + b" " + body).hexdigest()[:32]}"'
    found = {"ETag": tag, "Cache-Control": "no-cache", **headers}
    if is_known(request, tag):
        return Response(None, 304, found)
    return Response(body, 200, {**found, "Content-Type": with_charset(media_type)})


def is_known(request: Request, tag: str) -> bool:
    """Whether the client says that it has what the entity tag `tag` stands for."""
    return names_tag(request.headers.get("if-none-match"), tag)


def names_tag(if_none_match: str | None, tag: str | None) -> bool:
    """Whether the value of If-None-Match names an entity tag, or all there are."""
    if if_none_match is None or tag is None:
        return False
    return if_none_match.strip() == "*" or tag in _ENTITY_TAG.findall(if_none_match)


def with_charset(media_type: str) -> str:
    """The `Content-Type` for a media type; texts are UTF-8.

    >>> with_charset("text/turtle")
    'text/turtle; charset=utf-8'
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
