"""What no store is asked."""

from iomgraph.rdf.query_text import QueryText
from iomgraph.stores.store import InvalidQueryError, RefusedQueryError

# Measured: Oxigraph takes 2,000 levels and chains of 2,000 operations in a stack of 8 MiB, and crashes at 3,000.
_DEEPEST = 200
_LARGEST = 3_000


def check(query: QueryText) -> None:
    """Refuse what is never done, and what Oxigraph cannot take: its stack overflows and ends the process."""
    if query.is_larger_than(_LARGEST):
        raise InvalidQueryError(
            f"The query has more than {_LARGEST} words and marks, which at most are read; "
            "put data into VALUES, or ask in several queries."
        )
    unclosed = query.unclosed
    if unclosed:
        line, column = unclosed
        raise InvalidQueryError(
            f"The query is not valid SPARQL at line {line}, column {column}: a string begins there and does not end.",
            line,
            column,
        )
    if query.calls_another_endpoint:
        raise RefusedQueryError(
            "The query calls another endpoint with SERVICE, which is refused here; "
            "ask that endpoint yourself and join the answers."
        )
    if query.is_update:
        raise RefusedQueryError(
            "This is an update, and only queries are answered; publish a release to change the data."
        )
    if query.depth > _DEEPEST:
        raise InvalidQueryError(
            f"The query nests brackets {query.depth} deep, {_DEEPEST} at most are read; flatten it."
        )
