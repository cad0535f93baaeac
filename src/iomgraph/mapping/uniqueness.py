"""Which outputs of a mapping need no deduplication, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlglot import exp

from iomgraph.engine import Engine
from iomgraph.mapping.patterns import Variable, pattern
from iomgraph.mapping.quad_lines import LinesOfRow, QuadLines
from iomgraph.mapping.relation import Row
from iomgraph.mapping.terms import pieces


@dataclass(frozen=True)
class Uniqueness:
    """Proves of lines that none of them is made twice: each row puts something into it that no other row has.

    Whether that is so is asked of the engine, once for each relation and expression: that costs a column, where the
    comparison of all lines would cost the whole output.
    """

    engine: Engine
    _asked: dict[tuple[str, str], bool] = field(default_factory=dict)

    def subjects_differ(self, lines: LinesOfRow) -> bool:
        """Whether no two rows make the same subject."""
        return self._differ(lines.row, lines.subject)

    def are_unique(self, lines: QuadLines) -> bool:
        """Whether no line is made twice by the query of `lines` itself."""
        if lines.of_row is None:
            return False
        of_row = lines.of_row
        return self.subjects_differ(of_row) or any(self._differ(of_row.row, value) for value in _told(of_row))

    def _differ(self, row: Row, value: exp.Expression) -> bool:
        key = (row.relation.table, value.sql())
        if key not in self._asked:
            distinct = exp.Count(this=exp.Distinct(expressions=[value.copy()]))
            is_key = exp.EQ(this=exp.Count(this=value.copy()), expression=distinct)
            ((differ,),) = self.engine.rows(exp.select(is_key).from_(row.source()))
            self._asked[key] = bool(differ)
        return self._asked[key]


def _told(lines: LinesOfRow) -> Iterator[exp.Expression]:
    """The values that can be told from a line: percent-encoded, and followed by what no such text holds."""
    parts = [*pieces(lines.subject), *pieces(lines.rest)]
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        if part.is_string:
            continue
        ends = following is None or (following.is_string and not Variable.SAFE.takes(following.name[0]))
        if pattern(part) != (Variable.SAFE,) or not ends:
            return
        yield part
