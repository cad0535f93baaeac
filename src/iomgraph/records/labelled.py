"""Pages whose values stand beside or below labels."""

from collections.abc import Sequence

from iomgraph.records.knowledge import Knowledge
from iomgraph.records.labels_on_page import LabelForm, LabelledItem, labelled_items
from iomgraph.records.page import Line, Page
from iomgraph.records.plausible import is_plausible, is_recognised, is_whole_value
from iomgraph.records.prose import is_prose, joined, split_description
from iomgraph.records.reading_of_page import Reading, title_line
from iomgraph.records.record import Cell

# A value that runs over more lines than this is none.
_MOST_LINES = 300


def read_labelled(page: Page, knowledge: Knowledge) -> Reading | None:
    """The reading of `page` by its labels; None where it has fewer than two.

    A value reaches from its label to the next label. The last value is the line or the indented lines
    below its label; what follows is the description. A label that is unknown is reported with its value.
    """
    items = labelled_items(page.lines, knowledge)
    if len(items) < 2:
        return None
    reading = Reading("labelled")
    title = title_line(page.lines, items[0].index)
    if title:
        reading.cells["title"] = Cell(title.text, title.number)
    form = LabelForm.of(items, knowledge)
    remaining: list[Line] = []
    for item in items:
        if item.label.language:
            reading.votes[item.label.language] += 1
        own, rest = _own_lines(item, form, reading)
        remaining += _take_value(item, own, form, knowledge, reading) + rest
    _take_description(remaining, reading)
    lost = [item.label.field for item in items if item.label.field not in reading.cells]
    if lost:
        reading.warnings.insert(0, f"no value for: {', '.join(lost)}")
    return reading


def _own_lines(item: LabelledItem, form: LabelForm, reading: Reading) -> tuple[list[Line], list[Line]]:
    """The lines that are the item's own, and those after the unknown labels below it, which are reported."""
    body = item.body
    for start, line in enumerate(body):
        if item.is_last and is_prose(line.text) and line.indent <= item.line.indent:
            break
        if form.is_of(line):
            return body[:start], _skip_unknown(body[start:], form, reading)
    return body, []


def _skip_unknown(lines: Sequence[Line], form: LabelForm, reading: Reading) -> list[Line]:
    """Report each unknown label with the value below it; the lines after the last one are handed back."""
    i = 0
    while i < len(lines) and form.is_of(lines[i]):
        label = lines[i]
        value: list[Line] = []
        i += 1
        while i < len(lines) and not form.is_of(lines[i]):
            if lines[i].indent <= label.indent and (value or form.beside or is_prose(lines[i].text)):
                break
            value.append(lines[i])
            i += 1
        said = f" with its value “{joined(value)}”" if value else ""
        reading.warnings.append(f"line {label.number}: the label “{label.text}” is unknown; left out{said}")
    return list(lines[i:])


def _take_value(
    item: LabelledItem, own: list[Line], form: LabelForm, knowledge: Knowledge, reading: Reading
) -> list[Line]:
    """Put the item's value into the reading; what it leaves of its lines is handed back."""
    name = item.label.field
    if name == "description":
        return [Line(item.inline, item.line.number), *own] if item.inline else own
    if item.inline:
        value, start = [Line(item.inline, item.line.number)], 0
    elif own and _is_value(item, own, form, knowledge):
        value, start = [own[0]], 1
    else:
        return own
    is_indented = item.inline != "" or own[0].indent > item.line.indent
    while start < len(own) and _continues(item, value, own[start], knowledge, is_indented=is_indented):
        value.append(own[start])
        start += 1
    reading.cells[name] = Cell(" ".join(line.text for line in value), value[0].number)
    if item.label.currency and name == "budget_amount":
        reading.cells["budget_currency"] = Cell(item.label.currency, item.line.number)
    return own[start:]


def _is_value(item: LabelledItem, own: Sequence[Line], form: LabelForm, knowledge: Knowledge) -> bool:
    first = own[0]
    if first.indent > item.line.indent:
        return True
    if first.after_blank and not form.spaced:
        return False
    if not item.is_last:
        # Several lines can be an unknown label and its value.
        return len(own) == 1 or is_recognised(item.label.field, first.text, knowledge)
    return is_plausible(item.label.field, first.text, knowledge)


def _continues(
    item: LabelledItem, value: Sequence[Line], line: Line, knowledge: Knowledge, *, is_indented: bool
) -> bool:
    """Whether `line` goes on with the value: indented like it, or the whole is one value only with it."""
    if is_indented and line.indent > item.line.indent:
        return not line.after_blank
    if is_prose(line.text) or len(value) >= _MOST_LINES:
        return False
    return is_whole_value(item.label.field, value, line, knowledge)


def _take_description(remaining: Sequence[Line], reading: Reading) -> None:
    before, prose, footer = split_description(remaining)
    if prose:
        reading.cells["description"] = Cell(joined(prose), prose[0].number)
    reading.leave_out(before)
    reading.leave_out(footer)
