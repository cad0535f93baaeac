"""What a layout reads from a page, before it becomes a record."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from iomgraph.records.page import Line
from iomgraph.records.record import Cell


@dataclass
class Reading:
    """The layout's name, the cells found, warnings, and how many labels speak for which language."""

    layout: str
    cells: dict[str, Cell] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)

    def leave_out(self, lines: Sequence[Line]) -> None:
        """Report `lines` as read for no field."""
        if lines:
            quoted = ", ".join(f"“{line.text}”" for line in lines[:3]) + (", …" if len(lines) > 3 else "")
            where = f"line {lines[0].number}" + (
                f" to {lines[-1].number}" if lines[-1].number > lines[0].number else ""
            )
            self.warnings.append(f"{where}: {quoted} is no value that can be told; left out")


def title_line(lines: Sequence[Line], first_value: int) -> Line | None:
    """The title of a page whose values start at index `first_value`.

    The page's top heading, else the last line before the values that is no bullet of the navigation.
    """
    above = lines[:first_value]
    headings = [line for line in above if line.heading == 1] or [line for line in lines if line.heading == 1]
    if headings:
        return headings[-1] if headings[-1] in above else headings[0]
    plain = [line for line in above if not line.mark]
    items = [line for line in above if line.mark.startswith(("li", "dt", "th"))]
    return next(iter([*plain[-1:], *items[-1:]]), None)
