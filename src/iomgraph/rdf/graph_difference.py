"""What two sorted N-Quads texts do not have in common, line by line."""

import mmap
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

_LEAST, _MOST = 1 << 8, 1 << 24
"""How many bytes are compared at once, at first and where nothing differs for long."""


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line, without its line end, that only one of the texts has: the new one where it was `added`."""

    text: bytes
    added: bool


def changed_lines(old: bytes | mmap.mmap, new: bytes | mmap.mmap) -> Iterator[ChangedLine]:
    r"""The lines that only one of two texts has, in order; the lines of both are sorted by bytes, each once.

    What is the same is passed over in large blocks, so that the time is that of reading it.

    >>> [(line.text, line.added) for line in changed_lines(b"a\nb\nd\n", b"a\nc\nd\n")]
    [(b'b', False), (b'c', True)]
    """
    old_at, new_at = 0, 0
    while old_at < len(old) and new_at < len(new):
        same = _same_lines(old, old_at, new, new_at)
        old_at, new_at = old_at + same, new_at + same
        old_line, new_line = _line(old, old_at), _line(new, new_at)
        if old_at < len(old) and (new_at >= len(new) or old_line < new_line):
            yield ChangedLine(old_line, added=False)
            old_at += len(old_line) + 1
        elif new_at < len(new) and (old_at >= len(old) or new_line < old_line):
            yield ChangedLine(new_line, added=True)
            new_at += len(new_line) + 1
        else:  # the last line of one text has no line end
            old_at, new_at = old_at + len(old_line) + 1, new_at + len(new_line) + 1
    yield from (ChangedLine(line, added=False) for line in _lines(old, old_at))
    yield from (ChangedLine(line, added=True) for line in _lines(new, new_at))


def _same_lines(old: bytes | mmap.mmap, old_at: int, new: bytes | mmap.mmap, new_at: int) -> int:
    """How many bytes from these places on are whole lines of both texts."""
    # Buffers compare where they lie; slices of the texts would be copies.
    old_rest, new_rest = pa.py_buffer(old).slice(old_at), pa.py_buffer(new).slice(new_at)
    shorter = min(old_rest.size, new_rest.size)
    at, size = 0, _LEAST
    while at < shorter:
        size = min(size, shorter - at)
        if old_rest.slice(at, size).equals(new_rest.slice(at, size)):
            at, size = at + size, min(size * 4, _MOST)
        elif size == 1:
            break
        else:
            size //= 2
    return max(old.rfind(b"\n", old_at, old_at + at) + 1 - old_at, 0)


def _line(text: bytes | mmap.mmap, start: int) -> bytes:
    end = text.find(b"\n", start)
    return text[start : len(text) if end < 0 else end]


def _lines(text: bytes | mmap.mmap, start: int) -> Iterator[bytes]:
    while start < len(text):
        line = _line(text, start)
        yield line
        start += len(line) + 1
