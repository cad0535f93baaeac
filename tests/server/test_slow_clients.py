"""Clients that send or read slowly, or go away: none of them holds a worker for longer than it may."""

import json
import resource
import socket
import time
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.raw_http import connected

ENDLESS_ROWS = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STREAM_SECONDS = 3


def good_query(number: object) -> str:
    """A query with four rows that no cache has answered before: comments and blanks are no difference to it."""
    return f"SELECT ?s WHERE {{ ?s a <https://w3id.org/iomgraph/ns#Project> FILTER(?s != <urn:not:{number}>) }}"


def busy(address: str) -> float:
    families = text_string_to_metric_families(httpx.get(f"{address}/metrics").text)
    return next(each.samples[0].value for each in families if each.name == "iomgraph_workers_busy")


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def assert_answers(address: str) -> None:
    found = httpx.get(f"{address}/sparql", params={"query": good_query(time.monotonic_ns())}, timeout=20)
    assert len(found.json()["results"]["bindings"]) == 4


def asking_for_much(address: str, number: int) -> socket.socket:
    """A client that has asked for an answer without an end, and reads nothing of it."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    host, port = address.removeprefix("http://").split(":")
    connection.connect((host, int(port)))
    connection.sendall(
        f"GET /sparql?query={quote(f'{ENDLESS_ROWS} OFFSET {number}')} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    )
    return connection


def test_who_does_not_read_an_answer_loses_it(hard_pressed: str) -> None:
    readers = [asking_for_much(hard_pressed, number) for number in range(3)]
    wait_until(lambda: busy(hard_pressed) == 3, 10)
    wait_until(lambda: busy(hard_pressed) == 0, STREAM_SECONDS + 5)
    assert_answers(hard_pressed)
    for reader in readers:
        reader.settimeout(10)
        received = b""
        try:
            while piece := reader.recv(1 << 20):
                received = (received + piece)[-100:]
        except ConnectionError:
            pass
        assert not received.endswith(b"0\r\n\r\n"), "it looks like the end of an answer"
        reader.close()


def test_who_goes_away_from_an_answer_frees_the_worker_at_once(hard_pressed: str) -> None:
    readers = [asking_for_much(hard_pressed, number) for number in range(3, 6)]
    wait_until(lambda: busy(hard_pressed) == 3, 10)
    started = time.monotonic()
    for reader in readers:
        reader.close()
    wait_until(lambda: busy(hard_pressed) == 0, STREAM_SECONDS)
    assert time.monotonic() - started < STREAM_SECONDS
    assert_answers(hard_pressed)


def test_who_sends_a_query_slowly_is_told_and_holds_no_worker(hard_pressed: str) -> None:
    with connected(hard_pressed) as connection:
        head = (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 900\r\n\r\n"
        )
        connection.sendall(head + b"ASK {")
        assert busy(hard_pressed) == 0
        assert_answers(hard_pressed)
        answer = connection.recv(1 << 16)
        while b"}" not in answer:
            answer += connection.recv(1 << 16)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert "within 2 seconds" in json.loads(answer.partition(b"\r\n\r\n")[2])["detail"]


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHos"], ids=["nothing", "half a head"])
def test_who_is_connected_and_asks_nothing_keeps_nobody_out(hard_pressed: str, sent: bytes) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    many = 1_200
    if before[1] < 2 * many:
        pytest.skip(f"the system permits {before[1]} open files here, and this needs {2 * many}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], 2 * many), before[1]))
    idle = []
    try:
        for _ in range(many):
            idle.append(connected(hard_pressed))
            idle[-1].sendall(sent)
        assert_answers(hard_pressed)
    finally:
        for connection in idle:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
