"""The terms of an ontology as its page documents them: what each means, where it belongs, and how it is used here."""

from dataclasses import dataclass

from pyoxigraph import Quad

from iomgraph.rdf.labels import LABEL_PROPERTIES, Text
from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.reading import Fact, Reading, Value, by_subject, types
from iomgraph.server.store_questions import first_uses

_CLASS = WELL_KNOWN["owl"] + "Class"
_EXAMPLE = WELL_KNOWN["skos"] + "example"
# What every term has, or what is shown by its place on the page.
_SHOWN_OTHERWISE = frozenset(
    {terms.TYPE, terms.DEFINITION, _EXAMPLE, WELL_KNOWN["rdfs"] + "isDefinedBy", *LABEL_PROPERTIES}
)


@dataclass(frozen=True)
class Example:
    """A use of a term in the release: a member of the class, or a subject and one value of the property."""

    subject: Value
    value: Value | None


@dataclass(frozen=True)
class Term:
    """A term; `anchor` is the fragment of its IRI."""

    anchor: str
    iri: str
    title: Text
    is_class: bool
    definition: list[Value]
    facts: list[Fact]
    examples: list[Value]
    use: Example | None


def terms_of(reading: Reading, ontology: str, quads: list[Quad]) -> list[Term]:
    """The terms among `quads` that are fragments of `ontology`: classes first, each kind by its anchors."""
    found = {iri: own for iri, own in by_subject(quads).items() if iri.startswith(ontology + "#")}
    classes = [iri for iri, own in found.items() if _CLASS in types(own)]
    uses = first_uses(reading.release.store, classes, [iri for iri in found if iri not in classes])
    documented = [
        Term(
            anchor=iri.removeprefix(ontology + "#"),
            iri=iri,
            title=reading.label(iri),
            is_class=iri in classes,
            definition=_texts(reading, own, terms.DEFINITION),
            facts=reading.facts(own, _SHOWN_OTHERWISE),
            examples=_texts(reading, own, _EXAMPLE),
            use=_example(reading, iri, uses[iri], is_class=iri in classes) if iri in uses else None,
        )
        for iri, own in found.items()
    ]
    return sorted(documented, key=lambda term: (not term.is_class, term.anchor.casefold()))


def _texts(reading: Reading, own: list[Quad], predicate: str) -> list[Value]:
    facts = reading.facts(quad for quad in own if quad.predicate.value == predicate)
    return [value for fact in facts for value in fact.values]


def _example(reading: Reading, iri: str, subject: str, *, is_class: bool) -> Example:
    """The store says where a term is used; the words are those of the release's file."""
    if is_class:
        return Example(reading.resource(subject), None)
    values = (
        quad.object for quad in parsed(reading.release.quads.with_subject(subject)) if quad.predicate.value == iri
    )
    return Example(reading.resource(subject), next((reading.value(value) for value in values), None))
