"""The record that an IATI activity gives: the fields of the record model, and the rows of its tables."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from iomgraph.records.activity_fields import RecordField
from iomgraph.records.activity_rows import UNDETERMINED, ActivityRows, language_at, line_of
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.project_key import project_key
from iomgraph.records.record import Cell, Record, TableRow
from iomgraph.records.record_model import PROSE_FIELDS
from iomgraph.records.values import is_web_address

_LAYOUT = "activity"
_TITLE, _TITLE_TEXT = "iati_titles", "text"
_TEXTS = (_TITLE, "iati_descriptions")
_LANGUAGE = "language_tag"
_ACTIVITY, _IDENTIFIER = "iati_activities", "identifier"

Tables = Mapping[str, Sequence[TableRow]]


def record_of_activity(
    activity: etree._Element, rows: ActivityRows, name: str, knowledge: Knowledge, warnings: Sequence[str]
) -> Record:
    """The record of `activity`, whose rows are `rows`, in the file `name`.

    The project's key is the activity's identifier, else that of its cells, else the record's own key.
    """
    line = line_of(activity)
    title, language = _title(rows.tables, knowledge)
    for row in [
        row for table in _TEXTS for row in rows.tables.get(table, ()) if row.values.get(_LANGUAGE) == UNDETERMINED
    ]:
        row.values[_LANGUAGE] = language
    cells = dict(_cells(rows.tables, knowledge, title, language))
    said = [language_at(activity), [[value.path, value.text] for value in rows.values]]
    sha256 = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
    (own,) = rows.tables.get(_ACTIVITY) or (TableRow(line, "."),)
    identifier = " ".join(own.values.get(_IDENTIFIER, "").split())
    found = [*warnings]
    if not identifier:
        found.append(f"line {line}: the activity has no iati-identifier")
    if title is None:
        found.append(f"line {line}: the activity has no title")
    project = identifier or project_key(cells) or sha256[:16]
    return Record(name, line, sha256, _LAYOUT, language, cells, tuple(found), project, rows.tables)


def _title(tables: Tables, knowledge: Knowledge) -> tuple[TableRow | None, str]:
    """The first title in a language of the publication, else the first of all, and its language.

    Where nothing names the language, the words decide.
    """
    titles = [row for row in tables.get(_TITLE, ()) if _TITLE_TEXT in row.values]
    languages = knowledge.languages.languages
    for row in titles:
        if _primary(row) in languages:
            return row, _primary(row)
    if not titles:
        return None, knowledge.languages.detect("")
    tag = titles[0].values[_LANGUAGE]
    return titles[0], knowledge.languages.detect(titles[0].values[_TITLE_TEXT]) if tag == UNDETERMINED else tag


def _primary(row: TableRow) -> str:
    """The language of a row's text without its region."""
    return row.values.get(_LANGUAGE, "").partition("-")[0]


def _cells(tables: Tables, knowledge: Knowledge, title: TableRow | None, language: str) -> Iterator[tuple[str, Cell]]:
    found: set[str] = set()
    for rule in knowledge.activity_fields.record_fields:
        rows = [row for row in tables.get(rule.table, ()) if rule.column in row.values]
        if rule.where:
            rows = [row for row in rows if row.values.get(rule.where) == rule.value]
        if rule.table == _TITLE:
            rows = [row for row in rows if row is title]
        elif rule.field in PROSE_FIELDS:
            # Text in another language is kept in its own table: a record is in one language.
            rows = [row for row in rows if language in (_primary(row), row.values[_LANGUAGE])]
        if rule.field in found or not rows or (rule.take == "only" and len(rows) > 1):
            continue
        cell = _cell(rule, rows)
        if rule.field == "address" and not is_web_address(cell.text):
            continue
        found.add(rule.field)
        yield rule.field, cell


def _cell(rule: RecordField, rows: Sequence[TableRow]) -> Cell:
    line = rows[0].lines.get(rule.column, rows[0].line)
    if rule.take == "all":
        return Cell(";".join(row.values[rule.column] for row in rows), line)
    return Cell(rows[0].values[rule.column], line, rows[0].values.get(f"{rule.column}_meaning"))
