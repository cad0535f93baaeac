"""A sorted N-Quads file as its own index: binary search by the bytes that a line begins with.

N-Quads: <https://www.w3.org/TR/n-quads/>
"""

import mmap
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType

import pyoxigraph

from iomgraph.errors import InputError

_BLOCK = 4 << 20


class SortedQuads:
    """The lines of a `graph.nq`: one quad a line, sorted by bytes.

    A file is mapped, not read; it must not be changed while it is open, and a release never is. What is not yet
    written may be given as its bytes. Raises InputError where the file cannot be opened.
    """

    def __init__(self, path: Path | bytes) -> None:
        if isinstance(path, bytes):
            self._map: mmap.mmap | bytes | None = path or None
            return
        try:
            with path.open("rb") as file:
                # An empty file cannot be mapped.
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else None
        except OSError as error:
            raise InputError(f"{path} cannot be read ({error.strerror}); publish the release again.") from error

    @property
    def text(self) -> mmap.mmap | bytes:
        """All lines as they stand."""
        return self._map or b""

    def with_prefix(self, prefix: bytes) -> Iterator[bytes]:
        """Every line that begins with `prefix`, in order, without its line end."""
        if self._map is None:
            return
        start, size = self.first_not_below(prefix), len(self._map)
        while start < size:
            end = self._line_end(start)
            line = self._map[start:end]
            if not line.startswith(prefix):
                return
            yield line
            start = end + 1

    def with_subject(self, iri: str) -> list[bytes]:
        """The quads whose subject is `iri`."""
        return list(self.with_prefix(f"<{iri}> ".encode()))

    def describe(self, iri: str) -> list[bytes]:
        """The quads of `iri`, then those of its parts: the subjects below it, which begin with `iri/`."""
        return [*self.with_subject(iri), *self.with_prefix(f"<{iri}/".encode())]

    def terms_of(self, document: str) -> list[bytes]:
        """The quads whose subjects are fragments of `document`, as the terms of a vocabulary are."""
        return list(self.with_prefix(f"<{document}#".encode()))

    def holds(self, iri: str) -> bool:
        """Whether `iri` is the subject of a quad."""
        return next(self.with_prefix(f"<{iri}> ".encode()), None) is not None

    def with_predicates(self, predicates: Iterable[str]) -> Iterator[bytes]:
        """Every line about an IRI with one of `predicates`, in order: one pass over the whole file."""
        wanted = {f"<{predicate}>".encode() for predicate in predicates}
        for lines in self._blocks():
            for line in lines:
                parts = line.split(b" ", 2)
                if len(parts) == 3 and parts[1] in wanted and line.startswith(b"<"):
                    yield line

    def first_not_below(self, key: bytes) -> int:
        """The offset of the first line that is not less than `key`, of each line as many bytes as `key` has."""
        if self._map is None:
            return 0
        low, high = 0, len(self._map)
        while low < high:
            middle = (low + high) // 2
            start = self._map.rfind(b"\n", low, middle) + 1 or low
            end = self._line_end(start)
            if self._map[start : min(end, start + len(key))] < key:
                low = end + 1
            else:
                high = start
        return low

    def close(self) -> None:
        """Let go of the file."""
        if isinstance(self._map, mmap.mmap):
            self._map.close()

    def __enter__(self) -> "SortedQuads":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _blocks(self) -> Iterator[list[bytes]]:
        """All lines, many at a time."""
        text, start = self.text, 0
        while start < len(text):
            end = self._line_end(min(start + _BLOCK, len(text)) - 1)
            yield text[start:end].split(b"\n")
            start = end + 1

    def _line_end(self, start: int) -> int:
        assert self._map is not None
        end = self._map.find(b"\n", start)
        return len(self._map) if end < 0 else end


def each_parsed(lines: Iterator[bytes], held: int = 50_000) -> Iterator[pyoxigraph.Quad]:
    """`lines` as quads, of which at most `held` are in memory. Raises InputError like `parsed` does."""
    while chunk := list(islice(lines, held)):
        yield from parsed(chunk)


def parsed(lines: list[bytes]) -> list[pyoxigraph.Quad]:
    """`lines` as quads, in their order, literals as they are written.

    Raises InputError where a line is no quad.
    """
    try:
        return list(pyoxigraph.parse(b"\n".join(lines), format=pyoxigraph.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise InputError(f"graph.nq has a line that is no quad ({error}); publish the release again.") from error
