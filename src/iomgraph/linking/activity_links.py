"""What IATI activities name: organisations by identifier or name, and activities by identifier."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from iomgraph.linking.paths import last_segment, participation_path, project_path
from iomgraph.linking.reference_data import ReferenceData
from iomgraph.reference.names import Found, NameIndex
from iomgraph.reference.rows import read_rows

Row = dict[str, Any]
Rows = dict[str, list[Row]]

_PARTIES_FILE, _ORGANISATIONS_FILE = "iati_parties.csv", "organisations.csv"
_ACTIVITIES, _ORGANISATIONS, _RELATED = "iati_activities", "iati_organisations", "iati_related_activities"
_RELATION = "http://purl.org/dc/terms/relation"
_OF_SOURCE = "source"
_KINDS = ("organisation", "state")


@dataclass(frozen=True, slots=True)
class PartyColumns:
    """Where a table names a party: columns of its identifier and name, the part it belongs to, and the property."""

    table: str
    ref: str
    name: str
    part: str
    property: str

    def subject(self, row: Row) -> str:
        """The path of what the party belongs to: the source, or a part of the project."""
        if self.part == _OF_SOURCE:
            return f"{_OF_SOURCE}/{row['record']}"
        return f"{project_path(row['project'])}/{self.part}/{row['record']}-{row['ordinal']}"


def add_activity_links(rows: Rows, tables: Mapping[str, pa.Table], reference: ReferenceData, folder: Path) -> None:
    """Add the rows of `iati_links`, and what they make of participations and unresolved names.

    `folder` is that of the reference data; InputError where a file of it cannot be used.
    """
    if _ACTIVITIES not in tables or not tables[_ACTIVITIES].num_rows:
        return
    parties = _Parties(reference.names, folder)
    columns = ("table", "ref", "name", "part", "property")
    for each in read_rows(folder / _PARTIES_FILE, columns):
        party = PartyColumns(*(each.required(column) for column in columns))
        for row in tables[party.table].to_pylist():
            ref, name = row[party.ref], row[party.name]
            if not ref and not name:
                continue
            entity = parties.find(ref, name)
            link = _link(row, party.subject(row), party.property, entity, name or ref)
            rows["iati_links"].append(link)
            if entity is None:
                rows["unresolved"].append({**link, "field": re.sub(r"\[\d+\]", "", row["field"]), "text": name or ref})
            elif party.table == _ORGANISATIONS and row["role_meaning"]:
                rows["participations"].append(_participation(row, entity, reference))
    rows["iati_links"].extend(_related(tables))


class _Parties:
    """The organisations and states by their IATI identifier, else by a name that is all of the text."""

    def __init__(self, names: NameIndex, folder: Path) -> None:
        self._names = names
        self._by_ref = {
            row["iati"].casefold(): f"organisation/{row['id']}"
            for row in read_rows(folder / _ORGANISATIONS_FILE, ("id", "iati"))
            if row["iati"]
        }
        self.find = lru_cache(maxsize=10_000)(self._find)

    def _find(self, ref: str | None, name: str | None) -> str | None:
        found = self._by_ref.get((ref or "").casefold())
        for kind in _KINDS if name and not found else ():
            items = self._names.split_list(name or "", kind)
            if len(items) == 1 and isinstance(items[0], Found):
                return f"{kind}/{items[0].id}"
        return found


def _related(tables: Mapping[str, pa.Table]) -> Iterator[Row]:
    known = set(tables["projects"]["project"].to_pylist())
    for row in tables[_RELATED].to_pylist():
        if row["ref"]:
            key = " ".join(row["ref"].split())
            entity = project_path(key) if key in known else None
            yield _link(row, project_path(row["project"]), row["type_meaning"] or _RELATION, entity, key)


def _link(row: Row, subject: str, prop: str, entity: str | None, text: str) -> Row:
    place = {column: row[column] for column in ("record", "project", "line", "field")}
    return {**place, "subject": subject, "property": prop, "entity": entity, "unknown": None if entity else text}


def _participation(row: Row, entity: str, reference: ReferenceData) -> Row:
    undertaking, role = project_path(row["project"]), row["role_meaning"]
    return {
        "participation": participation_path(undertaking, role, last_segment(entity), row["record"]),
        "undertaking": undertaking,
        "party": entity,
        "role": role,
        "property": reference.vocabularies.concepts[f"role/{role}"].direct_property,
        "basis": "stated",
        "record": row["record"],
        "project": row["project"],
    }
