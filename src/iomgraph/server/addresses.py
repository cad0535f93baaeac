"""Paths of requests and the IRIs that they stand for, whatever the host.

IRI: <https://www.rfc-editor.org/rfc/rfc3987>; normal form of percent-encoding:
<https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2>
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

_ENCODED = re.compile(rb"(?:%[0-9A-Fa-f]{2}|[\x80-\xff])+")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
# What an IRI may hold unencoded beyond ASCII (`ucschar` of RFC 3987).
_IRI_CHARACTER = re.compile(
    "[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class Addresses:
    """The IRIs of a publication at `base` and the paths below which they are served.

    `root` stands before the paths of links: that of the release whose pages are read, where it is a pinned one.
    """

    base: str
    root: str = ""

    def iri_of(self, raw_path: bytes) -> str | None:
        """The IRI for the path of a request, written as `graph.nq` writes it; None where there can be none.

        >>> Addresses("https://example.org/").iri_of(b"/id/project/S%c3%b6d%2Fx%41")
        'https://example.org/id/project/Söd%2FxA'
        >>> Addresses("https://example.org/").iri_of(b"/id/%2e%2e/x") is None
        True
        """
        path = _ENCODED.sub(lambda run: _normalised(run.group()).encode(), raw_path).decode().lstrip("/")
        if any(segment in (".", "..") for segment in path.split("/")):
            return None
        return self.base + path

    def path_of(self, iri: str) -> str | None:
        """The path at which an IRI of this publication is served; None for an IRI of another.

        >>> Addresses("https://example.org/").path_of("https://example.org/id/Söd")
        '/id/S%C3%B6d'
        >>> Addresses("https://example.org/", "/release/2026-01-01.1").path_of("https://example.org/ns")
        '/release/2026-01-01.1/ns'
        """
        if not iri.startswith(self.base):
            return None
        return f"{self.root}/{as_uri(iri[len(self.base) :]).lstrip('/')}"

    def link_to(self, iri: str) -> str | None:
        """What a page may link to: the local path, or the address of another site; None if it is neither."""
        return self.path_of(iri) or (as_uri(iri) if _WEB.match(iri) else None)

    def as_value(self, iri: str) -> str:
        """An IRI as the parameter of a list holds it: the path where it is one of this publication, as people write it.

        >>> Addresses("https://example.org/").as_value("https://example.org/id/Söd")
        '/id/Söd'
        """
        return "/" + iri[len(self.base) :] if iri.startswith(self.base) else iri


def as_uri(iri: str) -> str:
    """An IRI in ASCII, as headers and links need it.

    >>> as_uri("https://example.org/Söd%2F?a=b#c")
    'https://example.org/S%C3%B6d%2F?a=b#c'
    """
    return quote(iri, safe=":/?#[]@!$&'()*+,;=%~")


def _normalised(run: bytes) -> str:
    plain = re.sub(rb"%(..)", lambda pair: bytes([int(pair.group(1), 16)]), run)
    # A byte that is no UTF-8 becomes a lone surrogate, and stays encoded.
    return "".join(
        character
        if _UNRESERVED.match(character) or _IRI_CHARACTER.match(character)
        else quote(character.encode("utf-8", "surrogateescape"), safe="")
        for character in plain.decode("utf-8", "surrogateescape")
    )
