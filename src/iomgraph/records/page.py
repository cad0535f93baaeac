"""A page as lines: what text and HTML have in common once tags and bullets are understood."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from iomgraph.records.decoding import lines_of

# Bullets that need no space after them, and signs that are a bullet only before a space.
_MARK = re.compile(r"(?P<mark>[•▪◦‣∙●○■□\uf0b7]|[*·–—-](?=\s|$))\s*(?P<rest>.*)", re.DOTALL)

# Characters that show nothing: they come with copied text and would hide a label from its name.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")

_COLUMN_GAP = re.compile(r"\t\s*|\s{2,}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that a reader of the page sees.

    `number` is where it stands in the file, `mark` the bullet before it (its sign, or the element that
    stands for one), `lead` the first part where the line has parts (a column, an element), `heading` the
    level of a heading, `after_blank` whether an empty line stands before it.
    """

    text: str
    number: int
    indent: int = 0
    mark: str = ""
    lead: str = ""
    heading: int = 0
    after_blank: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, its bytes' digest, and what its markup says of it: language and address."""

    file: str
    sha256: str
    lines: tuple[Line, ...]
    language: str | None = None
    address: str | None = None


class Markup(NamedTuple):
    """What HTML says of a line: the bullet, the first part, the depth in lists, the level of a heading."""

    mark: str = ""
    lead: str = ""
    depth: int = 0
    heading: int = 0


class LineWriter:
    """Collects a page's lines: takes bullets off, and gives a bullet that stands alone to the next line."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._blank = False
        self._mark = ""

    def add(self, raw: str, number: int, markup: Markup | None = None) -> None:
        """Add the line `raw`, which stands on line `number` of the file."""
        mark, lead, depth, heading = markup or Markup()
        raw = _INVISIBLE.sub("", raw)
        text = raw.strip()
        indent = depth + len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
        written = _MARK.fullmatch(text)
        if written:
            text = written["rest"]
        if not text:
            self._mark = written["mark"] if written else self._mark
            self._blank = self._blank or not written
            return
        gap = _COLUMN_GAP.search(text)
        lead = text[: gap.start()] if gap else _MARK.sub(r"\g<rest>", lead.strip(), count=1)
        self.lines.append(
            Line(
                text=" ".join(text.split()),
                number=number,
                indent=indent,
                mark=(written["mark"] if written else "") or self._mark or mark,
                lead=" ".join(lead.split()),
                heading=heading,
                after_blank=self._blank,
            )
        )
        self._blank, self._mark = False, ""


def text_lines(text: str) -> tuple[Line, ...]:
    """The lines of a page that is plain text.

    >>> [(line.text, line.number, line.mark) for line in text_lines("-\\nColour\\n  • Size\\n    12")]
    [('Colour', 2, '-'), ('Size', 3, '•'), ('12', 4, '')]
    """
    writer = LineWriter()
    for number, line in enumerate(lines_of(text), 1):
        writer.add(line, number)
    return tuple(writer.lines)
