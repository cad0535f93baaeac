"""Which outputs of a mapping need no deduplication, and why."""

from dataclasses import dataclass, field

from sqlglot import exp

from iomgraph.engine import Engine
from iomgraph.mapping.quad_lines import LinesOfRow, QuadLines


@dataclass(frozen=True)
class Uniqueness:
    """Proves of lines that none of them is made twice: each row has a subject that no other row has.

    Whether the subjects differ is asked of the engine, once for each relation and subject map: that costs a column,
    where the comparison of all lines would cost the whole output.
    """

    engine: Engine
    _asked: dict[tuple[str, str], bool] = field(default_factory=dict)

    def subjects_differ(self, lines: LinesOfRow) -> bool:
        """Whether no two rows make the same subject."""
        table, subject = lines.row.relation.table, lines.subject
        known = self._asked.get((table, subject.sql()))
        if known is None:
            distinct = exp.Count(this=exp.Distinct(expressions=[subject.copy()]))
            is_key = exp.EQ(this=exp.Count(this=subject.copy()), expression=distinct)
            ((known,),) = self.engine.rows(exp.select(is_key).from_(lines.row.source()))
            self._asked[table, subject.sql()] = bool(known)
        return bool(known)

    def are_unique(self, lines: QuadLines) -> bool:
        """Whether no line is made twice by the query of `lines` itself."""
        return lines.of_row is not None and self.subjects_differ(lines.of_row)
