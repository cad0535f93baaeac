"""The workers of one release, and who may have one for how long."""

import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.stores.killed import Killed
from iomgraph.stores.pool.messages import END, FORK, NUMBER, READY, STOP, Answer, Part, Question, Settings
from iomgraph.stores.slots import Slots
from iomgraph.stores.store import (
    BrokenAnswerError,
    Dataset,
    DeadlineError,
    InvalidQueryError,
    RefusedQueryError,
    ResultFormat,
    TooMuchError,
)

# A query that takes longer has to give way to others from then on.
_SHORT_SECONDS = 0.25
_LOWEST_PRIORITY = 19
# So that what a worker's memory keeps of its queries does not add up.
_QUERIES_OF_A_WORKER = 1_000

_TOO_MUCH = "The query needs more memory than a query may have; ask for less, or in parts."
_UNWANTED = "Nobody waits for the answer any more."


class Stoppable(Protocol):
    """Work on an answer."""

    def stop(self) -> None:
        """End it at once, from another thread."""
        ...


class Cancellation:
    """Lets the one who waits for an answer say that nobody wants it any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lease: Stoppable | None = None
        self.cancelled = False

    def cancel(self) -> None:
        """Stop whoever is at it, or keep them from beginning."""
        with self._lock:
            self.cancelled = True
            if self._lease:
                self._lease.stop()

    def begins(self, lease: Stoppable) -> None:
        """Somebody begins. Raises BrokenAnswerError where the question has been cancelled before."""
        with self._lock:
            if self.cancelled:
                raise BrokenAnswerError(_UNWANTED)
            self._lease = lease

    def ends(self) -> None:
        """Nobody is at it any more."""
        with self._lock:
            self._lease = None


class QueryPool:
    """Answers queries on the `graph.nq` of a release, several at a time, within the limits of the publication.

    Workers that are stopped are counted in `killed`.

    Its processes end when nobody holds the pool any more.
    """

    def __init__(self, graph: Path, publication: Publication, killed: Killed | None = None) -> None:
        self.limits = publication.limits
        self._nursery = _Nursery(graph, publication)
        self.slots = Slots(self.limits)
        self._killed = killed or Killed()
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []

    def wait(self) -> None:
        """Wait until the release is loaded. Raises InputError where it cannot be."""
        self._nursery.wait()

    def bindings(self, text: str, dataset: Dataset, result_format: ResultFormat) -> bytes:
        """The answer to SELECT or ASK; see `iomgraph.stores.store.Store`."""
        answer = self.ask(Question(text, dataset, result_format, None))
        if answer.body is None:
            raise InvalidQueryError("The query answers with triples where a table was asked for.")
        return answer.body + b"".join(answer.rest or ())

    def ask(self, question: Question, cancellation: Cancellation | None = None) -> Answer:
        """The answer to a question, whole unless it is larger than the buffer.

        Raises InvalidQueryError and RefusedQueryError where the query cannot be answered, BusyError where too many
        wait, DeadlineError and TooMuchError where it needs more time or memory than a query may have, and
        BrokenAnswerError where it was cancelled.
        """
        cancellation = cancellation or Cancellation()
        self.slots.take()
        lease = _Lease(self, cancellation)
        try:
            try:
                return lease.ask(question)
            except _KilledError:
                # Whoever stopped that worker did not mean the query; those that wait may be ending with it.
                lease.renew()
                return lease.ask(question, self._nursery.fork())
        except _KilledError:
            lease.close()
            raise TooMuchError(_TOO_MUCH) from None
        except BaseException:
            lease.close()
            raise

    def worker(self) -> "_Worker":
        """A worker that has nothing to do."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._nursery.fork()

    def give_back(self, worker: "_Worker") -> None:
        """Take back a worker whose answer is complete, and the right to one."""
        worker.queries += 1
        if worker.is_slow or worker.queries >= _QUERIES_OF_A_WORKER:
            self.stop(worker)
        else:
            with self._lock:
                self._idle.append(worker)

    def stop(self, worker: "_Worker") -> None:
        """End a worker."""
        self._nursery.stop(worker)

    def ending(self, worker: "_Worker") -> int:
        """How a worker ended that closed its connection: an exit status, or minus a signal."""
        return self._nursery.ending(worker)

    def free_slot(self) -> None:
        """Let the next one have a worker."""
        self.slots.free()

    def count_killed(self, reason: str) -> None:
        """Note why a worker was stopped."""
        self._killed.count(reason)


