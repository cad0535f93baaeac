"""Dereferencing: representations, headers and what is not there."""

import json

import pyoxigraph
import pytest
import rdflib
from starlette.testclient import TestClient

BASE = "https://w3id.org/iomgraph/"
PROJECT = "/id/project/A12-305"
MEDIA_TYPES = {
    "ttl": ("text/turtle", pyoxigraph.RdfFormat.TURTLE),
    "nt": ("application/n-triples", pyoxigraph.RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", pyoxigraph.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", pyoxigraph.RdfFormat.RDF_XML),
}


def subjects(body: bytes) -> set[str]:
    return {str(quad.subject)[1:-1] for quad in pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.N_TRIPLES)}


def triples(body: bytes, syntax: pyoxigraph.RdfFormat) -> set[pyoxigraph.Triple]:
    return {quad.triple for quad in pyoxigraph.parse(body, format=syntax)}


@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_accept_and_suffix_give_the_same_bytes(client: TestClient, suffix: str) -> None:
    media_type, _ = MEDIA_TYPES[suffix]
    by_header = client.get(PROJECT, headers={"Accept": media_type})
    by_suffix = client.get(f"{PROJECT}.{suffix}", headers={"Accept": "text/html"})
    assert by_header.status_code == by_suffix.status_code == 200
    assert by_header.headers["content-type"].split(";")[0] == media_type
    assert by_header.content == by_suffix.content
    assert "Accept" in by_header.headers["vary"]


def test_every_syntax_says_the_same(client: TestClient) -> None:
    said = [triples(client.get(f"{PROJECT}.{suffix}").content, syntax) for suffix, (_, syntax) in MEDIA_TYPES.items()]
    assert len(said[0]) > 30
    assert all(each == said[0] for each in said)


def test_values_are_those_of_the_file(client: TestClient) -> None:
    assert "85000.00" in client.get(PROJECT + ".nt").text
    document = json.loads(client.get(PROJECT + ".jsonld").text)
    assert "85000.00" in json.dumps(document["@graph"])


def test_the_description_has_the_parts_and_not_the_neighbours(client: TestClient) -> None:
    described = subjects(client.get(PROJECT + ".nt").content)
    own = BASE + PROJECT.removeprefix("/")
    assert own + "/budget/USD-85000.00" in described
    assert all(subject == own or subject.startswith(own + "/") for subject in described)


