"""The statements of an RDF file, each with the line that it stands on.

pyoxigraph keeps no places, but reads no further than it must: given a file in pieces, the piece that it read last when
it hands on a statement is where the statement's object ends. JSON-LD it reads as a whole; there a statement has the
line of its subject's `@id`, where that is written in full or with a prefix.
"""

import io
import json
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin

import pyoxigraph

from iomgraph.errors import InputError
from iomgraph.rdf.documents import rdf_format

# What ends a statement and may stand on a line below it.
_ENDING = re.compile(rb"[\s;,.\])}]*")
_KEPT_LINES = 500
# What stands before and behind a text of several lines.
_QUOTES, _TAGS = ((b'"""', b"'''"),) * 2, ((b">",), (b"</",))
# What is written as it is in every syntax.
_PLAIN = re.compile(r"[^\"\\<>&\n]*")
# A label that the parser has made up.
_MADE_UP = re.compile("[0-9a-f]{24,32}")
_JSON_ID = re.compile(rb'(\{\s*)?"@id"\s*:\s*("(?:[^"\\]|\\.)*")(\s*\})?')


def is_made_up(node: pyoxigraph.BlankNode) -> bool:
    """Whether the file gives the node no label: the parser gives it another one each time."""
    return _MADE_UP.fullmatch(node.value) is not None


class LinedQuads:
    """An RDF file; `prefixes` has those that it declares, once all of it was read."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.prefixes: dict[str, str] = {}

    def __iter__(self) -> Iterator[tuple[int | None, pyoxigraph.Quad]]:
        """Each statement with the line, from 1, on which its object begins; None where that is not known.

        Raises InputError where the file cannot be read or is not what its suffix says.
        """
        try:
            if rdf_format(self.file) == pyoxigraph.RdfFormat.JSON_LD:
                yield from self._json_ld()
            else:
                with self.file.open("rb") as stream:
                    yield from self._streamed(stream)
        except OSError as error:
            raise InputError(f"{self.file} cannot be read ({error.strerror or error}); name an RDF file.") from error
        except (SyntaxError, ValueError) as error:
            raise InputError(f"{self.file} is not the RDF that its suffix says ({error}); correct it.") from error

    def _streamed(self, stream: BinaryIO) -> Iterator[tuple[int, pyoxigraph.Quad]]:
        syntax = rdf_format(self.file)
        pieces = _Pieces(stream, _TAGS if syntax == pyoxigraph.RdfFormat.RDF_XML else _QUOTES)
        parser = pyoxigraph.parse(pieces, format=syntax, base_iri=self.file.absolute().as_uri())
        # A blank node in brackets is described before the statement that it is the object of.
        begun: dict[pyoxigraph.BlankNode, int] = {}
        for quad in parser:
            line = pieces.line
            subject, value = quad.subject, quad.object
            if isinstance(subject, pyoxigraph.BlankNode):
                begun.setdefault(subject, line)
            if isinstance(value, pyoxigraph.Literal):
                line -= pieces.lines_above(value.value)
            elif isinstance(value, pyoxigraph.BlankNode) and not pieces.names(value.value):
                line = begun.setdefault(value, line)
            yield line, quad
        self.prefixes = parser.prefixes

    def _json_ld(self) -> Iterator[tuple[int | None, pyoxigraph.Quad]]:
        content, base = self.file.read_bytes(), self.file.absolute().as_uri()
        parser = pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.JSON_LD, base_iri=base)
        quads = list(parser)
        self.prefixes = parser.prefixes
        lines: dict[str, int] = {}
        line, counted = 1, 0
        for found in _JSON_ID.finditer(content):
            if not (found[1] and found[3]):  # alone between braces it refers to what is said elsewhere
                line += content.count(b"\n", counted, found.start(2))
                counted = found.start(2)
                prefix, _, local = json.loads(found[2]).partition(":")
                known = self.prefixes.get(prefix)
                lines.setdefault(urljoin(base, json.loads(found[2])) if known is None else known + local, line)
        for quad in quads:
            yield lines.get(getattr(quad.subject, "value", "")), quad


class _Pieces(io.BytesIO):
    """A file that is read in pieces: of each line first what may end a statement of the line before, then the rest."""

    def __init__(self, stream: BinaryIO, around: tuple[tuple[bytes, ...], tuple[bytes, ...]]) -> None:
        super().__init__()
        self._opening, self._closing = around
        self.line = 0
        self._pieces = self._read(stream)
        self._rest = b""
        self._recent: deque[bytes] = deque(maxlen=_KEPT_LINES)
        self._below = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """The next piece, no longer than `size`; empty at the end."""
        piece = self._rest or next(self._pieces, b"")
        if size is not None and 0 <= size < len(piece):
            self._rest = piece[size:]
            return piece[:size]
        self._rest = b""
        return piece

    def names(self, label: str) -> bool:
        """Whether the current line has that label of a blank node."""
        return label.encode() in self._recent[-1 - self._below]

    def lines_above(self, text: str) -> int:
        """How many lines above the current one a text begins that is written over several lines and ends here."""
        if "\n" not in text:
            return 0
        lines = text.count("\n")
        if lines + self._below >= len(self._recent):
            return 0
        first, last = _plain(text[: text.index("\n")]), text[text.rindex("\n") + 1 :]
        begins, ends = self._recent[-1 - self._below - lines], self._recent[-1 - self._below]
        whole = _plain(last) == last.encode()
        ending = tuple(_plain(last) + mark for mark in (self._closing if whole else (b"",)))
        return lines if any(mark + first in begins for mark in self._opening) and ends.startswith(ending) else 0

    def _read(self, stream: BinaryIO) -> Iterator[bytes]:
        for number, line in enumerate(stream, 1):
            ending = _ENDING.match(line)
            length = ending.end() if ending else 0
            if length:
                yield line[:length]
            self._recent.append(line)
            # A line that begins like a comment may be inside a text, but not without a quotation mark where it ends.
            if line[length : length + 1] and (line[length : length + 1] != b"#" or b'"' in line):
                self.line = number
            self._below = number - self.line
            if length < len(line):
                yield line[length:]


def _plain(text: str) -> bytes:
    found = _PLAIN.match(text)
    return found.group().strip("\r").encode() if found else b""
