"""The answer to a query as a page shows it: a table, a yes or no, or Turtle."""

import json
from dataclasses import dataclass

import pyoxigraph

from iomgraph.rdf.prefixes import shortened
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.rdf.syntaxes import SYNTAXES, TURTLE
from iomgraph.server.reading import Reading, Value
from iomgraph.stores.store import ResultFormat

ROWS_SHOWN = 200


@dataclass(frozen=True)
class QueryAnswer:
    """One of `boolean`, `turtle` and the table is there; `formats` are names and media types."""

    formats: list[tuple[str, str]]
    boolean: bool | None = None
    turtle: str | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value | None, ...], ...] = ()
    count: int = 0


def turtle_answer(serialiser: Serialiser, triples: list[pyoxigraph.Triple]) -> QueryAnswer:
    """The answer to CONSTRUCT or DESCRIBE."""
    formats = [(syntax.name, syntax.media_type) for syntax in SYNTAXES]
    return QueryAnswer(formats, turtle=serialiser.serialise(triples, TURTLE).decode())


def table_answer(reading: Reading, serialiser: Serialiser, bindings: bytes) -> QueryAnswer:
    """The answer to SELECT or ASK from its JSON; a table has its first rows, and says how many there are.

    SPARQL 1.1 Query Results JSON Format: <https://www.w3.org/TR/sparql11-results-json/>
    """
    formats = [(each.name, each.value) for each in ResultFormat]
    document = json.loads(bindings)
    if "boolean" in document:
        return QueryAnswer(formats, boolean=document["boolean"])
    columns = tuple(document["head"]["vars"])
    found = document["results"]["bindings"]
    rows = tuple(tuple(_cell(reading, serialiser, row.get(column)) for column in columns) for row in found[:ROWS_SHOWN])
    return QueryAnswer(formats, columns=columns, rows=rows, count=len(found))


def _cell(reading: Reading, serialiser: Serialiser, term: dict[str, str] | None) -> Value | None:
    if term is None:
        return None
    if term["type"] == "uri":
        iri = term["value"]
        link = reading.addresses.link_to(iri)
        foreign = link is not None and reading.addresses.path_of(iri) is None
        return Value(shortened(iri, serialiser.prefixes), None, link, foreign)
    return Value(term["value"], term.get("xml:lang"), datatype=term.get("datatype"))
