"""Lists in pages: which page is asked for, and where the others are.

Web Linking: <https://www.rfc-editor.org/rfc/rfc8288>
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import QueryParams

from iomgraph.server.problems import Problem

PAGE_SIZE = 50


@dataclass(frozen=True)
class Paging:
    """A page of `last`, and the numbers and addresses of others by their relation to it."""

    page: int
    last: int
    pages: dict[str, int]
    addresses: dict[str, str]

    @property
    def start(self) -> int:
        """How many things stand on the pages before."""
        return (self.page - 1) * PAGE_SIZE

    @property
    def links(self) -> list[tuple[str, str, str | None]]:
        """The addresses as `link_header` takes them."""
        return [(rel, address, None) for rel, address in self.addresses.items()]


def paging(page: int, count: int, address: Callable[[int], str]) -> Paging:
    """The page `page` of `count` things. Raises Problem (404) where it is beyond the last.

    >>> paging(2, 60, "/states?page={}".format).addresses["prev"]
    '/states?page=1'
    """
    last = max(1, -(-count // PAGE_SIZE))
    if page > last:
        raise Problem(HTTPStatus.NOT_FOUND, f"The list has {last} pages; there is no page {page}.")
    places = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    pages = {rel: number for rel, number in places.items() if 1 <= number <= last}
    return Paging(page, last, pages, {rel: address(number) for rel, number in pages.items()})


def page_number(parameters: QueryParams) -> int:
    """The page that is asked for. Raises Problem (400) where that is no number from 1."""
    number = parameters.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 10 and int(number) > 0):
        raise Problem(HTTPStatus.BAD_REQUEST, f"`page` is a number from 1, not {number!r}.")
    return int(number)


def link_header(relations: Iterable[tuple[str, str, str | None]]) -> str:
    """The value of Link for relations with their addresses and media types.

    >>> link_header([("next", "/states?page=2", None)])
    '</states?page=2>; rel="next"'
    """
    return ", ".join(
        f'<{address}>; rel="{rel}"' + (f'; type="{media_type}"' if media_type else "")
        for rel, address, media_type in relations
    )
