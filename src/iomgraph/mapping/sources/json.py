"""JSON documents, read by JSONPath.

RML-IO, reference formulation rml:JSONPath; RFC 9535, <https://www.rfc-editor.org/rfc/rfc9535>. Numbers and booleans
carry their natural datatype (RML-Core, section "Natural RDF mappings of JSON").
"""

import json
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any

import jsonpath

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources.nested_values import Record, Value, add_nested
from iomgraph.mapping.sources.source_text import source_text

FORMULATIONS = ("http://w3id.org/rml/JSONPath",)

_XSD = "http://www.w3.org/2001/XMLSchema#"


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A relation with a row for each node that the iterator selects.

    Raises InputError where the file is no JSON, a path is no JSONPath, or a reference selects an object or array.
    """
    document = parse(source_text(source), source)
    rows = (record.values for record in within(source, references)(document))
    return add_nested(engine, f"{source.file} {source.iterator}", sorted(references), rows)


def parse(text: str, source: LogicalSource) -> Any:
    """The document. Raises InputError where `text` is no JSON."""
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise InputError(f"{source.file} is not valid JSON ({error}); correct it.") from error


def within(source: LogicalSource, references: AbstractSet[str]) -> Callable[[Any], Iterator[Record]]:
    """What reads the records that the source's iterator selects in a document, or in a record of one."""
    iterator = _path(source.iterator or "$", source)
    paths = {reference: _path(_rooted(reference), source) for reference in references}

    def read(document: Any) -> Iterator[Record]:
        for node in _nodes(iterator, document):
            yield Record(node, {name: list(_values(path, node, source)) for name, path in paths.items()})

    return read


def _nodes(iterator: jsonpath.JSONPath, document: Any) -> Iterator[Any]:
    if isinstance(document, dict | list):
        yield from (match.obj for match in iterator.finditer(document))
    elif str(iterator) == "$":
        yield document


def _values(path: jsonpath.JSONPath, node: Any, source: LogicalSource) -> Iterator[Value]:
    if not isinstance(node, dict | list):
        if str(path) == "$":
            yield _value(node, path, source)
        return
    for match in path.finditer(node):
        if match.obj is not None and match.obj != "":
            yield _value(match.obj, path, source)


def _value(found: Any, path: jsonpath.JSONPath, source: LogicalSource) -> Value:
    match found:
        case bool():
            return Value("true" if found else "false", _XSD + "boolean")
        case int():
            return Value(str(found), _XSD + "integer")
        case Decimal():
            return Value(_canonical_double(found), _XSD + "double")
        case str():
            return Value(found, None)
    raise InputError(f"{source.file}: {path} selects an object or an array instead of a value; name its members.")


def _canonical_double(number: Decimal) -> str:
    """The canonical form of xsd:double, https://www.w3.org/TR/xmlschema11-2/#double.

    >>> _canonical_double(Decimal("37.0"))
    '3.7E1'
    """
    sign, digits, exponent = number.normalize().as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    mantissa = f"{text[0]}.{text[1:] or '0'}"
    return f"{'-' if sign else ''}{mantissa}E{exponent + len(digits) - 1 if number else 0}"


def _rooted(reference: str) -> str:
    """A reference that is a bare name stands for a member of the node."""
    return reference if reference.startswith(("$", "@")) else f"$.{reference}"


def _path(text: str, source: LogicalSource) -> jsonpath.JSONPath:
    try:
        compiled = jsonpath.compile(text.replace("@", "$", 1) if text.startswith("@") else text, strict=True)
    except jsonpath.JSONPathError as error:
        reason = " ".join(str(error).split())
        raise InputError(f"{source.file}: {text} is no JSONPath ({reason}); correct it.") from error
    assert isinstance(compiled, jsonpath.JSONPath)
    return compiled
