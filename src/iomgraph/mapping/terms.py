"""Term maps as relational expressions: each gives the term as it is written in N-Quads, or null.

Follows RML-Core, section "Generating RDF terms", https://w3id.org/rml/core/spec. The functions that the expressions
call are the engine's (`iomgraph/engine/rdf_terms.sql`).
"""

import re
from collections.abc import Iterable
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

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
# BCP 47, section 2.1: a language has two letters or more, but for the prefixes i- and x-.
_LANGUAGE_TAG = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|[IiXx](-[A-Za-z0-9]{1,8})+")
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
    return joined([_string("<"), _iri(term_map, row, triples_map), _string(">")])


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


def joined(parts: Iterable[exp.Expression]) -> exp.Expression:
    """The texts one after another; null where one of them is null. Fixed texts beside each other become one."""
    merged: list[exp.Expression] = []
    for part in (piece for each in parts for piece in pieces(each)):
        if merged and part.is_string and merged[-1].is_string:
            merged[-1] = _string(merged[-1].name + part.name)
        else:
            merged.append(part)
    return reduce(lambda left, right: exp.DPipe(this=left, expression=right), merged)


def pieces(text: exp.Expression) -> list[exp.Expression]:
    """What `joined` put one after another.

    >>> [each.sql() for each in pieces(joined([exp.Literal.string("a"), exp.Literal.string("b"), exp.column("c")]))]
    ["'ab'", 'c']
    """
    return [*pieces(text.this), *pieces(text.expression)] if isinstance(text, exp.DPipe) else [text]


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
        return joined([_plain(lexical), _string("@"), _language(text(term_map.language.expression, row), triples_map)])
    natural = row.datatype(term_map.expression.column) if isinstance(term_map.expression, Reference) else None
    if term_map.datatype:
        datatype = _iri(term_map.datatype, row, triples_map)
        if natural is not None:
            return _call("overridden_literal", lexical, natural, datatype)
        return _typed(lexical, datatype)
    if natural is not None:
        return _call("natural_literal", lexical, natural)
    if isinstance(term_map.expression, FunctionCall) and term_map.expression.function.datatype:
        return _typed(lexical, _string(term_map.expression.function.datatype))
    return _plain(lexical)


def _plain(lexical: exp.Expression) -> exp.Expression:
    return _call("plain_literal", lexical)


def _language(tag: exp.Expression, triples_map: TriplesMap) -> exp.Expression:
    if tag.is_string and _LANGUAGE_TAG.fullmatch(tag.name):
        return tag
    return _call("valid_language_tag", tag, _string(_LANGUAGE_TAG.pattern), _string(triples_map.label))


def _typed(lexical: exp.Expression, datatype: exp.Expression) -> exp.Expression:
    """The literal; what the datatype decides is decided here where every row has the same."""
    if not datatype.is_string:
        return _call("typed_literal", lexical, datatype)
    if datatype.name == _XSD_STRING:
        return _plain(lexical)
    return joined([_plain(lexical), _string(f"^^<{datatype.name}>")])


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
