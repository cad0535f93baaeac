"""The graphs of the release by the Graph Store Protocol, for reading."""

from pathlib import Path

import pyoxigraph
import pytest
from starlette.testclient import TestClient

from iomgraph.publication import read_publication
from iomgraph.server.app import create_app
from tests.served_publication import publication_folder

GRAPHS = "https://w3id.org/iomgraph/graph/"
DATA, EVIDENCE, ONTOLOGY = GRAPHS + "data", GRAPHS + "evidence", GRAPHS + "ontology"
FORMATS = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/n-quads": pyoxigraph.RdfFormat.N_QUADS,
}


@pytest.fixture(scope="module")
def quads(sample: str) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(sample.encode(), format=pyoxigraph.RdfFormat.TRIG))


def triples_in(quads: list[pyoxigraph.Quad], *graphs: str) -> set[pyoxigraph.Triple]:
    return {quad.triple for quad in quads if quad.graph_name in {pyoxigraph.NamedNode(graph) for graph in graphs}}


@pytest.mark.parametrize("media_type", [name for name in FORMATS if name != "application/ld+json"])
def test_a_graph_is_whole_in_every_syntax(client: TestClient, quads: list[pyoxigraph.Quad], media_type: str) -> None:
    answer = client.get("/graph-store", params={"graph": EVIDENCE}, headers={"Accept": media_type})
    assert answer.headers["content-type"].split(";")[0] == media_type
    read = {quad.triple for quad in pyoxigraph.parse(answer.content, format=FORMATS[media_type])}
    assert read == triples_in(quads, EVIDENCE)
    direct = client.get("/graph/evidence", headers={"Accept": media_type})
    assert (direct.content, direct.headers["etag"]) == (answer.content, answer.headers["etag"])


def test_the_default_graph_is_what_queries_see_with_literals_as_they_were_written(
    client: TestClient, quads: list[pyoxigraph.Quad]
) -> None:
    answer = client.get("/graph-store?default", headers={"Accept": "application/n-triples"})
    lines = answer.text.splitlines()
    assert len(lines) == len(set(lines))
    read = {quad.triple for quad in pyoxigraph.parse(answer.content, format=pyoxigraph.RdfFormat.N_TRIPLES)}
    assert read == triples_in(quads, DATA, ONTOLOGY)
    assert '"85000.00"^^<http://www.w3.org/2001/XMLSchema#decimal>' in answer.text
    json_ld = client.get("/graph-store?default=", headers={"Accept": "application/ld+json"})
    assert json_ld.json()["@graph"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/graph-store", 400),
        ("/graph-store?default&graph=urn:x", 400),
        ("/graph-store?graph=urn:x&graph=urn:y", 400),
        ("/graph-store?graph=nowhere", 400),
        ("/graph-store?graph=", 400),
        ("/graph-store?graph=urn:x%3E%20%3Curn:y", 400),
        ("/graph-store?graph=urn:none", 404),
        ("/graph/none", 404),
    ],
)
def test_what_names_no_graph_is_told_so(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.json()["detail"]
    assert client.head(address).status_code == status


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/graph-store?default", "/graph/data", "/.well-known/void"])
def test_nothing_is_written(client: TestClient, method: str, address: str) -> None:
    answer = client.request(method, address, content="<urn:s> <urn:p> <urn:o> .")
    assert answer.status_code == 405
    assert "publish a release" in answer.json()["detail"]
    assert {each.strip() for each in answer.headers["allow"].split(",")} == {"GET", "HEAD"}
    asked = client.options(address, headers={"Origin": "https://example.org", "Access-Control-Request-Method": method})
    assert (asked.status_code, asked.headers["access-control-allow-methods"]) == (204, "GET, HEAD, OPTIONS")


def test_head_and_known_tags_send_nothing(client: TestClient) -> None:
    for address in ("/graph-store?default", "/graph/data", "/.well-known/void"):
        got = client.get(address)
        head = client.head(address)
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", got.headers["etag"])
        assert client.get(address, headers={"If-None-Match": got.headers["etag"]}).status_code == 304
        assert got.headers["access-control-allow-origin"] == "*"
        assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


def test_an_earlier_release_has_its_graphs(client: TestClient) -> None:
    pinned = client.get(f"/release/2026-01-01.1/graph-store?graph={DATA}")
    assert pinned.content == client.get("/graph/data").content
    assert "immutable" in pinned.headers["cache-control"]


def test_a_large_graph_is_sent_line_by_line(tmp_path: Path) -> None:
    size = 60_000
    lines = [f'<http://a/{n:06}> <http://a/p> "{n}.00" <{name}> .\n' for n in range(size) for name in (DATA, ONTOLOGY)]
    folder = publication_folder(tmp_path, "")
    (folder / "releases" / "2026-01-01.1" / "graph.nq").write_text("".join(lines), encoding="utf-8")
    with TestClient(create_app(read_publication(folder / "publication.toml", folder))) as client:
        for media_type in ("text/turtle", "application/n-triples", "application/n-quads"):
            answer = client.get("/graph-store?default", headers={"Accept": media_type})
            assert "content-length" not in answer.headers
            assert answer.text.count("\n") == size
            assert sum(1 for _ in pyoxigraph.parse(answer.content, format=FORMATS[media_type])) == size
            known = client.get(
                "/graph-store?default", headers={"Accept": media_type, "If-None-Match": answer.headers["etag"]}
            )
            assert known.status_code == 304
            assert client.head("/graph-store?default", headers={"Accept": media_type}).content == b""
        named = client.get("/graph/data", headers={"Accept": "application/n-quads"})
        assert named.text.splitlines()[0] == lines[0].strip()
        refused = client.get("/graph/data", headers={"Accept": "application/ld+json"})
        assert refused.status_code == 406
        assert "application/n-triples" in refused.json()["offered"]
