"""The first page, the files of the release, and the JSON-LD context."""

import json
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from iomgraph.rdf.syntaxes import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from iomgraph.release import BESIDE_MANIFEST, Releases
from iomgraph.release.description import DESCRIPTION
from iomgraph.server.answers import answer, is_known, with_charset
from iomgraph.server.bounds import MOST_BYTES, HomeBounds
from iomgraph.server.home_view import FACETS, budgets_chart, map_of, table_of, years_chart
from iomgraph.server.kinds import PROJECTS
from iomgraph.server.problems import Problem
from iomgraph.server.served import ServedRelease
from iomgraph.server.site import HTML, site_of
from iomgraph.server.world_map import HEIGHT, WIDTH
from iomgraph.validation.formats.html import content_policy

_STATES_SHOWN = 15
# What a page may be at most, and what is left of a larger one, step by step: all of it is at /figures/NAME.
_FULL, _NO_TIPS = HomeBounds(rows=1_000, years=1_000, tips=True), HomeBounds(rows=15, years=40, tips=False)

_MEDIA_TYPES = {
    "." + TURTLE.suffix: TURTLE.media_type,
    "." + JSON_LD.suffix: JSON_LD.media_type,
    "." + N_TRIPLES.suffix: N_TRIPLES.media_type,
    "." + RDF_XML.suffix: RDF_XML.media_type,
    ".nq": "application/n-quads",
    ".json": "application/json",
    ".html": HTML,
}


# The report is a page that needs nothing but itself: its style and its script stand in it.
_OWN_POLICY = {".html": {"Content-Security-Policy": content_policy()}}


async def home(request: Request) -> Response:
    """What this is, how much of it there is, and where to go."""
    return await anyio.to_thread.run_sync(_home_page, request, site_of(request).release(request))


def _home_page(request: Request, release: ServedRelease) -> Response:
    site = site_of(request)
    body, bounds = _rendered(request, release, _FULL), _NO_TIPS
    while len(body) > MOST_BYTES and bounds.years > 1:
        body, bounds = _rendered(request, release, bounds), bounds.fewer_years()
    headers = {"Vary": "Accept-Language", "Content-Language": site.languages_for(request)[0]}
    return answer(request, body, HTML, headers)


def _rendered(request: Request, release: ServedRelease, bounds: HomeBounds) -> bytes:
    site = site_of(request)
    counts = [(kind, len(release.lists[kind.key].members)) for kind in site.kinds]
    first_project = next(iter(release.lists[PROJECTS].members), None)
    reading = site.reading(request, release)
    states, years, budgets = (table_of(reading, name) for name in FACETS)
    by_budget = request.query_params.get("map") == "budget"
    shapes, shades = map_of(reading, site.outlines, states, by_budget)
    drawn_years = {row.iris[0] for row in years[-bounds.years :]}
    drawn_budgets, types = budgets_chart(
        [row for row in budgets if row.iris[0] in drawn_years], site.publication.currency
    )
    return site.rendered(
        request,
        "home.html",
        {
            "counts": counts,
            "release": release,
            "example": reading.addresses.path_of(first_project) if first_project else None,
            "origin": f"{request.url.scheme}://{request.url.netloc}",
            "currency": site.publication.currency,
            "states": states,
            "states_shown": _STATES_SHOWN,
            "shapes": shapes,
            "shades": shades,
            "by_budget": by_budget,
            "map_width": WIDTH,
            "map_height": HEIGHT,
            "years": years,
            "years_chart": years_chart(years, site.texts(request)["projects"]),
            "budgets": budgets,
            "budgets_chart": drawn_budgets,
            "types": types,
            "bounds": bounds,
        },
    )


async def release_page(request: Request) -> Response:
    """The newest release: its counts and its files with their checksums."""
    site = site_of(request)
    release = site.release(request)
    counts = release.manifest.get("counts")
    return site.page(
        request,
        "release.html",
        release=release,
        counts=sorted(counts.items()) if isinstance(counts, dict) else [],
        files=sorted(release.manifest["files"].items()),
        kept=[each.id for each in reversed(Releases(site.publication.releases).all())],
        beside=sorted(name for name in BESIDE_MANIFEST if (release.folder / name).is_file()),
        description=DESCRIPTION if DESCRIPTION in release.manifest["files"] else None,
    )


async def release_file(request: Request) -> Response:
    """A file of the release as it is. Raises Problem (404) for what is neither in the manifest nor of it."""
    release = site_of(request).release(request)
    name = request.path_params["name"]
    path = release.folder / name
    if name not in {*release.manifest["files"], *BESIDE_MANIFEST} or not path.is_file():
        raise Problem(HTTPStatus.NOT_FOUND, f"Release {release.name} has no file {name}.")
    media_type = with_charset(_MEDIA_TYPES.get(path.suffix, "text/plain"))
    if name in BESIDE_MANIFEST:
        return answer(request, path.read_bytes(), media_type, {})
    tag = f'"{release.manifest["files"][name]["sha256"]}"'
    headers = {"Cache-Control": "no-cache", "ETag": tag, **_OWN_POLICY.get(path.suffix, {})}
    if is_known(request, tag):
        return Response(None, 304, headers)
    return FileResponse(path, media_type=media_type, headers=headers)


async def context(request: Request) -> Response:
    """The JSON-LD context of the publication."""
    document = json.dumps({"@context": site_of(request).serialiser.context}, ensure_ascii=False, indent=2)
    return answer(request, f"{document}\n".encode(), JSON_LD.media_type, {})
