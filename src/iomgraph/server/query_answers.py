"""Queries of clients on a release: from the cache, or from the pool for as long as the client waits."""

import asyncio
import hashlib
import time
from collections.abc import Generator
from dataclasses import dataclass
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import Request

from iomgraph.rdf.query_text import QueryText
from iomgraph.server.byte_cache import ByteCache
from iomgraph.server.problems import Problem
from iomgraph.server.query_request import QueryRequest
from iomgraph.server.served import ServedRelease
from iomgraph.stores.pool import Answer, Cancellation, Question
from iomgraph.stores.store import (
    BrokenAnswerError,
    BusyError,
    DeadlineError,
    InvalidQueryError,
    RefusedQueryError,
    ResultFormat,
    TooMuchError,
    UnavailableError,
)

_RETRY = {"Retry-After": "5"}


@dataclass(frozen=True)
class Accepted:
    """What a client takes: a media type for tables with its result format, and one for triples; None for none."""

    table: ResultFormat | None
    triples: str | None


@dataclass(frozen=True)
class FoundAnswer:
    """An answer with its entity tag: whole in `body`, or going on in `rest`; without a body it is not acceptable."""

    has_triples: bool
    body: bytes | None
    tag: str
    rest: Generator[bytes, None, None] | None
    seconds: float
    is_cached: bool

    @property
    def size(self) -> int:
        """How many bytes it takes in a cache."""
        return len(self.body or b"") + 500


class QueryAnswers:
    """Asks the pool of a release what no cached answer says."""

    def __init__(self, threads: int, cache_bytes: int) -> None:
        self._threads = anyio.CapacityLimiter(threads)
        self._cache: ByteCache[FoundAnswer] = ByteCache(cache_bytes)

    async def answer(
        self, request: Request, release: ServedRelease, asked: QueryRequest, accepted: Accepted
    ) -> FoundAnswer:
        """The answer of `release`. Raises Problem: 400, 403, 429 and 503."""
        key = (release.name, _normalised(asked.text), asked.dataset, accepted)
        cached = self._cache.get(key)
        if cached:
            return cached
        started = time.perf_counter()
        answer = await self._asked(request, release, Question(asked.text, asked.dataset, *_parts(accepted)))
        seconds = time.perf_counter() - started
        body = answer.body
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"' if body is not None else ""
        found = FoundAnswer(answer.has_triples, body, tag, answer.rest, seconds, is_cached=False)
        if body is not None and answer.rest is None:
            self._cache.put(key, FoundAnswer(answer.has_triples, body, tag, None, 0.0, is_cached=True))
        return found

    async def _asked(self, request: Request, release: ServedRelease, question: Question) -> Answer:
        cancellation = Cancellation()
        watching = asyncio.create_task(_cancel_when_gone(request, cancellation))
        try:
            return await anyio.to_thread.run_sync(release.store.ask, question, cancellation, limiter=self._threads)
        except InvalidQueryError as error:
            raise Problem(
                HTTPStatus.BAD_REQUEST, str(error), line=error.line, column=error.column, query=question.text
            ) from error
        except RefusedQueryError as error:
            raise Problem(HTTPStatus.FORBIDDEN, str(error), query=question.text) from error
        except TooMuchError as error:
            raise Problem(HTTPStatus.BAD_REQUEST, str(error), query=question.text) from error
        except BusyError as error:
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, str(error), headers=_RETRY) from error
        except DeadlineError as error:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), query=question.text) from error
        except BrokenAnswerError as error:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error
        except UnavailableError as error:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), headers=_RETRY) from error
        finally:
            watching.cancel()


def _parts(accepted: Accepted) -> tuple[ResultFormat | None, str | None]:
    return accepted.table, accepted.triples


async def _cancel_when_gone(request: Request, cancellation: Cancellation) -> None:
    """Stop the work for a client that has gone. What is left of the request's body is passed over."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    await anyio.to_thread.run_sync(cancellation.cancel)


def _normalised(text: str) -> str:
    """The query without comments, with one blank where there were any between words and marks.

    >>> _normalised("ASK { # all\\n  ?s  ?p 'a  b' }")
    "ASK { ?s ?p 'a  b' }"
    """
    parts: list[str] = []
    end = 0
    for token in QueryText(text).tokens:
        if token.start() > end and parts:
            parts.append(" ")
        parts.append(token.group())
        end = token.end()
    return "".join(parts)
