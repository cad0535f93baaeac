"""The text of a row: every line that is made of it, in order; where a null prevents a line there is nothing."""

from collections.abc import Sequence

from sqlglot import exp

from iomgraph.engine import OrderedText
from iomgraph.mapping.patterns import apart, pattern, start
from iomgraph.mapping.quad_lines import LinesOfRow
from iomgraph.mapping.terms import joined, pieces

END = exp.Literal.string("\n")
_SUBJECT = " subject"

# Functions of the engine that give null for null alone: their argument's columns say where they do.
_KEEP_NULL = frozenset("plain_literal iri_safe uri_safe absolute_iri valid_iri blank_node".split())


def text_of_rows(lines: Sequence[LinesOfRow]) -> OrderedText:
    """The texts of rows that have the same subject map and different subjects, in the order of these."""
    first = lines[0]
    row = first.row
    subject = exp.column(_SUBJECT, table=row.alias, quoted=True)
    is_there = exp.Not(this=exp.Is(this=first.subject.copy(), expression=exp.Null()))
    names = {column.name for each in lines for column in each.rest.find_all(exp.Column) if column.table == row.alias}
    columns = [exp.column(name, table=row.alias, quoted=True) for name in sorted(names)]
    rows = exp.select(*columns, _named(first.subject.copy(), _SUBJECT)).from_(row.source()).where(is_there)
    # Rests that begin in different ways have a known order, and differ.
    groups = apart((each.rest for each in lines), lambda rest: start(pattern(rest)))
    parts = [part for group in groups for part in _text_of_group(subject, group)]
    return OrderedText(rows, row.alias, _SUBJECT, exp.Anonymous(this="concat", expressions=parts))


def _text_of_group(subject: exp.Expression, rests: Sequence[exp.Expression]) -> list[exp.Expression]:
    """The parts of a row's text that are made of rests of which one may equal another, or come before it."""
    if len(rests) == 1:
        return _line_or_nothing(subject, rests[0])
    lines = exp.Array(expressions=[joined([subject.copy(), rest, END.copy()]) for rest in rests])
    ordered = exp.ArraySort(this=exp.ArrayDistinct(this=lines))
    return [exp.Anonymous(this="array_to_string", expressions=[ordered, exp.Literal.string("")])]


def _line_or_nothing(subject: exp.Expression, rest: exp.Expression) -> list[exp.Expression]:
    line = joined([subject.copy(), rest, END.copy()])
    nulls = _where_null(rest)
    if nulls is None:
        return [exp.Coalesce(this=line, expressions=[exp.Literal.string("")])]
    if not nulls:
        return pieces(line)
    # One function that takes all parts copies each of them once, which is what most of the time goes into.
    return [exp.Case(ifs=[exp.If(this=exp.or_(*nulls), true=exp.Literal.string(""))], default=_concatenated(line))]


def _where_null(text: exp.Expression) -> list[exp.Expression] | None:
    """The conditions one of which holds where `text` is null; None where that cannot be said."""
    if text.is_string:
        return []
    if isinstance(text, exp.Column):
        return [exp.Is(this=text.copy(), expression=exp.Null())]
    keeps_null = isinstance(text, exp.Anonymous) and text.name in _KEEP_NULL
    if not keeps_null and not isinstance(text, exp.DPipe | exp.Cast):
        return None
    parts = (
        text.expressions if keeps_null else [text.this, text.expression] if isinstance(text, exp.DPipe) else [text.this]
    )
    found = [_where_null(part) for part in parts]
    known = [conditions for conditions in found if conditions is not None]
    if len(known) < len(found):
        return None
    return list(dict.fromkeys(condition for conditions in known for condition in conditions))


def _concatenated(text: exp.Expression) -> exp.Expression:
    return exp.Anonymous(this="concat", expressions=pieces(text))


def _named(column: exp.Expression, name: str) -> exp.Expression:
    return exp.Alias(this=column, alias=exp.to_identifier(name, quoted=True))
