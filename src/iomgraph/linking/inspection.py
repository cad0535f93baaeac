"""How each record was read, for a person or a program to look at."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from iomgraph.linking.mention import Mention
from iomgraph.linking.reading import PLAIN, Reader, Reading
from iomgraph.linking.reference_data import ReferenceData
from iomgraph.publication import Publication
from iomgraph.reference.folding import fold

Row = dict[str, Any]

_LANGUAGE_OF_LABELS = "en"
_OF_ACTIVITIES = "iati_"


def inspection(
    tables: Mapping[str, pa.Table], publication: Publication, warnings: Mapping[str, Sequence[str]]
) -> list[Row]:
    """One object per record of the linked `tables`; `warnings` are those of the records, by record.

    Concepts are given by their English labels and states by their codes; what is absent is None or []. The object of
    an IATI activity says too how many rows each table has of it.
    Raises InputError where the reference data or a vocabulary cannot be used.
    """
    reader = Reader(ReferenceData.of(publication))
    files = {row["record"]: row["file"] for row in tables["records"].to_pylist()}
    concepts, states, unresolved = (
        _by_record(tables[name]) for name in ("project_concepts", "project_states", "unresolved")
    )
    of_activities = _rows_of_activities(tables)
    inspected = []
    for project in tables["projects"].to_pylist():
        record = project["record"]
        reading = reader.read(project, project["language"])
        labels = _labels(concepts[record], reader.reference)
        inspected.append(
            {
                "file": files[record],
                **{name: project[name] for name in ("project_id", "prima_id", "title", "language", "start", "end")},
                "status": labels.get("status"),
                # A type that the vocabulary does not know is worth more than none.
                "project_type": labels.get("project_type", project["project_type"]),
                "budget": _budget(project),
                "coverage": labels.get("coverage"),
                "funding_year": project["funding_year"],
                "region": labels.get("region"),
                "benefiting_states": _states(states[record], "benefiting_states"),
                "other_benefiting_states": _states(states[record], "other_benefiting_states"),
                "organisations": _entities(reading, "organisation"),
                "processes": _entities(reading, "process"),
                "activities": [activity.label for activity in reading.activities],
                "mentions": [_mention(reading, mention) for mention in reading.mentions],
                "unresolved": [{"field": row["field"], "text": row["text"]} for row in unresolved[record]],
                "warnings": list(warnings.get(record, ())),
                **({"activity": dict(of_activities[record])} if record in of_activities else {}),
            }
        )
    return inspected


def _rows_of_activities(tables: Mapping[str, pa.Table]) -> dict[str, Counter[str]]:
    """How many rows the tables of IATI activities have of each record, by the table's name without its prefix."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name in [name for name in tables if name.startswith(_OF_ACTIVITIES)]:
        for record in tables[name]["record"].to_pylist():
            counts[str(record)][name.removeprefix(_OF_ACTIVITIES)] += 1
    return counts


def _by_record(table: pa.Table) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in table.to_pylist():
        rows[row["record"]].append(row)
    return rows


def _labels(concepts: Iterable[Row], reference: ReferenceData) -> dict[str, str]:
    return {
        row["field"]: reference.vocabularies.label(row["concept"], _LANGUAGE_OF_LABELS)
        for row in concepts
        if row["concept"]
    }


def _budget(project: Row) -> Row | None:
    if project["budget_amount"] is None:
        return None
    return {"amount": project["budget_amount"], "currency": project["budget_currency"]}


def _states(states: Iterable[Row], field: str) -> list[str]:
    return [row["state"] for row in states if row["field"] == field and row["state"]]


def _entities(reading: Reading, kind: str) -> list[Row]:
    """The organisations or processes, in order: roles of all mentions, quote of the first with the most to say."""
    by_entity: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.kind == kind:
            by_entity.setdefault(mention.id or fold(mention.name), []).append(mention)
    return [_entity(reading, mentions) for mentions in by_entity.values()]


def _entity(reading: Reading, mentions: Sequence[Mention]) -> Row:
    roles = sorted({role for mention in mentions for role in reading.roles(mention)} - {PLAIN}) or [PLAIN]
    strongest = max(mentions, key=reading.strength)
    return {
        "id": strongest.id,
        "name": strongest.name,
        "roles": roles,
        "quote": reading.quote(strongest),
    }


def _mention(reading: Reading, mention: Mention) -> Row:
    return {
        "kind": mention.kind,
        "id": mention.id,
        "text": mention.text,
        "part": mention.part,
        "start": mention.start,
        "end": mention.end,
        "roles": reading.roles(mention),
    }
