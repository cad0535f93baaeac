"""Running text on a page: what is a sentence, and where the description ends and the footer starts."""

import re
from collections.abc import Sequence

from iomgraph.records.page import Line

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_MANY_WORDS = 12
_LONG = 80
_WRAPPED = range(50, 121)


def is_prose(text: str) -> bool:
    """Whether `text` is running text and not a short value or heading.

    >>> is_prose("The bridge opens."), is_prose("Freedonia")
    (True, False)
    """
    words = len(text.split())
    return len(text) >= _LONG or words >= _MANY_WORDS or (words > 2 and ends_sentence(text))


def ends_sentence(text: str) -> bool:
    """Whether a full stop or its like closes `text`."""
    return bool(_SENTENCE_END.search(text))


def split_description(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """The lines before the running text, the running text, and the footer after it.

    A heading or a list within the running text belongs to it. A footer starts at the first short line
    that is no heading and after which most lines are short. A single line is the running text even where it is short.
    """
    prose = [is_prose(line.text) for line in lines]
    # A line that was wrapped and the one below it are one sentence.
    wrapped = [at for at in range(len(lines) - 1) if _runs_on(lines[at]) and not lines[at + 1].after_blank]
    for at in reversed(wrapped):
        prose[at] = prose[at] or prose[at + 1]
    for at in wrapped:
        prose[at + 1] = prose[at + 1] or prose[at]
    if True not in prose:
        return ([], list(lines), []) if len(lines) == 1 else (list(lines), [], [])
    first = end = prose.index(True)
    left, announced = sum(prose), False
    while end < len(lines):
        # A list that a colon announces belongs to the running text, however short its items are.
        announced = lines[end].text.endswith((":", ";")) or (announced and bool(lines[end].mark))
        is_heading = end + 1 < len(lines) and prose[end + 1]
        if not (prose[end] or announced or is_heading) and left * 2 < len(lines) - end:
            break
        left -= prose[end]
        end += 1
    return list(lines[:first]), list(lines[first:end]), list(lines[end:])


def joined(lines: Sequence[Line]) -> str:
    """The text of `lines`: a line end where a paragraph ends, a space where a sentence runs on.

    >>> joined([Line("One.", 1), Line("Two.", 2)])
    'One.\\nTwo.'
    """
    text = ""
    for before, line in zip((None, *lines), lines, strict=False):
        if before is not None:
            text += " " if _runs_on(before) else "\n"
        text += line.text
    return text


def _runs_on(line: Line) -> bool:
    """Whether the line looks as if it was wrapped within a sentence."""
    return len(line.text) in _WRAPPED and not ends_sentence(line.text)
