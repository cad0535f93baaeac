"""The answer to a query as a page shows it: a table, a yes or no, or Turtle."""

import json
from dataclasses import dataclass

from iomgraph.rdf.prefixes import shortened
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.rdf.syntaxes import SYNTAXES
from iomgraph.server.reading import Reading, Value
from iomgraph.stores.store import ResultFormat

ROWS_SHOWN = 200


@dataclass(frozen=True)
class ShownAnswer:
    """One of `boolean`, `turtle` and the table is there; `formats` are names, media types and suffixes."""

    formats: list[tuple[str, str, str]]
    is_too_large: bool = False
    boolean: bool | None = None
    turtle: str | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value | None, ...], ...] = ()
    count: int = 0


TABLE_FORMATS = [(each.name, each.value, each.name.lower()) for each in ResultFormat]
GRAPH_FORMATS = [(syntax.name, syntax.media_type, syntax.suffix) for syntax in SYNTAXES]


def too_large_answer(*, has_triples: bool) -> ShownAnswer:
    """An answer that no page can hold, but a file."""
    return ShownAnswer(GRAPH_FORMATS if has_triples else TABLE_FORMATS, is_too_large=True)


def turtle_answer(turtle: bytes) -> ShownAnswer:
    """The answer to CONSTRUCT or DESCRIBE."""
    return ShownAnswer(GRAPH_FORMATS, turtle=turtle.decode())


def table_answer(reading: Reading, serialiser: Serialiser, bindings: bytes) -> ShownAnswer:
    """The answer to SELECT or ASK from its JSON; a table has its first rows, and says how many there are.

    SPARQL 1.1 Query Results JSON Format: <https://www.w3.org/TR/sparql11-results-json/>
    """
    document = json.loads(bindings)
    if "boolean" in document:
        return ShownAnswer(TABLE_FORMATS, boolean=document["boolean"])
    columns = tuple(document["head"]["vars"])
    found = document["results"]["bindings"]
    rows = tuple(tuple(_cell(reading, serialiser, row.get(column)) for column in columns) for row in found[:ROWS_SHOWN])
    return ShownAnswer(TABLE_FORMATS, columns=columns, rows=rows, count=len(found))


def _cell(reading: Reading, serialiser: Serialiser, term: dict[str, str] | None) -> Value | None:
    if term is None:
        return None
    if term["type"] == "uri":
        iri = term["value"]
        link = reading.addresses.link_to(iri)
        foreign = link is not None and reading.addresses.path_of(iri) is None
        return Value(shortened(iri, serialiser.prefixes), None, link, foreign)
    return Value(term["value"], term.get("xml:lang"), datatype=term.get("datatype"))
