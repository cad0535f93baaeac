"""What the processes of a pool say to each other."""

import struct
from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from iomgraph.rdf.serialisation import Serialiser
from iomgraph.stores.store import Dataset, ResultFormat


@dataclass(frozen=True)
class Question:
    """A query, the graphs it is about, and what to answer in: `table` for SELECT and ASK, `triples` else.

    `triples` is the media type of a syntax. Where the query needs the one that is None, it is not evaluated.
    """

    text: str
    dataset: Dataset
    table: ResultFormat | None
    triples: str | None


@dataclass(frozen=True)
class Answer:
    """What a query answers: whole in `body`, or where it is larger than what is buffered, going on in `rest`.

    Without a body the query was not evaluated, because nothing that it could answer in was asked for. `rest` raises
    BrokenAnswerError where the answer cannot be ended.
    """

    has_triples: bool
    body: bytes | None
    rest: Generator[bytes, None, None] | None = None


class Part(Enum):
    """What a message is, by its first byte."""

    QUESTION = b"q"
    """To a worker: a pickled Question."""
    TRIPLES = b"t"
    """The answer is of triples; else it is a table."""
    DATA = b"d"
    END = b"e"
    NOT_ASKED_FOR = b"n"
    """The query answers in a form that nothing was asked for."""
    INVALID = b"i"
    """A list in JSON follows: message, line, column."""
    REFUSED = b"r"
    """A message follows."""


@dataclass(frozen=True)
class Settings:
    """What the zygote loads, how triples are written, and how many bytes a worker may have for its queries.

    With `place` the store is on disk, at that folder; else it is in memory. `releases` is the folder of all releases.
    """

    graph: Path
    place: Path | None
    releases: Path
    default_graphs: tuple[str, ...]
    base: str
    serialiser: Serialiser
    memory: int


class Frames:
    """The messages in what arrives of them; each has its part and the length of what follows before it.

    >>> frames = Frames()
    >>> frames.add(FRAME.pack(Part.DATA.value, 3) + b"ab")
    >>> frames.next()
    >>> frames.add(b"c")
    >>> frames.next()
    (b'd', b'abc')
    """

    def __init__(self) -> None:
        self._arrived = b""

    def add(self, arrived: bytes) -> None:
        """More has come."""
        self._arrived += arrived

    def next(self) -> tuple[bytes, bytes] | None:
        """The next message, if it has come whole."""
        if len(self._arrived) < FRAME.size:
            return None
        part, length = FRAME.unpack_from(self._arrived)
        end = FRAME.size + length
        if len(self._arrived) < end:
            return None
        payload = self._arrived[FRAME.size : end]
        self._arrived = self._arrived[end:]
        return part, payload


FRAME = struct.Struct("!cI")
READY = b"ready"
FORK, STOP, END = b"f", b"s", b"e"
NUMBER = struct.Struct("!q")
