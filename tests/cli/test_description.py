"""What a release says of itself, against its own files and those that it was made of."""

import hashlib
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph
import pytest

from iomgraph import __version__
from iomgraph.release import Release, Releases

PREFIXES = """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spdx: <http://spdx.org/rdf/terms#> PREFIX void: <http://rdfs.org/ns/void#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> """
BASE = "https://w3id.org/iomgraph/"
SHA256 = "spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?sha ]"


@pytest.fixture(scope="module")
def release(published: Path) -> Release:
    return Releases(published / "releases").must_have_current()


@pytest.fixture(scope="module")
def description(release: Release) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(path=str(release.path / "description.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def rows(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES + query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return sorted(tuple(row[variable].value for variable in found.variables) for row in found)


def test_it_has_no_blank_nodes(description: pyoxigraph.Store) -> None:
    nodes = [node for quad in description for node in (quad.subject, quad.object)]
    assert not any(isinstance(node, pyoxigraph.BlankNode) for node in nodes)


def test_it_is_about_the_release(description: pyoxigraph.Store, release: Release) -> None:
    this = f"<{BASE}release/{release.id}>"
    day = release.id.partition(".")[0]
    assert description.query(
        f"""{PREFIXES} PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        ASK {{ {this} a dcat:Dataset, void:Dataset, prov:Entity ; dcat:version "{release.id}" ;
        dcterms:issued "{day}"^^xsd:date ; dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
        dcterms:publisher [ foaf:name ?name ] . [] a void:DatasetDescription ; foaf:primaryTopic {this} }}"""
    )
    for said in ("title", "description"):
        languages = rows(description, f"SELECT (LANG(?o) AS ?l) {{ {this} dcterms:{said} ?o }}")
        assert languages == [("en",), ("es",), ("fr",)]


def test_its_distributions_are_its_files(description: pyoxigraph.Store, release: Release) -> None:
    said = rows(
        description,
        f"SELECT ?file ?bytes ?sha {{ [] dcat:downloadURL ?file ; dcat:byteSize ?bytes ; {SHA256} }}",
    )
    files = [release.path / name for name in ("graph.jsonld", "graph.nq", "graph.ttl")]
    assert said == [
        (f"{BASE}release/{release.id}/{file.name}", str(file.stat().st_size), digest(file)) for file in files
    ]


def test_its_counts_are_those_of_its_graph(description: pyoxigraph.Store, release: Release) -> None:
    graph = pyoxigraph.Store()
    graph.load(path=str(release.path / "graph.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    for told, counted in (
        ("void:class ?x ; void:entities ?n", "SELECT ?x (COUNT(*) AS ?n) { ?s a ?x } GROUP BY ?x"),
        ("void:property ?x ; void:triples ?n", "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x"),
    ):
        assert rows(description, f"SELECT ?x ?n {{ [] {told} }}") == rows(graph, counted)
    whole = pyoxigraph.Store()
    whole.load(path=str(release.graph), format=pyoxigraph.RdfFormat.N_QUADS)
    sizes = rows(description, f"SELECT ?g ?n {{ ?g void:triples ?n FILTER(STRSTARTS(STR(?g), '{BASE}graph/')) }}")
    assert sizes == rows(whole, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")


def test_it_says_what_it_was_made_of(description: pyoxigraph.Store, release: Release, repository: Path) -> None:
    manifest = release.manifest()
    used = "?d prov:wasGeneratedBy ?publishing . ?publishing prov:used "
    sources = rows(
        description, f"SELECT ?name ?sha {{ {used} ?f . ?d prov:wasDerivedFrom ?f . ?f rdfs:label ?name ; {SHA256} }}"
    )
    assert sources == sorted((source["file"], source["sha256"]) for source in manifest["sources"])
    knowledge = rows(
        description,
        f"SELECT ?use ?name ?sha {{ {used} [ rdfs:label ?use ; prov:hadMember [ rdfs:label ?name ; {SHA256} ] ] }}",
    )
    assert {(name, sha) for _, name, sha in knowledge} == set(manifest["knowledge"].items())
    assert {use for use, _, _ in knowledge} == {"mappings", "ontology", "shapes", "waivers"}
    for name, sha in [*sources, *((name, sha) for _, name, sha in knowledge)]:
        assert digest(repository / name) == sha
    records = rows(description, "SELECT ?r { [] prov:wasDerivedFrom [ prov:hadMember ?r ] }")
    assert records == sorted({(f"{BASE}id/source/{source['record']}",) for source in manifest["sources"]})
    software = (
        "SELECT ?l ?v { [] prov:wasAssociatedWith [ a prov:SoftwareAgent ; rdfs:label ?l ; owl:versionInfo ?v ] }"
    )
    assert rows(description, software) == [("iomgraph", __version__)]


def test_fragments_name_the_files(description: pyoxigraph.Store) -> None:
    for iri, name in rows(description, "SELECT ?f ?name { [] prov:wasDerivedFrom ?f . ?f rdfs:label ?name }"):
        assert unquote(iri.partition("#")[2]) == f"source-{name}"


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
