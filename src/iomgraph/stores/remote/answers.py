"""Answers of a store, held to be whole before anybody sees them.

They are asked for in XML and N-Triples and written anew in what the client takes: CSV has no end that could be
missing, and a server that answers 200 and then fails writes its error into the body.
"""

import io
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import IO

import pyoxigraph

from iomgraph.rdf.serialisation import Serialiser
from iomgraph.rdf.syntaxes import SYNTAXES
from iomgraph.stores.oxigraph import FORMATS
from iomgraph.stores.remote.credentials import REMEDY
from iomgraph.stores.store import (
    BrokenAnswerError,
    BusyError,
    DeadlineError,
    InvalidQueryError,
    ResultFormat,
    UnavailableError,
)

TABLE, TRIPLES = "application/sparql-results+xml", "application/n-triples"

_SYNTAXES = {syntax.media_type: syntax for syntax in SYNTAXES}
_PLACE = re.compile(r"\b(?:error at |line )(\d+)(?::|, col(?:umn)? )(\d+)|\bline (\d+)", re.IGNORECASE)
# Virtuoso says in headers that it stopped early (https://docs.openlinksw.com/virtuoso/anytimequeries/) or cut rows off.
_STOPPED, _CUT_OFF = "X-SQL-State", "X-SPARQL-MaxRows"
# The one column with which Virtuoso answers ASK.
_TRUTH = "__ASK_RETVAL"
_MOST_TEXT = 300
_END = re.compile(rb"</(?:[\w.-]+:)?sparql\s*>\s*\Z")
_LAST_BYTES = 200


def check_status(status: int, body: bytes, lines_before: int) -> None:
    """Raise what a status says that is not 200; `lines_before` the query were put by us."""
    said = first_words(body)
    if status == HTTPStatus.BAD_REQUEST:
        place = _PLACE.search(said)
        line = int(place[1] or place[3]) - lines_before if place else None
        column = int(place[2]) if place and place[2] else None
        where = f" at line {line}" + (f", column {column}" if column else "") if line else ""
        raise InvalidQueryError(f"The store does not take the query{where}: {said}", line, column)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise BusyError("The store has too much to do; ask again in a few seconds.")
    if status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT):
        raise DeadlineError(f"The store gave the query up ({status}); ask for less, or again in a few seconds.")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise UnavailableError(f"The store refuses who asks ({status}); {REMEDY}, where the site runs.")
    if status != HTTPStatus.OK:
        raise UnavailableError(f"The store answers with status {status} ({said}); ask again later.")


def check_headers(headers: Mapping[str, str], wanted: str) -> None:
    """Raise what headers say of an answer with status 200 that is not whole, or not one."""
    if _STOPPED in headers:
        raise DeadlineError("The store ended the query before its answer was complete; ask for less, or in parts.")
    if _CUT_OFF in headers:
        raise BrokenAnswerError(
            f"The store gives {headers[_CUT_OFF]} rows at most, and the answer may have more; ask with a lower LIMIT."
        )
    received = headers.get("content-type", "nothing").split(";")[0].strip().lower()
    if received != wanted:
        raise UnavailableError(f"The store answers with {received} instead of {wanted}; is it a SPARQL endpoint?")


def parsed_table(body: IO[bytes]) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean:
    """Results in XML. Raises SyntaxError where they are none, or do not come to their end."""
    # The parser takes a missing end for the end.
    end = body.seek(0, io.SEEK_END)
    body.seek(max(end - _LAST_BYTES, 0))
    is_whole = _END.search(body.read())
    body.seek(0)
    if not is_whole:
        raise SyntaxError("its end is missing")
    return pyoxigraph.parse_query_results(body, format=pyoxigraph.QueryResultsFormat.XML)


def write_table(body: IO[bytes], result_format: ResultFormat, out: IO[bytes]) -> None:
    """Write results in XML as `result_format`. Raises BrokenAnswerError where they do not come to their end."""
    try:
        answer = parsed_table(body)
        if isinstance(answer, pyoxigraph.QuerySolutions) and [each.value for each in answer.variables] == [_TRUTH]:
            answer = _truth(answer)
        answer.serialize(out, format=FORMATS[result_format])
    except (SyntaxError, ValueError, OSError) as error:
        failure = BrokenAnswerError(f"The store's answer is not complete ({error}); ask again, or for less.")
    else:
        return
    raise failure


def write_triples(body: IO[bytes], media_type: str, serialiser: Serialiser, out: IO[bytes]) -> None:
    """Write N-Triples in another syntax. Raises BrokenAnswerError where they do not come to their end."""
    try:
        triples = [quad.triple for quad in pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.N_TRIPLES)]
    except (SyntaxError, ValueError, OSError) as error:
        raise BrokenAnswerError(f"The store's answer is not complete ({error}); ask again, or for less.") from error
    out.write(serialiser.serialise(triples, _SYNTAXES[media_type]))


def first_words(body: bytes) -> str:
    """What a body begins with, as part of a sentence.

    >>> first_words(b"<h1>Error 500</h1>  Out of\\n memory")
    'Error 500 Out of memory'
    """
    text = " ".join(re.sub(r"<[^<>]*>", " ", body.decode(errors="replace")).split())
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}…"


def _truth(solutions: pyoxigraph.QuerySolutions) -> pyoxigraph.QueryBoolean:
    is_true = any(isinstance(each[0], pyoxigraph.Literal) and each[0].value == "1" for each in solutions)
    answer = pyoxigraph.parse_query_results(
        f'{{"head":{{}},"boolean":{str(is_true).lower()}}}', format=pyoxigraph.QueryResultsFormat.JSON
    )
    assert isinstance(answer, pyoxigraph.QueryBoolean)
    return answer
