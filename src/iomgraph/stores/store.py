"""What every store does: answer a SPARQL query over a release, or say why not.

SPARQL 1.1 Query: <https://www.w3.org/TR/sparql11-query/>
"""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from iomgraph.errors import InputError


class RefusedQueryError(InputError):
    """The query asks for what is never done here, as a request to another endpoint."""


class InvalidQueryError(InputError):
    """The query is not SPARQL or cannot be evaluated; line and column say where, where that is known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class BusyError(InputError):
    """So many queries wait that this one is not let in."""


class DeadlineError(InputError):
    """The query needs more time than it may have."""


class TooMuchError(InputError):
    """The query needs more memory than it may have."""


class BrokenAnswerError(InputError):
    """The answer ends before it is complete."""


class UnavailableError(InputError):
    """The store cannot be reached, does not do its work, or holds another release."""


class ResultFormat(Enum):
    """The result formats of SELECT and ASK, by media type."""

    JSON = "application/sparql-results+json"
    XML = "application/sparql-results+xml"
    CSV = "text/csv"
    TSV = "text/tab-separated-values"


@dataclass(frozen=True)
class Dataset:
    """The graphs that a request names; where both are empty, query and publication decide.

    SPARQL 1.1 Protocol, 2.1.4: <https://www.w3.org/TR/sparql11-protocol/#dataset>
    """

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class Store(Protocol):
    """A SPARQL index of one release."""

    def bindings(self, text: str, dataset: Dataset, result_format: ResultFormat) -> bytes:
        """The whole answer to a SELECT or ASK query, in a result format.

        Raises InvalidQueryError where the query is malformed, of the other form or cannot be evaluated, and
        RefusedQueryError where it calls another endpoint.
        """
        ...
