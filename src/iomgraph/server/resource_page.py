"""The page of a resource: of a source with its text, of the ontology with its terms, of all others one for all."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, Quad
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.rdf.sorted_quads import parsed
from iomgraph.rdf.syntaxes import SYNTAXES
from iomgraph.release import origins
from iomgraph.server import terms
from iomgraph.server.evidence import Quote, Segment, marked, quote_of
from iomgraph.server.labels import LABEL_PROPERTIES, Text
from iomgraph.server.reading import Fact, Reading, Value, by_subject, first, types
from iomgraph.server.resource_view import PARTICIPATIONS_SHOWN, SHOWN, view_of
from iomgraph.server.served import ServedRelease
from iomgraph.server.site import site_of


@dataclass(frozen=True)
class SourceText:
    """A part of a source's text with the words marked that are evidence."""

    heading: Value
    language: str | None
    segments: list[Segment]


@dataclass(frozen=True)
class Term:
    """A term of the ontology and its description; `anchor` is the fragment of its IRI."""

    anchor: str
    title: Text
    facts: list[Fact]


def resource_page(
    request: Request,
    release: ServedRelease,
    iri: str,
    quads: list[Quad],
    headers: Mapping[str, str],
) -> Response:
    """The page of `iri`, whose description is `quads`, in the reader's language."""
    site = site_of(request)
    reading = site.reading(request, release)
    view = view_of(reading, iri, quads)
    mentions = _mentions(reading, quads)
    return site.page(
        request,
        "resource.html",
        headers,
        view=view,
        texts=_texts(reading, by_subject(quads).get(iri, []), mentions),
        fields=[quote for quote, _ in mentions if quote.start is None],
        terms=_terms(reading, iri, quads),
        origins=origins(release.folder, iri),
        formats=[(syntax.name, f"{site.addresses.path_of(iri)}.{syntax.suffix}") for syntax in SYNTAXES],
        release=release,
        shown=SHOWN,
        participations_shown=PARTICIPATIONS_SHOWN,
        own_path=site.addresses.path_of(iri),
    )


def _mentions(reading: Reading, quads: list[Quad]) -> list[tuple[Quote, Value]]:
    """The quotes that lie below a source, each with the resource that its words lead to."""
    subjects = by_subject(quads)
    found = []
    for iri, own in subjects.items():
        if reading.own("Mention") in types(own):
            parts = [quad for each, quads_of in subjects.items() if each.startswith(iri + "/") for quad in quads_of]
            quote = quote_of(reading, [*own, *parts], iri)
            if quote is not None:
                found.append((quote, _named(reading, quote)))
    return found


def _named(reading: Reading, quote: Quote) -> Value:
    """What the quoted words name: the party of a participation, else what they support, if anything."""
    for body in quote.bodies:
        party = first(parsed(reading.release.quads.with_subject(body)), reading.own("party"))
        return reading.resource(party or body)
    return Value(quote.text)


def _texts(reading: Reading, own: list[Quad], mentions: list[tuple[Quote, Value]]) -> list[SourceText]:
    if reading.own("SourceRecord") not in types(own) or not mentions:
        return []
    return [
        SourceText(
            reading.term(quad.predicate.value),
            quad.object.language,
            marked(
                quad.object.value,
                [(quote, target) for quote, target in mentions if quote.part_iri == quad.predicate.value],
            ),
        )
        for predicate in (terms.TITLE, terms.DESCRIPTION)
        for quad in own
        if quad.predicate.value == predicate and isinstance(quad.object, Literal)
    ]


def _terms(reading: Reading, iri: str, quads: list[Quad]) -> list[Term]:
    found = [
        Term(
            each.removeprefix(iri + "#"),
            reading.label(each),
            reading.facts(own, frozenset(LABEL_PROPERTIES)),
        )
        for each, own in by_subject(quads).items()
        if each.startswith(iri + "#")
    ]
    # Classes begin with a capital and go first.
    return sorted(found, key=lambda term: (not term.anchor[:1].isupper(), term.anchor.casefold()))
