"""Term maps as relational expressions: each gives the term as it is written in N-Quads, or null.

Follows RML-Core, section "Generating RDF terms", https://w3id.org/rml/core/spec. The functions that the expressions
call are the engine's (`iomgraph/engine/rdf_terms.sql`).
"""

import re
from collections.abc import Callable
from functools import reduce

from sqlglot import exp

from iomgraph.mapping.model import Constant, Expression, Reference, Template, TermMap, TermType

_ABSOLUTE = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
_PERHAPS_A_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*")
_SAFE = {TermType.IRI: "iri_safe", TermType.URI: "uri_safe"}

ColumnOf = Callable[[str], exp.Expression]


def term(term_map: TermMap, column: ColumnOf, base: str, name: str) -> exp.Expression:
    """The N-Quads text of the term that `term_map` makes, null where a value it needs is missing.

    `column` gives the expression for a column's name; `base` resolves relative IRIs; `name` is the triples
    map that a message about a bad value names.
    """
    if term_map.term_type is TermType.LITERAL:
        return _literal(term_map, column, base, name)
    if term_map.term_type is TermType.BLANK_NODE:
        return _call("blank_node", text(term_map.expression, column))
    return _call("iri", _iri(term_map, column, base, name))


def text(expression: Expression, column: ColumnOf, encoding: str | None = None) -> exp.Expression:
    """The text of an expression.

    `encoding` is applied to the columns of a template, not to its fixed text nor to a lone reference.
    """
    if isinstance(expression, Constant):
        return _string(expression.value)
    if isinstance(expression, Reference):
        return column(expression.column)
    return joined([_part(part, column, encoding) for part in expression.parts])


def joined(parts: list[exp.Expression]) -> exp.Expression:
    """The texts one after another; null where one of them is null."""
    return reduce(lambda left, right: exp.DPipe(this=left, expression=right), parts)


def _part(part: str | Reference, column: ColumnOf, encoding: str | None) -> exp.Expression:
    if isinstance(part, str):
        return _string(part)
    value = column(part.column)
    return _call(encoding, value) if encoding else value


def _literal(term_map: TermMap, column: ColumnOf, base: str, name: str) -> exp.Expression:
    lexical = text(term_map.expression, column)
    if term_map.language:
        tag = text(term_map.language.expression, column)
        return _call("tagged_literal", lexical, _call("valid_language_tag", tag, _string(name)))
    if term_map.datatype:
        return _call("typed_literal", lexical, _iri(term_map.datatype, column, base, name))
    return _call("plain_literal", lexical)


def _iri(term_map: TermMap, column: ColumnOf, base: str, name: str) -> exp.Expression:
    encoding = _SAFE.get(term_map.term_type)
    value = text(term_map.expression, column, encoding)
    if isinstance(term_map.expression, Constant):
        return value
    absolute = _absolute(term_map.expression, value, base)
    if isinstance(term_map.expression, Template) and encoding:
        return absolute
    return _call("valid_iri", absolute, _string(name))


def _absolute(expression: Expression, value: exp.Expression, base: str) -> exp.Expression:
    """`value` as an absolute IRI; what a template's first text decides is decided here, not for each row."""
    if isinstance(expression, Template) and isinstance(expression.parts[0], str):
        start = expression.parts[0]
        if _ABSOLUTE.match(start):
            return value
        if not _PERHAPS_A_SCHEME.fullmatch(start):
            return joined([_string(base), value])
    return _call("absolute_iri", value, _string(base))


def _call(function: str, *arguments: exp.Expression) -> exp.Expression:
    return exp.Anonymous(this=function, expressions=list(arguments))


def _string(value: str) -> exp.Expression:
    return exp.Literal.string(value)
