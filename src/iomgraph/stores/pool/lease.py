"""The use of one worker for one question: what has arrived of its answer, and how long there is for more."""

import json
import os
import pickle
import signal
import socket
import threading
import time
from collections.abc import Generator
from typing import Protocol

from iomgraph.publication import Limits
from iomgraph.stores.pool.cancellation import UNWANTED, Cancellation
from iomgraph.stores.pool.messages import FRAME, Answer, Frames, Part, Question
from iomgraph.stores.pool.nursery import Worker
from iomgraph.stores.pool.processor_time import processor_seconds
from iomgraph.stores.store import (
    BrokenAnswerError,
    DeadlineError,
    InvalidQueryError,
    RefusedQueryError,
    TooMuchError,
)

# A query that computes for longer has to give way to others from then on.
_SHORT_SECONDS = 0.1
_LOWEST_PRIORITY = 19
_RECEIVED = 1 << 17

TOO_MUCH = "The query needs more memory than a query may have; ask for less, or in parts."


class KilledError(Exception):
    """The worker was stopped from outside."""


class Lessor(Protocol):
    """Whose workers they are."""

    limits: Limits

    def give_back(self, worker: Worker) -> None:
        """Take back a worker whose answer is complete."""

    def stop(self, worker: Worker) -> None:
        """End a worker at once."""

    def ending(self, worker: Worker) -> int:
        """How a worker ended that closed its connection."""

    def free_slot(self) -> None:
        """Let the next one have a worker."""

    def count_killed(self, reason: str) -> None:
        """Note why a worker was stopped."""


class Lease:
    """What a worker is asked and answers. It neither sends nor waits, which a thread does otherwise than an event loop:

    `begin` gives what to send, then `take` is given what arrives within `seconds`, until it gives an answer. Whatever
    happens, it is closed in the end.
    """

    def __init__(self, pool: Lessor, cancellation: Cancellation) -> None:
        self._pool = pool
        self._cancellation = cancellation
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._deadline = time.monotonic() + pool.limits.query_seconds
        self._closed = False

    def begin(self, worker: Worker, question: Question) -> bytes:
        """What to send to `worker`. Raises BrokenAnswerError where the question has been cancelled."""
        self._worker = worker
        self._frames = Frames()
        self._has_triples = False
        self._pieces: list[bytes] = []
        self._size = 0
        self._computed_before: float | None = None
        self._cancellation.begins(self)
        asked = pickle.dumps(question)
        return FRAME.pack(Part.QUESTION.value, len(asked)) + asked

    @property
    def seconds(self) -> float:
        """How long to wait for the next bytes."""
        assert self._worker is not None
        remaining = max(self._deadline - time.monotonic(), 0.001)
        return remaining if self._worker.is_slow else min(remaining, _SHORT_SECONDS)

    def take(self, arrived: bytes | None) -> Answer | None:
        """The answer, as soon as there is one; nothing in `arrived` is the end of the connection, None is silence.

        Raises what `QueryPool.ask` raises, and KilledError. At the end of a connection it waits for the zygote.
        """
        self._note(arrived)
        while (frame := self._frames.next()) is not None:
            part, payload = frame
            if part == Part.TRIPLES.value:
                self._has_triples = True
            elif part == Part.DATA.value:
                self._pieces.append(payload)
                self._size += len(payload)
                if self._size > self._pool.limits.buffer_bytes:
                    self._deadline = time.monotonic() + self._pool.limits.stream_seconds
                    rest = self._rest()
                    # One that has not begun would not notice that it is closed, and keep its worker.
                    next(rest)
                    return Answer(self._has_triples, b"".join(self._pieces), rest)
            else:
                self.close(is_complete=True)
                _check(part, payload)
                body = None if part == Part.NOT_ASKED_FOR.value else b"".join(self._pieces)
                return Answer(self._has_triples, body)
        return None

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

    def _detach(self) -> Worker | None:
        with self._lock:
            worker, self._worker = self._worker, None
        return worker

    def _rest(self) -> Generator[bytes, None, None]:
        complete = False
        assert self._worker is not None
        connection = self._worker.connection
        try:
            yield b""
            while True:
                while (frame := self._frames.next()) is not None:
                    part, payload = frame
                    if part != Part.DATA.value:
                        complete = part == Part.END.value
                        if not complete:
                            raise BrokenAnswerError("The query failed while its answer was sent.")
                        return
                    yield payload
                self._note(received(connection, self.seconds))
        except (KilledError, DeadlineError, TooMuchError) as error:
            raise BrokenAnswerError("The answer could not be completed.") from error
        finally:
            self.close(is_complete=complete)

    def _note(self, arrived: bytes | None) -> None:
        worker = self._worker
        assert worker is not None
        if arrived:
            self._frames.add(arrived)
        elif arrived is not None:
            self._raise_end(worker)
        elif not worker.is_slow and self._has_computed_long(worker):
            worker.is_slow = True
            os.setpriority(os.PRIO_PROCESS, worker.process, _LOWEST_PRIORITY)
        # An answer that flows without an end is too late as well.
        if time.monotonic() >= self._deadline:
            seconds = self._pool.limits.query_seconds
            self._pool.count_killed("deadline")
            raise DeadlineError(f"The query takes longer than {seconds:g} seconds; ask for less, or in parts.")

    def _has_computed_long(self, worker: Worker) -> bool:
        """Whether it is the query that takes long, not the wait for a processor."""
        seconds = processor_seconds(worker.process)
        if seconds is None or self._computed_before is None:
            self._computed_before = seconds
            return seconds is None
        return seconds - self._computed_before >= _SHORT_SECONDS

    def _raise_end(self, worker: Worker) -> None:
        self._detach()
        status = self._pool.ending(worker)
        if self._cancellation.cancelled:
            self._pool.count_killed("client gone")
            raise BrokenAnswerError(UNWANTED)
        if status == -signal.SIGKILL:
            self._pool.count_killed("outside")
            raise KilledError
        self._pool.count_killed("memory")
        raise TooMuchError(TOO_MUCH)


def received(connection: socket.socket, seconds: float) -> bytes | None:
    """What arrives within so many seconds; None where nothing does, and nothing at the end."""
    connection.settimeout(seconds)
    try:
        return connection.recv(_RECEIVED)
    except TimeoutError:
        return None
    except OSError:
        return b""


def _check(part: bytes, payload: bytes) -> None:
    """Raise what a worker says is wrong with the question."""
    if part == Part.INVALID.value:
        raise InvalidQueryError(*json.loads(payload))
    if part == Part.REFUSED.value:
        raise RefusedQueryError(payload.decode())
