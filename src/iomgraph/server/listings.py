"""The lists that a resource narrows: the projects of a state, the members of a process, each with its first rows."""

from dataclasses import dataclass

from iomgraph.server.kinds import Kind, Reach, kinds
from iomgraph.server.list_address import LABEL, ListAddress
from iomgraph.server.list_rows import Row, row_of
from iomgraph.server.reading import Reading


@dataclass(frozen=True)
class Listing:
    """What of `kind` has the resource as the value of a facet: how many, the first of them, and where all are."""

    kind: Kind
    count: int
    rows: list[Row]
    address: ListAddress
    # The properties with which they point to the resource.
    properties: tuple[str, ...]


def listings(reading: Reading, iri: str, size: int) -> list[Listing]:
    """The lists that have `iri` among the values of a facet, each with at most `size` rows, the newest first."""
    found = []
    for kind in kinds(reading.addresses.base):
        index = reading.release.lists[kind.key]
        for facet in kind.facets:
            own = index.facets[facet.key]
            if iri not in own.places:
                continue
            among = own.having(iri, len(index.members))
            sort = "-start" if "start" in kind.sorts else LABEL
            order = sort if sort != LABEL else f"{LABEL}:{reading.languages[0]}"
            places = index.sorted(among, order)
            rows = [row_of(reading, kind, index.members[place]) for place in places[:size]]
            path = reading.addresses.root + kind.path
            address = ListAddress(path, ((facet.key, reading.addresses.as_value(iri)),), sort)
            properties = facet.properties if facet.reach is Reach.VALUE else ()
            found.append(Listing(kind, len(places), rows, address, properties))
    return found
