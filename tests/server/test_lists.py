"""Lists in pages."""

import csv
import io
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from starlette.testclient import TestClient

P = "https://w3id.org/iomgraph/id/project/"
DATA = "https://w3id.org/iomgraph/graph/data"
STATUS = "https://w3id.org/iomgraph/ns#status"


@pytest.fixture
def many(publish: Callable[[str, str], None], sample: str) -> None:
    triples = "".join(
        f"<{P}N{number:03}> a <https://w3id.org/iomgraph/ns#Project> ; "
        f'<http://www.w3.org/2000/01/rdf-schema#label> "Project {number:03}"@en ; '
        f"<{STATUS}> <https://w3id.org/iomgraph/vocab/status/completed> .\n"
        for number in range(120)
    )
    publish("2026-01-02.1", sample + f"GRAPH <{DATA}> {{ {triples} }}")


def names(client: TestClient, path: str) -> list[str]:
    return [str(name) for name in found(client, path, "//*[@class='list']/li/a/text() | //table//tr/th/a/text()")]


def found(client: TestClient, path: str, xpath: str) -> list[Any]:
    result = lxml.html.document_fromstring(client.get(path).text).xpath(xpath)
    assert isinstance(result, list)
    return result


@pytest.mark.usefixtures("many")
def test_pages_hold_everything_once_in_order(following: TestClient) -> None:
    listed: list[str] = []
    address = "/projects"
    links = {}
    while address:
        answer = following.get(address)
        listed += names(following, address)
        links = {rel: link["url"] for rel, link in answer.links.items() if rel}
        address = links.get("next", "")
    assert len(listed) == len(set(listed)) == 124
    assert [name for name in listed if name.startswith("Project")] == [f"Project {n:03}" for n in range(120)]
    assert links["prev"] == "/projects?page=2"
    assert links["last"] == "/projects?page=3"


@pytest.mark.usefixtures("many")
def test_many_links_have_a_list_of_their_own(following: TestClient) -> None:
    (address,) = found(following, "/vocab/status/completed.html", "//main//a/@href[starts-with(., '/links')]")
    assert len(names(following, address)) == 50
    assert len(names(following, address + "&page=3")) == 21


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "", "9" * 30, "9" * 5000, "²"])
def test_a_page_has_a_number(client: TestClient, number: str) -> None:
    assert client.get("/projects", params={"page": number}).status_code == 400


def test_a_page_beyond_the_last_is_not_there(client: TestClient) -> None:
    assert client.get("/projects?page=2").status_code == 404


@pytest.mark.parametrize("query", ["", "to=/id/state/FRE", "to=/id/state/FRE&by=x", "to=a%3E%7D&by=http://a/%3E%20b"])
def test_a_list_of_links_needs_its_two_iris(client: TestClient, query: str) -> None:
    assert client.get(f"/links?{query}").status_code == 400


def test_search_finds_and_says_when_there_is_nothing(client: TestClient) -> None:
    assert names(client, "/search?q=grondal")[0] == "Grøndal Dialogue"
    assert names(client, "/search?q=zzz") == []
    assert "0 results" in client.get("/search?q=zzz").text
    assert names(client, "/search") == []


def test_facets_narrow_and_can_be_taken_away(client: TestClient) -> None:
    facets = dict(facet_links(client, "/projects"))
    assert facets["Freedonia 1"] == "/projects?state=/id/state/FRE"
    both = dict(facet_links(client, facets["Freedonia 1"]))
    address = both["Sylvania 1"]
    assert names(client, address) == ["Support for the Grøndal Dialogue on Cross-Border Movement"]
    # What has been chosen is offered no more, but to be taken away.
    assert not {"Freedonia 1", "Sylvania 1"} & {text for text, _ in facet_links(client, address)}
    assert found(client, address, "//*[@class='chosen']/li[1]/a/@href") == ["/projects?state=/id/state/SYL"]
    assert names(client, "/projects?state=/id/state/FRE&year=1999") == []
    assert names(client, "/projects?process=/id/process/grøndal&year=2003") == names(client, address)
    # An unknown status is a text, whatever it holds.
    assert len(names(client, facets["Paused<img src=x onerror=alert(4)> 1"])) == 1
    assert names(client, "/states?process=/id/process/grøndal") == ["Sylvania"]
    assert names(client, "/organisations?process=/id/process/grøndal") == ["Freedonian Migration Board"]