class _KilledError(Exception):
    """The worker was stopped from outside."""


@dataclass
class _Worker:
    process: int
    connection: Connection
    zygote: socket.socket
    """The connection to the one that forked it; to another one its number means nothing."""
    queries: int = 0
    is_slow: bool = False


class _Lease:
    """The use of one worker for one question."""

    def __init__(self, pool: QueryPool, cancellation: Cancellation) -> None:
        self._pool = pool
        self._cancellation = cancellation
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._deadline = time.monotonic() + pool.limits.query_seconds
        self._closed = False

    def ask(self, question: Question, worker: _Worker | None = None) -> Answer:
        worker = self._begun(question, worker)
        first = self._receive(worker)
        has_triples = first == Part.TRIPLES.value
        if has_triples:
            first = self._receive(worker)
        pieces, size = [], 0
        while first[:1] == Part.DATA.value:
            pieces.append(first[1:])
            size += len(first) - 1
            if size > self._pool.limits.buffer_bytes:
                self._deadline = time.monotonic() + self._pool.limits.stream_seconds
                rest = self._rest(worker)
                # One that has not begun would not notice that it is closed, and keep its worker.
                next(rest)
                return Answer(has_triples, b"".join(pieces), rest)
            first = self._receive(worker)
        self.close(is_complete=True)
        _check(first)
        return Answer(has_triples, None if first == Part.NOT_ASKED_FOR.value else b"".join(pieces))

    def _begun(self, question: Question, worker: _Worker | None) -> _Worker:
        """A worker that has the question. Those that ended while nobody asked them anything are passed over."""
        while True:
            worker = self._worker = worker or self._pool.worker()
            self._cancellation.begins(self)
            try:
                worker.connection.send(question)
            except OSError:
                if not worker.queries:
                    raise _KilledError from None
                self._pool.count_killed("outside")
                self.renew()
                worker = None
            else:
                return worker

    def renew(self) -> None:
        """Let go of the worker; the next question gets another one."""
        worker = self._detach()
        if worker:
            self._pool.stop(worker)

    def stop(self) -> None:
        """Stop the worker at once; whoever waits for it is told."""
        with self._lock:
            # A process keeps its number until the pool has been told of its end, for which it is detached first.
            if self._worker:
                os.kill(self._worker.process, signal.SIGKILL)

    def close(self, *, is_complete: bool = False) -> None:
        """Give back what was leased; a worker whose answer is not complete is stopped."""
        if self._closed:
            return
        self._closed = True
        self._cancellation.ends()
        worker = self._detach()
        try:
            if worker and is_complete:
                self._pool.give_back(worker)
            elif worker:
                self._pool.stop(worker)
        finally:
            self._pool.free_slot()

    def _detach(self) -> _Worker | None:
        with self._lock:
            worker, self._worker = self._worker, None
        return worker

    def _rest(self, worker: _Worker) -> Generator[bytes, None, None]:
        complete = False
        try:
            yield b""
            while (part := self._receive(worker))[:1] == Part.DATA.value:
                yield part[1:]
            complete = part == Part.END.value
            if not complete:
                raise BrokenAnswerError("The query failed while its answer was sent.")
        except (_KilledError, DeadlineError, TooMuchError) as error:
            raise BrokenAnswerError("The answer could not be completed.") from error
        finally:
            self.close(is_complete=complete)

    def _receive(self, worker: _Worker) -> bytes:
        connection = worker.connection
        if not worker.is_slow and not connection.poll(_SHORT_SECONDS):
            worker.is_slow = True
            os.setpriority(os.PRIO_PROCESS, worker.process, _LOWEST_PRIORITY)
        # An answer that flows without an end is too late as well.
        remaining = self._deadline - time.monotonic()
        if remaining <= 0 or not connection.poll(remaining):
            seconds = self._pool.limits.query_seconds
            self._pool.count_killed("deadline")
            raise DeadlineError(f"The query takes longer than {seconds:g} seconds; ask for less, or in parts.")
        try:
            return connection.recv_bytes()
        except (EOFError, OSError):
            self._detach()
            status = self._pool.ending(worker)
            if self._cancellation.cancelled:
                self._pool.count_killed("client gone")
                raise BrokenAnswerError(_UNWANTED) from None
            if status == -signal.SIGKILL:
                self._pool.count_killed("outside")
                raise _KilledError from None
            self._pool.count_killed("memory")
            raise TooMuchError(_TOO_MUCH) from None


