"""Triples as RDF/JSON.

RDF 1.1 JSON Alternate Serialization: <https://www.w3.org/TR/rdf-json/>
"""

import json
from collections.abc import Iterable

import pyoxigraph

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def rdf_json(triples: Iterable[pyoxigraph.Triple]) -> str:
    """The triples as one JSON object, in the order in which they come.

    >>> n = pyoxigraph.NamedNode
    >>> rdf_json([pyoxigraph.Triple(n("http://a/s"), n("http://a/p"), pyoxigraph.Literal("x", language="en"))])
    '{"http://a/s": {"http://a/p": [{"type": "literal", "value": "x", "lang": "en"}]}}\\n'
    """
    subjects: dict[str, dict[str, list[dict[str, str]]]] = {}
    for triple in triples:
        predicates = subjects.setdefault(_name(triple.subject), {})
        predicates.setdefault(triple.predicate.value, []).append(_object(triple.object))
    return json.dumps(subjects, ensure_ascii=False) + "\n"


def _name(term: object) -> str:
    return term.value if isinstance(term, pyoxigraph.NamedNode) else str(term)


def _object(term: object) -> dict[str, str]:
    if not isinstance(term, pyoxigraph.Literal):
        return {"type": "uri" if isinstance(term, pyoxigraph.NamedNode) else "bnode", "value": _name(term)}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["lang"] = term.language
    elif term.datatype.value != _XSD_STRING:
        found["datatype"] = term.datatype.value
    return found
