"""Text that breaks off or is badly encoded, and the pieces in which text is read."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.sources.source_text import encoding_of

PIECE = 1 << 20


class BrokenText(Exception):  # noqa: N818
    """The text of a source cannot be read any further; `sentence` says why, with file and line, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def text_pieces(stream: BinaryIO, source: LogicalSource) -> Iterator[str]:
    """The text of a stream, piece by piece.

    Raises BrokenText at what is not encoded as the source says, after the text that stands before it.
    """
    decoder = codecs.getincrementaldecoder(encoding_of(source))()
    lines = 1
    data = b"there is a first piece"
    while data:
        data = stream.read(PIECE)
        state = decoder.getstate()
        try:
            piece = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            decoder.setstate(state)
            piece = decoder.decode(data[: max(0, error.start - len(state[0]))])
            yield piece
            raise not_encoded(source, lines + piece.count("\n")) from error
        lines += piece.count("\n")
        yield piece


def not_encoded(source: LogicalSource, line: int) -> BrokenText:
    """What is said of a line with bytes that are no text."""
    return BrokenText(
        f"{source.file}, line {line}: what stands here is not encoded as {source.encoding or 'UTF-8'}; correct it."
    )
