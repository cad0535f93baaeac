"""Requests that change a store, and those that look at what they did.

SPARQL 1.1 Update: <https://www.w3.org/TR/sparql11-update/>;
Graph Store HTTP Protocol: <https://www.w3.org/TR/sparql11-http-rdf-update/>
"""

import io
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import httpx
import pyoxigraph

from iomgraph.errors import InputError
from iomgraph.publication import StoreSettings
from iomgraph.stores.remote.answers import TABLE, TRIPLES, first_words, parsed_table
from iomgraph.stores.remote.connection import Connection
from iomgraph.stores.remote.credentials import REMEDY, checked_address
from iomgraph.stores.remote.held_release import HeldRelease, question

_DONE = (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT)
_AGAIN = "run the push again, it goes on where it stopped"


class Filling:
    """A store that is filled at `url` and asked at `endpoint`.

    Every request raises InputError where the store is not reached, refuses it or answers with something else.
    """

    def __init__(self, url: str, endpoint: str, settings: StoreSettings) -> None:
        self.url = checked_address(url)
        self.endpoint = checked_address(endpoint)
        self._seconds = settings.push_seconds
        self._connection = Connection(settings.connect_seconds)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def held(self, state: str) -> HeldRelease:
        """What the store says that it holds."""
        try:
            return HeldRelease.read(state, self._asked(question(state)))
        except (SyntaxError, ValueError) as error:
            raise InputError(f"{self.endpoint} answers with no SPARQL results ({error}); is it an endpoint?") from error

    def count(self, graph: str) -> int:
        """How many quads the store has in a graph."""
        answer = self._asked(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        try:
            solutions = parsed_table(io.BytesIO(answer))
            assert isinstance(solutions, pyoxigraph.QuerySolutions)
            (number,) = [each["n"] for each in solutions]
            assert isinstance(number, pyoxigraph.Literal)
            return int(number.value)
        except (SyntaxError, ValueError, AssertionError) as error:
            raise InputError(f"{self.endpoint} answers with no SPARQL results ({error}); is it an endpoint?") from error

    def update(self, operations: Iterable[str]) -> None:
        """Send operations as one update."""
        text = " ;\n".join(operations)
        # Virtuoso answers updates with a table, others with nothing.
        headers = {"Content-Type": "application/sparql-update", "Accept": f"{TABLE}, */*;q=0.1"}
        self._done("POST", headers, content=text.encode())

    def put(self, graph: str, size: int, triples: Iterable[bytes]) -> None:
        """Replace a graph by N-Triples of `size` bytes; `triples` can be gone through several times."""
        headers = {"Content-Type": TRIPLES, "Content-Length": str(size)}
        self._done("PUT", headers, params={"graph": graph}, content=triples)

    def delete(self, graph: str) -> None:
        """Take a graph away, if it is there."""
        self._done("DELETE", {}, params={"graph": graph})

    def _asked(self, query: str) -> bytes:
        status, headers, body = self._exchanged("POST", self.endpoint, {"Accept": TABLE}, data={"query": query})
        received = headers.get("content-type", "nothing").split(";")[0].strip().lower()
        if status != HTTPStatus.OK or received != TABLE:
            raise self._refused(self.endpoint, status, received, body)
        return body

    def _done(self, method: str, headers: dict[str, str], **content: Any) -> None:
        status, answered, body = self._exchanged(method, self.url, headers, **content)
        received = answered.get("content-type", "nothing").split(";")[0].strip().lower()
        is_page = received == "text/html" and status == HTTPStatus.OK and body
        if method == "DELETE" and status == HTTPStatus.NOT_FOUND:
            return
        if status not in _DONE or is_page:
            raise self._refused(self.url, status, received, body)

    def _exchanged(
        self, method: str, url: str, headers: dict[str, str], **content: Any
    ) -> tuple[int, httpx.Headers, bytes]:
        try:
            with self._connection.response(method, url, self._seconds, headers, **content) as response:
                return response.status_code, response.headers, response.read()
        except httpx.TimeoutException as error:
            raise InputError(f"{url} does not answer within {self._seconds:g} seconds; {_AGAIN}.") from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise InputError(f"{url} is not reached ({reason}); {_AGAIN}.") from error

    @staticmethod
    def _refused(url: str, status: int, received: str, body: bytes) -> InputError:
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return InputError(f"{url} refuses who asks ({status}); {REMEDY}.")
        if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            return InputError(f"{url} has too much to do ({status}); {_AGAIN}, in a few minutes.")
        if status >= HTTPStatus.BAD_REQUEST:
            return InputError(f"{url} answers with status {status} ({first_words(body) or received}); {_AGAIN}.")
        return InputError(
            f"{url} answers with status {status} and {received}, which is no answer of a store; check the address."
        )
