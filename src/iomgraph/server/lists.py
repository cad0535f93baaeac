"""Lists in pages: everything of one kind, and what points to a resource."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import anyio.to_thread
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.answers import answer
from iomgraph.server.bounds import MOST_BYTES, ListBounds
from iomgraph.server.kinds import Kind, kind_of
from iomgraph.server.list_address import LABEL, list_address
from iomgraph.server.list_facets import IN_VIEW
from iomgraph.server.list_twins import CSV, JSON, SUFFIXES, csv_list, json_list
from iomgraph.server.list_view import list_view
from iomgraph.server.negotiation import best_media_type
from iomgraph.server.paging import PAGE_SIZE, link_header, page_number, paging
from iomgraph.server.pinned import root_of
from iomgraph.server.problems import Problem
from iomgraph.server.reading import Reading, Value, objects, types
from iomgraph.server.site import HTML, site_of
from iomgraph.server.store_questions import count_linking, linking

_OFFERED = [HTML, JSON, CSV]


async def kind_list(request: Request) -> Response:
    """A page of everything of the kind that the path names, narrowed and sorted as the parameters say.

    Raises Problem: 400 for an unknown order, 404 beyond the last page, 406 where neither page nor twin is acceptable.
    """
    site = site_of(request)
    path, _, suffix = request.url.path.partition(".")
    kind = next(kind for kind in site.kinds if kind.path == path)
    reading = site.reading(request, site.release(request))
    media_type = SUFFIXES[suffix] if suffix else best_media_type(request.headers.get("accept"), _OFFERED)
    if media_type is None:
        sentence = f"This list can be had as {', '.join(_OFFERED)}; ask for one of these."
        raise Problem(HTTPStatus.NOT_ACCEPTABLE, sentence, offered=_OFFERED)
    varying = {} if suffix else {"Vary": "Accept, Accept-Language"}
    return await anyio.to_thread.run_sync(_kind_page, request, reading, kind, media_type, varying)


def _kind_page(request: Request, reading: Reading, kind: Kind, media_type: str, varying: dict[str, str]) -> Response:
    view = list_view(reading, kind, list_address(kind, request.query_params, root_of(request)))
    twins = {suffix: view.address.twin(suffix) for suffix in SUFFIXES}
    relations = view.paging.links
    relations += [("alternate", twins[suffix], other) for suffix, other in SUFFIXES.items() if other != media_type]
    headers = {"Vary": "Accept-Language", "Link": link_header(relations), **varying}
    if media_type == HTML:
        shown = {"view": view, "twins": twins, "release": reading.release, "sorts": [LABEL, *kind.sorts]}
        body, bounds = _rendered(request, shown, ListBounds()), ListBounds().half()
        while len(body) > MOST_BYTES and bounds.choices > 1:
            body, bounds = _rendered(request, shown, bounds), bounds.half()
        return answer(request, body, HTML, {"Content-Language": view.language, **headers})
    body = json_list(view) if media_type == JSON else csv_list(view)
    return answer(request, body, media_type, {"Content-Language": view.language, **headers})


def _rendered(request: Request, shown: Mapping[str, Any], bounds: ListBounds) -> bytes:
    return site_of(request).rendered(request, "kind_list.html", {**shown, "in_view": IN_VIEW, "bounds": bounds})


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
    page = page_number(request.query_params)
    count = await anyio.to_thread.run_sync(count_linking, release.store, target, link)
    pages = paging(page, count, lambda each: _address(request, each))
    found = await anyio.to_thread.run_sync(linking, release.store, target, link, PAGE_SIZE, pages.start)
    return site.page(
        request,
        "list.html",
        {"Link": link_header(pages.links)},
        rows=[_row(request, reading, iri) for iri in found],
        count=count,
        paging=pages,
        release=release,
        target=reading.resource(target),
        link=reading.term(link),
    )


def _row(request: Request, reading: Reading, iri: str) -> tuple[Value, str | None, list[str]]:
    """A resource, the key of its kind and the codes and dates that tell it from others of its name."""
    quads = parsed(reading.release.quads.with_subject(iri))
    kind = kind_of(types(quads), site_of(request).publication.base)
    codes = [*objects(quads, terms.IDENTIFIER), *objects(quads, reading.own("alpha3"))]
    dates = "–".join("/".join(objects(quads, date)) for date in (terms.START, terms.END))
    return reading.resource(iri), kind.key if kind else None, [*codes, *([dates] if dates != "–" else [])]


def _address(request: Request, page: int) -> str:
    parameters = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    return f"{root_of(request)}{request.url.path}?{urlencode([*parameters, ('page', str(page))])}"
