"""Queries of clients on a release: from the cache, or from the pool for as long as the client waits."""

import asyncio
import hashlib
import time
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, replace
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import Request

from iomgraph.publication import Publication
from iomgraph.rdf.query_text import QueryText
from iomgraph.server.byte_cache import ByteCache
from iomgraph.server.problems import Problem
from iomgraph.server.query_request import QueryRequest
from iomgraph.server.served import ServedRelease
from iomgraph.stores.federation import RemoteEndpointError, with_remote_answers
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

# So many can be told at once that too many wait.
_SENT_AWAY = 16
_WATCHED_AFTER = 0.05
_RETRY = {"Retry-After": "5"}
# Longer queries are not read where all other requests wait for it.
_LONG = 20_000


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
    cancellation: Cancellation
    """Stops whoever is at the rest."""
    seconds: float
    is_cached: bool = False
    is_federated: bool = False
    """Whether it depends on what another endpoint says now."""

    @property
    def size(self) -> int:
        """How many bytes it takes in a cache."""
        return len(self.body or b"") + 500


class QueryAnswers:
    """Asks the pool of a release what no cached answer says."""

    def __init__(self, publication: Publication) -> None:
        limits = publication.limits
        self._publication = publication
        self._threads = anyio.CapacityLimiter(limits.workers + limits.queue + _SENT_AWAY)
        self.outcomes: Counter[str] = Counter()
        """How many queries were answered, and how many not for which reason."""
        self._cache: ByteCache[FoundAnswer] = ByteCache(limits.cache_bytes // 2)

    async def answer(
        self, request: Request, release: ServedRelease, asked: QueryRequest, accepted: Accepted
    ) -> FoundAnswer:
        """The answer of `release`. Raises Problem: 400, 403, 429, 502 and 503."""
        key = (release.name, _normalised(asked.text), asked.dataset, accepted)
        cached = self._cache.get(key)
        if cached:
            self.outcomes["cached"] += 1
            return cached
        started = time.perf_counter()
        cancellation = Cancellation()
        question = Question(asked.text, asked.dataset, *_parts(accepted))
        answer, is_federated = await self._asked(request, release, question, cancellation)
        seconds = time.perf_counter() - started
        body = answer.body
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"' if body is not None else ""
        found = FoundAnswer(
            answer.has_triples, body, tag, answer.rest, cancellation, seconds, is_federated=is_federated
        )
        if body is not None and answer.rest is None and not is_federated:
            self._cache.put(key, replace(found, seconds=0.0, is_cached=True))
        return found

    async def _asked(
        self, request: Request, release: ServedRelease, question: Question, cancellation: Cancellation
    ) -> tuple[Answer, bool]:
        """The answer, and whether other endpoints have a part in it."""
        watch = _Watch(request, cancellation)
        is_federated = QueryText(question.text).calls_another_endpoint
        try:
            if is_federated:
                base, service = self._publication.base, self._publication.service
                text = await anyio.to_thread.run_sync(
                    with_remote_answers, question.text, base, service, limiter=self._threads
                )
                question = replace(question, text=text)
            answer = await release.store.answer(question, cancellation, self._threads)
        except InvalidQueryError as error:
            self.outcomes["invalid"] += 1
            raise Problem(
                HTTPStatus.BAD_REQUEST, str(error), line=error.line, column=error.column, query=question.text
            ) from error
        except RefusedQueryError as error:
            self.outcomes["refused"] += 1
            raise Problem(HTTPStatus.FORBIDDEN, str(error), query=question.text) from error
        except TooMuchError as error:
            self.outcomes["too much"] += 1
            raise Problem(HTTPStatus.BAD_REQUEST, str(error), query=question.text) from error
        except RemoteEndpointError as error:
            self.outcomes["remote"] += 1
            raise Problem(HTTPStatus.BAD_GATEWAY, str(error), query=question.text) from error
        except BusyError as error:
            self.outcomes["busy"] += 1
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, str(error), headers=_RETRY) from error
        except DeadlineError as error:
            self.outcomes["deadline"] += 1
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), query=question.text) from error
        except BrokenAnswerError as error:
            self.outcomes["broken"] += 1
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error
        except UnavailableError as error:
            self.outcomes["unavailable"] += 1
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), headers=_RETRY) from error
        else:
            self.outcomes["answered"] += 1
            return answer, is_federated
        finally:
            watch.end()


def _parts(accepted: Accepted) -> tuple[ResultFormat | None, str | None]:
    return accepted.table, accepted.triples


class _Watch:
    """Looks whether the client is still there, from when most answers have been given."""

    def __init__(self, request: Request, cancellation: Cancellation) -> None:
        self._request = request
        self._cancellation = cancellation
        self._task: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(_WATCHED_AFTER, self._begin)

    def _begin(self) -> None:
        self._task = asyncio.create_task(_cancel_when_gone(self._request, self._cancellation))

    def end(self) -> None:
        """The answer is there."""
        self._timer.cancel()
        if self._task:
            self._task.cancel()


async def _cancel_when_gone(request: Request, cancellation: Cancellation) -> None:
    """Stop the work for a client that has gone. What is left of the request's body is passed over."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    await anyio.to_thread.run_sync(cancellation.cancel)


def _normalised(text: str) -> str:
    """The query without comments, with one blank where there were any between words and marks; a long one as it is.

    >>> _normalised("ASK { # all\\n  ?s  ?p 'a  b' }")
    "ASK { ?s ?p 'a  b' }"
    """
    if len(text) > _LONG:
        return text
    parts: list[str] = []
    end = 0
    for token in QueryText(text).tokens:
        if token.start() > end and parts:
            parts.append(" ")
        parts.append(token.group())
        end = token.end()
    return "".join(parts)
