"""Lists in pages: everything of one kind, what a search finds, what points to a resource."""

from http import HTTPStatus
from urllib.parse import urlencode

import anyio.to_thread
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.kinds import Kind, kind_of
from iomgraph.server.problems import Problem
from iomgraph.server.reading import Reading, Value, objects, types
from iomgraph.server.search import folded
from iomgraph.server.site import site_of
from iomgraph.server.store_questions import count_linking, linking

PAGE_SIZE = 50


async def kind_list(request: Request) -> Response:
    """Everything of the kind that the path names, by label."""
    site = site_of(request)
    kind = next(kind for kind in site.kinds if kind.path == request.url.path)
    reading = site.reading(request, site.release(request))
    return await anyio.to_thread.run_sync(_kind_page, request, reading, kind)


async def search(request: Request) -> Response:
    """What has every word of `q` in a name, title or code; the closest first."""
    site = site_of(request)
    release = site.release(request)
    question = request.query_params.get("q", "")
    reading = site.reading(request, release)
    found = await anyio.to_thread.run_sync(release.search.find, question) if question else []
    return _page(request, reading, found, question=question)


async def links(request: Request) -> Response:
    """What points to `to` (a path of this site) with the property `by` (an IRI)."""
    site = site_of(request)
    release = site.release(request)
    try:
        target = NamedNode(site.addresses.iri_of(request.query_params["to"].encode()) or "").value
        link = NamedNode(request.query_params["by"]).value
    except (KeyError, ValueError) as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "A list of links needs `to`, a path of this site, and `by`, the IRI of a property.",
        ) from error
    reading = site.reading(request, release)
    page = _page_number(request)
    offset = (page - 1) * PAGE_SIZE
    count = await anyio.to_thread.run_sync(count_linking, release.store, target, link)
    found = await anyio.to_thread.run_sync(linking, release.store, target, link, PAGE_SIZE, offset)
    return _page(request, reading, found, total=count, target=reading.resource(target), link=reading.term(link))


def _kind_page(request: Request, reading: Reading, kind: Kind) -> Response:
    members = kind.members(reading.release)
    members.sort(key=lambda iri: (folded(reading.label(iri).text), iri))
    return _page(request, reading, members, kind=kind)


def _page(request: Request, reading: Reading, found: list[str], total: int | None = None, **values: object) -> Response:
    """One page of `found`; where `total` is given, `found` is that page already."""
    page, count = _page_number(request), len(found) if total is None else total
    last = max(1, -(-count // PAGE_SIZE))
    if page > last:
        raise Problem(HTTPStatus.NOT_FOUND, f"The list has {last} pages; there is no page {page}.")
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE] if total is None else found
    places = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    addresses = {rel: _address(request, number) for rel, number in places.items() if 1 <= number <= last}
    headers = {"Link": ", ".join(f'<{address}>; rel="{rel}"' for rel, address in addresses.items())}
    context: dict[str, object] = {"kind": None, "question": None, "target": None, "link": None, **values}
    return site_of(request).page(
        request,
        "list.html",
        headers,
        rows=[_row(request, reading, iri) for iri in shown],
        count=count,
        page=page,
        last=last,
        addresses=addresses,
        release=reading.release,
        **context,
    )


def _row(request: Request, reading: Reading, iri: str) -> tuple[Value, str | None, list[str]]:
    """A resource, the key of its kind and the codes and dates that tell it from others of its name."""
    quads = parsed(reading.release.quads.with_subject(iri))
    kind = kind_of(types(quads), site_of(request).publication.base)
    codes = [*objects(quads, terms.IDENTIFIER), *objects(quads, reading.own("alpha3"))]
    dates = "–".join("/".join(objects(quads, date)) for date in (terms.START, terms.END))
    return reading.resource(iri), kind.key if kind else None, [*codes, *([dates] if dates != "–" else [])]


def _page_number(request: Request) -> int:
    number = request.query_params.get("page", "1")
    if not (number.isascii() and number.isdigit() and 0 < int(number) < 10**9):
        raise Problem(HTTPStatus.BAD_REQUEST, f"`page` is a number from 1, not {number!r}.")
    return int(number)


def _address(request: Request, page: int) -> str:
    parameters = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    return f"{request.url.path}?{urlencode([*parameters, ('page', str(page))])}"
