"""What pages ask the store: only which resources point where, never for a value."""

import json
from dataclasses import dataclass

from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.server import terms
from iomgraph.stores.store import Dataset, ResultFormat, Store


@dataclass(frozen=True)
class Incoming:
    """Resources that have `property` with one resource as its value: how many, and the first of them."""

    property: str
    count: int
    subjects: list[str]


def incoming(store: Store, iri: str, without: frozenset[str], size: int) -> list[Incoming]:
    """The links to `iri` by property, each with its first `size` subjects."""
    rows = _rows(
        store,
        f"SELECT ?p (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s ?p <{iri}> }} GROUP BY ?p ORDER BY ?p",
    )
    return [
        Incoming(row["p"], int(row["n"]), linking(store, iri, row["p"], size, 0))
        for row in rows
        if row["p"] not in without
    ]


def linking(store: Store, iri: str, link: str, size: int, offset: int) -> list[str]:
    """Subjects that have `link` with the value `iri`, sorted by IRI, `size` of them from `offset` on."""
    rows = _rows(
        store,
        f"SELECT DISTINCT ?s WHERE {{ ?s <{link}> <{iri}> }} ORDER BY ?s LIMIT {size} OFFSET {offset}",
    )
    return [row["s"] for row in rows]


def count_linking(store: Store, iri: str, link: str) -> int:
    """How many subjects have `link` with the value `iri`."""
    (row,) = _rows(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s <{link}> <{iri}> }}")
    return int(row["n"])


def first_uses(store: Store, classes: list[str], properties: list[str]) -> dict[str, str]:
    """A member of each of `classes` and a subject of each of `properties`, where there are any."""
    uses = [(each, f"?s a <{each}>") for each in classes] + [(each, f"?s <{each}> ?o") for each in properties]
    if not uses:
        return {}
    parts = (f"{{ SELECT (<{term}> AS ?t) ?s WHERE {{ {pattern} }} LIMIT 1 }}" for term, pattern in uses)
    return {row["t"]: row["s"] for row in _rows(store, f"SELECT ?t ?s WHERE {{ {' UNION '.join(parts)} }}")}


def mentions_of(store: Store, bodies: list[str], limit: int) -> list[tuple[str, str]]:
    """At most `limit` pairs of a body and a mention that supports it, sorted."""
    if not bodies:
        return []
    values = " ".join(f"<{body}>" for body in bodies)
    rows = _rows(
        store,
        f"SELECT DISTINCT ?b ?m WHERE {{ VALUES ?b {{ {values} }} GRAPH ?g {{ ?m <{terms.HAS_BODY}> ?b }} }} "
        f"ORDER BY ?b ?m LIMIT {limit}",
    )
    return [(row["b"], row["m"]) for row in rows]


def named_graphs(store: Store) -> list[str]:
    """The graphs that have a name, sorted."""
    return [row["g"] for row in _rows(store, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")]


def used_properties(store: Store) -> frozenset[str]:
    """The properties of all statements of the default graph."""
    return frozenset(row["p"] for row in _rows(store, "SELECT DISTINCT ?p WHERE { ?s ?p ?o }"))


def redundant_properties(store: Store, own: str) -> frozenset[str]:
    """Properties that only repeat a participation: those that roles name, and what they are kinds of."""
    rows = _rows(
        store,
        f"SELECT DISTINCT ?p WHERE {{ ?role <{own}directProperty>/<{WELL_KNOWN['rdfs']}subPropertyOf>* ?p }}",
    )
    return frozenset(row["p"] for row in rows)


def _rows(store: Store, text: str) -> list[dict[str, str]]:
    bindings = json.loads(store.bindings(text, Dataset(), ResultFormat.JSON))["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]
