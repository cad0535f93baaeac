"""The labels of everything in a release, in every language that they are there in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from iomgraph.rdf.prefixes import WELL_KNOWN

# The first that a resource has in a language is its label in that language.
LABEL_PROPERTIES = (
    WELL_KNOWN["skos"] + "prefLabel",
    WELL_KNOWN["rdfs"] + "label",
    WELL_KNOWN["dcterms"] + "title",
    WELL_KNOWN["schema"] + "name",
    WELL_KNOWN["foaf"] + "name",
)

_WORD_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Text:
    """A text and its language, None where it has none."""

    text: str
    language: str | None


class Labels:
    """The labels among `quads`."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._labels: dict[str, dict[str | None, str]] = {}
        rank = {label_property: place for place, label_property in enumerate(LABEL_PROPERTIES)}
        naming = [quad for quad in quads if quad.predicate.value in rank]
        for quad in sorted(naming, key=lambda quad: rank[quad.predicate.value]):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                own = self._labels.setdefault(quad.subject.value, {})
                own.setdefault(quad.object.language, quad.object.value)

    def all_of(self, iri: str) -> list[str]:
        """The label of `iri` in every language that it has one in."""
        return list(self._labels.get(iri, {}).values())

    def label(self, iri: str, languages: tuple[str, ...]) -> Text | None:
        """The label in the first of `languages` that it is there in, else in any; None without one."""
        own = self._labels.get(iri)
        if not own:
            return None
        for language in (*languages, None):
            if language in own:
                return Text(own[language], language)
        language, text = min(own.items(), key=lambda item: item[0] or "")
        return Text(text, language)


def words_of(iri: str) -> str:
    """The end of an IRI as words, for what has no label.

    >>> words_of("https://schema.org/startDate")
    'start date'
    >>> words_of("https://example.org/id/project/A-1")
    'A-1'
    """
    end = re.split(r"[/#]", iri.rstrip("/#"))[-1] or iri
    words = _WORD_BOUNDARY.sub(" ", end)
    return words.lower() if words != end else end
