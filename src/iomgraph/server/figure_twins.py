"""The figures of the home page as data: `/figures/NAME.csv` and `.json`, amounts exact."""

import csv
import io
import json
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.server.answers import answer
from iomgraph.server.home_view import rows_of
from iomgraph.server.list_twins import CSV, JSON, SUFFIXES
from iomgraph.server.problems import Problem
from iomgraph.server.reading import Reading
from iomgraph.server.site import site_of
from iomgraph.validation.formats.csv import no_formula

FACETS = {"states": ("state",), "years": ("year",), "budgets": ("year", "type")}
"""What each table of figures is by, as keys of facets."""


async def figures(request: Request) -> Response:
    """One table of figures. Raises Problem (404) for one that there is not."""
    site = site_of(request)
    reading = site.reading(request, site.release(request))
    name, _, suffix = request.path_params["name"].partition(".")
    if name not in FACETS or suffix not in SUFFIXES:
        offered = [f"/figures/{each}.{ending}" for each in FACETS for ending in SUFFIXES]
        raise Problem(HTTPStatus.NOT_FOUND, f"There are the figures {', '.join(offered)}.", offered=offered)
    body = await anyio.to_thread.run_sync(_table, reading, name, SUFFIXES[suffix], site.publication.currency)
    return answer(
        request, body, SUFFIXES[suffix], {"Vary": "Accept-Language", "Content-Language": reading.languages[0]}
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
