"""No page is larger than it may be, however large the release, and what it leaves out is one link away."""

from collections.abc import Iterator
from urllib.parse import quote

import lxml.html
import pytest
from starlette.testclient import TestClient

from iomgraph.publication import read_publication
from iomgraph.server.app import create_app
from iomgraph.server.bounds import MOST_BYTES
from iomgraph.server.world_map import Outline
from tests.served_publication import BASE, publication_folder

PROJECTS, STATES, YEARS, TYPES, MEMBERS, ORGANISATIONS, SHAPES = 3_000, 240, 45, 20, 120, 400, 180
LONG = "A very long name of something, and then some more of it " * 8

PREFIXES = f"""
@prefix : <{BASE}id/> . @prefix ns: <{BASE}ns#> . @prefix v: <{BASE}vocab/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix schema: <https://schema.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def release() -> Iterator[str]:
    """A release in which one state and one organisation are in all projects, and one process has many members."""
    yield PREFIXES + f"GRAPH <{BASE}graph/data> {{"
    for n in range(STATES):
        name = f"State {n} of the Union of Freedonia and the Islands"
        yield f':state\\/S{n} a ns:State ; skos:prefLabel "{name}"@en ; ns:alpha3 "S{n}" ; skos:notation "{n:03}" .'
    for n in range(TYPES):
        yield f'v:type-{n} a skos:Concept ; skos:prefLabel "Type {n} of what is done about movement"@en .'
    for n in range(ORGANISATIONS):
        yield f':organisation\\/o{n} a org:Organization ; skos:prefLabel "{LONG}{n}"@en ; dcterms:identifier "o{n}" .'
    yield ':process\\/one a ns:ConsultationProcess ; skos:prefLabel "One process"@en .'
    for n in range(MEMBERS):
        yield participation("process\\/one", "member", f"state\\/S{n}")
    for n in range(PROJECTS):
        project = f"project\\/P{n}"
        states = ", ".join(f":state\\/S{(n * k) % STATES}" for k in range(12))
        yield (
            f':{project} a ns:Project ; dcterms:title "{n} {LONG}"@en ; rdfs:label "{n} {LONG}"@en ; '
            f'dcterms:identifier "P{n}" ; schema:startDate "{1980 + n % YEARS}"^^xsd:gYear ; '
            f"ns:projectType v:type-{n // YEARS % TYPES} ; ns:benefitingState {states} ; "
            f"ns:supportsProcess :process\\/one ; ns:partner :organisation\\/o1 ; ns:budget :{project}\\/budget ."
            f':{project}\\/budget a schema:MonetaryAmount ; schema:value {n + 1000}.5 ; schema:currency "USD" .'
        )
        yield participation(project, "partner", "organisation\\/o1")
    yield "}"


def participation(undertaking: str, role: str, party: str) -> str:
    return (
        f":{undertaking}\\/participation\\/{role}\\/{party.partition('/')[2]} a ns:Participation ; ns:party :{party} ; "
        f'ns:participatesIn :{undertaking} ; ns:role v:role-{role} ; schema:startDate "2001"^^xsd:gYear .'
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = publication_folder(tmp_path_factory.mktemp("large"), "\n".join(release()))
    app = create_app(read_publication(folder / "publication.toml", folder))
    # As many and as large as what `make web` builds.
    app.state.site.outlines = tuple(Outline(f"{n:03}", "M100 100l" + "10 10" * 25 + "z") for n in range(SHAPES))
    with TestClient(app) as client:
        yield client


PAGES = [
    *("/", "/?map=budget", "/figures/states", "/figures/years", "/figures/budgets", "/figures/budgets?page=2"),
    *("/projects", "/projects?page=60", "/projects?sort=-budget&year=1990", "/projects?state=/id/state/S0"),
    *("/states", "/organisations", "/processes", "/vocabulary", "/search?q=very+long", "/search?q=name&kind=projects"),
    *(
        "/id/state/S0",
        "/id/organisation/o1",
        "/id/process/one",
        "/id/project/P7",
        "/vocab/type-1",
        "/sparql",
        "/release",
    ),
    f"/links?to=/id/organisation/o1&by={quote(BASE + 'ns#partner', safe='')}",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_larger_than_it_may_be(large: TestClient, path: str) -> None:
    for language in ("en", "fr"):
        answer = large.get(path, headers={"Accept": "text/html", "Accept-Language": language})
        assert answer.status_code == 200
        assert len(answer.content) <= MOST_BYTES


def found(client: TestClient, address: str, xpath: str) -> list[str]:
    page = client.get(address, headers={"Accept": "text/html", "Accept-Language": "en"}).text
    result = lxml.html.document_fromstring(page).xpath(xpath)
    assert isinstance(result, list)
    return [str(each) for each in result]


def test_what_the_home_page_leaves_out_is_one_link_away(large: TestClient) -> None:
    assert len(found(large, "/", "//*[@class='world']//a/@href")) == SHAPES
    assert found(large, "/", "//a[@href='/figures/states']/text()") == [f"All {STATES}"]
    lists: list[str] = []
    address = "/figures/budgets"
    while address:
        lists += found(large, address, "//td/a[starts-with(@href, '/projects?')]/@href")
        address = next(iter(found(large, address, "//nav[@class='pages']//a[@rel='next']/@href")), "")
    assert len(set(lists)) == len(lists) == len(large.get("/figures/budgets.json").json())


def test_a_state_leads_to_all_of_its_projects(large: TestClient) -> None:
    own = "//a[starts-with(@href, '/projects?state=')][starts-with(text(), 'All')]/@href"
    (address,) = found(large, "/id/state/S0", own)
    assert large.get(address.replace("?", ".json?")).json()["count"] == PROJECTS
