"""Earlier releases answer at addresses of their own for as long as they are kept."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

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
