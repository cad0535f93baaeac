"""The figures of the home page in full: `/figures/NAME` in pages; with `.csv` and `.json` as data, amounts exact."""

import csv
import io
import json
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.server.answers import answer
from iomgraph.server.home_view import FACETS, rows_of, table_of
from iomgraph.server.list_twins import CSV, JSON, SUFFIXES
from iomgraph.server.paging import PAGE_SIZE, link_header, page_number, paging
from iomgraph.server.pinned import root_of
from iomgraph.server.problems import Problem
from iomgraph.server.reading import Reading
from iomgraph.server.site import site_of
from iomgraph.validation.formats.csv import no_formula

_HEADINGS = {"states": "by_state", "years": "by_year", "budgets": "by_type"}


async def figures(request: Request) -> Response:
    """One table of figures. Raises Problem (404) for one, or a page of it, that there is not."""
    site = site_of(request)
    reading = site.reading(request, site.release(request))
    name, _, suffix = request.path_params["name"].partition(".")
    if name in FACETS and not suffix:
        return await anyio.to_thread.run_sync(_page, request, reading, name)
    if name not in FACETS or suffix not in SUFFIXES:
        offered = [f"/figures/{each}.{ending}" for each in FACETS for ending in SUFFIXES]
        raise Problem(HTTPStatus.NOT_FOUND, f"There are the figures {', '.join(offered)}.", offered=offered)
    body = await anyio.to_thread.run_sync(_table, reading, name, SUFFIXES[suffix], site.publication.currency)
    return answer(
        request, body, SUFFIXES[suffix], {"Vary": "Accept-Language", "Content-Language": reading.languages[0]}
    )


def _page(request: Request, reading: Reading, name: str) -> Response:
    rows = table_of(reading, name)
    address = f"{root_of(request)}/figures/{name}"
    pages = paging(page_number(request.query_params), len(rows), lambda page: f"{address}?page={page}")
    site = site_of(request)
    return site.page(
        request,
        "figures.html",
        {"Link": link_header(pages.links)},
        name=name,
        heading=_HEADINGS[name],
        facets=FACETS[name],
        rows=rows[pages.start : pages.start + PAGE_SIZE],
        count=len(rows),
        paging=pages,
        currency=site.publication.currency,
        release=reading.release,
    )


def _table(reading: Reading, name: str, media_type: str, currency: str) -> bytes:
    keys = FACETS[name]
    rows = [
        {
            **dict(zip(keys, row.iris, strict=True)),
            **{f"{key}_label": label.text for key, label in zip(keys, row.labels, strict=True)},
            "projects": row.projects,
            "budget": str(row.budget),
            "currency": currency,
        }
        for row in rows_of(reading, getattr(reading.release.figures, name), keys)
    ]
    if media_type == JSON:
        return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode()
    assert media_type == CSV
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([*keys, *(f"{key}_label" for key in keys), "projects", "budget", "currency"])
    writer.writerows([no_formula(str(cell)) for cell in row.values()] for row in rows)
    return stream.getvalue().encode()
