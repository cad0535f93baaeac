"""Everything that one page of a list shows, for the page and for its twins alike."""

from dataclasses import dataclass

from iomgraph.server.kinds import Kind
from iomgraph.server.list_address import LABEL, ListAddress
from iomgraph.server.list_facets import Choice, ShownFacet, chosen, graph_value, shown_facets
from iomgraph.server.list_rows import Row, row_of
from iomgraph.server.paging import PAGE_SIZE, Paging, paging
from iomgraph.server.reading import Reading


@dataclass(frozen=True)
class ListView:
    """A page of a list. `count` is how many there are on all pages."""

    kind: Kind
    release: str
    language: str
    address: ListAddress
    count: int
    paging: Paging
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
    pages = paging(address.page, len(found), lambda page: str(address.on_page(page)))
    return ListView(
        kind=kind,
        release=reading.release.name,
        language=language,
        address=address,
        count=len(found),
        paging=pages,
        chosen=chosen(reading, kind, index, address),
        facets=shown_facets(reading, kind, index, among, address),
        rows=[row_of(reading, kind, index.members[place]) for place in found[pages.start : pages.start + PAGE_SIZE]],
    )
