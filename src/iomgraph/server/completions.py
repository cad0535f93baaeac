"""What an editor offers while a query is written: classes, properties and entities of the release, by their words."""

import json
import re
from collections.abc import Iterable
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.rdf.labels import words_of
from iomgraph.rdf.prefixes import shortened
from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.answers import answer
from iomgraph.server.folding import folded
from iomgraph.server.problems import Problem
from iomgraph.server.reading import Reading, types
from iomgraph.server.site import Site, site_of

MOST = 50
KINDS = ("class", "property", "entity")
# What stands in a query without further marks (PN_LOCAL has more, which have to be escaped).
_PREFIXED = re.compile(r"[a-z]+:[A-Za-z_]\w*", re.ASCII)


async def completions(request: Request) -> Response:
    """At most 50 terms of `kind` of which a name begins with, or has as words, what `q` says; without `q` the first.

    Raises Problem (400) for an unknown kind.
    """
    site = site_of(request)
    release = site.release(request)
    kind, question = request.query_params.get("kind", ""), request.query_params.get("q", "")
    if kind not in KINDS:
        raise Problem(HTTPStatus.BAD_REQUEST, f"`kind` is one of {', '.join(KINDS)}, not {kind!r}.")
    reading = site.reading(request, release)
    return await anyio.to_thread.run_sync(_answer, request, site, reading, kind, question)


def _answer(request: Request, site: Site, reading: Reading, kind: str, question: str) -> Response:
    if kind == "entity":
        known = {term for each in terms.TERM_CLASSES for term in reading.release.members.get(each, ())}
        found = [hit.iri for hit in reading.release.search.find(question) if hit.iri not in known]
    else:
        release = reading.release
        candidates = release.classes if kind == "class" else release.properties
        found = _ranked(reading, candidates, site.serialiser.prefixes, folded(question))
    offered = [_completion(reading, site.serialiser.prefixes, iri) for iri in found[:MOST]]
    body = json.dumps({"completions": offered}, ensure_ascii=False).encode()
    return answer(request, body, "application/json", {"Vary": "Accept-Language"})


def _ranked(reading: Reading, iris: Iterable[str], prefixes: dict[str, str], question: str) -> list[str]:
    """Those of which a name has every word of the question at the beginning of a word; names that begin so first."""
    words = question.split()
    ranked = []
    for iri in iris:
        names = [folded(shortened(iri, prefixes)), folded(words_of(iri))]
        names += [folded(name) for name in (*reading.release.labels.all_of(iri), reading.label(iri).text)]
        if any(all(f" {word}" in f" {name}" for word in words) for name in names):
            begins = any(name.startswith(question) for name in names)
            ranked.append(
                (not begins, not iri.startswith(reading.addresses.base), folded(reading.label(iri).text), iri)
            )
    return [iri for *_, iri in sorted(ranked)]


def _completion(reading: Reading, prefixes: dict[str, str], iri: str) -> dict[str, str | None]:
    """How a term is written in a query (`name` with a prefix, where it can be), and what it is called."""
    name = shortened(iri, prefixes)
    is_short = name != iri and _PREFIXED.fullmatch(name)
    classes = types(parsed(reading.release.quads.with_subject(iri)))
    return {
        "iri": iri,
        "name": name if is_short else None,
        "label": reading.label(iri).text,
        "class": reading.label(classes[0]).text if classes else None,
    }
