"""What a list shows of its members: one row each, from the graph's file, as exact as it stands there."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.kinds import Column, Kind
from iomgraph.server.list_address import as_parameter
from iomgraph.server.reading import Reading, Value, first


@dataclass(frozen=True)
class Item:
    """One value: as a page shows it, its IRI where it is a resource, and its amount where it is money."""

    value: Value
    iri: str | None = None
    amount: str | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Row:
    """A member and its values, column by column."""

    iri: str
    name: Value
    cells: list[list[Item]]


def row_of(reading: Reading, kind: Kind, iri: str) -> Row:
    """The row of the member `iri` in the list of `kind`."""
    quads = parsed(reading.release.quads.with_subject(iri))
    return Row(iri, reading.resource(iri), [_cell(reading, column, iri, quads) for column in kind.columns])


def _cell(reading: Reading, column: Column, iri: str, quads: list[Quad]) -> list[Item]:
    if column.counted:
        kind, facet = column.counted
        return [_counted(reading, kind, facet, iri)]
    objects = dict.fromkeys(
        quad.object
        for quad in quads
        if quad.predicate.value in column.properties and isinstance(quad.object, NamedNode | Literal)
    )
    return [_item(reading, column, term) for term in objects]


def _counted(reading: Reading, kind: str, facet: str, iri: str) -> Item:
    index = reading.release.lists[kind].facets[facet]
    place = index.places.get(iri)
    count = int((index.value == place).sum()) if place is not None else 0
    path = f"{reading.addresses.root}/{kind}"
    link = f"{path}?{facet}={as_parameter(reading.addresses.as_value(iri))}" if count else None
    return Item(Value(str(count), link=link))


def _item(reading: Reading, column: Column, term: NamedNode | Literal) -> Item:
    if isinstance(term, Literal):
        return Item(reading.value(term))
    if column.key == "budget":
        quads = parsed(reading.release.quads.with_subject(term.value))
        return Item(reading.resource(term.value), term.value, first(quads, terms.AMOUNT), first(quads, terms.CURRENCY))
    # A class is a term: it goes by words, as properties do.
    value = reading.term(term.value) if terms.TYPE in column.properties else reading.resource(term.value)
    return Item(value, term.value)
