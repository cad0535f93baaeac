"""Texts of sources with the words marked that are evidence, each leading to what it names."""

from dataclasses import dataclass

from pyoxigraph import Literal, Quad

from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.bounds import Bounds
from iomgraph.server.evidence import Quote, Segment, marked, quote_of
from iomgraph.server.reading import Reading, Value, by_subject, first, objects, types

# So many quotes are marked in one text.
_MARKED = 200


@dataclass(frozen=True)
class SourceText:
    """A part of a source's text; `source` is None on the page of the source itself."""

    heading: Value
    source: Value | None
    language: str | None
    segments: list[Segment]


@dataclass(frozen=True)
class SourceTexts:
    """The texts of one source, and the fields that it quotes as a whole."""

    texts: list[SourceText]
    fields: list[Quote]


def texts_of_source(reading: Reading, iri: str, quads: list[Quad], bounds: Bounds) -> SourceTexts:
    """The texts of the source `iri`, whose description is `quads`; nothing where it is no source or quotes nothing."""
    own = by_subject(quads).get(iri, [])
    if reading.own("SourceRecord") not in types(own):
        return SourceTexts([], [])
    mentions = _mentions(reading, quads)
    texts = _texts(reading, own, mentions, None, bounds) if mentions else []
    return SourceTexts(texts, [quote for quote, _ in mentions if quote.start is None][: 4 * bounds.rows])


def texts_about(reading: Reading, quads: list[Quad], bounds: Bounds) -> list[SourceText]:
    """What the sources of a resource, which `quads` describe, say of it in prose."""
    found = []
    for source in objects(quads, reading.own("fromSource"))[: min(3, bounds.rows)]:
        described = parsed(reading.release.quads.describe(source))
        own = [quad for quad in by_subject(described).get(source, []) if quad.predicate.value == terms.DESCRIPTION]
        if own:
            found += _texts(reading, own, _mentions(reading, described), reading.resource(source), bounds)
    return found


def _mentions(reading: Reading, quads: list[Quad]) -> list[tuple[Quote, Value]]:
    """The quotes that lie below a source, each with the resource that its words lead to."""
    subjects = by_subject(quads)
    mention_class = reading.own("Mention")
    mentions = [iri for iri, own in subjects.items() if mention_class in types(own)]
    found = []
    for iri in mentions[:_MARKED]:
        parts = [quad for each in (iri, iri + "/target", iri + "/selector") for quad in subjects.get(each, [])]
        quote = quote_of(reading, parts, iri)
        if quote is not None:
            found.append((quote, _named(reading, quote)))
    return found


def _named(reading: Reading, quote: Quote) -> Value:
    """What the quoted words name: the party of a participation, else what they support, if anything."""
    for body in quote.bodies:
        party = first(parsed(reading.release.quads.with_subject(body)), reading.own("party"))
        return reading.resource(party or body)
    return Value(quote.text)


def _texts(
    reading: Reading, own: list[Quad], mentions: list[tuple[Quote, Value]], source: Value | None, bounds: Bounds
) -> list[SourceText]:
    return [
        SourceText(
            reading.term(quad.predicate.value),
            source,
            quad.object.language,
            marked(
                bounds.short(quad.object.value),
                [(quote, target) for quote, target in mentions if quote.part_iri == quad.predicate.value],
            ),
        )
        for predicate in (terms.TITLE, terms.DESCRIPTION)
        for quad in own
        if quad.predicate.value == predicate and isinstance(quad.object, Literal)
    ]
