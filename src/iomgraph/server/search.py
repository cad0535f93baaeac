"""Search in names, codes and prose: no case, no diacritics, every word of the question has to begin a word.

SQLite FTS5: <https://www.sqlite.org/fts5.html>
"""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from iomgraph.rdf.labels import LABEL_PROPERTIES
from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.server import terms
from iomgraph.server.folding import folded

NAME_PROPERTIES = (
    *LABEL_PROPERTIES,
    WELL_KNOWN["skos"] + "altLabel",
    WELL_KNOWN["skos"] + "hiddenLabel",
    WELL_KNOWN["skos"] + "notation",
    terms.IDENTIFIER,
)
PROSE_PROPERTIES = (terms.DESCRIPTION, terms.DEFINITION, WELL_KNOWN["skos"] + "note")
MOST_WORDS = 32

# A name with its place, so that words one after another are found; of all else only which words are there.
_TABLES = """
CREATE VIRTUAL TABLE names_{0} USING fts5(
    text, content='', prefix='1 2 3', tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE whole_{0} USING fts5(
    text, content='', detail=none, prefix='1 2 3', tokenize="unicode61 remove_diacritics 2"
);
"""


@dataclass(frozen=True)
class Hit:
    """A resource that was found. `distance`: 0 where a name begins so, then 1 and so on; the last is for prose."""

    iri: str
    distance: int


@dataclass
class _Texts:
    names: set[str] = field(default_factory=set)
    prose: list[str] = field(default_factory=list)


class SearchTexts:
    """The texts of the resources of each kind. Every quad of the graph that has one of `predicates` is to be added."""

    predicates = frozenset({*NAME_PROPERTIES, *PROSE_PROPERTIES})

    def __init__(self, resources: Mapping[str, Iterable[str]]) -> None:
        self.resources = resources
        self.of: dict[str, _Texts] = {iri: _Texts() for own in resources.values() for iri in own}

    def add(self, quad: Quad) -> None:
        """Take up a quad."""
        if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, Literal):
            return
        own = self.of.get(quad.subject.value)
        if own is None:
            return
        if quad.predicate.value in NAME_PROPERTIES:
            if name := folded(quad.object.value):
                own.names.add(name)
        else:
            own.prose.append(quad.object.value)


@dataclass(frozen=True)
class _Part:
    """The resources of one kind, the shortest first, and which of them each row of its table of names is of."""

    number: int
    iris: list[str]
    named: "array[int]"


class SearchIndex:
    """Texts of the resources of each kind, in memory.

    Each kind has tables of its own, and the rows of each are in the order of their lengths: a few of the closest are
    found without the rest.
    """

    def __init__(self, texts: SearchTexts) -> None:
        self._tables = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._parts = {
            kind: self._part(number, {iri: texts.of[iri] for iri in own if texts.of[iri].names})
            for number, (kind, own) in enumerate(texts.resources.items())
        }

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of resource, in order."""
        return tuple(self._parts)

    def find(self, question: str, kind: str | None = None) -> Iterator[Hit]:
        """What has every word of the question in one name, or else in all its texts; the closest and shortest first."""
        words = folded(question).split()
        if not words:
            return
        phrase, every = f'"{" ".join(words)}" *', _every(words)
        seen: set[str] = set()
        for distance, (table, wanted) in enumerate(
            (("names", f"^ {phrase}"), ("names", phrase), ("names", every), ("whole", every))
        ):
            for part in self._parts.values() if kind is None else (self._parts[kind],):
                of_kind = f"{table}_{part.number}"
                rows = self._tables.execute(f"SELECT rowid FROM {of_kind}(?) ORDER BY rowid", (wanted,))
                for (row,) in rows:
                    iri = part.iris[part.named[row] if table == "names" else row]
                    if iri not in seen:
                        seen.add(iri)
                        yield Hit(iri, distance)

    def count(self, question: str, kind: str) -> int:
        """How many of a kind there are to find."""
        words = folded(question).split()
        if not words:
            return 0
        query = f"SELECT count(*) FROM whole_{self._parts[kind].number}(?)"
        (count,) = self._tables.execute(query, (_every(words),)).fetchone()
        return int(count)

    def _part(self, number: int, texts: Mapping[str, _Texts]) -> _Part:
        iris = [iri for _, iri in sorted((min(map(len, own.names)), iri) for iri, own in texts.items())]
        place = {iri: row for row, iri in enumerate(iris)}
        names = sorted((len(name), name, place[iri]) for iri, own in texts.items() for name in own.names)
        wholes = (" ".join([*texts[iri].names, *map(folded, texts[iri].prose)]) for iri in iris)
        self._tables.executescript(_TABLES.format(number))
        self._tables.execute("BEGIN")
        for table, rows in (("names", (name for _, name, _ in names)), ("whole", wholes)):
            insert = f"INSERT INTO {table}_{number} (rowid, text) VALUES (?, ?)"
            self._tables.executemany(insert, enumerate(rows))
        self._tables.execute("COMMIT")
        return _Part(number, iris, array("l", (resource for _, _, resource in names)))


def _every(words: list[str]) -> str:
    return " ".join(f'"{word}" *' for word in words)
