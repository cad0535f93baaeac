"""Nothing grows with the requests: memory, open files, threads and processes of the server."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests import processes

REQUESTS = int(os.environ.get("IOMGRAPH_LEAK_REQUESTS", "1500"))
"""10,000 on demand; fewer show a leak of a file, a thread or a process as well."""
WARM_UP = 600
CLIENTS = 3
PATHS = [
    "/sparql?query=SELECT%20%3Fs%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%20{n}",
    "/sparql?query=CONSTRUCT%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20%23{n}",
    "/sparql?query=SELECT%20nonsense{n}",
    "/sparql?query=ASK%20%7B%20SERVICE%20%3Chttps%3A%2F%2Fa%2F{n}%3E%20%7B%7D%20%7D",
    "/id/project/A12-305?n={n}",
    "/id/state/FRE.ttl?n={n}",
    "/projects?q={n}",
    "/search?q={n}",
    "/release/graph.nq?n={n}",
    "/nowhere/{n}",
]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


def ask(address: str, numbers: range) -> None:
    with httpx.Client(base_url=address, timeout=30) as client:
        for number in numbers:
            answer = client.get(PATHS[number % len(PATHS)].format(n=number))
            assert answer.status_code in (200, 400, 403, 404), answer.text


def test_nothing_grows_with_the_requests(hard_pressed: str) -> None:
    server = processes.server_at(hard_pressed)

    def asked(first: int, requests: int) -> dict[str, int]:
        share = requests // CLIENTS
        with ThreadPoolExecutor(CLIENTS) as clients:
            list(
                clients.map(
                    lambda n: ask(hard_pressed, range(first + n * share, first + (n + 1) * share)), range(CLIENTS)
                )
            )
        return processes.use(server)

    before = asked(0, WARM_UP)
    after = asked(WARM_UP, REQUESTS)
    assert after["processes"] <= before["processes"] + CLIENTS
    # A thread or a file for each worker and each client that may be there at one time and not at another.
    assert after["threads"] <= before["threads"] + 20
    assert after["files"] <= before["files"] + 40
    # The cache fills: with what the answers take, and not with what nobody holds any more.
    assert after["kilobytes"] <= before["kilobytes"] + 40_000 + 15 * REQUESTS
