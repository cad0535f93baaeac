"""Processes of the server that somebody else ends: who asks notices nothing."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from tests import processes
from tests.server.test_slow_clients import assert_answers, busy, good_query, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
ENDLESS = "SELECT (COUNT(*) AS ?x) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@contextmanager
def asked_all_the_time(address: str) -> Iterator[list[int]]:
    """Good queries, each another one, while the `with` block runs; afterwards all of them must have been answered."""
    done = threading.Event()
    wrong: list[str] = []
    answered: list[int] = []

    def ask(name: int) -> None:
        with httpx.Client(base_url=address, timeout=20) as client:
            while not done.is_set():
                answer = client.get("/sparql", params={"query": good_query(f"{name}:{time.monotonic_ns()}")})
                if answer.status_code != 200 or len(answer.json()["results"]["bindings"]) != 4:
                    wrong.append(f"{answer.status_code} {answer.text[:200]}")
                answered.append(name)

    asking = [threading.Thread(target=ask, args=(name,)) for name in range(3)]
    for thread in asking:
        thread.start()
    try:
        yield answered
    finally:
        done.set()
        for thread in asking:
            thread.join()
    assert not wrong, wrong[0]


def some_more(answered: list[int]) -> Callable[[], bool]:
    enough = len(answered) + 20
    return lambda: len(answered) >= enough


def end(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def test_workers_and_the_process_of_the_release_are_replaced_unnoticed(hard_pressed: str) -> None:
    server = processes.server_at(hard_pressed)
    with asked_all_the_time(hard_pressed) as answered:
        for _ in range(4):
            wait_until(some_more(answered), 20)
            for zygote in processes.zygotes(server):
                for worker in processes.descendants(zygote):
                    end(worker)
        for _ in range(2):
            wait_until(some_more(answered), 20)
            before = processes.zygotes(server)
            workers = [each for zygote in before for each in processes.descendants(zygote)]
            for zygote in before:
                end(zygote)
            wait_until(some_more(answered), 20)
            assert not any(map(processes.is_running, workers)), "a worker has outlived its zygote"


def test_nothing_is_left_of_a_server_that_is_ended_and_another_takes_its_place(hard_pressed: str) -> None:
    server = processes.server_at(hard_pressed)
    asking = threading.Thread(target=lambda: _asked_in_vain(hard_pressed))
    # The release may just have been loaded again.
    assert_answers(hard_pressed)
    asking.start()
    wait_until(lambda: busy(hard_pressed) == 1, 2)
    (ended,) = {processes.ancestors(zygote)[0] for zygote in processes.zygotes(server)}
    left = processes.descendants(ended)
    assert len(left) >= 2, "the process of the release and a worker"
    end(ended)
    asking.join()
    wait_until(lambda: _is_ready(hard_pressed), 20)
    wait_until(lambda: not any(map(processes.is_running, left)), 5)


def _asked_in_vain(address: str) -> None:
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{address}/sparql", params={"query": ENDLESS}, timeout=20)


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/ready", timeout=5).status_code == 200
    except httpx.TransportError:
        return False
