"""SERVICE and LOAD over HTTP."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from iomgraph.publication import read_publication
from iomgraph.server.app import create_app
from tests.served_publication import publication_folder

CALL = "SELECT * WHERE {{ SERVICE {} <{}> {{ ?s ?p ?o }} }}"


@pytest.fixture(scope="module")
def federated(tmp_path_factory: pytest.TempPathFactory, sample: str) -> Iterator[TestClient]:
    folder = publication_folder(tmp_path_factory.mktemp("publication"), sample)
    with (folder / "publication.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[service]\nallow = ["localhost"]\n')
    with TestClient(create_app(read_publication(folder / "publication.toml", folder))) as client:
        yield client


def test_without_a_list_federation_is_off(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": CALL.format("SILENT", "https://query.example/")})
    assert answer.status_code == 403
    assert "federation is off" in answer.json()["detail"]


def test_load_is_refused_everywhere(client: TestClient, federated: TestClient) -> None:
    for asked in (client, federated):
        for load in ("LOAD <https://localhost/>", "LOAD SILENT <https://localhost/> INTO GRAPH <urn:x>"):
            assert asked.post("/sparql", data={"update": load}).status_code == 403
            assert asked.get("/sparql", params={"query": load}).status_code == 403


def test_what_is_not_listed_is_refused_and_what_is_private_is_not_reached(federated: TestClient) -> None:
    other = federated.get("/sparql", params={"query": CALL.format("", "https://query.example/")})
    assert (other.status_code, "localhost" in other.json()["detail"]) == (403, True)
    private = federated.get("/sparql", params={"query": CALL.format("", "https://localhost/")})
    assert private.status_code == 502
    assert "not public" in private.json()["detail"]


def test_what_others_say_is_not_kept(federated: TestClient) -> None:
    query = CALL.format("SILENT", "https://localhost/")
    for address in ("/sparql", "/release/2026-01-01.1/sparql"):
        for _ in range(2):
            answer = federated.get(address, params={"query": query})
            assert answer.status_code == 200
            assert answer.json()["results"]["bindings"] == [{}]
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["cache-status"] == "iomgraph; fwd=miss"
