"""The site as it runs: granian in a process of its own, and the clients that people use."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from iomgraph import server
from iomgraph.errors import InputError
from iomgraph.server.serving import serve

BASE = "https://w3id.org/iomgraph/"
SELECT = "SELECT ?s WHERE { ?s a <https://w3id.org/iomgraph/ns#Project> } ORDER BY ?s"


def test_clients_read_the_running_endpoint(served: str) -> None:
    wrapper: Any = SPARQLWrapper(served + "/sparql")
    wrapper.setQuery(SELECT)
    wrapper.setReturnFormat(JSON)
    assert len(wrapper.query().convert()["results"]["bindings"]) == 4
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(XML)
    assert len(wrapper.query().convert().getElementsByTagName("result")) == 4
    wrapper.setReturnFormat(CSV)
    assert wrapper.query().convert().count(b"\r\n") == 5
    wrapper.resetQuery()
    wrapper.setQuery("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }")
    wrapper.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(data=wrapper.query().convert(), format="turtle")) > 20
    wrapper.setQuery("SELECT nonsense")
    with pytest.raises(QueryBadFormed):
        wrapper.query()

    store = rdflib.Graph(SPARQLStore(served + "/sparql"))
    assert {str(row[0]) for row in store.query(SELECT)} >= {BASE + "id/project/A12-305"}  # type: ignore[index]


def test_files_are_sent_whole(served: str, folder: Path) -> None:
    assert "--ink" in httpx.get(served + "/static/style.css").text
    graph = (folder / "releases" / "current" / "graph.nq").read_bytes()
    assert httpx.get(served + "/release/graph.nq").content == graph


def test_rdflib_reads_an_address_by_negotiation(served: str) -> None:
    for path in ("/id/project/A12-305", "/id/process/gr%C3%B8ndal", "/ns"):
        graph = rdflib.Graph().parse(served + path)
        assert len(graph) > 5
    project = rdflib.URIRef(BASE + "id/project/A12-305")
    read = rdflib.Graph().parse(served + "/id/project/A12-305")
    assert (project, rdflib.DCTERMS.identifier, rdflib.Literal("A12-305")) in read


def test_paths_arrive_as_they_are_sent(served: str) -> None:
    host, port = served.removeprefix("http://").split(":")

    def status(path: bytes) -> bytes:
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: anything.example\r\nConnection: close\r\n\r\n")
            return connection.makefile("rb").readline().split()[1]

    assert status(b"/id/process/gr%c3%b8ndal") == b"200"
    assert status(b"/id/project/../project/A12-305") == b"404"
    assert status(b"/id/%2e%2e/%2e%2e/publication.toml") == b"404"
    assert status(b"/static/..%2f..%2fapp.py") == b"404"


def test_head_is_short_and_the_same(served: str) -> None:
    get, head = httpx.get(served + "/id/state/FRE.ttl"), httpx.head(served + "/id/state/FRE.ttl")
    assert head.content == b""
    assert head.headers["content-length"] == get.headers["content-length"]
    assert httpx.get(served + "/id/state/FRE.ttl", headers={"If-None-Match": get.headers["etag"]}).status_code == 304


def test_files_beside_the_pages_arrive_whole(served: str) -> None:
    sheet = (Path(server.__file__).parent / "static" / "style.css").read_bytes()
    plain = {"Accept-Encoding": "identity"}
    assert httpx.head(served + "/static/style.css", headers=plain).headers["content-length"] == str(len(sheet))
    for coding in ("identity", "zstd"):
        assert httpx.get(served + "/static/style.css", headers={"Accept-Encoding": coding}).content == sheet


def test_no_request_fails_while_releases_change(
    served: str, publish: Callable[[str, str], None], switch: Callable[[str], None], sample: str
) -> None:
    done = threading.Event()
    failures: list[str] = []
    answered: list[str] = []

    def ask(path: str) -> None:
        with httpx.Client(base_url=served, timeout=30) as client:
            while not done.is_set():
                answer = client.get(path)
                if answer.status_code != 200:
                    failures.append(f"{path} {answer.status_code} {answer.text[:200]}")
                answered.append(path)

    paths = [
        "/id/project/A12-305",
        "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D",
        "/id/state/SYL.html",
        "/projects",
    ]
    threads = [threading.Thread(target=ask, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    try:
        for name in ("2026-01-02.1", "2026-01-03.1"):
            publish(name, sample)
            _wait_until_served(served, name)
        for name in ("2026-01-01.1", "2026-01-03.1"):
            switch(name)
            _wait_until_served(served, name)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert set(answered) == set(paths)


def _wait_until_served(address: str, name: str) -> None:
    with httpx.Client(timeout=30) as client:
        for _ in range(1000):
            if client.get(f"{address}/ready").json()["release"] == name:
                return
    pytest.fail(f"{name} is not served")


def test_an_address_that_is_taken_is_said_in_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"127.0.0.1:{port}.*--port"):
            serve(Path("publication.toml"), "127.0.0.1", port)
    with pytest.raises(InputError):
        serve(Path("publication.toml"), "127.0.0.1", 70000)


def test_a_publication_that_is_missing_is_said_before_anything_is_served(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from iomgraph.server.serving import serve; from iomgraph.errors import InputError\n"
        "try: serve(Path('absent.toml'), '127.0.0.1', 0)\n"
        "except InputError as error: print(error)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert "absent.toml" in ran.stdout
