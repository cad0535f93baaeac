"""What a search finds, by kind: a page, and JSON for suggestions while somebody types."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from urllib.parse import urlencode

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.answers import answer
from iomgraph.server.folding import folded
from iomgraph.server.list_twins import JSON
from iomgraph.server.paging import PAGE_SIZE, Paging, link_header, page_number, paging
from iomgraph.server.problems import Problem
from iomgraph.server.reading import Reading, Value, objects
from iomgraph.server.search import MOST_WORDS
from iomgraph.server.site import site_of

# So many of a kind are shown where all kinds are, and are suggested.
_OF_A_KIND = 10
_SUGGESTED = 5


@dataclass(frozen=True)
class Found:
    """A resource that was found, and the codes and dates that tell it from others of its name."""

    iri: str
    name: Value
    notes: list[str]


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many, the closest of them, and where all of them are."""

    kind: str
    count: int
    found: list[Found]
    address: str


async def search(request: Request) -> Response:
    """The page of what has every word of `q` in its names and texts; with `kind` all of one kind, in pages.

    Raises Problem: 400 for too many words, an unknown kind or page number, 404 beyond the last page.
    """
    site = site_of(request)
    reading = site.reading(request, site.release(request))
    return await anyio.to_thread.run_sync(_search_page, request, reading, _question(request))


def _search_page(request: Request, reading: Reading, question: str) -> Response:
    kind, search = request.query_params.get("kind"), reading.release.search
    pages: Paging | None = None
    if kind is None:
        groups = _groups(reading, question, _OF_A_KIND)
    elif kind in search.kinds:
        count = search.count(question, kind)
        pages = paging(page_number(request.query_params), count, lambda page: _address(reading, question, kind, page))
        groups = [_group(reading, question, kind, pages.start, PAGE_SIZE)]
    else:
        raise Problem(HTTPStatus.BAD_REQUEST, f"`kind` is one of {', '.join(search.kinds)}, not {kind!r}.")
    return site_of(request).page(
        request,
        "search.html",
        {"Link": link_header(pages.links)} if pages else None,
        question=question,
        groups=groups,
        count=sum(group.count for group in groups),
        paging=pages,
        release=reading.release,
    )


async def suggestions(request: Request) -> Response:
    """The closest of each kind to `q`, as JSON. Raises Problem (400) for too many words."""
    site = site_of(request)
    question = _question(request)
    reading = site.reading(request, site.release(request))
    groups = await anyio.to_thread.run_sync(_groups, reading, question, _SUGGESTED)
    texts = site.texts(request)
    document = {
        "question": question,
        "count": sum(group.count for group in groups),
        "groups": [
            {
                "kind": group.kind,
                "label": texts[group.kind],
                "count": group.count,
                "page": group.address,
                "items": [
                    {
                        "iri": found.iri,
                        "page": found.name.link,
                        "label": found.name.text,
                        "language": found.name.language,
                        "notes": found.notes,
                    }
                    for found in group.found
                ],
            }
            for group in groups
        ],
    }
    headers = {"Vary": "Accept-Language", "Content-Language": reading.languages[0]}
    return answer(request, json.dumps(document, ensure_ascii=False).encode(), JSON, headers)


def _question(request: Request) -> str:
    question = request.query_params.get("q", "")
    if len(folded(question).split()) > MOST_WORDS:
        raise Problem(HTTPStatus.BAD_REQUEST, f"A search takes at most {MOST_WORDS} words; leave some out.")
    return question


def _groups(reading: Reading, question: str, most: int) -> list[Group]:
    """What was found by kind, the kind of the closest first."""
    search = reading.release.search
    closest = {kind: next(search.find(question, kind), None) for kind in search.kinds}
    there = sorted((hit.distance, place, kind) for place, (kind, hit) in enumerate(closest.items()) if hit is not None)
    return [_group(reading, question, kind, 0, most) for _, _, kind in there]


def _group(reading: Reading, question: str, kind: str, start: int, size: int) -> Group:
    search = reading.release.search
    found = [_found(reading, hit.iri) for hit in islice(search.find(question, kind), start, start + size)]
    return Group(kind, search.count(question, kind), found, _address(reading, question, kind, 1))


def _found(reading: Reading, iri: str) -> Found:
    quads = parsed(reading.release.quads.with_subject(iri))
    codes = [*objects(quads, terms.IDENTIFIER), *objects(quads, reading.own("alpha3"))]
    dates = "–".join("/".join(objects(quads, date)) for date in (terms.START, terms.END))
    return Found(iri, reading.resource(iri), [*codes, *([dates] if dates != "–" else [])])


def _address(reading: Reading, question: str, kind: str, page: int) -> str:
    parameters = {"q": question, "kind": kind, **({"page": str(page)} if page > 1 else {})}
    return f"{reading.addresses.root}/search?{urlencode(parameters)}"
