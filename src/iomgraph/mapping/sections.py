"""The sorted output in sections, each made by one plan; only what may repeat is deduplicated.

Sections are put in order by how their subjects begin, so that no sort ever sees more than one of them. Where lines are
made of single rows with subjects of their own, the rows are sorted instead of the lines, and nothing is compared.
Everything else is sorted line by line, and deduplicated unless it is proven that no line can repeat.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

from sqlglot import exp

from iomgraph.engine import OrderedText
from iomgraph.mapping.quad_lines import LINE, LinesOfRow, QuadLines
from iomgraph.mapping.row_text import END, text_of_rows
from iomgraph.mapping.terms import joined
from iomgraph.mapping.uniqueness import Uniqueness

_LINES = "lines"


@dataclass(frozen=True)
class Section:
    """What makes a part of the output, and for each kind of line why it is deduplicated or is not."""

    texts: tuple[OrderedText, ...]
    reasons: tuple[tuple[QuadLines, str], ...]


def section(lines: Sequence[QuadLines], uniqueness: Uniqueness) -> Section:
    """The section that holds `lines`."""
    texts, reasons, others = [], [], []
    for group in _connected(lines, lambda one, other: not one.have_other_subjects_than(other)):
        of_row = _of_one_row(group)
        if of_row and uniqueness.subjects_differ(of_row[0]):
            texts.append(text_of_rows(of_row))
            reasons += [(each, "not deduplicated: no two rows have the same subject") for each in group]
        else:
            others += group
    groups = _connected(others, lambda one, other: not one.differ_from(other))
    if groups:
        texts.append(_text_of_lines(_all_of([_query(group, uniqueness) for group in groups])))
        reasons += [(each, _reason(each, group, uniqueness)) for group in groups for each in group]
    return Section(tuple(texts), tuple(reasons))


def section_with(lines: Sequence[QuadLines], table: str) -> Section:
    """The section that holds `lines` and those of a table with the column `line`."""
    reason = "deduplicated: quads that belong to the graph as they are may be the same"
    queries = [*(each.query for each in lines), exp.select(LINE).from_(exp.to_identifier(table, quoted=True))]
    return Section((_text_of_lines(_distinct(queries)),), tuple((each, reason) for each in lines))


def _of_one_row(lines: Sequence[QuadLines]) -> list[LinesOfRow]:
    """The lines as made of one row with one subject; none where they are not."""
    found = [each.of_row for each in lines if each.of_row is not None]
    subjects = {(each.row.relation.table, each.subject) for each in found}
    return found if len(found) == len(lines) and len(subjects) == 1 else []


def _text_of_lines(lines: exp.Query) -> OrderedText:
    """The sorted lines of a query with the one column `line`."""
    is_there = exp.Not(this=exp.Is(this=exp.column(LINE), expression=exp.Null()))
    rows = exp.select(LINE).from_(lines.subquery(_LINES)).where(is_there)
    return OrderedText(rows, _LINES, LINE, joined([exp.column(LINE, table=_LINES), END.copy()]))


def _connected(
    lines: Sequence[QuadLines], are_connected: Callable[[QuadLines, QuadLines], bool]
) -> list[list[QuadLines]]:
    """The lines in groups such that none of one group is connected with one of another."""
    groups: list[list[QuadLines]] = []
    for each in lines:
        near = [group for group in groups if any(are_connected(each, other) for other in group)]
        joint = [*(other for group in near for other in group), each]
        groups = [*(group for group in groups if group not in near), joint]
    return groups


def _query(group: Sequence[QuadLines], uniqueness: Uniqueness) -> exp.Query:
    """The lines of a group, each once."""
    is_unique = len(group) == 1 and uniqueness.are_unique(group[0])
    return group[0].query if is_unique else _distinct([each.query for each in group])


def _reason(lines: QuadLines, group: Sequence[QuadLines], uniqueness: Uniqueness) -> str:
    others = sorted({each.triples_map.name for each in group} - {lines.triples_map.name})
    if others:
        return f"deduplicated: {', '.join(others)} may make the same"
    if len(group) > 1:
        return "deduplicated: another of its own outputs may make the same"
    if lines.of_row is None:
        return "deduplicated: it is made of joined rows or of many values"
    if uniqueness.are_unique(lines):
        return "not deduplicated: each row has something of its own in it, and nothing else makes such quads"
    return "deduplicated: several rows may make the same"


def _distinct(queries: Sequence[exp.Query]) -> exp.Query:
    return exp.select(LINE).distinct().from_(_all_of(queries).subquery(_LINES))


def _all_of(queries: Sequence[exp.Query]) -> exp.Query:
    return reduce(lambda left, right: exp.union(left, right, distinct=False, copy=False), queries)
