"""Bodies made smaller for clients that can make them larger again.

HTTP Semantics, 12.5.3: <https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3>; zstd: <https://www.rfc-editor.org/rfc/rfc9659>
"""

import gzip
from collections.abc import Callable

import brotli
import zstandard

_SMALLEST = 1_024
_SELDOM_SMALLER = ("image/png", "image/jpeg", "font/woff2", "application/zip", "application/gzip", "application/zstd")


def _zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=6).compress(body)


def _brotli(body: bytes) -> bytes:
    compressed: bytes = brotli.compress(body, quality=5)
    return compressed


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=6, mtime=0)


CODINGS: dict[str, Callable[[bytes], bytes]] = {"zstd": _zstd, "br": _brotli, "gzip": _gzip}
"""The content codings by name, the one that is best for both sides first."""


def best_coding(accept_encoding: str | None) -> str | None:
    """The coding that the client likes best; None where it takes none of them.

    >>> best_coding("gzip, br;q=0.9, zstd;q=0")
    'gzip'
    >>> best_coding("*;q=0.5")
    'zstd'
    >>> best_coding("identity") is None
    True
    """
    liked: dict[str, float] = {}
    for element in (accept_encoding or "").lower().split(","):
        name, _, parameter = element.partition(";")
        try:
            liked[name.strip()] = float(parameter.partition("=")[2] or 1)
        except ValueError:
            continue
    ranked = [(liked.get(coding, liked.get("*", 0.0)), coding) for coding in CODINGS]
    quality, coding = max(ranked, key=lambda each: each[0])
    return coding if quality > 0 and quality >= liked.get("identity", 0.0) else None


def is_worth_it(media_type: str, size: int) -> bool:
    """Whether a body of `size` bytes becomes smaller by more than the work costs."""
    return size >= _SMALLEST and media_type.partition(";")[0] not in _SELDOM_SMALLER
