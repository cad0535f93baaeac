"""Everything that the page of one resource shows, drawn from its quads and from what points to it."""

from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad

from iomgraph.rdf.labels import LABEL_PROPERTIES, Text
from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.bounds import Bounds
from iomgraph.server.evidence import Quote, quotes_for
from iomgraph.server.kinds import Kind, kind_of
from iomgraph.server.listings import Listing, listings
from iomgraph.server.participations import RoleGroup, participations_in, participations_of
from iomgraph.server.reading import Fact, Reading, Value, by_subject, objects, types
from iomgraph.server.store_questions import incoming, linking, redundant_properties

# So long is a text among other facts.
_TEXT = 1_000

_AMOUNT = WELL_KNOWN["schema"] + "MonetaryAmount"


@dataclass(frozen=True)
class PartRow:
    """A part of a resource as a row: its own address and one cell of values a column."""

    link: Value
    cells: list[list[Value]]


@dataclass(frozen=True)
class PartTable:
    """The parts of one class; `count` is how many there are."""

    heading: Value
    columns: list[Value]
    rows: list[PartRow]
    named: bool
    count: int


@dataclass(frozen=True)
class Source:
    """A source of the description and what is known of it."""

    link: Value
    facts: list[Fact]


@dataclass(frozen=True)
class ComparedField:
    """A field and what each source says in it; `disagree` where two of them say different things."""

    label: Value
    said: list[list[Value]]
    disagree: bool


@dataclass(frozen=True)
class SourceComparison:
    """What each source says in each field, side by side."""

    sources: list[Value]
    fields: list[ComparedField]


@dataclass(frozen=True)
class Links:
    """Resources that point here with one property."""

    label: Value
    property: str
    count: int
    subjects: list[Value]


@dataclass(frozen=True)
class ResourceView:
    """The page of one resource."""

    iri: str
    title: Text
    classes: list[Value]
    kind: Kind | None
    trail: list[Value]
    descriptions: list[Value]
    facts: list[Fact]
    roles: list[RoleGroup]
    taking_part: list[RoleGroup]
    taking_part_count: int
    party: str
    parts: list[PartTable]
    sources: list[Source]
    source_count: int
    listings: list[Listing]
    comparison: SourceComparison | None
    quotes: list[Quote]
    links: list[Links]


def view_of(reading: Reading, iri: str, quads: list[Quad], bounds: Bounds) -> ResourceView:
    """The page of `iri`, whose description is `quads`, with as much of it as `bounds` let."""
    own = by_subject(quads).get(iri, [])
    classes = types(own)
    store = reading.release.store
    redundant = redundant_properties(store, reading.own(""))
    party, about = reading.own("party"), reading.own("about")
    shown = bounds.rows
    roles = participations_in(reading, quads, iri, bounds)
    taking_part = linking(store, iri, party, shown, 0)
    points = incoming(store, iri, frozenset(), shown)
    quotes = quotes_for(reading, [iri], limit=shown * 4).get(iri, [])
    kind = kind_of(classes, reading.addresses.base)
    # What a concept classifies, its links tell.
    listed = listings(reading, iri, min(shown, 10)) if kind and kind.facets else []
    told = {each for listing in listed for each in listing.properties}
    fields = [quote for quote in quotes if quote.start is None and quote.part is not None]
    # The computed bounds serve queries; a reader has the dates as the source gives them.
    elsewhere = ("hasActivity", "fromSource", "earliestStart", "latestEnd")
    hidden = {terms.TYPE, terms.DESCRIPTION, terms.DEFINITION, *map(reading.own, elsewhere)}
    own_parts = {about, party, reading.own("participatesIn"), WELL_KNOWN["org"] + "originalOrganization"}
    return ResourceView(
        iri=iri,
        title=_title(reading, iri, own),
        classes=[reading.term(each) for each in classes],
        kind=kind,
        trail=_trail(reading, iri),
        descriptions=[
            replace(value, text=bounds.short(value.text))
            for fact in reading.facts(
                quad for quad in own if quad.predicate.value in (terms.DESCRIPTION, terms.DEFINITION)
            )
            for value in fact.values
        ],
        facts=_bounded(
            reading.facts(own, frozenset({*hidden, *LABEL_PROPERTIES, *(redundant if roles else ())})), bounds
        ),
        roles=roles,
        taking_part=participations_of(reading, taking_part, bounds),
        taking_part_count=next((each.count for each in points if each.property == party), 0),
        party=party,
        parts=_parts(reading, iri, quads, bounds),
        sources=_sources(reading, quads, bounds),
        source_count=len(objects(quads, reading.own("fromSource"))),
        listings=listed,
        comparison=_comparison(fields, bounds),
        quotes=[quote for quote in quotes if quote.start is not None][:shown],
        links=[
            Links(
                reading.term(each.property),
                each.property,
                each.count,
                [reading.resource(subject) for subject in each.subjects],
            )
            for each in points
            if each.property not in own_parts | redundant | told
            and not all(subject.startswith(iri + "/") for subject in each.subjects)
        ],
    )


