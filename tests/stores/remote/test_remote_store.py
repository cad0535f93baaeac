"""Queries answered by real stores: as by the embedded one, whole or not at all."""

import json
import threading
import time
from dataclasses import replace

import pytest

from iomgraph.publication import Limits, Publication, StoreSettings
from iomgraph.pushing import Destination, push_release
from iomgraph.stores.oxigraph import OxigraphStore
from iomgraph.stores.pool import Cancellation, Question
from iomgraph.stores.remote import RemoteStore
from iomgraph.stores.remote.filling import Filling
from iomgraph.stores.store import (
    BrokenAnswerError,
    Dataset,
    DeadlineError,
    InvalidQueryError,
    RefusedQueryError,
    ResultFormat,
    TooMuchError,
    UnavailableError,
)
from tests.served_publication import BASE
from tests.servers.sparql_stores import SparqlStore
from tests.stores.remote.conftest import DATA, EVIDENCE, FIRST, SECOND

pytestmark = pytest.mark.xdist_group("sparql stores")
LIMITS = Limits(query_seconds=20, stream_seconds=20, buffer_bytes=10_000, workers=2, queue=1)
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?q . ?r ?t ?u }"
QUERIES = [
    "SELECT ?s ?o WHERE { ?s <ns#title> ?o } ORDER BY ?s",
    "SELECT ?g ?o WHERE { GRAPH ?g { ?s <ns#words> ?o } }",
    "SELECT ?s WHERE { ?s <ns#words> ?o }",
    f"SELECT ?o FROM <{EVIDENCE}> WHERE {{ ?s ?p ?o }}",
    "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "SELECT ?o WHERE { ?s <ns#text> ?o }",
    "ASK { ?s <ns#words> ?o }",
    "ASK { ?s <ns#goes> <id/state/FRE> }",
]


def version(publication: Publication, release: str) -> str:
    manifest = json.loads((publication.releases / release / "manifest.json").read_text(encoding="utf-8"))
    return f"{release} {manifest['files']['graph.nq']['sha256']}"


def served_from(store: SparqlStore, publication: Publication, limits: Limits = LIMITS) -> Publication:
    return replace(publication, limits=limits, store=StoreSettings("sparql", store.query))


@pytest.fixture
def asked(empty: SparqlStore, publication: Publication) -> RemoteStore:
    """A store that holds the first release."""
    push_release(publication, FIRST, Destination(empty.update, empty.query, "update"), dry_run=False)
    return RemoteStore(served_from(empty, publication), version(publication, FIRST))


@pytest.fixture
def slow(oxigraph_store: SparqlStore, publication: Publication) -> Publication:
    """A server that gives queries one second, with the first release."""
    push_release(publication, FIRST, Destination(oxigraph_store.update, oxigraph_store.query, "update"), dry_run=False)
    return served_from(oxigraph_store, publication)


def rows(answer: bytes) -> object:
    read = json.loads(answer)
    return read.get("boolean", sorted(map(str, read.get("results", {}).get("bindings", ()))))


def test_a_store_answers_as_the_embedded_one_does(
    asked: RemoteStore, empty: SparqlStore, publication: Publication
) -> None:
    graph = publication.releases / FIRST / "graph.nq"
    embedded = OxigraphStore(graph, publication.default_graphs, publication.base)
    for text in QUERIES:
        ours = rows(embedded.bindings(text, Dataset(), ResultFormat.JSON))
        theirs = rows(asked.bindings(text, Dataset(), ResultFormat.JSON))
        # Jena keeps what others write anew: 85000.0 beside 85000.00, and en-GB.
        if empty.name != "fuseki" or ("COUNT" not in text and "ns#text" not in text):
            assert theirs == ours, text
    only = Dataset(named_graphs=(EVIDENCE,))
    assert rows(asked.bindings("ASK { ?s ?p ?o }", only, ResultFormat.JSON)) is False
    table = asked.ask(Question("SELECT ?o WHERE { ?s <ns#goes> ?o }", Dataset(), ResultFormat.CSV, None))
    assert table.body == f"o\r\n{BASE}id/state/FRE\r\n".encode()
    construct = "CONSTRUCT WHERE { ?s <ns#goes> ?o }"
    triples = asked.ask(Question(construct, Dataset(), None, "application/n-triples"))
    assert triples.has_triples
    assert triples.body == f"<{BASE}id/project/P1> <{BASE}ns#goes> <{BASE}id/state/FRE> .\n".encode()
    assert asked.ask(Question(construct, Dataset(), ResultFormat.CSV, None)).body is None

    with pytest.raises(InvalidQueryError) as error:
        asked.bindings("SELECT *\nWHERE { ?s ?p", Dataset(), ResultFormat.JSON)
    assert error.value.line in (2, 3)
    with pytest.raises(RefusedQueryError, match="SERVICE"):
        asked.bindings("ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", Dataset(), ResultFormat.JSON)
    with pytest.raises(RefusedQueryError, match="DEFINE"):
        asked.bindings('DEFINE get:soft "replace" ASK {}', Dataset(), ResultFormat.JSON)


def test_an_answer_is_whole_or_refused(asked: RemoteStore, empty: SparqlStore) -> None:
    many = "SELECT ?a ?d WHERE { ?a <ns#title> ?c . ?d <ns#title> ?f }"
    question = Question(many, Dataset(), ResultFormat.CSV, None)
    if empty.name == "virtuoso":
        with pytest.raises(BrokenAnswerError, match="2000 rows at most"):
            asked.ask(question)
        return
    answer = asked.ask(question)
    assert answer.body is not None
    assert answer.rest is not None, "it is larger than the buffer"
    assert (answer.body + b"".join(answer.rest)).count(b"\r\n") == 3_601


def test_another_release_in_the_store_is_not_answered_from(
    asked: RemoteStore, empty: SparqlStore, publication: Publication
) -> None:
    push_release(publication, SECOND, Destination(empty.update, empty.query, "update"), dry_run=False)
    with pytest.raises(UnavailableError, match=f"holds release {SECOND}, and release {FIRST} is asked for"):
        asked.bindings("ASK {}", Dataset(), ResultFormat.JSON)
    push_release(publication, FIRST, Destination(empty.update, empty.query, "update"), dry_run=False)
    assert rows(asked.bindings("ASK {}", Dataset(), ResultFormat.JSON)) is True
    Filling(empty.update, empty.query, publication.store).update([f"CLEAR GRAPH <{BASE}graph/pushed>"])
    with pytest.raises(UnavailableError, match="no whole release"):
        RemoteStore(served_from(empty, publication), version(publication, FIRST))


def test_a_server_that_stops_in_the_middle_is_not_believed(slow: Publication) -> None:
    store = RemoteStore(slow, version(slow, FIRST))
    # Oxigraph server answers 200 at once and writes "The SPARQL operation has been cancelled" into the body.
    never = "FILTER(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l)) = 'never')"
    pattern = f"?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . {never}"
    text = f"SELECT ?a WHERE {{ {{ ?a <ns#goes> ?b }} UNION {{ {pattern} }} }}"
    for asked in (
        Question(text, Dataset(), ResultFormat.CSV, None),
        Question("CONSTRUCT { ?a a ?a } " + text[text.index("WHERE") :], Dataset(), None, "text/turtle"),
    ):
        with pytest.raises(BrokenAnswerError, match="answer is not complete"):
            store.ask(asked)


def test_the_deadline_holds_and_who_goes_away_is_not_waited_for(slow: Publication) -> None:
    store = RemoteStore(replace(slow, limits=replace(LIMITS, query_seconds=0.4)), version(slow, FIRST))
    question = Question(ENDLESS, Dataset(), ResultFormat.CSV, None)
    begun = time.monotonic()
    with pytest.raises(DeadlineError, match=r"longer than 0\.4 seconds"):
        store.ask(question)
    assert time.monotonic() - begun < 0.4 + 1
    patient = RemoteStore(slow, version(slow, FIRST))
    cancellation = Cancellation()
    threading.Timer(0.2, cancellation.cancel).start()
    begun = time.monotonic()
    with pytest.raises(BrokenAnswerError, match="Nobody waits"):
        patient.ask(question, cancellation)
    assert time.monotonic() - begun < 0.9
    assert rows(patient.bindings("ASK {}", Dataset(), ResultFormat.JSON)) is True


def test_an_answer_has_a_bound(slow: Publication) -> None:
    limits = replace(LIMITS, buffer_bytes=1_000, memory_bytes=5_000)
    store = RemoteStore(replace(slow, limits=limits), version(slow, FIRST))
    with pytest.raises(TooMuchError):
        store.bindings(f"SELECT * WHERE {{ GRAPH <{DATA}> {{ ?s ?p ?o }} }}", Dataset(), ResultFormat.JSON)
