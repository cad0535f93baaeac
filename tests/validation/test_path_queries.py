"""What a path leads to is what SPARQL says, on random paths over random graphs."""

from itertools import count

import pyoxigraph
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.term import URIRef

from iomgraph.engine import DuckDBEngine, Engine
from iomgraph.rdf.rdflib_graph import rdflib_term
from iomgraph.validation.path import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from iomgraph.validation.path_queries import Closure, values_query
from iomgraph.validation.triples import Triples

NODES = [URIRef(f"urn:n{number}") for number in range(4)]
PROPERTIES = [URIRef("urn:p"), URIRef("urn:q")]

PATHS: st.SearchStrategy[Path] = st.recursive(
    st.sampled_from(PROPERTIES).map(Predicate),
    lambda inner: st.one_of(
        inner.map(Inverse),
        st.lists(inner, min_size=2, max_size=3).map(lambda steps: Sequence(tuple(steps))),
        st.lists(inner, min_size=2, max_size=3).map(lambda choices: Alternative(tuple(choices))),
        inner.map(lambda path: Repeated(path, 0, unbounded=True)),
        inner.map(lambda path: Repeated(path, 1, unbounded=True)),
        inner.map(lambda path: Repeated(path, 0, unbounded=False)),
    ),
    max_leaves=5,
)
EDGES = st.sets(
    st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from(NODES)), min_size=1, max_size=10
)


@settings(max_examples=100, deadline=None)
@given(PATHS, EDGES)
def test_the_value_nodes_are_those_of_sparql(path: Path, edges: set[tuple[URIRef, URIRef, URIRef]]) -> None:
    n_quads = "".join(f"<{s}> <{p}> <{o}> .\n" for s, p, o in edges).encode()
    store = pyoxigraph.Store()
    store.bulk_load(n_quads, format=pyoxigraph.RdfFormat.N_TRIPLES)
    nodes = sorted({node for s, _, o in edges for node in (s, o)})  # Oxigraph has no path of length 0 from others
    expected = {
        (node, rdflib_term(solution["value"]))
        for node in nodes
        for solution in _solutions(store, f"SELECT DISTINCT ?value {{ <{node}> {path} ?value }}")
    }
    with DuckDBEngine() as engine:
        triples = Triples(engine, n_quads, [*nodes, *PROPERTIES])
        focus = f"(SELECT id AS node FROM terms WHERE id < {len(nodes)})"
        rows = list(engine.rows(values_query(path, focus, triples.id, closures(engine))))
        terms = triples.terms({number for row in rows for number in row})
    assert len(rows) == len(set(rows))
    assert {(terms[node], terms[value]) for node, value in rows} == expected


def closures(engine: Engine) -> Closure:
    names = (f"closure{number}" for number in count())

    def closure(start: str, edges: str) -> str:
        name = next(names)
        engine.add_closure(name, start, edges)
        return name

    return closure


def _solutions(store: pyoxigraph.Store, query: str) -> pyoxigraph.QuerySolutions:
    found = store.query(query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return found


def test_a_closure_starts_from_the_focus_nodes() -> None:
    started: list[str] = []

    def closure(start: str, edges: str) -> str:
        assert "terms" not in edges
        started.append(start)
        return "reached"

    path = Repeated(Predicate(rdflib.RDFS.subClassOf), 0, unbounded=True)
    values_query(path, "focus", lambda _: 7, closure)
    assert started == ["SELECT node AS focus, node AS value FROM focus"]
