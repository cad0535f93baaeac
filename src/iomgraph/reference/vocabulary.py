"""The SKOS vocabularies: concepts found by any of their names."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from iomgraph.errors import InputError
from iomgraph.rdf.turtle import read_turtle
from iomgraph.reference.folding import fold

_DIRECT_PROPERTY = "directProperty"
_NAMES = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation)


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: its path below `vocab/`, its notation, its preferred labels by language, and all its names.

    `direct_property` is the local name of the property that restates a role in one triple.
    """

    path: str
    notation: str | None
    labels: dict[str, str]
    names: tuple[str, ...]
    direct_property: str | None


class Vocabularies:
    """The concepts of every scheme."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {concept.path: concept for concept in concepts}
        self._by_name: dict[tuple[str, str], Concept] = {}
        for concept in self.concepts.values():
            for name in concept.names:
                key = (_scheme(concept.path), fold(name))
                other = self._by_name.setdefault(key, concept)
                if other is not concept:
                    raise InputError(
                        f"The concepts {other.path} and {concept.path} share the name “{name}”; "
                        "take it from one of them."
                    )

    @classmethod
    def from_files(cls, files: Iterable[Path]) -> "Vocabularies":
        """Read the SKOS concepts of Turtle files; other statements in them are passed over.

        Raises InputError where a file cannot be read or two concepts of a scheme share a name. SKOS:
        https://www.w3.org/TR/skos-reference/
        """
        graph = Graph()
        for file in files:
            read_turtle(file, graph)
        concepts = (_concept(graph, node) for node in graph.subjects(RDF.type, SKOS.Concept, unique=True))
        return cls(sorted((c for c in concepts if c is not None), key=lambda concept: concept.path))

    def find(self, scheme: str, text: str) -> Concept | None:
        """The concept of `scheme` that has the name `text` in any language, case and accents apart."""
        return self._by_name.get((scheme, fold(text)))

    def label(self, path: str, language: str) -> str:
        """The preferred label of the concept at `path`; KeyError where it has none in that language."""
        return self.concepts[path].labels[language]

    def of(self, scheme: str) -> list[Concept]:
        """The concepts of a scheme, by path."""
        return [concept for concept in self.concepts.values() if _scheme(concept.path) == scheme]


def _scheme(path: str) -> str:
    return path.split("/", 1)[0]


def _concept(graph: Graph, node: object) -> Concept | None:
    scheme = graph.value(node, SKOS.inScheme) if isinstance(node, URIRef) else None
    if not isinstance(node, URIRef) or not isinstance(scheme, URIRef):
        return None
    path = f"{str(scheme).rstrip('/').rsplit('/', 1)[-1]}/{str(node).rsplit('/', 1)[-1]}"
    labels = {
        label.language: str(label)
        for label in graph.objects(node, SKOS.prefLabel)
        if isinstance(label, Literal) and label.language
    }
    direct = next((str(o) for _, p, o in graph.triples((node, None, None)) if str(p).endswith(_DIRECT_PROPERTY)), None)
    notation = graph.value(node, SKOS.notation)
    return Concept(
        path=path,
        notation=None if notation is None else str(notation),
        labels=labels,
        names=tuple(sorted({str(name) for kind in _NAMES for name in graph.objects(node, kind)})),
        direct_property=None if direct is None else direct.replace("/", "#").rsplit("#", 1)[-1],
    )
