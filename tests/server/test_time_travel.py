"""Earlier releases answer at addresses of their own for as long as they are kept."""

from collections.abc import Callable

import lxml.html
import pytest
from starlette.testclient import TestClient

from tests.server.test_pages import page

FIRST, SECOND = "2026-01-01.1", "2026-01-02.1"
PROJECT = "/id/project/A12-305"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture
def travelling(following: TestClient, publish: Callable[[str, str], None]) -> TestClient:
    publish(SECOND, "")
    while following.get("/ready").json().get("release") != SECOND:
        pass
    return following


def test_a_resource_is_found_in_the_release_that_had_it(travelling: TestClient) -> None:
    assert travelling.get(PROJECT).status_code == 404
    earlier = travelling.get(f"/release/{FIRST}{PROJECT}", headers={"Accept": "text/turtle"})
    assert "A12-305" in earlier.text
    assert "immutable" in earlier.headers["cache-control"]
    page = travelling.get(f"/release/{FIRST}{PROJECT}", headers={"Accept": "text/html"})
    assert page.headers["cache-control"] == "no-cache"


def test_a_query_is_answered_from_the_release_that_it_names(travelling: TestClient) -> None:
    def count(**more: str) -> int:
        answer = travelling.get("/sparql", params={"query": COUNT, **more}, headers={"Accept": "text/csv"})
        return int(answer.text.split()[1])

    assert count() == 0
    assert count(release=FIRST) > 50
    assert count(release=SECOND) == 0
    assert (
        travelling.post(f"/sparql?release={FIRST}", data={"query": COUNT}).json()
        != travelling.get("/sparql", params={"query": COUNT}).json()
    )


def test_the_files_of_an_earlier_release_are_there(travelling: TestClient) -> None:
    assert FIRST in travelling.get(f"/release/{FIRST}", headers={"Accept": "text/html"}).text
    assert travelling.get(f"/release/{FIRST}/graph.nq").content != travelling.get("/release/graph.nq").content


@pytest.mark.parametrize("address", ["/release/2020-01-01.1/ns", "/sparql?query=ASK%7B%7D&release=..%2F..%2Fx"])
def test_a_release_that_is_not_kept_is_said_to_be_so(travelling: TestClient, address: str) -> None:
    answer = travelling.get(address)
    assert answer.status_code == 404
    assert "is not kept here" in answer.json()["detail"]


def test_pages_of_a_release_stay_in_it_and_show_the_way_out(travelling: TestClient) -> None:
    root = f"/release/{FIRST}"
    seen: set[str] = set()
    waiting = [root, f"{root}/", f"{root}/sparql", f"{root}/search?q=grondal", f"{root}{PROJECT}"]
    while waiting and len(seen) < 50:
        address = waiting.pop(0)
        seen.add(address)
        answer = travelling.get(address, headers={"Accept": "text/html"})
        # The sample leaves out what its properties come from.
        if answer.status_code != 200 and "/vocab/activity-type" in address:
            continue
        assert answer.status_code == 200, address
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        document: lxml.html.HtmlElement = lxml.html.document_fromstring(answer.text)
        (note,) = document.xpath("//p[@class='pinned']")
        assert FIRST in note.text_content()
        links = {href.split("#")[0] for href in document.xpath("//a/@href | //form[@class='search']/@action")}
        out = set(note.xpath("./a/@href"))
        for href in links - out - {""}:
            assert href.startswith((root, "http", "/sparql?")) or href == f"/release/{SECOND}", f"{address}: {href}"
            assert not href.startswith("/sparql?") or f"release={FIRST}" in href
        waiting += sorted(href for href in links if href.startswith(root) and href not in seen)
    assert len(seen) == 50


def test_a_pinned_page_leads_to_the_same_page_of_today(travelling: TestClient, switch: Callable[[str], None]) -> None:
    def note(address: str) -> tuple[str, list[str]]:
        (found,) = page(travelling, address).xpath("//p[@class='pinned']")
        return " ".join(found.text_content().split()), found.xpath("./a/@href")

    # The later release has nothing in it.
    assert note(f"/release/{FIRST}{PROJECT}") == (
        f"This is release {FIRST}, not the current one. The current release has no such page.",
        [],
    )
    assert note(f"/release/{FIRST}/projects?sort=-start")[1] == ["/projects?sort=-start"]
    assert note(f"/sparql?query=ASK%7B%7D&release={FIRST}")[1] == ["/sparql?query=ASK%7B%7D"]
    switch(FIRST)
    while travelling.get("/ready").json().get("release") != FIRST:
        pass
    assert note(f"/release/{FIRST}{PROJECT}") == (
        f"This is release {FIRST}, which is the current one today. This page in the current release",
        [PROJECT],
    )


def test_data_of_a_release_link_within_it(travelling: TestClient) -> None:
    root = f"/release/{FIRST}"
    listed = travelling.get(f"{root}/projects.json").json()
    assert {choice["list"].split("?")[0] for choices in listed["facets"].values() for choice in choices} == {
        f"{root}/projects.json"
    }
    assert f'<{root}{PROJECT}.jsonld>; rel="alternate"' in travelling.get(root + PROJECT).headers["link"]
    found = travelling.get(f"{root}/search.json?q=grondal").json()
    assert {item["page"].startswith(root) for group in found["groups"] for item in group["items"]} == {True}


def test_people_are_told_on_a_page_that_a_release_is_not_kept(travelling: TestClient) -> None:
    assert "is not kept here" in page(travelling, "/release/2020-01-01.1/projects").xpath("//p[@class='lead']")[0].text
