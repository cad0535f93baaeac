"""How good queries fare while others ask too much, and what is left of many requests: docs/benchmarks-resilience.md.

`python bench/resilience.py [--seconds 20] [--write]`, where iomgraph and what its tests need is installed.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import httpx  # noqa: E402
from markdown_table import markdown_table  # noqa: E402

from tests import processes  # noqa: E402
from tests.served_publication import publication_folder, serving  # noqa: E402
from tests.server.test_killers import GOOD, KILLERS  # noqa: E402
from tests.server.test_leaks import CLIENTS, WARM_UP, ask  # noqa: E402

PAGE = ROOT / "docs" / "benchmarks-resilience.md"
QUERY_SECONDS = 2
LIMITS = f"""
[limits]
query_seconds = {QUERY_SECONDS}
memory_bytes = 300_000_000
workers = 8
queue = 64
[server]
queries_per_client = 100
access_log = "off"
"""
GOOD_CLIENTS = 2
REQUESTS = 10_000


def good_queries(address: str, seconds: float) -> list[float]:
    """What each good query took, in seconds; none of them can be answered from the cache."""
    took: list[float] = []
    end = time.monotonic() + seconds

    def ask_on(name: int) -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            number = 0
            while time.monotonic() < end:
                number += 1
                unlike = f"FILTER(?s != <urn:{name}:{number}:{time.monotonic_ns()}>) }}"
                query = GOOD.replace("}", unlike)
                begun = time.perf_counter()
                answer = client.get("/sparql", params={"query": query})
                took.append(time.perf_counter() - begun)
                if len(answer.raise_for_status().json()["results"]["bindings"]) != 4:
                    raise AssertionError(answer.text)

    with ThreadPoolExecutor(GOOD_CLIENTS) as clients:
        list(clients.map(ask_on, range(GOOD_CLIENTS)))
    return took


def among_killers(address: str, killers: int, seconds: float) -> tuple[list[float], list[float]]:
    """What good queries took while so many killers were answered at a time, and when the killers were refused."""
    done = threading.Event()
    refused: list[float] = []

    def kill(name: int) -> None:
        text = list(KILLERS.values())[name % len(KILLERS)]
        with httpx.Client(base_url=address, timeout=60) as client:
            while not done.is_set():
                begun = time.perf_counter()
                answer = client.get("/sparql", params={"query": text})
                refused.append(time.perf_counter() - begun)
                if answer.status_code not in (400, 503) or answer.headers["content-type"] != "application/problem+json":
                    raise AssertionError(answer.text)

    with ThreadPoolExecutor(max(killers, 1)) as clients:
        killing = [clients.submit(kill, name) for name in range(killers)]
        time.sleep(1)
        took = good_queries(address, seconds)
        done.set()
        for each in killing:
            each.result()
    return took, refused


def percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1] * 1000


def main() -> None:
    """Measure, print, and where it is asked for write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=20, help="for each row of the table")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    sample = (ROOT / "tests" / "server" / "sample.trig").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        folder = publication_folder(Path(scratch), sample)
        with (folder / "publication.toml").open("a", encoding="utf-8") as stream:
            stream.write(LIMITS)
        with serving(folder) as address:
            good_queries(address, 3)
            rows, quiet = [], 0.0
            for killers in (0, 1, 2, 4, 0):
                took, refused = among_killers(address, killers, chosen.seconds)
                p99 = percentile(took, 99)
                quiet = quiet or p99
                rows.append([
                    str(killers), f"{len(took):,}", f"{percentile(took, 50):.2f}", f"{p99:.2f}", f"{p99 / quiet:.2f}",
                    f"{max(refused):.2f}" if refused else "–",
                ])  # fmt: skip
                print(*rows[-1], flush=True)
            server = processes.server_at(address)
            ask(address, range(WARM_UP))
            before = processes.use(server)
            share = REQUESTS // CLIENTS
            with ThreadPoolExecutor(CLIENTS) as clients:
                shares = [range(at, at + share) for at in range(WARM_UP, WARM_UP + share * CLIENTS, share)]
                list(clients.map(ask, [address] * CLIENTS, shares))
            after = processes.use(server)
            print(json.dumps([before, after]), flush=True)
    machine = f"{len(os.sched_getaffinity(0))} cores; Python {platform.python_version()}"
    page = TEXT.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        seconds=chosen.seconds,
        machine=machine,
        clients=GOOD_CLIENTS,
        limit=QUERY_SECONDS,
        table=markdown_table(
            ["killers at a time", "good queries", "p50 ms", "p99 ms", "p99 × quiet", "latest refusal s"], rows
        ),
        requests=REQUESTS,
        leaks=markdown_table(
            ["", "after the warm-up", "at the end"],
            [[name, f"{before[name]:,}", f"{after[name]:,}"] for name in before],
        ),
    )
    if chosen.write:
        PAGE.write_text(page, encoding="utf-8")


TEXT = """# Resilience, measured

`python bench/resilience.py --write` measures anew and writes this page. {day}, {machine}.

## Good queries among killers
The aim is that the slowest hundredth takes twice its quiet time at most.

{clients} clients ask a short query again and again, each time with another text, so that no cache has a part in it.
Others ask what never ends: cross products that are counted and sorted, a path without an end, a pattern on everything.
A query has {limit} seconds, 8 are answered at a time; each row took {seconds:g} seconds. Every good query was answered,
and rightly; every killer got its problem document. A killer that has computed
for a tenth of a second has the lowest priority.

{table}
## After {requests:,} requests
Of ten kinds (queries answered and refused, resources, lists, searches, files, what is not there), each at an address of
its own, by 3 clients; all processes of the server together. The cache of answers grows up to `cache_bytes`.

{leaks}"""

if __name__ == "__main__":
    main()
