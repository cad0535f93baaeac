"""The SPARQL 1.1 protocol."""

import csv
import io
import json

import pyoxigraph
import pytest
from starlette.testclient import TestClient

SELECT = "SELECT ?s WHERE { ?s a <https://w3id.org/iomgraph/ns#Project> } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }"
GRAPHS = "https://w3id.org/iomgraph/graph/"
ANY_GRAPH = "SELECT (COUNT(*) AS ?n) WHERE { ?s <http://www.w3.org/ns/oa#exact> ?o }"


def count(answer: object) -> int:
    return int(json.loads(answer.content)["results"]["bindings"][0]["n"]["value"])  # type: ignore[attr-defined]


def test_get_form_and_direct_post_agree(client: TestClient) -> None:
    answers = [
        client.get("/sparql", params={"query": SELECT}),
        client.post("/sparql", data={"query": SELECT}),
        client.post("/sparql", content=SELECT, headers={"Content-Type": "application/sparql-query"}),
        client.post("/sparql", content=SELECT, headers={"Content-Type": "application/sparql-query; charset=UTF-8"}),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(answers[0].json()["results"]["bindings"]) == 4


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/html", "text/html"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
    ],
)
def test_select_is_answered_as_asked(client: TestClient, accept: str, media_type: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.headers["content-type"].split(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]


def test_csv_is_whole(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": "text/csv"})
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["s"]
    assert len(rows) == 5


def test_ask_is_answered_in_json_and_xml(client: TestClient) -> None:
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
    xml = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "application/sparql-results+xml"})
    assert "<boolean>true</boolean>" in xml.text


@pytest.mark.parametrize(
    ("media_type", "syntax"),
    [
        ("text/turtle", pyoxigraph.RdfFormat.TURTLE),
        ("application/n-triples", pyoxigraph.RdfFormat.N_TRIPLES),
        ("application/ld+json", pyoxigraph.RdfFormat.JSON_LD),
        ("application/rdf+xml", pyoxigraph.RdfFormat.RDF_XML),
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <https://w3id.org/iomgraph/id/state/FRE>"])
def test_graphs_are_answered_in_every_syntax(
    client: TestClient, query: str, media_type: str, syntax: pyoxigraph.RdfFormat
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
    assert answer.headers["content-type"].split(";")[0] == media_type
    plain = client.get("/sparql", params={"query": query}, headers={"Accept": "application/n-triples"})
    expected = {quad.triple for quad in pyoxigraph.parse(plain.content, format=pyoxigraph.RdfFormat.N_TRIPLES)}
    assert expected
    assert {quad.triple for quad in pyoxigraph.parse(answer.content, format=syntax)} == expected


def test_the_default_graph_has_no_evidence_but_its_name_leads_there(client: TestClient) -> None:
    assert count(client.get("/sparql", params={"query": ANY_GRAPH})) == 0
    by_name = ANY_GRAPH.replace("{ ?s", "{ GRAPH ?g { ?s").replace(" }", " } }")
    assert count(client.get("/sparql", params={"query": by_name})) == 5


def test_the_dataset_of_the_request_is_honoured(client: TestClient) -> None:
    parameters = {"query": ANY_GRAPH, "default-graph-uri": GRAPHS + "evidence"}
    assert count(client.get("/sparql", params=parameters)) == 5
    assert count(client.post("/sparql", data=parameters)) == 5
    direct = client.post(
        "/sparql",
        params={"default-graph-uri": GRAPHS + "evidence"},
        content=ANY_GRAPH,
        headers={"Content-Type": "application/sparql-query"},
    )
    assert count(direct) == 5
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert count(client.get("/sparql", params={"query": named})) == 3
    assert count(client.get("/sparql", params={"query": named, "named-graph-uri": GRAPHS + "data"})) == 1


def test_a_syntax_error_says_where(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT *\nWHERE ?s"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["line"], answer.json()["column"]) == (2, 7)


def test_a_syntax_error_is_a_page_for_a_browser(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT <script>"}, headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "parameters",
    [
        {"query": ""},
        {"query": ["ASK {}", "ASK {}"]},
        {"query": "ASK {}", "default-graph-uri": "no iri"},
        {"query": "SELECT (<http://example.org/f>(1) AS ?x) {}"},
    ],
)
def test_what_is_no_query_is_a_bad_request(client: TestClient, parameters: dict[str, str | list[str]]) -> None:
    answer = client.get("/sparql", params=parameters)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_post_needs_a_query_in_utf_8(client: TestClient) -> None:
    assert client.post("/sparql", data={"other": "x"}).status_code == 400
    for media_type in ("application/sparql-query", "application/x-www-form-urlencoded"):
        answer = client.post("/sparql", content=b"query=%ff\xff", headers={"Content-Type": media_type})
        assert answer.status_code == 400


def test_a_query_too_long_is_refused(client: TestClient) -> None:
    content = "ASK {}" + "#" * 1_000_001
    answer = client.post("/sparql", content=content, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == 413


@pytest.mark.parametrize("media_type", ["text/plain", "application/json", "multipart/form-data; boundary=x"])
def test_other_content_is_not_supported(client: TestClient, media_type: str) -> None:
    answer = client.post("/sparql", content="ASK {}", headers={"Content-Type": media_type})
    assert answer.status_code == 415
    assert "application/sparql-query" in answer.headers["accept-post"]


def test_updates_and_service_are_refused(client: TestClient) -> None:
    update = "INSERT DATA { <a:a> <a:a> 1 }"
    direct = client.post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"})
    assert direct.status_code == 403
    assert client.post("/sparql", data={"update": update}).status_code == 403
    service = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    assert client.get("/sparql", params={"query": service}).status_code == 403


def test_what_is_not_acceptable_is_a_problem(client: TestClient) -> None:
    for query in (SELECT, CONSTRUCT):
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": "image/png"})
        assert answer.status_code == 406
        assert answer.json()["offered"]


def test_a_link_can_choose_the_format(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": SELECT, "accept": "text/csv"}, headers={"Accept": "text/html"})
    assert answer.headers["content-type"].startswith("text/csv")


def test_head_has_no_body(client: TestClient) -> None:
    answer = client.head("/sparql", params={"query": SELECT})
    assert (answer.status_code, answer.content) == (200, b"")


def test_any_origin_may_ask(client: TestClient) -> None:
    preflight = client.options(
        "/sparql", headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_without_a_query_programs_get_a_description_and_people_a_form(client: TestClient) -> None:
    described = client.get("/sparql")
    assert described.headers["content-type"].startswith("text/turtle")
    assert "sd:SPARQL11Query" in described.text
    assert f"<{GRAPHS}evidence>" in described.text
    form = client.get("/sparql", headers={"Accept": "text/html"})
    assert "<textarea" in form.text
    assert "Which projects are there?" in form.text


def test_a_browser_sees_a_table(client: TestClient) -> None:
    page = client.get("/sparql", params={"query": SELECT}, headers={"Accept": "text/html"}).text
    assert '<a href="/id/project/A12-305">' in page
    assert "accept=text/csv" in page
