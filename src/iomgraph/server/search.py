"""Search in names, titles and codes: no case, no diacritics, every word of the question has to begin a word."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.server.folding import folded
from iomgraph.server.labels import LABEL_PROPERTIES

NAME_PROPERTIES = (
    *LABEL_PROPERTIES,
    WELL_KNOWN["skos"] + "altLabel",
    WELL_KNOWN["skos"] + "hiddenLabel",
    WELL_KNOWN["skos"] + "notation",
    WELL_KNOWN["dcterms"] + "identifier",
)


@dataclass(frozen=True)
class _Entry:
    iri: str
    names: tuple[str, ...]


class SearchIndex:
    """The names that `quads` give to `resources`, folded, in memory."""

    def __init__(self, quads: Iterable[Quad], resources: Iterable[str]) -> None:
        names: dict[str, set[str]] = {iri: set() for iri in resources}
        for quad in quads:
            if (
                quad.predicate.value in NAME_PROPERTIES
                and isinstance(quad.subject, NamedNode)
                and isinstance(quad.object, Literal)
                and quad.subject.value in names
            ):
                names[quad.subject.value].add(folded(quad.object.value))
        self._entries = [_Entry(iri, tuple(sorted(own))) for iri, own in sorted(names.items()) if own]

    def find(self, question: str) -> list[str]:
        """The IRIs with a name that has every word of the question, the closest first."""
        words = folded(question).split()
        if not words:
            return []
        wanted = " ".join(words)
        ranked = []
        for entry in self._entries:
            ranks = [_rank(name, words, wanted) for name in entry.names]
            best = min((rank for rank in ranks if rank is not None), default=None)
            if best is not None:
                ranked.append((best, entry.iri))
        return [iri for _, iri in sorted(ranked)]


def _rank(name: str, words: list[str], wanted: str) -> tuple[int, int] | None:
    if not all(f" {word}" in f" {name}" for word in words):
        return None
    closeness = 0 if name == wanted else 1 if name.startswith(wanted) else 2 if wanted in name else 3
    return closeness, len(name)
