"""What every answer of one publication has to hand, and how its pages are rendered."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.publication import Publication
from iomgraph.rdf.prefixes import expanded
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.server.addresses import Addresses
from iomgraph.server.answers import answer
from iomgraph.server.current import CurrentRelease
from iomgraph.server.delivery import RELEASE
from iomgraph.server.examples import read_examples
from iomgraph.server.kinds import kinds
from iomgraph.server.negotiation import best_language
from iomgraph.server.pinned import address_now, own_address, pinned_release, root_of
from iomgraph.server.problems import Problem
from iomgraph.server.query_answers import QueryAnswers
from iomgraph.server.reading import Reading
from iomgraph.server.served import ServedRelease
from iomgraph.server.state_map import read_world
from iomgraph.server.world_map import read_outlines
from iomgraph.stores.killed import Killed

HERE = Path(__file__).parent
HTML = "text/html"
LANGUAGE_COOKIE = "language"
_CHOSEN = re.compile(rf"(?:^|;)\s*{LANGUAGE_COOKIE}=([a-z]+)\s*(?:;|$)")
BUILT = HERE / "static" / "built"
"""What `make web` builds where npm is there; without it the pages do without scripts and maps."""
NO_RELEASE = "No release is published yet; run `iomgraph publish` and ask again."


class Site:
    """The site of one publication.

    Raises InputError where its JSON-LD context or the outlines of states cannot be read.
    """

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.addresses = Addresses(publication.base)
        self.killed = Killed()
        self.current = CurrentRelease(publication, self.killed)
        self.serialiser = Serialiser.of(publication)
        self.kinds = kinds(publication.base)
        self.outlines = read_outlines(BUILT / "countries.json")
        self.world = read_world(BUILT / "world.json")
        self.query_answers = QueryAnswers(publication)
        self.examples = read_examples(publication.queries)
        self.has_scripts = (BUILT / "query-page.js").is_file()
        self._texts = tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))
        self._terms = {
            language: {expanded(name, self.serialiser.prefixes): label for name, label in texts["terms"].items()}
            for language, texts in self._texts.items()
        }
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @staticmethod
    def release(request: Request) -> ServedRelease:
        """The release to answer from. Raises Problem (503) where there is none."""
        release = request.scope[RELEASE]
        if not isinstance(release, ServedRelease):
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, NO_RELEASE, headers={"Retry-After": "5"})
        return release

    def offered_languages(self) -> list[tuple[str, str]]:
        """The languages that pages are in, each with its own name."""
        spoken = [language for language in self.publication.languages if language in self._texts]
        return [(language, self._texts[language]["language_name"]) for language in spoken or self._texts]

    def languages_for(self, request: Request) -> tuple[str, ...]:
        """The languages of the publication, the one that the reader prefers first."""
        offered = [language for language, _ in self.offered_languages()]
        chosen = _chosen_language(request.headers.get("cookie", ""))
        if chosen not in offered:
            chosen = best_language(request.headers.get("accept-language"), offered)
        return (chosen, *(language for language in self.publication.languages if language != chosen))

    def texts(self, request: Request) -> Mapping[str, Any]:
        """The words of the pages in the reader's language."""
        texts: Mapping[str, Any] = self._texts[self.languages_for(request)[0]]
        return texts

    def reading(self, request: Request, release: ServedRelease) -> Reading:
        """The view of the reader who makes the request."""
        languages = self.languages_for(request)
        addresses = replace(self.addresses, root=root_of(request))
        return Reading(release, addresses, languages, self._terms[languages[0]])

    def rendered(self, request: Request, template: str, values: Mapping[str, Any]) -> bytes:
        """A page in the reader's language."""
        languages = self.languages_for(request)
        titles = self.publication.title
        title = next((titles[language] for language in languages if language in titles), "")
        loaded = self.current.loaded
        page = self._templates.get_template(template).render(
            t=self._texts[languages[0]],
            language=languages[0],
            site_title=title,
            publication=self.publication,
            kinds=self.kinds,
            path=request.url.path,
            root=root_of(request),
            here=own_address(request),
            pinned=pinned_release(request),
            now=address_now(request),
            current=loaded.name if loaded else None,
            offered_languages=self.offered_languages(),
            **{"question": None, "release": None, "is_gone": False, **values},
        )
        return page.encode()

    def page(
        self,
        request: Request,
        template: str,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> Response:
        """A page as an answer, in the reader's language."""
        varying = {"Vary": "Accept-Language", "Content-Language": self.languages_for(request)[0]}
        return answer(request, self.rendered(request, template, values), HTML, {**varying, **(headers or {})})


def _chosen_language(cookies: str) -> str:
    """What the cookie of the language says; the parser of Python 3.11 takes quadratic time for quotation marks."""
    found = _CHOSEN.search(cookies)
    return found[1] if found else ""


def site_of(request: Request) -> Site:
    """The site that the request is for."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site
