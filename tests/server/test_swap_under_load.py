"""Releases that come and go while clients ask: every answer is there, and all of it is of one release."""

import re
import threading
import time
from functools import partial

import httpx

from tests.served_publication import BASE, add_release, make_current
from tests.server.conftest import HardPressed
from tests.server.test_slow_clients import wait_until

FIRST, MARKED = "2026-01-01.1", ("2026-01-02.1", "2026-01-03.1")
# Of a release in between there would be more than one value, or another number of rows.
QUERY = f"SELECT ?s ?v WHERE {{ ?s <{BASE}ns#of> ?v }}"
ROWS = 400


def marked(sample: str, name: str) -> str:
    rows = "\n".join(f'<{BASE}id/marked/{number}> <{BASE}ns#of> "{name}" .' for number in range(ROWS))
    title = f'<{BASE}id/project/A12-305> <http://purl.org/dc/terms/title> "Of {name}"@en .'
    return f"{sample}\nGRAPH <{BASE}graph/data> {{ {rows} {title} }}\n"


def is_served(address: str, name: str) -> bool:
    return bool(httpx.get(f"{address}/ready").json()["release"] == name)


def test_no_answer_fails_or_is_of_two_releases(pressed: HardPressed, sample: str) -> None:
    releases = pressed.folder / "releases"
    for name in MARKED:
        add_release(releases, name, marked(sample, name))
    done = threading.Event()
    wrong: list[str] = []
    seen: list[str] = []

    def ask(path: str, number: int) -> None:
        with httpx.Client(base_url=pressed.address, timeout=20) as client:
            while not done.is_set():
                if path == "/sparql":
                    text = QUERY.replace("}", f"FILTER(?s != <urn:not:{number}:{time.monotonic_ns()}>) }}")
                    answer = client.get(path, params={"query": text}, headers={"Accept": "text/csv"})
                    found = sorted({line.partition(",")[2] for line in answer.text.split("\r\n")[1:-1]})
                    is_right = len(found) == 1 and answer.text.count("\r\n") == ROWS + 1
                else:
                    answer = client.get(path)
                    found = sorted(set(re.findall(r"Of (2026-\d\d-\d\d\.1)", answer.text)))
                    is_right = len(found) == 1
                is_first = not found and answer.status_code == 200
                if answer.status_code != 200 or not (is_right or is_first):
                    wrong.append(f"{path} {answer.status_code} {found} {answer.text[:200]}")
                seen.extend(found or [FIRST])

    asking = [threading.Thread(target=ask, args=(path, number)) for number, path in enumerate(
        ["/sparql", "/sparql", "/id/project/A12-305.ttl", "/graph/data"]
    )]  # fmt: skip
    for thread in asking:
        thread.start()
    try:
        for name in (MARKED[0], MARKED[1], MARKED[0], FIRST):
            make_current(releases, name)
            wait_until(partial(is_served, pressed.address, name), 20)
    finally:
        done.set()
        for thread in asking:
            thread.join()
    assert not wrong, wrong[0]
    assert set(seen) >= set(MARKED)