def _title(reading: Reading, iri: str, own: list[Quad]) -> Text:
    label = reading.release.labels.label(iri, reading.languages)
    if label is not None:
        return label
    # A participation has no name of its own: party and undertaking say what it is.
    named = [
        reading.label(value).text
        for name in ("party", "role", "participatesIn")
        for value in objects(own, reading.own(name))
    ]
    return Text(" · ".join(named), None) if named else reading.label(iri)


def _trail(reading: Reading, iri: str) -> list[Value]:
    """The resources that `iri` is a part of, the widest first."""
    base = reading.addresses.base
    segments = iri.removeprefix(base).split("/")
    above = [base + "/".join(segments[:count]) for count in range(1, len(segments))]
    return [reading.resource(each) for each in above if reading.release.quads.holds(each)]


def _bounded(facts: list[Fact], bounds: Bounds) -> list[Fact]:
    return [
        replace(
            fact,
            values=[_cut(value, bounds) for value in fact.values[: bounds.rows]],
            more=max(0, len(fact.values) - bounds.rows),
        )
        for fact in facts[: 3 * bounds.rows]
    ]


def _cut(value: Value, bounds: Bounds) -> Value:
    most = min(_TEXT, bounds.characters)
    return value if len(value.text) <= most else replace(value, text=value.text[:most].rstrip() + "…")


def _parts(reading: Reading, iri: str, quads: list[Quad], bounds: Bounds) -> list[PartTable]:
    shown_elsewhere = {reading.own("Participation"), reading.own("Mention"), _AMOUNT}
    classes: dict[str, dict[str, list[Quad]]] = {}
    for part, own in by_subject(quads).items():
        kinds = types(own)
        if part.startswith(iri + "/") and kinds and not shown_elsewhere & set(kinds) and not _selects(own):
            classes.setdefault(kinds[0], {})[part] = own
    tables = [_part_table(reading, iri, each, parts, bounds) for each, parts in classes.items()]
    return sorted(tables, key=lambda table: table.heading.text.casefold())[: bounds.rows]


def _selects(own: list[Quad]) -> bool:
    """Whether the part only says where a quote stands; quotes are shown as their words."""
    return any(quad.predicate.value in (terms.HAS_SELECTOR, terms.EXACT) for quad in own)


def _part_table(reading: Reading, iri: str, of_class: str, parts: dict[str, list[Quad]], bounds: Bounds) -> PartTable:
    without = frozenset({terms.TYPE, terms.IN_SCHEME, *LABEL_PROPERTIES})
    facts = {
        part: _bounded(reading.facts((quad for quad in own if quad.object != NamedNode(iri)), without), bounds)
        for part, own in parts.items()
    }
    columns = {fact.iri: fact.label for found in facts.values() for fact in found}
    order = sorted(columns, key=lambda each: (_column_place(each, reading), columns[each].text.casefold()))
    rows = [
        PartRow(
            reading.resource(part),
            [next((fact.values for fact in found if fact.iri == column), []) for column in order],
        )
        for part, found in facts.items()
    ]
    rows.sort(key=lambda row: [[value.text.casefold() for value in cell] for cell in row.cells])
    named = any(reading.release.labels.label(part, reading.languages) for part in parts)
    if named:
        rows.sort(key=lambda row: row.link.text.casefold())
    return PartTable(reading.term(of_class), [columns[each] for each in order], rows[: bounds.rows], named, len(parts))


def _column_place(column: str, reading: Reading) -> int:
    """What is measured stands first, then its value and dates; notes and sources stand last."""
    order = [reading.own("measure"), WELL_KNOWN["rdf"] + "value", terms.START, terms.END]
    last = [WELL_KNOWN["skos"] + "note", reading.own("fromSource")]
    if column in order:
        return order.index(column)
    return len(order) + 1 + (1 + last.index(column) if column in last else 0)


def _sources(reading: Reading, quads: list[Quad], bounds: Bounds) -> list[Source]:
    """The sources that the description names, each with what is known of it."""
    without = frozenset({terms.TYPE, terms.DESCRIPTION, *LABEL_PROPERTIES})
    return [
        Source(
            reading.resource(iri),
            _bounded(reading.facts(parsed(reading.release.quads.with_subject(iri)), without), bounds),
        )
        for iri in objects(quads, reading.own("fromSource"))[: bounds.rows]
    ]


def _comparison(fields: list[Quote], bounds: Bounds) -> SourceComparison | None:
    """The fields of several sources, one column a source; None where there is only one source."""
    found = {quote.source.link: quote.source for quote in fields if quote.source and quote.source.link}
    sources = dict(list(found.items())[: min(4, bounds.rows)])
    if len(sources) < 2:
        return None
    rows: dict[str, tuple[Value, dict[str, list[Value]]]] = {}
    for quote in fields:
        if quote.part and quote.source and quote.source.link:
            _, cells = rows.setdefault(quote.part.text, (quote.part, {}))
            text = Value(bounds.short(quote.text)[:_TEXT], quote.language)
            cells.setdefault(quote.source.link, []).append(text)
    compared = []
    for _, (part, cells) in sorted(rows.items()):
        said = [sorted(cells.get(link, []), key=lambda value: value.text) for link in sources]
        texts = {tuple(value.text for value in each) for each in said if each}
        compared.append(ComparedField(part, said, len(texts) > 1))
    return SourceComparison(list(sources.values()), compared)
