"""The lines of one kind of quad that a triples map makes, and what is known of them before any row is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from iomgraph.mapping.model import LogicalTarget, TriplesMap
from iomgraph.mapping.patterns import Pattern, Variable, may_be_equal, pattern, start
from iomgraph.mapping.relation import Made, Row, select
from iomgraph.mapping.terms import joined

LINE = "line"


@dataclass(frozen=True)
class LinesOfRow:
    """Lines that are made of one row each: the subject, and the rest of the line, which begins with a space."""

    row: Row
    subject: exp.Expression
    rest: exp.Expression


@dataclass(frozen=True)
class QuadLines:
    """A query with the one column `line`, and the targets that its quads go to; without any, the default output.

    `of_row` is None where the lines are made of several rows or values at once.
    """

    triples_map: TriplesMap
    query: exp.Select
    targets: frozenset[LogicalTarget]
    subject: Pattern = (Variable.ANY,)
    rest: Pattern = (Variable.ANY,)
    of_row: LinesOfRow | None = None

    def go_to(self, target: LogicalTarget | None) -> bool:
        """Whether `target`, None for the default output, is where the quads go."""
        return target in self.targets if self.targets else target is None

    def differ_from(self, other: "QuadLines") -> bool:
        """Whether it is certain that no line is among those of `other`."""
        return not may_be_equal((*self.subject, *self.rest), (*other.subject, *other.rest))

    def have_other_subjects_than(self, other: "QuadLines") -> bool:
        """Whether it is certain that no line has a subject that one of `other` has."""
        return not may_be_equal(self.subject, other.subject)

    @property
    def title(self) -> str:
        """The lines as an explanation names them: how they begin."""
        return f"{start(self.subject)}…{start(self.rest)}…"


def lines_of(triples_map: TriplesMap, row: Row, made: Sequence[Made], targets: frozenset[LogicalTarget]) -> QuadLines:
    """The lines with the subject, predicate, object and perhaps graph that are `made` of each `row`."""
    subject, *others = (each.term for each in made)
    rest = joined([*(part for each in others for part in (exp.Literal.string(" "), each)), exp.Literal.string(" .")])
    line = exp.Alias(this=joined([subject, rest]), alias=exp.to_identifier(LINE))
    further = [each for part in made for each in part.rows]
    conditions = [condition for part in made for condition in part.conditions]
    of_row = None if further or conditions or row.values() else LinesOfRow(row, subject, rest)
    return QuadLines(
        triples_map,
        select([line], [row, *further], conditions),
        targets,
        pattern(subject),
        pattern(rest),
        None if of_row is None or _is_numbered(of_row) else of_row,
    )


def _is_numbered(lines: LinesOfRow) -> bool:
    """Whether the row's number is part of the lines: rows that are sorted have other numbers."""
    return any(column.name == "rowid" for each in (lines.subject, lines.rest) for column in each.find_all(exp.Column))
