"""The address of a list: what was chosen, in which order, which page, and how another choice is written.

Percent-encoding in queries: <https://www.rfc-editor.org/rfc/rfc3986#section-3.4>
"""

from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import quote

from starlette.datastructures import QueryParams

from iomgraph.server.kinds import Kind
from iomgraph.server.paging import page_number
from iomgraph.server.problems import Problem

LABEL = "label"


@dataclass(frozen=True)
class ListAddress:
    """A list as its address asks for it. `chosen` are pairs of a facet and a value, as both are written there.

    >>> str(ListAddress("/projects", (("year", "2003"),), page=2))
    '/projects?year=2003&page=2'
    """

    path: str
    chosen: tuple[tuple[str, str], ...] = ()
    sort: str = LABEL
    page: int = 1

    def __str__(self) -> str:
        return self._with_parameters(self.path)

    def twin(self, suffix: str) -> str:
        """The same as data.

        >>> ListAddress("/projects", (("year", "2003"),), page=2).twin("csv")
        '/projects.csv?year=2003&page=2'
        """
        return self._with_parameters(f"{self.path}.{suffix}")

    def _with_parameters(self, path: str) -> str:
        pairs = [*self.chosen]
        if self.sort != LABEL:
            pairs.append(("sort", self.sort))
        if self.page != 1:
            pairs.append(("page", str(self.page)))
        return "?".join([path, "&".join(f"{name}={as_parameter(value)}" for name, value in pairs)]).rstrip("?")

    def with_choice(self, key: str, value: str) -> "ListAddress":
        """The first page of what is left with one more choice."""
        return replace(self, chosen=(*self.chosen, (key, value)), page=1)

    def without_choice(self, key: str, value: str) -> "ListAddress":
        """The first page of what there is without a choice."""
        return replace(self, chosen=tuple(each for each in self.chosen if each != (key, value)), page=1)

    def sorted_by(self, sort: str) -> "ListAddress":
        """The first page in another order."""
        return replace(self, sort=sort, page=1)

    def on_page(self, page: int) -> "ListAddress":
        """Another page."""
        return replace(self, page=page)


def list_address(kind: Kind, parameters: QueryParams, root: str = "") -> ListAddress:
    """What the parameters of a request ask of the list of `kind`, which lies below `root`.

    Raises Problem (400) for an unknown order or page.
    """
    keys = {facet.key for facet in kind.facets}
    chosen = tuple(dict.fromkeys(pair for pair in parameters.multi_items() if pair[0] in keys))
    sort = parameters.get("sort", LABEL)
    known = [LABEL, *kind.sorts]
    if sort.removeprefix("-") not in known or sort.startswith("--"):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            f"The list can be sorted by {', '.join(known)}, each with a hyphen before it for the other way, "
            f"not by {sort!r}.",
        )
    return ListAddress(root + kind.path, chosen, sort, page_number(parameters))


def as_parameter(value: str) -> str:
    """A value as a query holds it; slashes stay readable."""
    return quote(value, safe="/:.-_~")
