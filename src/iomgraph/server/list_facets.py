"""The facets of a list as a reader meets them: each value with how many it would leave, and where that list is."""

from dataclasses import dataclass

import numpy as np

from iomgraph.server import terms
from iomgraph.server.bounds import ListBounds
from iomgraph.server.folding import folded
from iomgraph.server.kinds import Facet, Kind, Reach
from iomgraph.server.list_address import ListAddress
from iomgraph.server.list_index import FacetIndex, ListIndex, Mask
from iomgraph.server.reading import Reading, Value

# So many values of a facet are offered, those that leave most first; so many of them are in view at once.
OFFERED = ListBounds().choices
IN_VIEW = 8


@dataclass(frozen=True)
class Choice:
    """A value of a facet: how many have it of what is listed, and the list that is one choice further or back."""

    key: str
    value: str
    label: Value
    count: int
    address: ListAddress


@dataclass(frozen=True)
class ShownFacet:
    """A facet and its values that leave anything; `count` is how many values there are, also beyond those offered."""

    key: str
    choices: list[Choice]
    count: int


def graph_value(reading: Reading, index: FacetIndex, written: str) -> str:
    """The value of a facet that an address writes as `written`."""
    iri = reading.addresses.iri_of(written.encode()) if written.startswith("/") else None
    return iri if iri is not None and iri in index.places else written


def chosen(reading: Reading, kind: Kind, index: ListIndex, address: ListAddress) -> list[Choice]:
    """What was chosen, each with the list without it."""
    facets = {facet.key: facet for facet in kind.facets}
    found = []
    for key, written in address.chosen:
        value = graph_value(reading, index.facets[key], written)
        label = _label(reading, facets[key], value)
        found.append(Choice(key, written, label, 0, address.without_choice(key, written)))
    return found


def shown_facets(reading: Reading, kind: Kind, index: ListIndex, among: Mask, address: ListAddress) -> list[ShownFacet]:
    """The facets of the members `among`, without what has been chosen already."""
    taken = {(key, graph_value(reading, index.facets[key], written)) for key, written in address.chosen}
    found = []
    for facet in kind.facets:
        own = index.facets[facet.key]
        counts = own.counts(among)
        there = [place for place in np.flatnonzero(counts) if (facet.key, own.values[place]) not in taken]
        most = sorted(there, key=lambda place: -counts[place])[:OFFERED]
        choices = []
        for place in most:
            value = own.values[place]
            written = reading.addresses.as_value(value)
            further = address.with_choice(facet.key, written)
            choices.append(Choice(facet.key, written, _label(reading, facet, value), int(counts[place]), further))
        if facet.reach is Reach.YEAR:
            choices.sort(key=lambda choice: choice.value)
        else:
            choices.sort(key=lambda choice: (-choice.count, folded(choice.label.text)))
        if choices:
            found.append(ShownFacet(facet.key, choices, len(there)))
    return found


def _label(reading: Reading, facet: Facet, value: str) -> Value:
    if reading.addresses.link_to(value) is None:
        return Value(value)
    return reading.term(value) if terms.TYPE in facet.properties else reading.resource(value)