@pytest.mark.parametrize("path", ["/id/process/gr%C3%B8ndal", "/id/process/gr%c3%b8ndal", "/id/process/grøndal"])
def test_non_ascii_names_are_found_however_encoded(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    assert '<https://w3id.org/iomgraph/id/process/gr%C3%B8ndal>; rel="canonical"' in answer.headers["link"]


def test_reserved_signs_stay_encoded(client: TestClient) -> None:
    assert client.get("/id/project/no-code-%22onmouseover%3D").status_code == 200
    assert client.get("/id/project/no-code-%22onmouseover%3d").status_code == 200
    assert client.get("/id/organisation/migration-board/name/1969-Alien%20Office").status_code == 200


def test_a_dot_in_a_code_is_no_suffix(client: TestClient) -> None:
    assert client.get("/id/project/TC.0001", headers={"Accept": "text/turtle"}).status_code == 200
    assert client.get("/id/project/TC.0001.ttl").headers["content-type"].startswith("text/turtle")


def test_a_source_has_its_evidence(client: TestClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/id/source/aaaaaaaaaaaaaaaa.ttl").text, format="turtle")
    exact = rdflib.URIRef("http://www.w3.org/ns/oa#exact")
    assert rdflib.Literal("Freedonian Migration Board") in set(graph.objects(None, exact))


def test_the_ontology_describes_its_terms_under_each_of_its_addresses(client: TestClient) -> None:
    document, version = (
        client.get("/ns.nt"),
        client.get("/ns/0.1.0", headers={"Accept": "application/n-triples"}),
    )
    assert BASE + "ns#Project" in document.text
    assert document.content == version.content
    assert client.get("/ns/0.2.0").status_code == 404


def test_a_concept_and_the_context_are_there(client: TestClient) -> None:
    assert client.get("/vocab/status/completed.ttl").status_code == 200
    context = client.get("/context.jsonld")
    assert context.headers["content-type"] == "application/ld+json"
    assert context.json()["@context"]["iomg"] == BASE + "ns#"


def test_alternates_and_canonical_are_linked(client: TestClient) -> None:
    link = client.get(PROJECT, headers={"Accept": "text/turtle"}).headers["link"]
    assert f'<{BASE}id/project/A12-305>; rel="canonical"' in link
    assert '</id/project/A12-305.jsonld>; rel="alternate"; type="application/ld+json"' in link
    assert '</id/project/A12-305.html>; rel="alternate"; type="text/html"' in link


def test_the_same_bytes_are_not_sent_twice(client: TestClient) -> None:
    first = client.get(PROJECT + ".ttl")
    tag = first.headers["etag"]
    assert not tag.startswith("W/")
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(PROJECT + ".ttl", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(PROJECT + ".ttl", headers={"If-None-Match": '"other"'}).status_code == 200


def test_tags_differ_by_representation_and_language(client: TestClient) -> None:
    tags = {client.get(f"{PROJECT}.{suffix}").headers["etag"] for suffix in (*MEDIA_TYPES, "html")}
    tags.add(client.get(PROJECT + ".html", headers={"Accept-Language": "fr"}).headers["etag"])
    assert len(tags) == len(MEDIA_TYPES) + 2


def test_head_has_the_headers_of_get_and_no_body(client: TestClient) -> None:
    get, head = client.get(PROJECT + ".ttl"), client.head(PROJECT + ".ttl")
    assert head.content == b""
    for name in ("etag", "content-type", "content-length", "link"):
        assert head.headers[name] == get.headers[name]


def test_what_is_not_acceptable_is_a_problem(client: TestClient) -> None:
    answer = client.get(PROJECT, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 406
    assert "text/turtle" in answer.json()["offered"]


@pytest.mark.parametrize(
    "path",
    [
        "/id/project/B99",
        "/id/project",
        "/id/project/",
        "/id/project/A12",
        "/id/project/A12-305.csv",
        "/id/%2e%2e/%2e%2e/etc/passwd",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/release/..%2f..%2fpublication.toml",
        "/release/graph.ttl",
        "/shapes",
        "/%ff",
        "/id/project/%00",
    ],
)
def test_what_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")


def test_other_methods_are_refused_as_a_problem(client: TestClient) -> None:
    answer = client.put(PROJECT)
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("path", [PROJECT, "/sparql", "/", "/nothing", "/id/project/A12-305.html"])
def test_every_answer_has_the_common_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in headers
    assert headers["access-control-allow-origin"] == "*"


def test_before_a_release_everything_says_what_to_do(empty_client: TestClient) -> None:
    for path in (
        "/ready",
        "/graph-store?default",
        "/.well-known/void",
        "/",
        PROJECT,
        "/sparql?query=ASK{}",
        "/projects",
    ):
        answer = empty_client.get(path)
        assert answer.status_code == 503
        assert "iomgraph publish" in answer.json()["detail"]


def test_health_and_readiness_name_the_release(client: TestClient, empty_client: TestClient) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/health").json() == {"status": "ok", "release": "2026-01-01.1"}
    assert client.get("/ready").json() == {"status": "ready", "release": "2026-01-01.1"}
    assert empty_client.get("/health").json() == {"status": "ok", "release": None}
    assert empty_client.get("/ready").headers["retry-after"]


def test_a_file_of_the_release_is_there_as_it_is(client: TestClient) -> None:
    answer = client.get("/release/graph.nq")
    assert answer.headers["content-type"] == "application/n-quads"
    assert b'"85000.00"' in answer.content
    assert client.get("/release/manifest.json").json()["release"] == "2026-01-01.1"
