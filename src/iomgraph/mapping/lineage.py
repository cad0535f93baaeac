"""From a statement of the graph back to the cells it was made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyoxigraph
from sqlglot import exp

from iomgraph.engine import Engine
from iomgraph.files import shown_path
from iomgraph.mapping.lineage_rows import (
    FIELD,
    FILE,
    LINE,
    LINEAGE,
    RECORD,
    ROW,
    SUBJECT,
    TABLE,
    add_lineage,
    derived_fields,
)
from iomgraph.mapping.model import Reference, Template, TermMap, TriplesMap, references_in
from iomgraph.mapping.plan import Plan
from iomgraph.mapping.relation import select
from iomgraph.mapping.terms import term

_SOUGHT, _SOUGHT_ROWS = "sought subjects", "rows of sought subjects"
# The layouts in which a record has one place, where a missing value should stand.
_OF_ONE_PLACE = ("table", "activity")
_RECORD_COLUMNS = ("record", "field", "line")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: `text` and `line` are None where the source has no such value.

    `record` is the key of the record that it stands in, None in a table of reference data.
    """

    file: str
    line: int | None
    field: str
    text: str | None
    record: str | None = None


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
    """Where each statement comes from: the rows of its subject, and for those asked about what each row says.

    `schemas` is the folder of the Table Schemas: their `derivedFrom` names the field that a computed column was
    made of. `folder` is the one that paths are shown below.
    """

    def __init__(self, plan: Plan, engine: Engine, schemas: Path, folder: Path) -> None:
        self._plan = plan
        self._engine = engine
        self._folder = folder
        self._derived = derived_fields(schemas)
        self._statements: dict[str, list[_Statement]] = {}
        self._cells: dict[tuple[str, str], tuple[str, int]] = {}
        self._records: dict[str, tuple[str, int, str]] = {}
        add_lineage(engine, plan, self._derived, folder)

    def batches(self) -> pa.RecordBatchReader:
        """Every subject with the file, line, record and field that it came from, sorted by subject."""
        columns = [exp.column(name, quoted=True) for name in (SUBJECT, FILE, LINE, RECORD, FIELD)]
        return self._engine.batches(exp.select(*columns).from_(LINEAGE).order_by(exp.column("rowid")))

    def trace(self, subjects: Iterable[str]) -> None:
        """Find the statements of each IRI in `subjects`; `places` then answers for these."""
        self._engine.add_table(_SOUGHT, pa.table({SUBJECT: pa.array(sorted(set(subjects)), pa.string())}))
        self._engine.add_result(_SOUGHT_ROWS, _rows_of_sought())
        tables = {table for (table,) in self._engine.rows(_tables_of_sought())}
        found: dict[str, set[_Statement]] = defaultdict(set)
        for triples_map in self._plan.triples_maps:
            # Most know of none of the subjects: they are not asked.
            if self._plan.row(triples_map).relation.table in tables:
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
        for part in triples_map.predicate_objects:
            for predicate in part.predicates:
                for object_map in part.objects:
                    if isinstance(object_map, TermMap) and isinstance(triples_map.subject, TermMap):
                        yield from self._statements_of(triples_map, triples_map.subject, predicate, object_map)

    def _statements_of(
        self, triples_map: TriplesMap, subject: TermMap, predicate: TermMap, object_map: TermMap
    ) -> Iterator[tuple[str, _Statement]]:
        row = self._plan.row(triples_map)
        columns = row.relation.columns
        terms = [term(each, row, triples_map) for each in (subject, predicate, object_map)]
        located = [row.text(name) if name in columns else exp.Null() for name in _RECORD_COLUMNS]
        subject_iri = exp.Trim(this=terms[0].copy(), expression=exp.Literal.string("<>"))
        is_sought = [
            exp.In(this=row.iteration(), query=_sought_rows_of(row.relation.table).subquery()),
            exp.In(
                this=subject_iri, query=exp.select(SUBJECT).from_(exp.to_identifier(_SOUGHT, quoted=True)).subquery()
            ),
        ]
        for found in self._engine.rows(select([*terms, *located, row.number()], [row], is_sought)):
            subject_text, predicate_iri, value, record, field, line, number = found
            # In a file of rows the header is line 1.
            place = int(number) + 2 if line is None and record is None else line
            yield (
                subject_text,
                _Statement(
                    predicate=_plain(predicate_iri),
                    object=_plain(value),
                    column=_column(object_map),
                    table=row.relation.table,
                    record=record,
                    field=field,
                    line=None if place is None else int(place),
                ),
            )

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
        found = self._records.get(statement.record or "")
        if found is None:
            return Place(self._file_of_table(statement), statement.line, field, None)
        file, line, layout = found
        cell = self._cells.get((statement.record or "", field))
        if cell:
            return Place(file, cell[1], field, cell[0], statement.record)
        if statement.field and statement.line is not None:
            return Place(file, statement.line, field, None, statement.record)
        # Where on a page a missing value should stand, nobody can say.
        return Place(file, line if layout in _OF_ONE_PLACE else None, field, None, statement.record)

    def _record_place(self, statement: _Statement) -> Place:
        found = self._records.get(statement.record or "")
        if found is None:
            return Place(self._file_of_table(statement), statement.line, "", None)
        return Place(found[0], found[1], "", None, statement.record)

    def _file_of_table(self, statement: _Statement) -> str:
        return shown_path(Path(statement.table), self._folder)


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
    return max(references_in(object_map.expression), default="")


def _rows_of_sought() -> exp.Select:
    sought = exp.select(SUBJECT).from_(exp.to_identifier(_SOUGHT, quoted=True))
    columns = [exp.column(name, quoted=True) for name in (TABLE, ROW)]
    return exp.select(*columns).from_(LINEAGE).where(exp.In(this=exp.column(SUBJECT), query=sought.subquery()))


def _tables_of_sought() -> exp.Select:
    return exp.select(exp.column(TABLE, quoted=True)).distinct().from_(exp.to_identifier(_SOUGHT_ROWS, quoted=True))


def _sought_rows_of(table: str) -> exp.Select:
    of_table = exp.EQ(this=exp.column(TABLE, quoted=True), expression=exp.Literal.string(table))
    return exp.select(exp.column(ROW, quoted=True)).from_(exp.to_identifier(_SOUGHT_ROWS, quoted=True)).where(of_table)


def _distinct(places: Iterable[Place]) -> list[Place]:
    return sorted(set(places), key=lambda place: (place.file, place.line or 0, place.field, place.text or ""))


def _first_of_each_file(places: list[Place]) -> list[Place]:
    return list({place.file: place for place in reversed(places)}.values())[::-1]
