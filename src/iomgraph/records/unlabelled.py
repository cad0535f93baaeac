"""Pages that give values without labels: each is told by what it is, never by its position."""

import re
from collections import Counter
from collections.abc import Sequence

from iomgraph.records.knowledge import Knowledge
from iomgraph.records.page import Line, Page
from iomgraph.records.plausible import states_share
from iomgraph.records.prose import ends_sentence, is_prose, joined, split_description
from iomgraph.records.reading_of_page import Reading
from iomgraph.records.record import Cell
from iomgraph.records.record_model import CONCEPT_FIELDS, scheme_of
from iomgraph.records.values import amount

# A line of which this much is names of states is a list of states with a name that is unknown or misspelt.
_MOSTLY_STATES = 0.6
_FEW_LINES = 3
_LONGEST_VALUE = 5_000
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)


def read_unlabelled(page: Page, knowledge: Knowledge) -> Reading | None:
    """The reading of a page without labels; None where it has too little to be a page of a project.

    It needs an identifier, two values, or a list of states above running text.
    """
    lines = page.lines
    fields = [_fields_of(line, knowledge) for line in lines]
    title = _title_index(lines, fields)
    if title is None:
        return None
    reading = Reading("unlabelled")
    reading.cells["title"] = Cell(lines[title].text, lines[title].number)
    values, remaining = _parts(lines, fields, title)
    _assign(values, reading)
    before, prose, footer = (
        split_description(remaining) if any(is_prose(line.text) for line in remaining) else (remaining, [], [])
    )
    if prose:
        reading.cells["description"] = Cell(joined(prose), prose[0].number)
    reading.leave_out(before)
    reading.leave_out(footer)
    return reading if _is_of_project(reading) else None


def _fields_of(line: Line, knowledge: Knowledge) -> tuple[str, ...]:
    """The fields of which the line can be a value; a bare year can be of three."""
    text = line.text
    if len(text) > _LONGEST_VALUE:
        return ()
    for field in ("project_id", "prima_id"):
        if knowledge.model.fits(field, text):
            return (field,)
    if _YEAR.fullmatch(text):
        return ("start", "end", "funding_year")
    found = amount(text)
    if found.is_number and (found.currency or sum(character.isdigit() for character in text) > 3):
        return ("budget_amount",)
    concepts = tuple(field for field in CONCEPT_FIELDS if knowledge.vocabularies.find(scheme_of(field), text))
    if concepts:
        return concepts
    is_list = not ends_sentence(text) and states_share(text, knowledge) > _MOSTLY_STATES
    return ("benefiting_states",) if is_list else ()


def _title_index(lines: Sequence[Line], fields: Sequence[tuple[str, ...]]) -> int | None:
    """Where the title stands: the top heading, else the first line, or the last above the values after many."""
    headings = [i for i, line in enumerate(lines) if line.heading == 1]
    if headings:
        return headings[-1]
    plain = [i for i, line in enumerate(lines) if not line.mark] or [
        i for i, line in enumerate(lines) if line.mark.startswith("li")
    ]
    first_value = next((i for i in plain if fields[i]), None)
    above = [i for i in plain if first_value is not None and i < first_value]
    distinct = len({lines[i].text for i in above})
    if distinct > _FEW_LINES:
        return above[-1]
    if not above and len(plain) > 1 and lines[plain[0]].text == lines[plain[1]].text:
        # The title stands twice on such pages; here it is itself the name of a state or of a region.
        return plain[0]
    return above[0] if above else None


def _parts(
    lines: Sequence[Line], fields: Sequence[tuple[str, ...]], title: int
) -> tuple[list[tuple[Line, tuple[str, ...]]], list[Line]]:
    """The lines below the title that are values, with their fields, and the other ones."""
    values, remaining = [], []
    in_prose = False
    for at, (line, candidates) in enumerate(zip(lines[title + 1 :], fields[title + 1 :], strict=True)):
        if line.text == lines[title].text and not in_prose and (at == 0 or not candidates):
            continue
        if candidates and not (in_prose and line.mark):
            values.append((line, candidates))
        else:
            in_prose = in_prose or is_prose(line.text)
            remaining.append(line)
    return values, remaining


def _assign(values: Sequence[tuple[Line, tuple[str, ...]]], reading: Reading) -> None:
    """Give each value its field: first where only one is possible, then where only one is still free."""
    waiting = []
    for line, candidates in values:
        if len(candidates) > 1 or candidates[0] in reading.cells:
            waiting.append((line, candidates))
        else:
            reading.cells[candidates[0]] = Cell(line.text, line.number)
    equal = Counter(line.text for line, _ in waiting)
    for line, candidates in waiting:
        free = [field for field in candidates if field not in reading.cells]
        # Two fields that are free for two equal lines have that value both.
        if free and len(free) <= equal[line.text]:
            reading.cells[free[0]] = Cell(line.text, line.number)
            equal[line.text] -= 1
        elif all(reading.cells[field].text != line.text for field in candidates if field not in free):
            reading.warnings.append(
                f"line {line.number}: “{line.text}” can be {' or '.join(candidates)}; without a label it "
                "cannot be told and is left out"
            )


def _is_of_project(reading: Reading) -> bool:
    values = reading.cells.keys() - {"title", "description"}
    if values & {"project_id", "prima_id"} or len(values) >= 2:
        return True
    if "benefiting_states" not in values or "description" not in reading.cells:
        return False
    return reading.cells["benefiting_states"].line <= reading.cells["description"].line
