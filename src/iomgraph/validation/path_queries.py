"""The value nodes that a path leads to, as SQL over the table of triples.

Closures start from the focus nodes and follow what is reached; only a closure within a closure is taken whole.
"""

from collections.abc import Callable

from rdflib.term import Identifier

from iomgraph.validation.path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

TermId = Callable[[Identifier], int]
Closure = Callable[[str, str], str]
"""Makes a table of the pairs (focus, value) of a query, and all that follow by the pairs (s, o) of another."""


def values_query(path: Path, focus: str, term_id: TermId, closure: Closure) -> str:
    """SQL for the pairs (focus, value), each once, where `focus` is a table of nodes with a column `node`."""
    if isinstance(path, Predicate):  # triples are distinct already
        return (
            f"SELECT f.node AS focus, t.o AS value FROM {focus} f "
            f"JOIN triples t ON t.s = f.node WHERE t.p = {term_id(path.iri)}"
        )
    start = f"SELECT node AS focus, node AS value FROM {focus}"
    return f"SELECT DISTINCT focus, value FROM ({_Steps(term_id, closure).after(path, start)})"


class _Steps:
    """Each kind of path as SQL over the triples."""

    def __init__(self, term_id: TermId, closure: Closure) -> None:
        self._id = term_id
        self._closure = closure

    def after(self, path: Path, reached: str) -> str:
        """Pairs (focus, value) after `path`, from pairs that an earlier step has reached."""
        match path:
            case Sequence(steps):
                for step in steps:
                    reached = self.after(step, reached)
                return reached
            case Repeated(inner, least, unbounded):
                if not unbounded:
                    return f"({reached}) UNION ({self.after(inner, reached)})"
                first = self.after(inner, reached) if least else reached
                return f"SELECT focus, value FROM {self._closure(first, self._edges(inner))}"
            case _:
                edges = self._edges(path)
                return f"SELECT r.focus, e.o AS value FROM ({reached}) r JOIN ({edges}) e ON e.s = r.value"

    def _edges(self, path: Path) -> str:
        """All pairs (s, o) that `path` joins."""
        match path:
            case Predicate(iri):
                return f"SELECT s, o FROM triples WHERE p = {self._id(iri)}"
            case Inverse(inner):
                return f"SELECT o AS s, s AS o FROM ({self._edges(inner)})"
            case Alternative(choices):
                return " UNION ALL ".join(f"SELECT s, o FROM ({self._edges(choice)})" for choice in choices)
            case Sequence(steps):
                first, *later = map(self._edges, steps)
                for edges in later:
                    first = f"SELECT a.s, b.o FROM ({first}) a JOIN ({edges}) b ON b.s = a.o"
                return first
            case _:
                everywhere = "SELECT id AS focus, id AS value FROM terms"
                return f"SELECT DISTINCT focus AS s, value AS o FROM ({self.after(path, everywhere)})"
