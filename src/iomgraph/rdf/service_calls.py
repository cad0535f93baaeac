"""The calls to other endpoints in a query, and the query with their answers in the places of the calls.

A call is evaluated by itself and its answer joined, which is what VALUES in its place means too. SPARQL 1.1 Federated
Query, 4: <https://www.w3.org/TR/sparql11-federated-query/#fedSemantics>
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from iomgraph.rdf.query_text import QueryText

_FORM = re.compile("SELECT|ASK|CONSTRUCT|DESCRIBE")


@dataclass(frozen=True)
class ServiceCall:
    """`SERVICE [SILENT] <endpoint> { pattern }` and where it stands in the query; `query` is what to ask there."""

    endpoint: str
    is_silent: bool
    query: str
    start: int
    end: int


def service_calls(text: str) -> list[ServiceCall] | None:
    """The calls of a query, in order; None where one is written in a way that is not followed.

    Followed is SERVICE with an IRI in angle brackets, and no call within a call.

    >>> (call,) = service_calls("PREFIX a: <http://a/> ASK { SERVICE <https://b/> { ?s a:p ?o } }")
    >>> call.endpoint, call.query
    ('https://b/', 'PREFIX a: <http://a/> SELECT * WHERE { ?s a:p ?o }')
    >>> service_calls("ASK { SERVICE ?x { ?s ?p ?o } }") is None
    True
    """
    tokens = QueryText(text).tokens
    form = next((token.start() for token in tokens if token["word"] and _FORM.match(token["word"].upper())), 0)
    calls = []
    place = 0
    while place < len(tokens):
        if not _is_word(tokens[place], "SERVICE"):
            if QueryText(tokens[place].group()).calls_another_endpoint:
                return None
            place += 1
            continue
        call, place = _call(text, tokens, place, text[:form])
        if call is None:
            return None
        calls.append(call)
    return calls


def with_values(text: str, calls: Sequence[ServiceCall], values: Sequence[str]) -> str:
    """The query `text` with each of `values` in the place of its call; what follows stays on its line.

    >>> text = "ASK { SERVICE <https://b/> { ?s ?p ?o } }"
    >>> with_values(text, service_calls(text), ["VALUES () { () }"])
    'ASK { { VALUES () { () } } }'
    """
    parts, done = [], 0
    for call, value in zip(calls, values, strict=True):
        lines = text.count("\n", call.start, call.end)
        parts += [text[done : call.start], "{ ", value, "\n" * lines, " }"]
        done = call.end
    return "".join([*parts, text[done:]])


def _call(text: str, tokens: list[re.Match[str]], place: int, prologue: str) -> tuple[ServiceCall | None, int]:
    """The call that begins at a token, and the place of the token after it."""
    start = tokens[place].start()
    place += 1
    is_silent = place < len(tokens) and _is_word(tokens[place], "SILENT")
    place += is_silent
    if place + 1 >= len(tokens):
        return None, place
    endpoint, opening = tokens[place], place + 1
    if not (endpoint["term"] or "").startswith("<") or tokens[opening]["mark"] != "{":
        return None, place
    depth = 0
    for closing in range(opening, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[closing]["mark"] or "", 0)
        if depth == 0:
            break
    else:
        return None, place
    pattern = text[tokens[opening].start() : tokens[closing].end()]
    if QueryText(pattern).calls_another_endpoint:
        return None, place
    query = f"{prologue}SELECT * WHERE {pattern}"
    return ServiceCall(endpoint.group()[1:-1], is_silent, query, start, tokens[closing].end()), closing + 1


def _is_word(token: re.Match[str], word: str) -> bool:
    return bool(token["word"]) and token["word"].upper() == word
