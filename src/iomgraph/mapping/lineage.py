"""From a statement of the graph back to the cells it was made of."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyoxigraph
from sqlglot import exp

from iomgraph.engine import DuckDBEngine
from iomgraph.errors import InputError
from iomgraph.mapping.model import Reference, Template, TermMap, TriplesMap
from iomgraph.mapping.plan import columns_of, table_name
from iomgraph.mapping.terms import term

_SOUGHT = "sought subjects"
_RECORD_COLUMNS = ("record", "field", "line")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: `text` and `line` are None where the source has no such value."""

    file: str
    line: int | None
    field: str
    text: str | None


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one row says of one subject; `object` is None where the row has no value for it."""

    predicate: str | None
    object: str | None
    column: str
    table: str
    record: str | None
    field: str | None
    line: int | None


class Lineage:
    """Runs the triples maps of one graph again, for the subjects asked about only, and keeps the rows.

    `schemas` is the folder of the Table Schemas; their `derivedFrom` names the field that a computed column
    was made of.
    """

    def __init__(self, triples_maps: Sequence[TriplesMap], engine: DuckDBEngine, schemas: Path) -> None:
        self._triples_maps = triples_maps
        self._engine = engine
        self._derived = _derived_fields(schemas)
        self._statements: dict[str, list[_Statement]] = {}
        self._cells: dict[tuple[str, str], tuple[str, int]] = {}
        self._records: dict[str, tuple[str, int, str]] = {}

    def trace(self, subjects: Iterable[str]) -> None:
        """Find the rows behind each IRI in `subjects`; `places` then answers for these."""
        sought = sorted({f"<{subject}>" for subject in subjects})
        self._engine.add_table(_SOUGHT, pa.table({"subject": pa.array(sought, pa.string())}))
        found: dict[str, set[_Statement]] = defaultdict(set)
        for triples_map in self._triples_maps:
            for subject, statement in self._rows(triples_map):
                found[subject[1:-1]].add(statement)
        self._statements = {subject: sorted(each, key=repr) for subject, each in found.items()}
        self._read_cells()

    def places(self, subject: str, predicate: str | None, value: str | None) -> list[Place]:
        """Where the statement (subject, predicate, value) comes from.

        `value` is the text of a literal, an IRI, or None for a statement that is missing: the places are then
        those where its value should stand. Without a predicate they are the records that speak of the subject.
        """
        statements = self._statements.get(subject, [])
        of_path = [each for each in statements if each.predicate == predicate]
        exact = [each for each in of_path if each.object == value and value is not None]
        missing = [each for each in of_path if each.object is None]
        chosen = exact or (missing if value is None else of_path) or of_path
        if chosen:
            return _distinct(self._place(each) for each in chosen)
        return _first_of_each_file(_distinct(self._record_place(each) for each in statements))

    def _rows(self, triples_map: TriplesMap) -> Iterator[tuple[str, _Statement]]:
        table = table_name(triples_map)
        own_columns = self._engine.columns(table)
        column = columns_of("child")

        def made(term_map: TermMap) -> exp.Expression:
            return term(term_map, column, triples_map.base, triples_map.name)

        subject = made(triples_map.subject)
        sought = exp.select("subject").from_(exp.to_identifier(_SOUGHT, quoted=True))
        located = [column(name) if name in own_columns else exp.Null() for name in _RECORD_COLUMNS]
        for part in triples_map.predicate_objects:
            for predicate in part.predicates:
                for object_map in part.objects:
                    if not isinstance(object_map, TermMap):
                        continue
                    query = (
                        exp.select(subject.copy(), made(predicate), made(object_map), *located)
                        .from_(exp.alias_(exp.to_table(f'"{table}"'), "child", table=True))
                        .where(exp.In(this=subject.copy(), query=sought.subquery()))
                    )
                    for row in self._engine.rows(query):
                        line = None if row[5] is None else int(row[5])
                        predicate_iri, value = map(_plain, row[1:3])
                        yield row[0], _Statement(predicate_iri, value, _column(object_map), table, row[3], row[4], line)

    def _read_cells(self) -> None:
        records = {each.record for found in self._statements.values() for each in found if each.record}
        wanted = [exp.Literal.string(record) for record in sorted(records)]
        if not wanted:
            return
        places = exp.select("record", "file", "line", "layout").from_("records")
        places = places.where(exp.column("record").isin(*wanted))
        self._records = {record: (file, line, layout) for record, file, line, layout in self._engine.rows(places)}
        cells = exp.select("record", "field", "text", "line").from_("cells").where(exp.column("record").isin(*wanted))
        self._cells = {(record, field): (text, line) for record, field, text, line in self._engine.rows(cells)}

    def _place(self, statement: _Statement) -> Place:
        field = statement.field or self._derived.get((statement.table, statement.column), statement.column)
        if statement.record is None or statement.record not in self._records:
            return Place(Path(statement.table).name, statement.line, field, None)
        cell = self._cells.get((statement.record, field))
        file, _ = self._records[statement.record]
        return Place(file, cell[1], field, cell[0]) if cell else Place(file, None, field, None)

    def _record_place(self, statement: _Statement) -> Place:
        if statement.record is None or statement.record not in self._records:
            return Place(Path(statement.table).name, statement.line, "", None)
        file, line = self._records[statement.record]
        return Place(file, line, "", None)


def _plain(written: str | None) -> str | None:
    """The IRI, or the text of the literal, that is `written` in N-Quads."""
    if written is None:
        return None
    (triple,) = pyoxigraph.parse(f"<a:a> <a:a> {written} .".encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return str(triple.object.value)


def _column(object_map: TermMap) -> str:
    """The column that an object is made of; of several the last, which tells objects of one kind apart."""
    if isinstance(object_map.expression, Reference):
        return object_map.expression.column
    if isinstance(object_map.expression, Template):
        columns = [part.column for part in object_map.expression.parts if isinstance(part, Reference)]
        return columns[-1] if columns else ""
    return ""


def _derived_fields(schemas: Path) -> dict[tuple[str, str], str]:
    derived = {}
    for file in sorted(schemas.glob("*.json")):
        try:
            fields = json.loads(file.read_text(encoding="utf-8"))["fields"]
            pairs = [(field["name"], field["derivedFrom"]) for field in fields if "derivedFrom" in field]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"{file} is no Table Schema ({error}); correct it.") from error
        derived.update({(file.stem, column): origin for column, origin in pairs})
    return derived


def _distinct(places: Iterable[Place]) -> list[Place]:
    return sorted(set(places), key=lambda place: (place.file, place.line or 0, place.field, place.text or ""))


def _first_of_each_file(places: list[Place]) -> list[Place]:
    return list({place.file: place for place in reversed(places)}.values())[::-1]
