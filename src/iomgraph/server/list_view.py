"""Everything that one page of a list shows, for the page and for its twins alike."""

from dataclasses import dataclass

from iomgraph.server.kinds import Kind
from iomgraph.server.list_address import LABEL, ListAddress, pages
from iomgraph.server.list_facets import Choice, ShownFacet, chosen, graph_value, shown_facets
from iomgraph.server.list_rows import Row, row_of
from iomgraph.server.reading import Reading

PAGE_SIZE = 50


@dataclass(frozen=True)
class ListView:
    """A page of a list. `count` is how many there are on all pages, `pages` where other pages are, by relation."""

    kind: Kind
    release: str
    language: str
    address: ListAddress
    count: int
    last: int
    pages: dict[str, ListAddress]
    chosen: list[Choice]
    facets: list[ShownFacet]
    rows: list[Row]


def list_view(reading: Reading, kind: Kind, address: ListAddress) -> ListView:
    """The page of the list of `kind` that `address` asks for. Raises Problem (404) where there is no such page."""
    index = reading.release.lists[kind.key]
    among = index.selected((key, graph_value(reading, index.facets[key], each)) for key, each in address.chosen)
    language = reading.languages[0]
    # Labels are in an order of their own in each language.
    order = f"{address.sort}:{language}" if address.sort.removeprefix("-") == LABEL else address.sort
    found = index.sorted(among, order)
    last = max(1, -(-len(found) // PAGE_SIZE))
    elsewhere = pages(address, last)
    shown = found[(address.page - 1) * PAGE_SIZE : address.page * PAGE_SIZE]
    return ListView(
        kind=kind,
        release=reading.release.name,
        language=language,
        address=address,
        count=len(found),
        last=last,
        pages=elsewhere,
        chosen=chosen(reading, kind, index, address),
        facets=shown_facets(reading, kind, index, among, address),
        rows=[row_of(reading, kind, index.members[place]) for place in shown],
    )