def _check(part: bytes) -> None:
    """Raise what a worker says is wrong with the question."""
    if part[:1] == Part.INVALID.value:
        raise InvalidQueryError(*json.loads(part[1:]))
    if part[:1] == Part.REFUSED.value:
        raise RefusedQueryError(part[1:].decode())


class _Nursery:
    """The zygote of a release, started again where it is gone."""

    def __init__(self, graph: Path, publication: Publication) -> None:
        self._settings = Settings(
            graph,
            publication.default_graphs,
            publication.base,
            Serialiser.of(publication),
            publication.limits.memory_bytes,
        )
        self._lock = threading.Lock()
        self._is_ready = False
        self._start()

    def wait(self) -> None:
        with self._lock:
            self._wait()

    def fork(self) -> _Worker:
        """A new worker. Raises InputError where the release cannot be loaded again."""
        ours, theirs = socket.socketpair()
        with self._lock, theirs:
            for _ in range(2):
                self._wait()
                try:
                    socket.send_fds(self._control, [FORK], [theirs.fileno()])
                    (process,) = NUMBER.unpack(_exactly(self._control, NUMBER.size))
                    return _Worker(process, Connection(ours.detach()), self._control)
                except OSError:
                    self._stop()
                    self._start()
        raise InputError("The release cannot be queried: its process ends again and again; see the log.")

    def stop(self, worker: _Worker) -> None:
        worker.connection.close()
        # Without their zygote the workers are gone as well.
        with self._lock, suppress(OSError):
            worker.zygote.sendall(STOP + NUMBER.pack(worker.process))

    def ending(self, worker: _Worker) -> int:
        worker.connection.close()
        with self._lock:
            try:
                worker.zygote.sendall(END + NUMBER.pack(worker.process))
                (status,) = NUMBER.unpack(_exactly(worker.zygote, NUMBER.size))
            except OSError:
                return -signal.SIGKILL
        return int(status)

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603  # our own module
                [sys.executable, "-m", "iomgraph.stores.pool.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        assert process.stdin is not None
        with process.stdin:
            pickle.dump(self._settings, process.stdin)
        self._control = ours
        self._is_ready = False
        self._stop = weakref.finalize(self, _stop, process, ours)

    def _wait(self) -> None:
        if self._is_ready:
            return
        said = self._control.recv(1 << 16)
        if said != READY:
            raise InputError(said.decode() or "The release cannot be queried: its process has ended; see the log.")
        self._is_ready = True


def _exactly(connection: socket.socket, size: int) -> bytes:
    received = connection.recv(size, socket.MSG_WAITALL)
    if len(received) < size:
        raise ConnectionResetError
    return received


def _stop(process: "subprocess.Popen[bytes]", control: socket.socket) -> None:
    control.close()
    process.wait()
