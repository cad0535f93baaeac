"""What an editor is offered, from the sample's own words."""

from typing import Any

import pytest
from starlette.testclient import TestClient

NS = "https://w3id.org/iomgraph/ns#"


def offered(client: TestClient, kind: str, question: str, language: str = "en") -> list[dict[str, Any]]:
    answer = client.get("/completions", params={"kind": kind, "q": question}, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert answer.headers["vary"].startswith("Accept-Language")
    completions = answer.json()["completions"]
    assert isinstance(completions, list)
    return completions


def names(client: TestClient, kind: str, question: str) -> list[str]:
    return [each["name"] or each["iri"] for each in offered(client, kind, question)]


def test_classes_that_anything_is_an_instance_of(client: TestClient) -> None:
    assert "iomg:Project" in names(client, "class", "proj")
    assert "iomg:Project" in names(client, "class", "iomg:Proj")
    assert names(client, "class", "title") == []


def test_properties_that_any_statement_has(client: TestClient) -> None:
    assert "dcterms:title" in names(client, "property", "tit")
    assert names(client, "property", "dcterms:tit") == ["dcterms:title"]
    assert "rdf:type" in names(client, "property", ""), "without a word, what there is"


def test_entities_by_their_names_without_diacritics(client: TestClient) -> None:
    (found, *_) = offered(client, "entity", "grondal")
    assert found["iri"].startswith("https://w3id.org/iomgraph/id/")
    assert found["name"] is None, "an address of many parts has no prefixed name"
    assert found["label"]
    assert found["class"]


def test_terms_are_no_entities(client: TestClient) -> None:
    assert not [each for each in offered(client, "entity", "project") if each["iri"].startswith(NS)]


def test_labels_are_in_the_language_of_the_reader(client: TestClient) -> None:
    labels = {each: offered(client, "entity", "sylvania", each)[0]["label"] for each in ("en", "fr", "es")}
    assert labels == {"en": "Sylvania", "fr": "Sylvanie", "es": "Silvania"}


@pytest.mark.parametrize("kind", ["", "graph", "Class"])
def test_an_unknown_kind_is_refused(client: TestClient, kind: str) -> None:
    answer = client.get("/completions", params={"kind": kind, "q": "a"})
    assert answer.status_code == 400
    assert "class, property, entity" in answer.json()["detail"]


def test_it_is_kept_and_compressed_like_every_answer(client: TestClient) -> None:
    first = client.get("/completions", params={"kind": "property", "q": ""})
    assert client.get("/completions", params={"kind": "property", "q": ""}).headers["cache-status"] == "iomgraph; hit"
    tag = {"If-None-Match": first.headers["etag"]}
    assert client.get("/completions", params={"kind": "property", "q": ""}, headers=tag).status_code == 304
