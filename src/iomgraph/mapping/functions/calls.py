"""Function calls as relational expressions: the function's SQL with the arguments in the places of its parameters."""

from collections.abc import Callable
from functools import cache

from sqlglot import exp

from iomgraph.mapping.functions.catalogue import Function, Kind
from iomgraph.mapping.functions.lookups import LOOKUP_TABLE, table_name
from iomgraph.mapping.model import Expression, FunctionCall, Reference
from iomgraph.mapping.relation import Row

_TEXTS = exp.DataType.build("VARCHAR[]", dialect="duckdb")
_INTEGER = """CASE WHEN argument IS NULL OR regexp_matches(argument, '^[0-9]{1,9}\\z') THEN CAST(argument AS INTEGER)
  ELSE CAST(error(refusal || argument) AS INTEGER) END"""

Text = Callable[[Expression], exp.Expression]


def called(call: FunctionCall, row: Row, text: Text) -> exp.Expression:
    """The text that `call` gives; where it gives many, one of them, for each of which the row is repeated.

    `text` makes the text of an argument.
    """
    if call.function.many:
        return row.item(_result(call, row, text))
    return exp.cast(_result(call, row, text), exp.DataType.Type.VARCHAR)


def _result(call: FunctionCall, row: Row, text: Text) -> exp.Expression:
    given = dict(call.arguments)
    values = {
        parameter.name: _argument(call, parameter.kind, given[parameter.name], row, text)
        if parameter.name in given
        else exp.cast(exp.Null(), _type(parameter.kind))
        for parameter in call.function.parameters
    }
    result = _with(_parsed(call.function), values)
    if call.lookup_table:
        for table in result.find_all(exp.Table):
            table.this.replace(exp.to_identifier(table_name(call.lookup_table), quoted=True))
            table.set("alias", exp.TableAlias(this=exp.to_identifier(LOOKUP_TABLE)))
    return result


def _argument(call: FunctionCall, kind: Kind, values: tuple[Expression, ...], row: Row, text: Text) -> exp.Expression:
    if kind is Kind.MANY:
        if len(values) == 1:
            return _list(values[0], row, text)
        return exp.Array(expressions=[text(value) for value in values])
    (value,) = values
    if kind is Kind.INTEGER:
        refusal = f"{call.triples_map} gives {call.function.short} what is no whole number: "
        checked: exp.Expression = exp.maybe_parse(_INTEGER, dialect="duckdb")
        return _with(checked, {"argument": text(value), "refusal": exp.Literal.string(refusal)})
    return text(value)


def _list(value: Expression, row: Row, text: Text) -> exp.Expression:
    """All values of an argument, without repeating the row for each."""
    if isinstance(value, FunctionCall) and value.function.many:
        return _result(value, row, text)
    if isinstance(value, Reference):
        return row.texts(value.column)
    return exp.Array(expressions=[text(value)])


def _type(kind: Kind) -> exp.DataType:
    match kind:
        case Kind.MANY:
            return _TEXTS
        case Kind.INTEGER:
            return exp.DataType.build("INTEGER")
    return exp.DataType.build("VARCHAR")


@cache
def _parsed(function: Function) -> exp.Expression:
    return exp.maybe_parse(function.sql, dialect="duckdb")


def _with(expression: exp.Expression, values: dict[str, exp.Expression]) -> exp.Expression:
    """A copy of `expression` with `values` for the columns that are called as they are."""

    def replaced(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Column) and not node.table and node.name in values:
            return exp.paren(values[node.name].copy())
        return node

    return expression.transform(replaced)
