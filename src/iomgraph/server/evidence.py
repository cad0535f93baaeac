"""The words of the sources that say what the graph says.

Web Annotation: <https://www.w3.org/TR/annotation-model/>
"""

from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Literal, Quad

from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.reading import Reading, Value, by_subject, first, objects
from iomgraph.server.store_questions import mentions_of

# So many characters of the text on either side of a quote are shown with it.
_CONTEXT = 60


@dataclass(frozen=True)
class Quote:
    """Words of a source, and what they are the evidence of; `before` and `after` are the words around them.

    `language` is that of the source.
    """

    text: str
    language: str | None
    source: Value | None
    part: Value | None
    part_iri: str | None
    bodies: list[str]
    start: int | None
    end: int | None
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Segment:
    """A stretch of a source's text; `target` is what it names, None for what names nothing."""

    text: str
    target: Value | None


def quotes_for(reading: Reading, bodies: list[str], limit: int = 1000) -> dict[str, list[Quote]]:
    """At most `limit` quotes that support `bodies`, by body; the words are those of the release's files."""
    found: dict[str, list[Quote]] = {}
    for body, mention in mentions_of(reading.release.store, bodies, limit):
        quote = quote_of(reading, parsed(reading.release.quads.describe(mention)), mention)
        if quote is not None:
            found.setdefault(body, []).append(quote)
    return found


def quote_of(reading: Reading, quads: list[Quad], mention: str) -> Quote | None:
    """The quote that the quads of a mention and of its parts make; None where they quote nothing."""
    subjects = by_subject(quads)
    own = subjects.get(mention, [])
    text = first(quads, terms.EXACT)
    if text is None:
        return None
    source = first(quads, terms.HAS_SOURCE)
    part = first(own, reading.own("part"))
    start, end = _offset(quads, terms.SELECTED_FROM), _offset(quads, terms.SELECTED_TO)
    said = parsed(reading.release.quads.with_subject(source)) if source else []
    before, after = _around(said, part, text, start)
    return Quote(
        text=text,
        language=_language(said),
        source=reading.resource(source) if source else None,
        part=reading.term(part) if part else None,
        part_iri=part,
        bodies=objects(own, terms.HAS_BODY),
        start=start,
        end=end,
        before=before,
        after=after,
    )


def _offset(quads: list[Quad], predicate: str) -> int | None:
    found = first(quads, predicate)
    return int(found) if found is not None and found.isdecimal() else None


def _language(said: list[Quad]) -> str | None:
    """The language of a source, of which `said` are the statements: that of its texts."""
    texts = (quad.object for quad in said if quad.predicate.value in (terms.DESCRIPTION, terms.TITLE))
    return next((text.language for text in texts if isinstance(text, Literal) and text.language), None)


def _around(said: list[Quad], part: str | None, text: str, start: int | None) -> tuple[str, str]:
    """The words before and after a quote, as far as they help to understand it; none where it is not found."""
    if part is None or start is None:
        return "", ""
    for whole in objects(said, part):
        end = start + len(text)
        if whole[start:end] == text:
            before, after = whole[:start], whole[end:]
            if len(before) > _CONTEXT:
                before = "…" + before[-_CONTEXT:].partition(" ")[2]
            if len(after) > _CONTEXT:
                after = after[:_CONTEXT].rpartition(" ")[0] + "…"
            return before, after
    return "", ""


def marked(text: str, quotes: list[tuple[Quote, Value]]) -> list[Segment]:
    """`text` cut where quotes begin and end; where quotes overlap the shortest is linked.

    A quote whose offsets do not hold its words in `text` is passed over: nothing is marked by guess.
    """
    spans = [
        (quote.start, quote.end, target)
        for quote, target in quotes
        if quote.start is not None and quote.end is not None and text[quote.start : quote.end] == quote.text
    ]
    borders = sorted({0, len(text), *(place for start, end, _ in spans for place in (start, end))})
    segments = []
    for start, end in pairwise(borders):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        shortest = min(over, key=lambda span: span[1] - span[0], default=None)
        segments.append(Segment(text[start:end], shortest[2] if shortest else None))
    return segments
