"""The dataset as it describes itself: every count against a count of the release's own quads."""

from collections import Counter

import pyoxigraph
import pytest
from starlette.testclient import TestClient

BASE = "https://w3id.org/iomgraph/"
PREFIXES = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> """
DATASET = f"<{BASE}.well-known/void#dataset>"


def described(client: TestClient, address: str) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(client.get(address, headers={"Accept": "text/turtle"}).content, format=pyoxigraph.RdfFormat.TURTLE)
    return store


def rows(store: pyoxigraph.Store, pattern: str) -> dict[str, int]:
    found = store.query(f"{PREFIXES} SELECT ?x ?n WHERE {{ {pattern} }}")
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return {row["x"].value: int(row["n"].value) for row in found}


@pytest.mark.parametrize("address", ["/.well-known/void", "/sparql"])
def test_counts_are_those_of_the_release(client: TestClient, sample: str, address: str) -> None:
    quads = list(pyoxigraph.parse(sample.encode(), format=pyoxigraph.RdfFormat.TRIG))
    default = {quad.triple for quad in quads if not quad.graph_name.value.endswith("/evidence")}
    store = described(client, address)
    properties = rows(store, f"{DATASET} void:propertyPartition [ void:property ?x ; void:triples ?n ]")
    assert properties == Counter(triple.predicate.value for triple in default)
    rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    classes = rows(store, f"{DATASET} void:classPartition [ void:class ?x ; void:entities ?n ]")
    assert classes == Counter(triple.object.value for triple in default if triple.predicate.value == rdf_type)
    assert rows(store, f"{DATASET} void:triples ?n BIND('all' AS ?x)") == {"all": len(default)}
    subjects = len({triple.subject for triple in default})
    assert rows(store, f"{DATASET} void:distinctSubjects ?n BIND('all' AS ?x)") == {"all": subjects}
    graphs = Counter(quad.graph_name.value for quad in set(quads))
    assert rows(store, "?x void:triples ?n FILTER(CONTAINS(STR(?x), '/graph/'))") == graphs


def test_it_says_what_a_client_needs_to_begin(client: TestClient) -> None:
    store = described(client, "/.well-known/void")
    assert store.query(
        f"""{PREFIXES} ASK {{ {DATASET} a void:Dataset ; dcterms:title "Projects of Freedonia"@en ;
        dcterms:title "Les projets de Freedonie"@fr ; dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
        void:sparqlEndpoint <{BASE}sparql> ; void:dataDump <{BASE}release/graph.nq> ;
        void:vocabulary <https://schema.org/>, <{BASE}ns#> ; void:exampleResource <{BASE}id/project/A12-305> }}"""
    )
    described_twice = described(client, "/sparql")
    assert described_twice.query(
        f"{PREFIXES} ASK {{ <{BASE}sparql> a sd:Service ; sd:defaultDataset {DATASET} . {DATASET} sd:namedGraph "
        f"<{BASE}graph/evidence> ; void:triples ?n }}"
    )
    assert client.get("/.well-known/void").headers["content-type"].startswith("text/turtle")
