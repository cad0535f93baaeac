"""What records of one project say differently, and records that may be of one project."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from iomgraph.records.budget import budget
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.project_key import key_of_project, slug
from iomgraph.records.record import Record
from iomgraph.records.record_model import CONCEPT_FIELDS, DATE_FIELDS, PROSE_FIELDS, STATE_FIELDS, scheme_of
from iomgraph.records.values import amount

# So many different values of one field are named to each record of a project.
_SEVERAL = 3


def with_contradictions(records: Sequence[Record], knowledge: Knowledge) -> list[Record]:
    """`records` with a warning for each value that another record of the same project contradicts.

    Nothing is resolved: every value is kept. A record without a Projects ID that has the title of another
    project, and a record that stands in two files, are reported too.
    """
    warnings: dict[int, list[str]] = defaultdict(list)
    projects: dict[str | None, list[int]] = defaultdict(list)
    for i, record in enumerate(records):
        projects[key_of_project(record)].append(i)
    for members in projects.values():
        for i, warning in _contradictions(records, members, knowledge):
            warnings[i].append(warning)
    for i, warning in [*_copies(records), *_same_titles(records)]:
        warnings[i].append(warning)
    return [
        replace(record, warnings=(*record.warnings, *warnings[i])) if warnings[i] else record
        for i, record in enumerate(records)
    ]


def _contradictions(records: Sequence[Record], members: Sequence[int], knowledge: Knowledge) -> list[tuple[int, str]]:
    found = []
    for field in knowledge.model.fields if len(members) > 1 else ():
        texts = {records[i].cells[field].text for i in members if field in records[i].cells}
        if len(texts) < 2 and field != "budget_amount":
            continue
        first_with: dict[tuple[str, Hashable], int] = {}
        for i in members:
            if field in records[i].cells and field not in {"language", "address", "budget_currency"}:
                language = records[i].language if field in PROSE_FIELDS else ""
                first_with.setdefault((language, _meaning(records[i], field, knowledge)), i)
        for i in members:
            if field not in records[i].cells:
                continue
            own = _meaning(records[i], field, knowledge)
            for (language, meaning), other in islice(first_with.items(), _SEVERAL):
                same_language = language in {"", records[i].language}
                if same_language and not _agree(field, own, meaning):
                    found.append((i, _said(records[i], records[other], field)))
    return found


def _meaning(record: Record, field: str, knowledge: Knowledge) -> Hashable:
    """What a value says, whatever its spelling."""
    text = " ".join(record.cells[field].said.split())
    if field in CONCEPT_FIELDS:
        concept = knowledge.vocabularies.find(scheme_of(field), text)
        return concept.path if concept else text.casefold()
    if field in STATE_FIELDS:
        items = knowledge.names.split_list(text, "state")
        return frozenset(getattr(item, "id", item.text.casefold()) for item in items)
    if field == "budget_amount":
        said, own = amount(text), budget(record, knowledge.publication.currency)
        number: Hashable = Decimal(said.text) if said.is_number else said.text.casefold()
        return (number, own.currency if own else None)
    return text


def _agree(field: str, own: Hashable, other: Hashable) -> bool:
    if field in DATE_FIELDS:
        # A year and a day in it do not contradict each other.
        return str(own).startswith(str(other)) or str(other).startswith(str(own))
    return own == other


def _said(record: Record, other: Record, field: str) -> str:
    own, different = record.cells[field], other.cells[field]
    return (
        f"line {own.line}: {field} is “{_short(own.text)}” here and “{_short(different.text)}” in "
        f"{other.file}, line {different.line}"
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def _copies(records: Sequence[Record]) -> list[tuple[int, str]]:
    first: dict[str, Record] = {}
    found = []
    for i, record in enumerate(records):
        other = first.setdefault(record.sha256, record)
        if other is not record:
            found.append((i, f"a copy of {other.file}, line {other.line}; it counts once"))
    return found


def _same_titles(records: Sequence[Record]) -> list[tuple[int, str]]:
    """Records that may be of a project with a Projects ID, by their title only."""
    titled: dict[str, Record] = {}
    for record in records:
        if "project_id" in record.cells and "title" in record.cells:
            titled.setdefault(slug(record.cells["title"].text), record)
    found = []
    for i, record in enumerate(records):
        if "project_id" in record.cells or "title" not in record.cells:
            continue
        other = titled.get(slug(record.cells["title"].text))
        if other is not None:
            found.append(
                (
                    i,
                    f"the title is that of {other.cells['project_id'].text.strip()} in {other.file}; without "
                    "a Projects ID they are kept as two projects",
                )
            )
    return found
