"""Queries in workers: what they may have, and what becomes of those who ask for more."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Coroutine, Iterator
from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from iomgraph.errors import InputError
from iomgraph.publication import Limits, Publication, locate, read_publication
from iomgraph.stores.disk_store import place_of
from iomgraph.stores.pool import Answer, Cancellation, QueryPool, Question
from iomgraph.stores.store import (
    BrokenAnswerError,
    BusyError,
    Dataset,
    DeadlineError,
    InvalidQueryError,
    RefusedQueryError,
    ResultFormat,
    TooMuchError,
)

TRIPLES = 3_000
EVERYTHING = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
# It would take years.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HOG = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
LIMITS = Limits(query_seconds=2, stream_seconds=1, memory_bytes=100 << 20, buffer_bytes=10_000, workers=2, queue=1)


def question(text: str) -> Question:
    return Question(text, Dataset(), ResultFormat.CSV, "application/n-triples")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("release") / "graph.nq"
    name = "<https://w3id.org/iomgraph/graph/data>"
    lines = (f'<http://example.org/s{n:04}> <http://example.org/p> "{n}" {name} .\n' for n in range(TRIPLES))
    file.write_text("".join(lines), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def publication(graph: Path) -> Publication:
    here = Path.cwd()
    return replace(read_publication(locate(here), here), limits=LIMITS, releases=graph.parent.parent)


@pytest.fixture(scope="module", params=["memory", "disk"])
def place(request: pytest.FixtureRequest, publication: Publication) -> Path | None:
    """Where the release is loaded to; None for memory."""
    return place_of(publication.releases, "release", "c0ffee") if request.param == "disk" else None


@pytest.fixture(scope="module")
def pool(graph: Path, publication: Publication, place: Path | None) -> Iterator[QueryPool]:
    pool = QueryPool(graph, publication, place=place)
    pool.wait()
    yield pool
    assert body(pool.ask(question(COUNT))) == f"n\r\n{TRIPLES}\r\n".encode(), "whatever was asked before"


def body(answer: Answer) -> bytes:
    assert answer.body is not None
    return answer.body + b"".join(answer.rest or ())


def zygotes() -> set[int]:
    """The processes that this one has started for pools."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return {int(line.split()[0]) for line in listed.stdout.splitlines() if "stores.pool.zygote" in line}


def test_a_table_and_triples_are_answered_as_asked(pool: QueryPool) -> None:
    table = pool.ask(question(COUNT))
    assert not table.has_triples
    assert table.rest is None
    triples = pool.ask(question("CONSTRUCT WHERE { <http://example.org/s0007> ?p ?o }"))
    assert triples.has_triples
    assert body(triples) == b'<http://example.org/s0007> <http://example.org/p> "7" .\n'


def test_what_can_only_be_answered_otherwise_is_not_evaluated(pool: QueryPool) -> None:
    assert pool.ask(Question(ENDLESS, Dataset(), None, "text/turtle")) == Answer(has_triples=False, body=None)
    endless = f"CONSTRUCT {{ ?a ?b ?n }} WHERE {{ {{ {ENDLESS} }} ?a ?b ?c }}"
    assert pool.ask(Question(endless, Dataset(), ResultFormat.CSV, None)) == Answer(has_triples=True, body=None)


def test_an_answer_larger_than_the_buffer_goes_on(pool: QueryPool) -> None:
    answer = pool.ask(question(EVERYTHING))
    assert answer.rest is not None
    assert body(answer).count(b"\r\n") == TRIPLES + 1


def test_mistakes_are_told_and_the_worker_lives_on(pool: QueryPool) -> None:
    with pytest.raises(InvalidQueryError) as error:
        pool.ask(question("SELECT nothing"))
    assert (error.value.line, error.value.column) == (1, 15)
    with pytest.raises(RefusedQueryError):
        pool.ask(question("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }"))


def test_the_deadline_is_kept(pool: QueryPool) -> None:
    started = time.monotonic()
    with pytest.raises(DeadlineError, match="longer than 2 seconds"):
        pool.ask(question(ENDLESS))
    assert time.monotonic() - started < LIMITS.query_seconds + 1


def test_the_memory_of_a_query_ends(pool: QueryPool) -> None:
    with pytest.raises(TooMuchError, match="more memory than a query may have"):
        pool.ask(question(HOG))


def test_a_query_is_stopped_when_nobody_wants_its_answer(pool: QueryPool) -> None:
    cancellation = Cancellation()
    threading.Timer(0.2, cancellation.cancel).start()
    started = time.monotonic()
    with pytest.raises(BrokenAnswerError):
        pool.ask(question(ENDLESS), cancellation)
    assert time.monotonic() - started < LIMITS.query_seconds
    with pytest.raises(BrokenAnswerError):
        pool.ask(question(COUNT), cancellation)


