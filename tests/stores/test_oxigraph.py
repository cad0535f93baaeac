"""The embedded store against a small graph."""

import json
import socket
import threading
import warnings
from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.stores.oxigraph import OxigraphStore
from iomgraph.stores.store import Dataset, InvalidQueryError, RefusedQueryError, ResultFormat

A, B, HIDDEN = "http://example.org/graph/a", "http://example.org/graph/b", "http://example.org/graph/hidden"
WHOLE = Dataset()


@pytest.fixture
def store(tmp_path: Path) -> OxigraphStore:
    file = tmp_path / "graph.nq"
    lines = [f'<http://example.org/s> <http://example.org/p> "{g[-1]}" <{g}> .\n' for g in (A, B, HIDDEN)]
    file.write_text("".join(sorted(lines)), encoding="utf-8")
    return OxigraphStore(file, (A, B))


def values(store: OxigraphStore, text: str, dataset: Dataset = WHOLE) -> list[str]:
    rows = json.loads(store.bindings(text, dataset, ResultFormat.JSON))["results"]["bindings"]
    return sorted(row["o"]["value"] for row in rows)


def test_default_graphs_are_seen_as_one(store: OxigraphStore) -> None:
    assert values(store, "SELECT ?o { ?s ?p ?o }") == ["a", "b"]


def test_every_graph_is_seen_by_name(store: OxigraphStore) -> None:
    assert values(store, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }") == ["a", "b", "n"]


def test_from_in_the_query_wins_over_the_publication(store: OxigraphStore) -> None:
    assert values(store, f"SELECT ?o FROM <{HIDDEN}> {{ ?s ?p ?o }}") == ["n"]


def test_the_protocols_dataset_wins_over_from(store: OxigraphStore) -> None:
    text = f"SELECT ?o FROM <{HIDDEN}> {{ ?s ?p ?o }}"
    assert values(store, text, Dataset(default_graphs=(A,))) == ["a"]


def test_named_graphs_of_the_protocol_are_the_only_ones(store: OxigraphStore) -> None:
    text = "SELECT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    assert values(store, text, Dataset(named_graphs=(B,))) == ["b"]


def test_a_syntax_error_has_its_place(store: OxigraphStore) -> None:
    with pytest.raises(InvalidQueryError, match="line 2, column 7") as caught:
        store.bindings("SELECT *\nWHERE ?s", Dataset(), ResultFormat.JSON)
    assert (caught.value.line, caught.value.column) == (2, 7)


@pytest.mark.parametrize("text", ["", "nonsense", "SELECT * { ?s ?p ?o"])
def test_what_is_no_query_is_invalid(store: OxigraphStore, text: str) -> None:
    with pytest.raises(InvalidQueryError):
        store.bindings(text, Dataset(), ResultFormat.JSON)


def test_an_update_is_refused(store: OxigraphStore) -> None:
    with pytest.raises(RefusedQueryError, match="This is an update"):
        store.bindings("INSERT DATA { <a:a> <a:b> 1 }", Dataset(), ResultFormat.JSON)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 50_000 + "}" * 50_000,
        "SELECT * { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }",
        "SELECT * { FILTER(" + "!" * 100_000 + "true) }",
        "SELECT * { " + "MINUS { ?s ?p ?o } " * 20_000 + "}",
        "SELECT * { " + " ".join(f"BIND(1 AS ?x{number})" for number in range(20_000)) + "}",
        "SELECT * { ?s ?p (" + "1 " * 50_000 + ") }",
    ],
)
def test_what_would_overflow_the_stack_of_the_engine_is_refused(store: OxigraphStore, text: str) -> None:
    with pytest.raises(InvalidQueryError, match="at most are read"):
        store.bindings(text, Dataset(), ResultFormat.JSON)


def test_much_data_in_values_is_answered(store: OxigraphStore) -> None:
    data = " ".join(str(number) for number in range(10_000))
    answer = store.bindings(f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {data} }} }}", Dataset(), ResultFormat.CSV)
    assert answer.split() == [b"n", b"10000"]


def test_an_unknown_function_is_invalid(store: OxigraphStore) -> None:
    with pytest.raises(InvalidQueryError):
        store.bindings("SELECT (<http://example.org/f>(1) AS ?x) {}", Dataset(), ResultFormat.JSON)


def test_a_graph_that_is_no_iri_is_invalid(store: OxigraphStore) -> None:
    with pytest.raises(InvalidQueryError, match="no absolute IRI"):
        store.bindings("ASK {}", Dataset(default_graphs=("not an iri",)), ResultFormat.JSON)


def test_service_makes_no_request(store: OxigraphStore) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.2)
        address = f"http://127.0.0.1:{other.getsockname()[1]}/"
        with pytest.raises(RefusedQueryError):
            store.bindings(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", Dataset(), ResultFormat.JSON)
        # Escapes are not read in keywords, so that an escaped one is no way around.
        with pytest.raises(InvalidQueryError):
            store.bindings(f"SELECT * {{ \\u0053ERVICE <{address}> {{ ?s ?p ?o }} }}", Dataset(), ResultFormat.JSON)
        with pytest.raises(TimeoutError):
            other.accept()


CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def test_construct_gives_triples(store: OxigraphStore) -> None:
    assert len(store.triples(CONSTRUCT, WHOLE)) == 2


def test_a_query_of_the_other_form_is_invalid(store: OxigraphStore) -> None:
    with pytest.raises(InvalidQueryError, match="triples"):
        store.bindings(CONSTRUCT, WHOLE, ResultFormat.JSON)
    with pytest.raises(InvalidQueryError, match="table"):
        store.triples("ASK {}", WHOLE)


def test_a_failure_may_leave_the_thread_that_asked(store: OxigraphStore) -> None:
    kept = []

    def ask() -> None:
        for text in ("SELECT (<http://example.org/f>(1) AS ?x) {}", CONSTRUCT):
            try:
                store.bindings(text, WHOLE, ResultFormat.JSON)
            except InvalidQueryError as error:
                kept.append(error)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        assert len(kept) == 2
        kept.clear()


def test_a_missing_or_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.nq"):
        OxigraphStore(tmp_path / "absent.nq", ())
    broken = tmp_path / "broken.nq"
    broken.write_text("<a", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.nq"):
        OxigraphStore(broken, ())
