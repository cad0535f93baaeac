"""The workers of one release, and who may have one for how long."""

import threading
from pathlib import Path

import anyio
import anyio.to_thread

from iomgraph.publication import Publication
from iomgraph.stores.killed import Killed
from iomgraph.stores.pool.arrival import arrival, send
from iomgraph.stores.pool.cancellation import Cancellation
from iomgraph.stores.pool.lease import TOO_MUCH, KilledError, Lease, received
from iomgraph.stores.pool.messages import Answer, Question
from iomgraph.stores.pool.nursery import Nursery, Worker
from iomgraph.stores.slots import Slots
from iomgraph.stores.store import Dataset, InvalidQueryError, ResultFormat, TooMuchError

# So that what a worker's memory keeps of its queries does not add up.
_QUERIES_OF_A_WORKER = 1_000
# Whoever stops a worker does not mean the query.
_TRIES = 3


class QueryPool:
    """Answers queries on the `graph.nq` of a release, several at a time, within the limits of the publication.

    Workers that are stopped are counted in `killed`.

    The release is loaded into memory, or into a store on disk at the folder `place`. The processes of the pool end when
    nobody holds it any more.
    """

    def __init__(
        self, graph: Path, publication: Publication, killed: Killed | None = None, place: Path | None = None
    ) -> None:
        self.limits = publication.limits
        self._nursery = Nursery(graph, publication, place)
        self.slots = Slots(self.limits)
        self._killed = killed or Killed()
        self._lock = threading.Lock()
        self._idle: list[Worker] = []

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
        self.slots.take()
        lease = Lease(self, cancellation or Cancellation())
        try:
            for attempt in range(_TRIES):
                worker = self._idle_worker(attempt) or self._nursery.fork()
                try:
                    message = lease.begin(worker, question)
                    self._send(worker, message)
                    while (answer := lease.take(received(worker.connection, lease.seconds))) is None:
                        pass
                except KilledError:
                    lease.renew()
                else:
                    return answer
        except BaseException:
            lease.close()
            raise
        lease.close()
        raise TooMuchError(TOO_MUCH)

    async def answer(self, question: Question, cancellation: Cancellation, threads: anyio.CapacityLimiter) -> Answer:
        """The same on an event loop; one of `threads` is taken only by what has to wait for a place or a process.

        Raises what `ask` raises.
        """
        if not self.slots.take_now():
            await anyio.to_thread.run_sync(self.slots.take, limiter=threads)
        lease = Lease(self, cancellation)
        try:
            for attempt in range(_TRIES):
                worker = self._idle_worker(attempt)
                if worker is None:
                    worker = await anyio.to_thread.run_sync(self._nursery.fork, limiter=threads)
                try:
                    await self._send_soon(worker, lease.begin(worker, question))
                    answer = None
                    while answer is None:
                        arrived = await arrival(worker.connection, lease.seconds)
                        if arrived == b"":  # how it ended is asked of the zygote, which may take its time
                            answer = await anyio.to_thread.run_sync(lease.take, arrived, limiter=threads)
                        else:
                            answer = lease.take(arrived)
                except KilledError:
                    await anyio.to_thread.run_sync(lease.renew, limiter=threads)
                else:
                    return answer
        except BaseException:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(lease.close, limiter=threads)
            raise
        lease.close()
        raise TooMuchError(TOO_MUCH)

    def _idle_worker(self, attempt: int) -> Worker | None:
        """A worker that waits. Where one was stopped, the others may have been stopped with it: then it is none."""
        with self._lock:
            return self._idle.pop() if self._idle and not attempt else None

    def give_back(self, worker: Worker) -> None:
        """Take back a worker whose answer is complete, and the right to one."""
        worker.queries += 1
        if worker.is_slow or worker.queries >= _QUERIES_OF_A_WORKER:
            self._nursery.retire(worker)
        else:
            with self._lock:
                self._idle.append(worker)

    def stop(self, worker: Worker) -> None:
        """End a worker."""
        self._nursery.stop(worker)

    def ending(self, worker: Worker) -> int:
        """How a worker ended that closed its connection: an exit status, or minus a signal."""
        return self._nursery.ending(worker)

    def free_slot(self) -> None:
        """Let the next one have a worker."""
        self.slots.free()

    def count_killed(self, reason: str) -> None:
        """Note why a worker was stopped."""
        self._killed.count(reason)

    def _send(self, worker: Worker, message: bytes) -> None:
        worker.connection.settimeout(None)
        try:
            worker.connection.sendall(message)
        except OSError:
            raise self._gone() from None

    async def _send_soon(self, worker: Worker, message: bytes) -> None:
        try:
            await send(worker.connection, message)
        except OSError:
            raise self._gone() from None

    def _gone(self) -> KilledError:
        """A worker was stopped while it had nothing to do."""
        self.count_killed("outside")
        return KilledError()