def test_an_answer_that_nobody_takes_is_broken_off(pool: QueryPool) -> None:
    everything = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }"
    answer = pool.ask(question(everything))
    assert answer.rest is not None
    time.sleep(LIMITS.stream_seconds + 0.1)
    with pytest.raises(BrokenAnswerError):
        list(answer.rest)
    left = pool.ask(question(everything))
    assert left.rest is not None
    next(left.rest)
    left.rest.close()


def test_more_than_can_wait_are_sent_away_at_once(pool: QueryPool) -> None:
    outcomes: list[type[Exception]] = []

    def ask() -> None:
        with pytest.raises((BusyError, DeadlineError)) as error:
            pool.ask(question(ENDLESS))
        outcomes.append(error.type)

    asking = [threading.Thread(target=ask) for _ in range(LIMITS.workers + LIMITS.queue + 2)]
    for thread in asking:
        thread.start()
    asking[-1].join(timeout=0.5)
    assert outcomes.count(BusyError) == 2, "two had to go before a worker was free"
    for thread in asking:
        thread.join()
    assert len(outcomes) == len(asking)


def test_workers_that_are_killed_from_outside_are_replaced(
    graph: Path, publication: Publication, place: Path | None
) -> None:
    pool = QueryPool(graph, publication, place=place)
    before = zygotes()
    pool.ask(question(COUNT))
    for zygote in before:
        subprocess.run(["pkill", "-KILL", "-P", str(zygote)], check=False)
    assert body(pool.ask(question(COUNT))).endswith(f"{TRIPLES}\r\n".encode())
    for zygote in before:
        os.kill(zygote, signal.SIGKILL)
    assert body(pool.ask(question(COUNT))).endswith(f"{TRIPLES}\r\n".encode())
    del pool
    assert not zygotes() - before, "the processes end with the pool"


def test_an_event_loop_is_answered_as_a_thread_is(graph: Path, publication: Publication) -> None:
    # Good queries compute beside the endless ones here, however slow the machine.
    patient = replace(publication, limits=replace(publication.limits, query_seconds=4))
    pool, before = QueryPool(graph, patient), zygotes()
    own = max(before)

    async def asked() -> None:
        threads = anyio.CapacityLimiter(4)
        assert body(await pool.answer(question(COUNT), Cancellation(), threads)).endswith(b"3000\r\n")
        for worker in _children(own):
            os.kill(int(worker), signal.SIGKILL)
        assert body(await pool.answer(question(COUNT), Cancellation(), threads)).endswith(b"3000\r\n")
        everything = await pool.answer(question(EVERYTHING), Cancellation(), threads)
        assert everything.rest is not None
        assert body(everything).count(b"\r\n") == TRIPLES + 1
        with pytest.raises(InvalidQueryError):
            await pool.answer(question("SELECT nothing"), Cancellation(), threads)
        with pytest.raises(TooMuchError):
            await pool.answer(question(HOG), Cancellation(), threads)
        async with anyio.create_task_group() as others:
            cancellation, ticks = Cancellation(), 0
            others.start_soon(_refused, pool.answer(question(ENDLESS), Cancellation(), threads), DeadlineError)
            others.start_soon(_refused, pool.answer(question(ENDLESS), cancellation, threads), BrokenAnswerError)
            others.start_soon(_refused, pool.answer(question(COUNT), Cancellation(), threads), None)
            for ticks in range(20):  # noqa: B007  # the loop goes on
                await anyio.sleep(0.01)
            cancellation.cancel()
        assert ticks == 19
        assert pool.slots.busy == 0

    anyio.run(asked)


async def _refused(asked: Coroutine[None, None, Answer], error: type[Exception] | None) -> None:
    if error is None:
        await asked
        return
    with pytest.raises(error):
        await asked


def test_a_broken_release_is_told(tmp_path: Path, publication: Publication) -> None:
    broken = tmp_path / "graph.nq"
    broken.write_text("<broken", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be loaded"):
        QueryPool(broken, publication).wait()


def test_memory_does_not_grow_with_the_queries(pool: QueryPool) -> None:
    def resident() -> int:
        return sum(_resident(int(pid)) for zygote in zygotes() for pid in _children(zygote))

    for _ in range(200):
        pool.ask(question(COUNT))
    before = resident()
    for _ in range(2_000):
        pool.ask(question(COUNT))
    # A worker that was replaced may still be ending.
    for _ in range(50):
        if resident() <= before + 20_000:
            break
        time.sleep(0.1)
    assert resident() <= before + 20_000, "kilobytes of all workers"


def _children(process: int) -> list[str]:
    return subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    ).stdout.split()


def _resident(process: int) -> int:
    said = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return sum(int(line.split()[1]) for line in said.splitlines() if line.startswith("VmRSS"))
