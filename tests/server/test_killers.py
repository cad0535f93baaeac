"""Queries that ask too much, on the running server: nobody else notices."""

import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from tests.served_publication import publication_folder, serving

SECONDS = 2
LIMITS = f"""
[limits]
query_seconds = {SECONDS}
stream_seconds = 1
memory_bytes = 150_000_000
buffer_bytes = 100_000
workers = 6
queue = 2

[server]
queries_per_client = 20
"""
GOOD = "SELECT ?s WHERE { ?s a <https://w3id.org/iomgraph/ns#Project> } ORDER BY ?s"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o"
KILLERS = {
    "a cross product that is counted": f"SELECT (COUNT(*) AS ?x) WHERE {{ {CROSS} }}",
    "a cross product that is sorted": f"SELECT * WHERE {{ {CROSS} }} ORDER BY ?o ?l",
    "a path without an end": "SELECT (COUNT(*) AS ?x) WHERE { ?a (!<x:x>|^!<x:x>)* ?b . ?c (!<x:x>|^!<x:x>)* ?d }",
    "a pattern on everything": (
        f"SELECT (COUNT(*) AS ?x) WHERE {{ {CROSS} "
        'FILTER regex(concat(str(?c), str(?f), str(?i), str(?l), str(?o)), "(a*)*b(c|d)*e+$") }'
    ),
}


VALUES = " ".join(f"<http://a/{number}>" for number in range(10_000))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, sample: str) -> Iterator[str]:
    folder = publication_folder(tmp_path_factory.mktemp("publication"), sample)
    with (folder / "publication.toml").open("a", encoding="utf-8") as stream:
        stream.write(LIMITS)
    with serving(folder) as address:
        yield address


@pytest.fixture
def asked(served: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served, timeout=30) as client:
        yield client


def test_killers_are_stopped_and_good_queries_answered(asked: httpx.Client, served: str) -> None:
    late: dict[str, float] = {}
    wrong: list[str] = []

    def kill(name: str) -> None:
        started = time.monotonic()
        answer = httpx.get(f"{served}/sparql", params={"query": KILLERS[name]}, timeout=30)
        late[name] = time.monotonic() - started
        is_told = answer.headers["content-type"] == "application/problem+json"
        if answer.status_code not in (400, 503) or not is_told or "ask for less" not in answer.json()["detail"]:
            wrong.append(f"{name}: {answer.status_code} {answer.text[:200]}")

    killing = [threading.Thread(target=kill, args=(name,)) for name in KILLERS]
    for thread in killing:
        thread.start()
    answered = 0
    while any(thread.is_alive() for thread in killing):
        # Another query each time: the cache has no part in it, as it would where only blanks or comments differ.
        good = asked.get("/sparql", params={"query": GOOD.replace("}", f"FILTER(?s != <urn:not:{answered}>) }}")})
        assert good.status_code == 200
        assert len(good.json()["results"]["bindings"]) == 4
        answered += 1
    assert answered > 10
    assert not wrong
    assert set(late) == set(KILLERS)
    assert max(late.values()) < SECONDS + 1


@pytest.mark.parametrize(
    ("text", "status", "what"),
    [
        (f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {VALUES} }} }}", 200, '"10000"'),
        ("ASK { } #" + "a" * 999_990, 200, "true"),
        ('ASK { FILTER("' + "a" * 999_900 + '" != "") }', 200, "true"),
        ("ASK { } #" + "a" * 1_000_000, 413, "1000000 bytes"),
        ("ASK { ?s ?p ?o " + "; ?p ?o " * 120_000 + "}", 400, "3000 words and marks"),
        ("ASK { " + "{ " * 400 + "} " * 400 + "}", 400, "401 deep"),
        ("ASK { FILTER(" + "(" * 190 + "1" + ")" * 190 + " = 1) }", 200, "true"),
        ("ASK { ?s ?p\n 'no end }", 400, "line 2, column 2"),
    ],
    ids=["many values", "long comment", "long text", "too long", "many words", "too deep", "deep", "no end"],
)  # fmt: skip
def test_large_texts_are_answered_or_refused(asked: httpx.Client, text: str, status: int, what: str) -> None:
    answer = asked.post("/sparql", content=text, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == status
    said = answer.text if status == 200 else answer.json()["detail"]
    assert what in said


def test_a_large_answer_that_breaks_off_is_no_whole_one(asked: httpx.Client) -> None:
    with asked.stream("GET", "/sparql", params={"query": f"SELECT * WHERE {{ {CROSS} }}"}) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            for _ in answer.iter_raw():
                pass
    assert asked.get("/sparql", params={"query": GOOD}).status_code == 200


def test_who_goes_away_frees_the_worker(asked: httpx.Client, served: str) -> None:
    host, port = served.removeprefix("http://").split(":")
    query = quote(KILLERS["a cross product that is counted"])
    gone = []
    for _ in range(6):
        connection = socket.create_connection((host, int(port)))
        connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        gone.append(connection)
    time.sleep(0.3)
    for connection in gone:
        connection.close()
    started = time.monotonic()
    assert asked.get("/sparql", params={"query": GOOD}).status_code == 200
    assert time.monotonic() - started < SECONDS / 2, "all six workers were busy"


def test_too_many_are_sent_away(served: str) -> None:
    statuses: list[int] = []

    def ask() -> None:
        query = KILLERS["a cross product that is counted"]
        answer = httpx.get(f"{served}/sparql", params={"query": query}, timeout=30)
        statuses.append(answer.status_code)
        if answer.status_code == 429:
            assert answer.headers["retry-after"]

    asking = [threading.Thread(target=ask) for _ in range(12)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert statuses.count(429) >= 4
    assert set(statuses) == {429, 503}
