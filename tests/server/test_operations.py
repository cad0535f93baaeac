"""What keeps the server running: figures, log, fair shares, proxies, and a stop that cuts nobody off."""

import io
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from iomgraph.errors import InputError
from iomgraph.publication import Publication, Server, read_publication
from iomgraph.server.app import create_app
from tests.served_publication import publication_folder, serving

ENDLESS = "SELECT (COUNT(*) AS ?x) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
SETTINGS = """
[limits]
query_seconds = 2
[server]
trusted_proxies = ["127.0.0.0/8"]
queries_per_client = 1
access_log = "short"
"""


def figures(text: str) -> dict[tuple[str, ...], float]:
    """The samples of a page of metrics, by name and the values of labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_figures_count_by_route_and_outcome(following: TestClient) -> None:
    for _ in range(2):
        following.get("/id/project/A12-305.ttl")
        following.get("/sparql", params={"query": "SELECT ?counted WHERE { ?counted ?p ?o }"})
    following.post("/sparql", data={"query": "ASK {}"})
    following.get("/sparql", params={"query": "nonsense"})
    following.get("/sparql", params={"query": "ASK { SERVICE <https://a/> { } }"})
    following.get("/nowhere/at/all")
    following.request("BREW", "/static/style.css")
    following.get("/release/2026-01-01.1/id/project/A12-305.ttl")
    answer = following.get("/metrics")
    assert answer.headers["cache-control"] == "no-store"
    found = figures(answer.text)
    requests = "iomgraph_http_requests_total"
    assert found[requests, "GET", "/{path:path}", "2xx"] == 2
    assert found[requests, "GET", "/{path:path}", "4xx"] == 1
    assert found[requests, "GET", "/sparql", "4xx"] == 2
    assert found[requests, "other", "/static", "4xx"] == 1
    assert found[requests, "GET", "/release/{id}/{path:path}", "2xx"] == 1
    assert found["iomgraph_http_request_duration_seconds_count", "/sparql"] == 5
    assert found["iomgraph_queries_total", "answered"] == 2
    assert found["iomgraph_queries_total", "invalid"] == 1
    assert found["iomgraph_queries_total", "refused"] == 1
    assert found["iomgraph_cache_requests_total", "hit"] == 2
    assert found["iomgraph_release_info", "2026-01-01.1"] == 1
    assert found["iomgraph_workers_busy",] == 0
    assert "A12-305" not in answer.text


def asking(publication: Publication, server: Server, client: tuple[str, int]) -> TestClient:
    return TestClient(create_app(replace(publication, server=server)), client=client)


def test_who_asks_too_often_is_sent_away_and_nobody_else(publication: Publication) -> None:
    server = Server(requests_per_second=0.5, burst=3, trusted_proxies=("10.0.0.0/8",))
    with asking(publication, server, ("10.0.0.1", 1)) as client:

        def status(address: str, path: str = "/projects") -> int:
            answer = client.get(path, headers={"X-Forwarded-For": address})
            assert answer.status_code == 200 or answer.headers["retry-after"] in ("1", "2")
            return int(answer.status_code)

        assert [status("192.0.2.7") for _ in range(4)] == [200, 200, 200, 429]
        assert [status("198.51.100.1, 192.0.2.7") for _ in range(2)] == [429, 429], (
            "what the client makes up is not read"
        )
        assert [status("2001:db8:0:1::1"), status("2001:db8:0:1::2")] == [200, 200]
        assert [status("2001:db8:0:1::3"), status("2001:db8:0:1::4")] == [200, 429], "one network, one client"
        assert status("192.0.2.7", "/health") == 200


def test_nobody_but_a_trusted_proxy_says_for_whom_it_asks(publication: Publication) -> None:
    made_up = [{"X-Forwarded-For": f"192.0.2.{number}", "X-Forwarded-Proto": "https"} for number in range(3)]
    server = Server(requests_per_second=0.1, burst=2)
    with asking(publication, server, ("203.0.113.9", 1)) as client:
        answers = [client.get("/", headers=headers) for headers in made_up]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "https://testserver" not in answers[0].text
    with asking(publication, Server(trusted_proxies=("203.0.113.9",)), ("203.0.113.9", 1)) as client:
        assert "https://testserver" in client.get("/", headers=made_up[0]).text


@pytest.mark.parametrize(
    "setting", ['trusted_proxies = ["here"]', 'access_log = "all"', "unknown = 1", "trusted_proxies = [7.5]"]
)
def test_a_wrong_setting_is_told_before_anything_is_served(folder: Path, setting: str) -> None:
    with (folder / "publication.toml").open("a", encoding="utf-8") as stream:
        stream.write(f"\n[server]\n{setting}\n")
    with pytest.raises(InputError, match="setting"):
        read_publication(folder / "publication.toml", folder)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def served(tmp_path: Path, sample: str, log: Path) -> Iterator[str]:
    (tmp_path / "publication").mkdir()
    folder = publication_folder(tmp_path / "publication", sample)
    with (folder / "publication.toml").open("a", encoding="utf-8") as stream:
        stream.write(SETTINGS)
    with log.open("w", encoding="utf-8") as stream, serving(folder, stream) as address:
        yield address


def test_one_client_does_not_take_all_workers_and_a_stop_lets_it_end(served: str, log: Path) -> None:
    def ask(query: str, client: str) -> httpx.Response:
        return httpx.get(f"{served}/sparql", params={"query": query}, headers={"X-Forwarded-For": client}, timeout=20)

    answers: list[httpx.Response] = []
    slow = threading.Thread(target=lambda: answers.append(ask(ENDLESS, "192.0.2.1")))
    slow.start()
    _wait_until(lambda: figures(httpx.get(f"{served}/metrics").text)["iomgraph_workers_busy",] == 1)
    refused = ask("ASK {}", "192.0.2.1")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert ask("ASK { # secret\n }", "192.0.2.2").status_code == 200

    server = _process_at(served)
    processes = _descendants(server)
    assert len(processes) >= 3, "the server, the release's process and a worker"
    os.kill(server, signal.SIGTERM)
    slow.join()
    assert answers[0].status_code == 503
    assert "ask for less" in answers[0].json()["detail"], "it was answered, and not cut off"
    _wait_until(lambda: not any(_is_running(each) for each in processes))

    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    asked = [line for line in lines if line["route"] == "/sparql"]
    assert {(line["client"], line["status"]) for line in asked} == {
        ("192.0.2.1", 503), ("192.0.2.1", 429), ("192.0.2.2", 200),
    }  # fmt: skip
    assert set(asked[0]) == {"time", "method", "route", "status", "bytes", "seconds", "client"}
    assert "secret" not in log.read_text(encoding="utf-8")


def test_a_full_log_tells_what_was_asked_on_one_line(publication: Publication) -> None:
    out = io.StringIO()
    app = create_app(replace(publication, server=Server(access_log="full")), log_to=out)
    TestClient(app).get("/health?q=%0A%22", headers={"User-Agent": "a \x1b[31m b"})
    (line,) = out.getvalue().splitlines()
    seen = json.loads(line)
    assert (seen["path"], seen["query"], seen["agent"]) == ("/health", "q=%0A%22", "a \x1b[31m b")
    assert "\x1b" not in line


def _wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it did not come about")


def _process_at(address: str) -> int:
    """The process that these tests started for an address: the one whose program names the port."""
    port = address.rpartition(":")[2].encode()
    for each in _descendants(os.getpid()):
        arguments = Path(f"/proc/{each}/cmdline").read_bytes()
        if port in arguments and b"serve(" in arguments:
            return each
    pytest.fail("the server is not running")


def _descendants(process: int) -> list[int]:
    children = [
        int(child)
        for task in Path(f"/proc/{process}/task").glob("*/children")
        for child in task.read_text(encoding="ascii").split()
    ]
    return [*children, *(each for child in children for each in _descendants(child))]


def _is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
