"""The value nodes that a path leads to, as SQL over the table of triples.

Closures start from the focus nodes and follow what is reached; only a closure within a closure is taken whole.
"""

from collections.abc import Callable

from rdflib.term import Identifier

from iomgraph.validation.path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

TermId = Callable[[Identifier], int]


def values_query(path: Path, focus: str, term_id: TermId) -> str:
    """SQL for the pairs (focus, value), each once, where `focus` is a table of nodes with a column `node`."""
    if isinstance(path, Predicate):  # triples are distinct already
        return (
            f"SELECT f.node AS focus, t.o AS value FROM {focus} f "
            f"JOIN triples t ON t.s = f.node WHERE t.p = {term_id(path.iri)}"
        )
    start = f"SELECT node AS focus, node AS value FROM {focus}"
    return f"SELECT DISTINCT focus, value FROM ({_step(path, start, term_id)})"


def _step(path: Path, reached: str, term_id: TermId) -> str:
    """Pairs (focus, value) after `path`, from pairs that an earlier step has reached."""
    match path:
        case Sequence(steps):
            for step in steps:
                reached = _step(step, reached, term_id)
            return reached
        case Repeated(inner, least, unbounded):
            if not unbounded:
                return f"({reached}) UNION ({_step(inner, reached, term_id)})"
            first = _step(inner, reached, term_id) if least else reached
            return (
                f"WITH RECURSIVE reach AS (SELECT focus, value FROM ({first}) UNION "
                f"SELECT r.focus, e.o FROM reach r JOIN ({_edges(inner, term_id)}) e ON e.s = r.value) "
                "SELECT focus, value FROM reach"
            )
        case _:
            return f"SELECT r.focus, e.o AS value FROM ({reached}) r JOIN ({_edges(path, term_id)}) e ON e.s = r.value"


def _edges(path: Path, term_id: TermId) -> str:
    """All pairs (s, o) that `path` joins."""
    match path:
        case Predicate(iri):
            return f"SELECT s, o FROM triples WHERE p = {term_id(iri)}"
        case Inverse(inner):
            return f"SELECT o AS s, s AS o FROM ({_edges(inner, term_id)})"
        case Alternative(choices):
            return " UNION ALL ".join(f"SELECT s, o FROM ({_edges(choice, term_id)})" for choice in choices)
        case Sequence(steps):
            first, *later = (_edges(step, term_id) for step in steps)
            for edges in later:
                first = f"SELECT a.s, b.o FROM ({first}) a JOIN ({edges}) b ON b.s = a.o"
            return first
        case _:
            everywhere = "SELECT id AS focus, id AS value FROM terms"
            return f"SELECT DISTINCT focus AS s, value AS o FROM ({_step(path, everywhere, term_id)})"
