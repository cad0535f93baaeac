"""Term maps as relational expressions: each gives the term as it is written in N-Quads, or null.

Follows RML-Core, section "Generating RDF terms", https://w3id.org/rml/core/spec. The functions that the expressions
call are the engine's (`iomgraph/engine/rdf_terms.sql`).
"""

import re
from dataclasses import replace
from functools import reduce

from sqlglot import exp

from iomgraph.mapping.functions.calls import called
from iomgraph.mapping.model import (
    Conditional,
    Constant,
    Expression,
    FunctionCall,
    Reference,
    RowNumber,
    Template,
    TermMap,
    TermType,
    TriplesMap,
)
from iomgraph.mapping.relation import Row

_ABSOLUTE = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
_PERHAPS_A_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*")
_SAFE = {TermType.IRI: "iri_safe", TermType.URI: "uri_safe"}


def term(term_map: TermMap, row: Row, triples_map: TriplesMap) -> exp.Expression:
    """The N-Quads text of the term that `term_map` makes of `row`, null where a value it needs is missing.

    The base of `triples_map` resolves relative IRIs; a message about a bad value names it.
    """
    if isinstance(term_map.expression, Conditional):
        made = term(replace(term_map, expression=term_map.expression.expression), row, triples_map)
        return _only_if(term_map.expression.condition, made, row)
    if term_map.term_type is TermType.LITERAL:
        return _literal(term_map, row, triples_map)
    if term_map.term_type is TermType.BLANK_NODE:
        if isinstance(term_map.expression, RowNumber):
            return _call("blank_node", joined([_string(f"{triples_map.name} "), row.number()]))
        return _call("blank_node", text(term_map.expression, row))
    return _call("iri", _iri(term_map, row, triples_map))


def text(expression: Expression, row: Row, encoding: str | None = None) -> exp.Expression:
    """The text of an expression.

    `encoding` is applied to the references of a template, not to its fixed text nor to a lone reference.
    """
    if isinstance(expression, Constant):
        return _string(expression.value)
    if isinstance(expression, Reference):
        return row.text(expression.column)
    if isinstance(expression, RowNumber):
        return row.number()
    if isinstance(expression, FunctionCall):
        return called(expression, row, lambda argument: text(argument, row))
    if isinstance(expression, Conditional):
        return _only_if(expression.condition, text(expression.expression, row, encoding), row)
    return joined([_part(part, row, encoding) for part in expression.parts or ("",)])


def joined(parts: list[exp.Expression]) -> exp.Expression:
    """The texts one after another; null where one of them is null."""
    return reduce(lambda left, right: exp.DPipe(this=left, expression=right), parts)


def _only_if(condition: Expression, value: exp.Expression, row: Row) -> exp.Expression:
    is_true = exp.In(this=text(condition, row), expressions=[_string("true"), _string("1")])
    return exp.Case(ifs=[exp.If(this=is_true, true=value)])


def _part(part: str | Reference, row: Row, encoding: str | None) -> exp.Expression:
    if isinstance(part, str):
        return _string(part)
    value = row.text(part.column)
    return _call(encoding, value) if encoding else value


def _literal(term_map: TermMap, row: Row, triples_map: TriplesMap) -> exp.Expression:
    lexical = text(term_map.expression, row)
    if term_map.language:
        tag = text(term_map.language.expression, row)
        return _call("tagged_literal", lexical, _call("valid_language_tag", tag, _string(triples_map.label)))
    natural = row.datatype(term_map.expression.column) if isinstance(term_map.expression, Reference) else None
    if term_map.datatype:
        datatype = _iri(term_map.datatype, row, triples_map)
        if natural is not None:
            return _call("overridden_literal", lexical, natural, datatype)
        return _call("typed_literal", lexical, datatype)
    if natural is not None:
        return _call("natural_literal", lexical, natural)
    if isinstance(term_map.expression, FunctionCall) and term_map.expression.function.datatype:
        return _call("typed_literal", lexical, _string(term_map.expression.function.datatype))
    return _call("plain_literal", lexical)


def _iri(term_map: TermMap, row: Row, triples_map: TriplesMap) -> exp.Expression:
    if isinstance(term_map.expression, Conditional):
        made = _iri(replace(term_map, expression=term_map.expression.expression), row, triples_map)
        return _only_if(term_map.expression.condition, made, row)
    encoding = _SAFE.get(term_map.term_type)
    value = text(term_map.expression, row, encoding)
    if isinstance(term_map.expression, Constant):
        return value
    absolute = _absolute(term_map.expression, value, triples_map.base)
    if isinstance(term_map.expression, Template) and encoding:
        return absolute
    return _call("valid_iri", absolute, _string(triples_map.label))


def _absolute(expression: Expression, value: exp.Expression, base: str) -> exp.Expression:
    """`value` as an absolute IRI; what a template's first text decides is decided here, not for each row."""
    if isinstance(expression, Template) and expression.parts and isinstance(expression.parts[0], str):
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
