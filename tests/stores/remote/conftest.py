"""Each store, started once, and a publication with two releases to push."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pyoxigraph
import pytest

from iomgraph.publication import Publication, StoreSettings, read_publication
from tests.served_publication import BASE, add_release, make_current, publication_folder
from tests.servers.sparql_stores import SparqlStore, fuseki, oxigraph, virtuoso

DATA, EVIDENCE, ONTOLOGY = (f"{BASE}graph/{name}" for name in ("data", "evidence", "ontology"))
FIRST, SECOND = "2026-01-01.1", "2026-01-02.1"
_STARTED = {"oxigraph": oxigraph, "fuseki": fuseki, "virtuoso": virtuoso}


def first_release() -> str:
    rows = "\n".join(f'<{BASE}id/project/P{n}> <{BASE}ns#title> "Title {n}"@en .' for n in range(60))
    return f"""
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
GRAPH <{DATA}> {{
{rows}
<{BASE}id/project/P1> a <{BASE}ns#Project> ;
  <{BASE}ns#amount> 85000.0 , "85000.00"^^xsd:decimal , 7 ;
  <{BASE}ns#text> "two\\nlines \\"quoted\\" \\\\u0041 \\t é"@en-GB , "", "2003"^^xsd:gYear ;
  <{BASE}ns#goes> <{BASE}id/state/FRE> .
}}
GRAPH <{EVIDENCE}> {{ <{BASE}id/source/a> <{BASE}ns#words> "words" }}
GRAPH <{ONTOLOGY}> {{ <{BASE}ns#Project> <{BASE}ns#label> "Project"@en , "Projet"@fr }}
"""


def second_release() -> str:
    changed = first_release().replace('"Title 1', '"Other title 1').replace("85000.0 ,", "")
    without_evidence = changed.replace("words", "other").replace("graph/evidence", "graph/sources")
    return without_evidence.replace(f"<{BASE}ns#goes> <{BASE}id/state/FRE>", f"<{BASE}ns#comes> true")


@pytest.fixture(scope="session", params=list(_STARTED))
def store(request: pytest.FixtureRequest) -> Iterator[SparqlStore]:
    with _STARTED[request.param]() as started:
        yield started


@pytest.fixture(scope="session")
def oxigraph_store() -> Iterator[SparqlStore]:
    with oxigraph("--timeout-s", "1") as started:
        yield started


@pytest.fixture(scope="session")
def releases_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = publication_folder(tmp_path_factory.mktemp("pushed"), first_release())
    add_release(folder / "releases", SECOND, second_release())
    make_current(folder / "releases", SECOND)
    return folder


@pytest.fixture
def publication(releases_folder: Path) -> Publication:
    read = read_publication(releases_folder / "publication.toml", releases_folder)
    return replace(read, store=StoreSettings(push_seconds=60))


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"IOMGRAPH_STORE_{name}", raising=False)


@pytest.fixture
def empty(store: SparqlStore, monkeypatch: pytest.MonkeyPatch) -> SparqlStore:
    """A store without graphs of ours, and the environment that lets one write to it."""
    for name, value in store.environment.items():
        monkeypatch.setenv(name, value)
    clear(store)
    return store


def clear(store: SparqlStore) -> None:
    found = httpx.post(
        store.query,
        data={"query": "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"},
        headers={"Accept": "application/sparql-results+json"},
    ).json()
    names = [row["g"]["value"] for row in found["results"]["bindings"]]
    dropped = " ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in names if name.startswith(BASE))
    if dropped:
        httpx.post(
            store.update,
            content=dropped,
            headers={"Content-Type": "application/sparql-update"},
            auth=httpx.DigestAuth("dba", "dba") if store.environment else None,
            timeout=60,
        ).raise_for_status()


def contents(store: SparqlStore) -> dict[str, set[pyoxigraph.Quad]]:
    """What the store has in each graph below the base, as Oxigraph writes values."""
    query = f"SELECT ?g ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{BASE}')) }}"
    answer = httpx.post(
        store.query, data={"query": query}, headers={"Accept": "application/sparql-results+xml"}, timeout=60
    )
    solutions = pyoxigraph.parse_query_results(answer.content, format=pyoxigraph.QueryResultsFormat.XML)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return _by_graph(pyoxigraph.Quad(each["s"], each["p"], each["o"], each["g"]) for each in solutions)


def expected(publication: Publication, release: str) -> dict[str, set[pyoxigraph.Quad]]:
    graph = publication.releases / release / "graph.nq"
    return _by_graph(pyoxigraph.parse(path=graph, format=pyoxigraph.RdfFormat.N_QUADS))


def _by_graph(quads: Iterator[pyoxigraph.Quad]) -> dict[str, set[pyoxigraph.Quad]]:
    memory = pyoxigraph.Store()
    memory.extend(quads)
    found: dict[str, set[pyoxigraph.Quad]] = {}
    for quad in memory:
        assert isinstance(quad.graph_name, pyoxigraph.NamedNode)
        found.setdefault(quad.graph_name.value, set()).add(quad)
    return found
