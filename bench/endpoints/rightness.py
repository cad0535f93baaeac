"""Whether servers say the same: answers as multisets of solutions or of triples, and which of them stand alone.

Stores differ in how they write a literal (85000.00 and 85000, @en-GB and @en-gb), which is no difference here.
What DESCRIBE gives is left to the server by SPARQL, so that it only has to give something.
"""

import json
from collections import Counter
from decimal import Decimal

import pyoxigraph

from endpoints.client import ClosedError, answer
from endpoints.questions import DESCRIBE, TABLE, Asked
from endpoints.servers import Server

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = tuple(_XSD + name for name in ("integer", "decimal", "double", "float", "int", "long"))
Answer = frozenset[tuple[object, int]] | str


def differing(servers: list[Server], questions: list[Asked]) -> dict[str, Counter[str]]:
    """For each server how many of its answers, by kind, are not what most servers say."""
    wrong: dict[str, Counter[str]] = {server.name: Counter() for server in servers}
    for asked in questions:
        answers = {server.name: _answer(server, asked) for server in servers}
        ((right, _), *_) = Counter(answers.values()).most_common()
        for name, each in answers.items():
            wrong[name][asked.kind] += each != right
    return wrong


def _answer(server: Server, asked: Asked) -> Answer:
    """What is compared: an error is a text."""
    try:
        status, body = answer(server, asked)
        if status != 200:
            return f"{status}"
        counted = Counter(_solutions(body) if asked.accept == TABLE else _triples(body))
    except (ClosedError, OSError, ValueError, SyntaxError) as error:
        return f"{type(error).__name__}: {error}"
    if asked.kind == DESCRIBE:
        return "something" if counted else "nothing"
    return frozenset(counted.items())


def _solutions(body: bytes) -> list[object]:
    document = json.loads(body)
    if "boolean" in document:
        return [document["boolean"]]
    return [
        frozenset(
            (name, _term(term["value"], term.get("datatype"), term.get("xml:lang"))) for name, term in row.items()
        )
        for row in document["results"]["bindings"]
    ]


def _triples(body: bytes) -> list[object]:
    triples = pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.TURTLE)
    return list({tuple(_node(each) for each in triple.triple) for triple in triples})


def _node(term: object) -> object:
    if isinstance(term, pyoxigraph.Literal):
        return _term(term.value, term.datatype.value, term.language)
    return str(term)


def _json_term(term: dict[str, str]) -> object:
    return _term(term["value"], term.get("datatype"), term.get("xml:lang"))


def _term(value: str, datatype: str | None, language: str | None) -> object:
    if language:
        return value, language.lower()
    if datatype in _NUMBERS:
        return Decimal(value).normalize()
    return value, datatype if datatype != _XSD + "string" else None
