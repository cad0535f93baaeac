"""Queries answered by a store elsewhere, under the same limits as by the one here.

SPARQL 1.1 Protocol: <https://www.w3.org/TR/sparql11-protocol/>
"""

import threading
import time
from collections.abc import Generator
from tempfile import SpooledTemporaryFile
from typing import IO

import anyio
import anyio.to_thread
import httpx

from iomgraph.publication import Publication
from iomgraph.rdf.query_text import QueryText
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.stores.pool import Answer, Cancellation, Question
from iomgraph.stores.refusals import check
from iomgraph.stores.remote import answers
from iomgraph.stores.remote.connection import Connection
from iomgraph.stores.remote.credentials import checked_address
from iomgraph.stores.remote.held_release import HeldRelease, question, state_graph
from iomgraph.stores.slots import Slots
from iomgraph.stores.store import (
    BrokenAnswerError,
    Dataset,
    DeadlineError,
    InvalidQueryError,
    RefusedQueryError,
    ResultFormat,
    TooMuchError,
    UnavailableError,
)

_CHUNK = 1 << 16


class RemoteStore:
    """Answers queries on a release from the store of the publication, which has to hold that very release.

    What the store holds is asked once before the first query and again after each: an answer is given only where the
    release was there on both sides of it. Raises UnavailableError where it is not there or the store cannot be reached.
    """

    def __init__(self, publication: Publication, version: str) -> None:
        self.limits = publication.limits
        self._settings = publication.store
        self._endpoint = checked_address(publication.store.endpoint)
        self._base = publication.base
        self._default_graphs = publication.default_graphs
        self._serialiser = Serialiser.of(publication)
        self._version = version
        self._state = state_graph(publication.base)
        self.slots = Slots(self.limits)
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._holds_it = False
        self._graphs = tuple(sorted(self._held().graphs))

    def wait(self) -> None:
        """Nothing has to be waited for."""

    def bindings(self, text: str, dataset: Dataset, result_format: ResultFormat) -> bytes:
        """The answer to SELECT or ASK; see `iomgraph.stores.store.Store`."""
        answer = self.ask(Question(text, dataset, result_format, None))
        if answer.body is None:
            raise InvalidQueryError("The query answers with triples where a table was asked for.")
        return answer.body + b"".join(answer.rest or ())

    def ask(self, question: Question, cancellation: Cancellation | None = None) -> Answer:
        """The answer to a question, whole; in `rest` goes on what is larger than the buffer.

        Raises what `QueryPool.ask` raises, and UnavailableError.
        """
        query = QueryText(question.text)
        check(query)
        if "DEFINE" in query.words:
            raise RefusedQueryError("The query tells the store how to do its work (DEFINE), which is refused here.")
        has_triples = query.answers_with_triples
        if (question.triples if has_triples else question.table) is None:
            return Answer(has_triples, None)
        # Relative IRIs are relative to the publication; on a line of its own it moves no column.
        lines_before = 0 if "BASE" in query.words else 1
        text = f"BASE <{self._base}>\n{question.text}" if lines_before else question.text
        parameters = self._parameters(text, question.dataset, names_its_dataset=query.names_its_dataset)
        cancellation = cancellation or Cancellation()
        self.slots.take()
        lease = _Lease(self, cancellation)
        try:
            cancellation.begins(lease)
            if not self._holds_it:
                self._check_release(lease)
            wanted = answers.TRIPLES if has_triples else answers.TABLE
            with lease.received(parameters, wanted, lines_before) as received:
                self._check_release(lease)
                written = _spooled(self.limits.buffer_bytes)
                if question.triples and has_triples:
                    answers.write_triples(received, question.triples, self._serialiser, written)
                elif question.table:
                    answers.write_table(received, question.table, written)
            lease.close(is_complete=True)
            return self._answer(has_triples, written)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UnavailableError(f"There is no room here for so large an answer ({reason}); ask for less.") from error
        finally:
            lease.close()

    async def answer(self, question: Question, cancellation: Cancellation, threads: anyio.CapacityLimiter) -> Answer:
        """The same for an event loop: one of `threads` waits for the store."""
        return await anyio.to_thread.run_sync(self.ask, question, cancellation, limiter=threads)

    def connection(self) -> Connection:
        """A connection that has nothing to do."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return Connection(self._settings.connect_seconds)

    def give_back(self, connection: Connection) -> None:
        """Take back a connection whose response has been read."""
        with self._lock:
            self._idle.append(connection)

    def free_slot(self) -> None:
        """Let the next one be answered."""
        self.slots.free()

    @property
    def endpoint(self) -> str:
        """Where queries go."""
        return self._endpoint

    def _held(self) -> HeldRelease:
        self.slots.take()
        lease = _Lease(self, Cancellation())
        try:
            held = self._check_release(lease)
            lease.close(is_complete=True)
            return held
        finally:
            lease.close()

    def _check_release(self, lease: "_Lease") -> HeldRelease:
        with lease.received({"query": question(self._state)}, answers.TABLE, 0) as received:
            try:
                held = HeldRelease.read(self._state, received.read())
            except (SyntaxError, ValueError) as error:
                raise UnavailableError(f"The store does not say what release it holds ({error}).") from error
        self._holds_it = held.version == self._version
        if not self._holds_it:
            holds = f"release {held.release}" if held.release else "no whole release"
            raise UnavailableError(
                f"The store holds {holds}, and release {self._version.partition(' ')[0]} is asked for; "
                "`iomgraph push store` brings it there."
            )
        return held

    def _parameters(self, text: str, dataset: Dataset, *, names_its_dataset: bool) -> dict[str, str | list[str]]:
        if dataset.default_graphs or dataset.named_graphs:
            default, named = dataset.default_graphs, dataset.named_graphs
        elif names_its_dataset:
            default, named = (), ()
        else:
            # Where only default graphs were named, there would be no other graph for GRAPH to find.
            default, named = self._default_graphs, self._graphs
        return {"query": text, "default-graph-uri": list(default), "named-graph-uri": list(named)}

    def _answer(self, has_triples: bool, written: "SpooledTemporaryFile[bytes]") -> Answer:
        written.seek(0)
        body = written.read(self.limits.buffer_bytes)
        following = written.read(_CHUNK)
        if not following:
            written.close()
            return Answer(has_triples, body)
        return Answer(has_triples, body, _rest(following, written))


class _Lease:
    """The use of one connection: cut at its deadline, or when nobody waits any more."""

    def __init__(self, store: RemoteStore, cancellation: Cancellation) -> None:
        self._store = store
        self._cancellation = cancellation
        self._connection = store.connection()
        self._deadline = time.monotonic() + store.limits.query_seconds
        self._timer: threading.Timer | None = None
        self._set_timer()
        self._closed = False

    def stop(self) -> None:
        """Cut the connection at once."""
        self._connection.cut()

    def received(
        self, parameters: dict[str, str | list[str]], wanted: str, lines_before: int
    ) -> "SpooledTemporaryFile[bytes]":
        """The body of the answer to a query, complete as far as HTTP can tell."""
        endpoint = self._store.endpoint
        headers = {"Accept": wanted}
        body = _spooled(self._store.limits.buffer_bytes)
        try:
            with self._connection.response("POST", endpoint, self._seconds(), headers, data=parameters) as response:
                if response.status_code != httpx.codes.OK:
                    answers.check_status(response.status_code, response.read(), lines_before)
                answers.check_headers(response.headers, wanted)
                self._copy(response, body)
        except httpx.HTTPError as error:
            body.close()
            raise self._failure(error) from error
        except BaseException:
            body.close()
            raise
        body.seek(0)
        return body

    def close(self, *, is_complete: bool = False) -> None:
        """Give back the connection; where a response may be left on it, it is not used again."""
        if self._closed:
            return
        self._closed = True
        self._cancellation.ends()
        if self._timer:
            self._timer.cancel()
        if is_complete and not self._connection.is_cut:
            self._store.give_back(self._connection)
        else:
            self._connection.close()
        self._store.free_slot()

    def _copy(self, response: httpx.Response, body: IO[bytes]) -> None:
        limits = self._store.limits
        size, is_large = 0, False
        for chunk in response.iter_raw():
            body.write(chunk)
            size += len(chunk)
            if size > limits.memory_bytes:
                raise TooMuchError("The answer is larger than an answer may be; ask for less, or in parts.")
            if size > limits.buffer_bytes and not is_large:
                is_large = True
                self._deadline = time.monotonic() + limits.stream_seconds
                self._set_timer()

    def _seconds(self) -> float:
        return max(self._deadline - time.monotonic(), 0.001)

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(self._seconds(), self._connection.cut)
        self._timer.daemon = True
        self._timer.start()

    def _failure(self, error: httpx.HTTPError) -> Exception:
        if self._cancellation.cancelled:
            return BrokenAnswerError("Nobody waits for the answer any more.")
        if time.monotonic() >= self._deadline or isinstance(error, httpx.ReadTimeout):
            seconds = self._store.limits.query_seconds
            return DeadlineError(f"The query takes longer than {seconds:g} seconds; ask for less, or in parts.")
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return UnavailableError(f"The store cannot be reached ({error or 'no answer'}); ask again later.")
        return BrokenAnswerError(f"The store's answer breaks off ({error or type(error).__name__}); ask again.")


def _spooled(size: int) -> "SpooledTemporaryFile[bytes]":
    return SpooledTemporaryFile(size)


def _rest(following: bytes, file: "SpooledTemporaryFile[bytes]") -> Generator[bytes, None, None]:
    with file:
        while following:
            yield following
            following = file.read(_CHUNK)
