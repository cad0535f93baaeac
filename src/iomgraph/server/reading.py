"""What a reader sees of RDF terms: labels in a language of theirs, links where there is something to follow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from iomgraph.rdf.labels import Text, words_of
from iomgraph.rdf.prefixes import WELL_KNOWN, shortened
from iomgraph.server import terms
from iomgraph.server.addresses import Addresses
from iomgraph.server.served import ServedRelease

_XSD = WELL_KNOWN["xsd"]


@dataclass(frozen=True)
class Value:
    """A term as a page shows it. `foreign` links leave the site."""

    text: str
    language: str | None = None
    link: str | None = None
    foreign: bool = False
    datatype: str | None = None


@dataclass(frozen=True)
class Fact:
    """A property and what it has for one subject; `more` is how many values there are beside `values`."""

    iri: str
    label: Value
    values: list[Value]
    more: int = 0


@dataclass(frozen=True)
class Reading:
    """The view of one reader on one release.

    The first of `languages` is the reader's. `terms` are labels in it for terms of other vocabularies,
    for which the release has none.
    """

    release: ServedRelease
    addresses: Addresses
    languages: tuple[str, ...]
    terms: Mapping[str, str]

    def own(self, name: str) -> str:
        """The IRI of a term of the publication's own ontology."""
        return self.addresses.base + "ns#" + name

    def label(self, iri: str) -> Text:
        """The label of `iri`, or the words at its end."""
        label = self.release.labels.label(iri, self.languages)
        if label is None and iri in self.terms:
            return Text(self.terms[iri], self.languages[0])
        return label or Text(words_of(iri), None)

    def term(self, iri: str) -> Value:
        """A property or class: always by words, also where the release has no label for it."""
        label = self.label(iri)
        return Value(label.text, label.language, self.addresses.path_of(iri))

    def resource(self, iri: str) -> Value:
        """A link with the label of `iri`; for what another site says without a label here, its address."""
        link = self.addresses.link_to(iri)
        foreign = link is not None and self.addresses.path_of(iri) is None
        label = self.release.labels.label(iri, self.languages)
        if label is None:
            label = Text(shortened(iri, WELL_KNOWN) if foreign else words_of(iri), None)
        return Value(label.text, label.language, link, foreign)

    def value(self, term: object) -> Value:
        """A term as a page shows it."""
        if isinstance(term, NamedNode):
            return self.resource(term.value)
        if isinstance(term, Literal):
            datatype = term.datatype.value
            # An address that is kept as a literal is one that a reader may follow all the same.
            if datatype == _XSD + "anyURI":
                link = self.addresses.link_to(term.value)
                return Value(term.value, None, link, link is not None)
            return Value(term.value, term.language, datatype=datatype)
        return Value(str(term))

    def facts(self, quads: Iterable[Quad], without: frozenset[str] = frozenset()) -> list[Fact]:
        """The properties of one subject by label; of a text in several languages the reader's only."""
        found: dict[str, dict[pyoxigraph.NamedNode | pyoxigraph.BlankNode | Literal, None]] = {}
        for quad in quads:
            if quad.predicate.value not in without and not isinstance(quad.object, pyoxigraph.Triple):
                found.setdefault(quad.predicate.value, {})[quad.object] = None
        facts = [
            Fact(iri, self.term(iri), [self.value(term) for term in self._readable(list(objects))])
            for iri, objects in found.items()
        ]
        return sorted(facts, key=lambda fact: fact.label.text.casefold())

    def _readable(self, objects: list[object]) -> list[object]:
        spoken = {term.language for term in objects if isinstance(term, Literal) and term.language}
        if len(spoken) < 2:
            return objects
        chosen = next((language for language in self.languages if language in spoken), min(spoken))
        return [
            term for term in objects if not (isinstance(term, Literal) and term.language and term.language != chosen)
        ]


def objects(quads: Iterable[Quad], predicate: str) -> list[str]:
    """The values of `predicate` in `quads`, as text, in order, each once."""
    return list(
        dict.fromkeys(
            quad.object.value
            for quad in quads
            if quad.predicate.value == predicate and isinstance(quad.object, NamedNode | Literal)
        )
    )


def first(quads: Iterable[Quad], predicate: str) -> str | None:
    """The first value of `predicate` in `quads`; None without one."""
    return next(iter(objects(quads, predicate)), None)


def by_subject(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    """Quads under their subjects, in order."""
    found: dict[str, list[Quad]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            found.setdefault(quad.subject.value, []).append(quad)
    return found


def types(quads: Iterable[Quad]) -> list[str]:
    """The classes of a subject."""
    return objects(quads, terms.TYPE)
