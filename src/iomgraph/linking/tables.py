"""The link tables: what linking finds, in the form that mapping reads (docs/architecture.md, Tables)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from iomgraph.linking.activity_links import add_activity_links
from iomgraph.linking.columns import read_concepts, read_states
from iomgraph.linking.participations import read_participations
from iomgraph.linking.paths import activity_path, participation_path, project_path
from iomgraph.linking.reading import Reader, Reading
from iomgraph.linking.reference_data import ReferenceData
from iomgraph.publication import Publication

Row = dict[str, Any]
Rows = dict[str, list[Row]]

_INTEGERS = {"ordinal", "line", "start", "end"}
# A participation's start is the text of a date, not an offset.
_TEXTS = {("participations", "start")}

_COLUMNS = {
    "project_concepts": ("project", "record", "field", "property", "concept", "unknown"),
    "project_states": (
        *("project", "record", "field", "ordinal", "role", "property", "state", "unknown", "text", "line"),
        "participation",
    ),
    "mentions": ("record", "project", "ordinal", "part", "kind", "id", "text", "start", "end", "entity"),
    "mention_bodies": ("record", "ordinal", "body"),
    "participations": (
        *("participation", "undertaking", "party", "role", "property", "basis", "record", "project"),
        *("start", "start_type", "earliest_start"),
    ),
    "activities": (
        *("activity", "project", "record", "ordinal", "label", "language", "type", "process", "start", "end"),
    ),
    "project_statements": ("project", "record", "property", "entity"),
    "unresolved": ("record", "field", "text"),
    "iati_links": ("record", "project", "line", "field", "subject", "property", "entity", "unknown"),
}


def link(tables: Mapping[str, pa.Table], publication: Publication) -> dict[str, pa.Table]:
    """The record tables with the link tables beside them.

    Raises InputError where the reference data or a vocabulary cannot be used.
    """
    reader = Reader(ReferenceData.of(publication))
    cells: dict[str, dict[str, Row]] = defaultdict(dict)
    for cell in tables["cells"].to_pylist():
        cells[cell["record"]][cell["field"]] = cell
    rows: Rows = {name: [] for name in _COLUMNS}
    for project in tables["projects"].to_pylist():
        _add_columns(rows, project, cells[project["record"]], reader.reference)
        reading = reader.read(project, project["language"])
        _add_texts(rows, project, reading)
    add_activity_links(rows, tables, reader.reference, publication.reference)
    return {**tables, **{name: _table(name, rows[name]) for name in _COLUMNS}}


def _add_columns(rows: Rows, project: Row, cells: Mapping[str, Row], reference: ReferenceData) -> None:
    own = {"project": project["project"], "record": project["record"]}
    for value in read_concepts(project, reference.vocabularies):
        rows["project_concepts"].append({**own, **asdict(value)})
        if value.unknown:
            rows["unresolved"].append({**own, "field": value.field, "text": value.unknown})
    texts = {field: cell["text"] for field, cell in cells.items()}
    undertaking = project_path(project["project"])
    for listed in read_states(texts, reference.names, reference.vocabularies):
        path = None
        if listed.state:
            path = participation_path(undertaking, listed.role, listed.state, project["record"])
            rows["participations"].append(
                {
                    **own,
                    "participation": path,
                    "undertaking": undertaking,
                    "party": f"state/{listed.state}",
                    "role": listed.role,
                    "property": listed.property,
                    "basis": "stated",
                }
            )
        else:
            rows["unresolved"].append({**own, "field": listed.field, "text": listed.text})
        line = cells[listed.field]["line"] + texts[listed.field].count("\n", 0, listed.start)
        unknown = None if listed.state else listed.text
        rows["project_states"].append(
            {**own, **asdict(listed), "unknown": unknown, "line": line, "participation": path}
        )


def _add_texts(rows: Rows, project: Row, reading: Reading) -> None:
    own = {"project": project["project"], "record": project["record"]}
    evidence = read_participations(reading, project["project"], project["record"])
    for number, mention in enumerate(reading.mentions):
        of_mention = {**own, "ordinal": number + 1}
        rows["mentions"].append({**of_mention, **asdict(mention), "entity": mention.entity})
        rows["mention_bodies"].extend({**of_mention, "body": body} for body in evidence.bodies[number])
        if mention.id is None:
            rows["unresolved"].append({**own, "field": mention.part, "text": mention.text})
    for participation in evidence.participations:
        rows["participations"].append({**own, **asdict(participation), **_start(participation.year)})
    for ordinal, activity in enumerate(reading.activities, start=1):
        path = activity_path(project["project"], project["record"], ordinal)
        of_activity = {**own, "ordinal": ordinal, "language": project["language"]}
        rows["activities"].append({**of_activity, **asdict(activity), "activity": path})
    statements: list[tuple[str | None, str | None]]
    statements = [("mentions", mention.entity) for mention in reading.mentions]
    statements += [(claim.cue.property, claim.mention.entity) for claim in reading.claims if not claim.cue.role]
    rows["project_statements"].extend(
        {**own, "property": name, "entity": entity} for name, entity in statements if entity
    )


def _start(year: str | None) -> Row:
    return {"start": year, "start_type": "gYear", "earliest_start": f"{year}-01-01"} if year else {}


def _table(name: str, rows: Iterable[Row]) -> pa.Table:
    """The rows as a table, each once; what a row has beyond the table's columns is left out."""

    def arrow_type(column: str) -> pa.DataType:
        return pa.int64() if column in _INTEGERS and (name, column) not in _TEXTS else pa.string()

    columns = _COLUMNS[name]
    distinct = dict.fromkeys(tuple(row.get(column) for column in columns) for row in rows)
    schema = pa.schema([(column, arrow_type(column)) for column in columns])
    return pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in distinct], schema=schema)
