"""Where the labels stand on a page, and what a label of this page looks like."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from iomgraph.records.knowledge import Knowledge
from iomgraph.records.page import Line
from iomgraph.records.plausible import is_plausible, is_recognised
from iomgraph.records.prose import is_prose
from iomgraph.reference.fields import Label

# Labels of one project stand together: what is farther away is another part of the page.
_MAX_GAP = 15
_MAX_LABEL = 120
_FEW_WORDS = 5
_INLINE = re.compile(r"\s*[:：]\s*|\s+[|=–—-]\s+")
_COLONS = " :：*"


@dataclass
class LabelledItem:
    """One label, the value beside it, and the lines down to the next label."""

    label: Label
    line: Line
    index: int
    inline: str
    body: list[Line] = field(default_factory=list)
    is_last: bool = False


def labelled_items(lines: Sequence[Line], knowledge: Knowledge) -> list[LabelledItem]:
    """The labels that stand together, the most there are, each with the lines below it."""
    clusters: list[list[LabelledItem]] = [[]]
    for index, line in enumerate(lines):
        item = _label_on(line, index, knowledge)
        if item is None:
            continue
        if clusters[-1] and index - clusters[-1][-1].index > _MAX_GAP:
            clusters.append([])
        if item.label.field not in {other.label.field for other in clusters[-1]}:
            clusters[-1].append(item)
    items = max(clusters, key=len)
    for item, end in zip(items, [*(item.index for item in items[1:]), len(lines)], strict=False):
        item.body = list(lines[item.index + 1 : end])
        item.is_last = item is items[-1]
    return items


def _label_on(line: Line, index: int, knowledge: Knowledge) -> LabelledItem | None:
    """The label that stands on `line`: alone, or before a colon, a gap or the end of an element."""
    heads = [(line.text, "")]
    if line.lead:
        heads.append((line.lead, line.text[len(line.lead) :]))
    if parted := _INLINE.search(line.text):
        heads.append((line.text[: parted.start()], line.text[parted.end() :]))
    for head, rest in heads:
        label = knowledge.labels.find(head.strip(_COLONS)) if len(head) <= _MAX_LABEL else None
        value = rest.strip(_COLONS)
        if label and (not value or is_plausible(label.field, value, knowledge)):
            return LabelledItem(label, line, index, value)
    return None


@dataclass(frozen=True)
class LabelForm:
    """What tells a label from a value on one page.

    `marks` are the bullets of labels, `beside` says that values stand beside their labels, `spaced` that
    an empty line stands between a label and its value.
    """

    marks: frozenset[str]
    beside: bool
    spaced: bool

    @classmethod
    def of(cls, items: Sequence[LabelledItem], knowledge: Knowledge) -> "LabelForm":
        """The form that the page's known labels share."""
        marks = set()
        for mark, count in Counter(item.line.mark for item in items).items():
            values = [
                item.body[0].mark == mark and is_recognised(item.label.field, item.body[0].text, knowledge)
                for item in items
                if item.body and not item.inline
            ]
            # A list item is a label only where values are none: some pages set every line as an item.
            if mark and count >= 2 and (not mark.startswith("li") or 2 * sum(values) <= len(values)):
                marks.add(mark)
        beside = sum(bool(item.inline) or item.line.text.endswith(":") for item in items)
        below = [item.body[0].after_blank for item in items[:-1] if item.body]
        return cls(frozenset(marks), 2 * beside > len(items), 2 * sum(below) > len(below))

    def is_of(self, line: Line) -> bool:
        """Whether `line` looks like a label of this page."""
        if line.mark in self.marks:
            return True
        parted = _INLINE.search(line.text)
        head = line.text[: parted.start()] if parted else line.lead
        return self.beside and 0 < len(head.split()) <= _FEW_WORDS and not is_prose(line.text)
