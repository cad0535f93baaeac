"""Lists in pages."""

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
    return [str(name) for name in found(client, path, "//ul[@class='list']/li/a/text()")]


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


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "", "9" * 30, "²"])
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


def test_a_list_is_in_the_order_of_the_readers_labels(client: TestClient) -> None:
    assert names(client, "/states") == ["Freedonia", "Sylvania"]
    assert names(client, "/organisations") == ["Freedonian Migration Board", "Marx Fund"]
