"""The functions of `rdf_terms.sql` for engines without macros: each call becomes the expression that it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import sqlglot
from sqlglot import Token, TokenType, exp

_DIALECT = "duckdb"


@dataclass(frozen=True)
class Macro:
    """What a call stands for: `body` with the arguments in the places of the columns named as `parameters`."""

    parameters: tuple[str, ...]
    body: exp.Expr


def inlined(expression: exp.Expr) -> exp.Expr:
    """A copy of `expression` without any call of a macro.

    >>> inlined(sqlglot.parse_one("'x' || uri_safe(a)", dialect="duckdb")).sql()
    "'x' || (URL_ENCODE((a)))"
    """
    return _inlined(expression, _macros())


def _inlined(expression: exp.Expr, macros: Mapping[str, Macro]) -> exp.Expr:
    root = exp.paren(expression)
    # The innermost calls first: what takes their places has no calls in it.
    for call in reversed(list(root.find_all(exp.Anonymous))):
        macro = macros.get(call.name.lower())
        if macro is not None:
            call.replace(_body(macro, call.expressions))
    inner: exp.Expr = root.this
    return inner.pop()


def _body(macro: Macro, arguments: list[exp.Expr]) -> exp.Expr:
    values = dict(zip(macro.parameters, arguments, strict=True))

    def replaced(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not node.table and node.name in values:
            return exp.paren(values[node.name])
        return node

    return exp.paren(macro.body.transform(replaced), copy=False)


@cache
def _macros() -> Mapping[str, Macro]:
    """Every macro by its name; the bodies call no other, each macro being written after those that it calls."""
    written = files(__package__).joinpath("rdf_terms.sql").read_text(encoding="utf-8")
    statements: list[list[Token]] = [[]]
    for token in sqlglot.tokenize(written, dialect=_DIALECT):
        if token.token_type is TokenType.SEMICOLON:
            statements.append([])
        else:
            statements[-1].append(token)
    macros: dict[str, Macro] = {}
    for tokens in filter(None, statements):
        # CREATE MACRO name(parameter, …) AS body
        end = next(place for place, token in enumerate(tokens) if token.token_type is TokenType.ALIAS)
        parameters = tuple(token.text for token in tokens[3:end] if token.text not in "(,)")
        body = sqlglot.parse_one(written[tokens[end + 1].start : tokens[-1].end + 1], dialect=_DIALECT)
        macros[tokens[2].text.lower()] = Macro(parameters, _inlined(body, macros))
    return macros