def facet_links(client: TestClient, path: str) -> list[tuple[str, str]]:
    items = found(client, path, "//*[@id='facets']//li")
    return [(" ".join(item.text_content().split()), item.find("a").get("href")) for item in items]


@pytest.mark.usefixtures("many")
def test_every_count_is_what_its_link_leads_to(following: TestClient) -> None:
    document = following.get("/projects.json?status=/vocab/status/completed").json()
    assert document["count"] == 121
    assert len(document["items"]) == 50
    for facet in document["facets"].values():
        for choice in facet:
            assert following.get(choice["list"]).json()["count"] == choice["count"]


def test_a_twin_says_what_the_page_shows_and_no_number_changes(client: TestClient) -> None:
    (item,) = client.get("/projects", params={"year": "2003"}, headers={"Accept": "application/json"}).json()["items"]
    assert [each["amount"] for each in item["budget"]] == ["85000.00", "90000.00"]
    assert item["start"] == ["2003"]
    assert item["state"][0] == {"iri": "https://w3id.org/iomgraph/id/state/FRE", "label": "Freedonia"}
    answer = client.get("/projects.csv", headers={"Accept-Language": "fr"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["label"] for row in rows] == names(client, "/projects")
    (row,) = (row for row in rows if row["code"] == "A12-305")
    assert (row["budget"], row["currency"], row["status"]) == ("85000.00 | 90000.00", "USD | USD", "Terminé")
    assert '</projects.json>; rel="alternate"; type="application/json"' in answer.headers["link"]
    assert client.get("/projects", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("kind", ["projects", "processes", "states", "organisations", "vocabulary"])
def test_every_order_holds_everything_and_what_lacks_it_is_last(client: TestClient, kind: str) -> None:
    whole = client.get(f"/{kind}.json").json()["items"]
    for sort in {"projects": ["code", "start", "budget"], "states": ["code"], "processes": ["start"]}.get(kind, []):
        for order in (sort, "-" + sort):
            items = client.get(f"/{kind}.json?sort={order}").json()["items"]
            assert {item["iri"] for item in items} == {item["iri"] for item in whole}
            has = [bool(item[sort]) for item in items]
            assert has == sorted(has, reverse=True)
    backwards = client.get(f"/{kind}.json?sort=-label").json()["items"]
    assert backwards == whole[::-1]


@pytest.mark.parametrize("sort", ["price", "--code", "-", ""])
def test_an_unknown_order_is_refused(client: TestClient, sort: str) -> None:
    assert client.get("/projects", params={"sort": sort}).status_code == 400


def test_what_is_found_is_grouped_by_kind_and_suggested(client: TestClient) -> None:
    answer = client.get("/search.json?q=grond", headers={"Accept-Language": "fr"}).json()
    assert [(group["kind"], group["count"]) for group in answer["groups"]] == [("processes", 1), ("projects", 1)]
    assert answer["groups"][0]["items"][0]["label"] == "Dialogue de Grøndal"
    assert answer["groups"][1]["items"][0]["notes"] == ["A12-305", "2003–2007"]
    assert names(client, "/search?q=grondal&kind=projects")[0].startswith("Support for")
    assert client.get("/search.json?q=").json()["groups"] == []


@pytest.mark.parametrize("query", ["q=a&kind=sources", "q=" + "a+" * 33, "q=a&kind=states&page=0"])
def test_a_search_that_cannot_be_made_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 400


def test_a_list_is_in_the_order_of_the_readers_labels(client: TestClient) -> None:
    assert names(client, "/states") == ["Freedonia", "Sylvania"]
    assert names(client, "/organisations") == ["Freedonian Migration Board", "Marx Fund"]
