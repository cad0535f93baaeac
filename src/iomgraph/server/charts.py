"""Figures as bars: where each stands in a picture, and the list that it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# The colours of the sheet, and one more for all other parts of a bar.
PARTS = 7


@dataclass(frozen=True)
class Bar:
    """A bar, or a part of one: its place in the picture, its words and its link. `part` chooses the colour."""

    x: float
    y: float
    width: float
    height: float
    words: str
    link: str
    part: int = 0


@dataclass(frozen=True)
class Tick:
    """The name below a bar."""

    x: float
    text: str


@dataclass(frozen=True)
class BarChart:
    """A picture of `width` × `height` with bars and, below them, names."""

    width: int
    height: int
    bars: list[Bar]
    ticks: list[Tick]
    baseline: int


@dataclass(frozen=True)
class Stack:
    """What stands above one name: pieces with a size, words, a link and a colour, from the bottom up."""

    name: str
    pieces: list[tuple[Decimal, str, str, int]]


_HEIGHT, _BASELINE, _TOP = 200, 176, 8
_STEP, _GAP, _MARGIN = 24, 4, 12
# So many names fit beside each other.
_NAMES = 16


def bar_chart(stacks: Sequence[Stack]) -> BarChart:
    """A bar for each of `stacks`, beside each other, in their order; the highest fills the picture."""
    highest = max((sum((size for size, *_ in each.pieces), Decimal(0)) for each in stacks), default=Decimal(0))
    scale = (_BASELINE - _TOP) / float(highest) if highest else 0.0
    bars, ticks = [], []
    every = -(-len(stacks) // _NAMES) if stacks else 1
    for place, stack in enumerate(stacks):
        left, bottom = _MARGIN + place * _STEP, float(_BASELINE)
        for size, words, link, part in stack.pieces:
            height = float(size) * scale
            bottom -= height
            # What is there is to be seen, however little it is.
            shown = max(height, 1.0) if size else 0.0
            bars.append(Bar(left, round(bottom - shown + height, 2), _STEP - _GAP, round(shown, 2), words, link, part))
        if place % every == 0:
            ticks.append(Tick(left + (_STEP - _GAP) / 2, stack.name))
    return BarChart(2 * _MARGIN + max(len(stacks), 1) * _STEP, _HEIGHT, bars, ticks, _BASELINE)
