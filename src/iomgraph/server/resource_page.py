"""The page of a resource: of a source with its text, of the ontology with its terms, of all others one for all."""

from collections.abc import Mapping

from pyoxigraph import Quad
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.rdf.syntaxes import SYNTAXES, TURTLE
from iomgraph.release import origins
from iomgraph.server.answers import answer
from iomgraph.server.bounds import MOST_BYTES, Bounds
from iomgraph.server.history import history
from iomgraph.server.ontology_terms import terms_of
from iomgraph.server.reading import by_subject
from iomgraph.server.resource_view import view_of
from iomgraph.server.served import ServedRelease
from iomgraph.server.site import HTML, site_of
from iomgraph.server.source_text import texts_about, texts_of_source
from iomgraph.server.state_map import DOT, HEIGHT, WIDTH, state_map
from iomgraph.server.timeline import end_of, timeline


def resource_page(
    request: Request,
    release: ServedRelease,
    iri: str,
    quads: list[Quad],
    headers: Mapping[str, str],
) -> Response:
    """The page of `iri`, whose description is `quads`, in the reader's language."""
    site = site_of(request)
    bounds = Bounds()
    body = _rendered(request, release, iri, quads, bounds)
    # What is large in an unforeseen way is shown with less of everything.
    while len(body) > MOST_BYTES and bounds.rows > 1:
        bounds = bounds.half()
        body = _rendered(request, release, iri, quads, bounds)
    return answer(request, body, HTML, {"Content-Language": site.languages_for(request)[0], **headers})


def _rendered(request: Request, release: ServedRelease, iri: str, quads: list[Quad], bounds: Bounds) -> bytes:
    site = site_of(request)
    reading = site.reading(request, release)
    of_source = texts_of_source(reading, iri, quads, bounds)
    own = by_subject(quads).get(iri, [])
    results = release.report.about(iri, reading.languages)
    found = origins(release.folder, iri)
    view = view_of(reading, iri, quads, bounds)
    path, loaded = reading.addresses.path_of(iri), site.current.loaded
    return site.rendered(
        request,
        "resource.html",
        {
            "view": view,
            # The release is named after its day.
            "timeline": timeline(view.roles, end_of(iri, quads, int(release.name[:4]))),
            "state_map": state_map(reading, site.world, quads),
            "map_width": WIDTH,
            "map_height": HEIGHT,
            "dot": DOT,
            "texts": of_source.texts or texts_about(reading, own, bounds),
            "fields": of_source.fields,
            "terms": terms_of(reading, iri, quads),
            # An ontology with more terms than a page holds has their definitions alone.
            "brief": bounds != Bounds(),
            "origins": found[: bounds.rows],
            "origin_count": len(found),
            "results": results[: bounds.rows],
            "result_count": len(results),
            "validated": release.report.exists and bool(found),
            "versions": history(reading, site.publication, iri, min(bounds.rows, 8)),
            "formats": [(syntax.name, f"{path}.{syntax.suffix}") for syntax in SYNTAXES],
            "turtle": f"{path}.{TURTLE.suffix}",
            "release": release,
            "bounds": bounds,
            "is_gone": loaded is not None and not loaded.quads.holds(iri),
            "own_path": site.addresses.path_of(iri),
            "participates_in": reading.own("participatesIn"),
        },
    )
