"""Who takes part in what, in which role, since when, and which source says so."""

from dataclasses import dataclass

from pyoxigraph import Quad

from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.bounds import Bounds
from iomgraph.server.evidence import Quote, quotes_for
from iomgraph.server.reading import Reading, Value, by_subject, first, objects, types

# So many quotes are shown for one claim.
_QUOTES = 3


@dataclass(frozen=True)
class Claim:
    """What one source says of one party in one role."""

    iri: str
    link: str | None
    start: Value | None
    end: Value | None
    basis: Value | None
    sources: list[Value]
    quotes: list[Quote]


@dataclass(frozen=True)
class Part:
    """A party (or, on the page of a party, an undertaking) in a role, with every claim about it."""

    other: Value
    undertaking: Value | None
    claims: list[Claim]

    @property
    def disagree(self) -> bool:
        """Whether the sources give it different dates."""
        dates = {
            (claim.start.text if claim.start else "", claim.end.text if claim.end else "") for claim in self.claims
        }
        return len(dates - {("", "")}) > 1


@dataclass(frozen=True)
class RoleGroup:
    """Everything in one role; `count` is how many parts there are."""

    role: Value
    parts: list[Part]
    count: int

    @property
    def cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.count > len(self.parts)


def participations_in(reading: Reading, quads: list[Quad], subject: str, bounds: Bounds) -> list[RoleGroup]:
    """The participations among the parts of `subject`, by role and party."""
    own_class = reading.own("Participation")
    found = {iri: own for iri, own in by_subject(quads).items() if own_class in types(own)}
    return _grouped(reading, found, reading.own("party"), subject, bounds)


def participations_of(reading: Reading, participations: list[str], bounds: Bounds) -> list[RoleGroup]:
    """Participations that name one party, by role and undertaking."""
    found = {iri: parsed(reading.release.quads.with_subject(iri)) for iri in participations}
    return _grouped(reading, found, reading.own("participatesIn"), None, bounds)


def _grouped(
    reading: Reading, found: dict[str, list[Quad]], other: str, subject: str | None, bounds: Bounds
) -> list[RoleGroup]:
    roles: dict[str, dict[tuple[str, str | None], list[str]]] = {}
    for iri, quads in found.items():
        undertaking = first(quads, reading.own("participatesIn"))
        elsewhere = undertaking if subject is not None and undertaking != subject else None
        role = first(quads, reading.own("role"))
        for party in objects(quads, other):
            roles.setdefault(role or "", {}).setdefault((party, elsewhere), []).append(iri)

    def order(key: tuple[str, str | None]) -> tuple[str, str, str]:
        party, elsewhere = key
        return (reading.label(elsewhere).text if elsewhere else "", reading.label(party).text.casefold(), party)

    labels = {role: reading.resource(role) if role else Value("") for role in roles}
    left, shown = bounds.claims, []
    for role in sorted(roles, key=lambda each: labels[each].text.casefold()):
        kept = []
        for key in sorted(roles[role], key=order)[: bounds.rows]:
            if left > 0:
                kept.append((key, sorted(roles[role][key])[:left]))
                left -= len(kept[-1][1])
        shown.append((role, kept))
    quotes = quotes_for(reading, [iri for _, kept in shown for _, iris in kept for iri in iris])
    return [
        RoleGroup(
            labels[role],
            [
                Part(
                    reading.resource(party),
                    reading.resource(elsewhere) if elsewhere else None,
                    sorted(
                        (_claim(reading, iri, found[iri], quotes.get(iri, [])[:_QUOTES]) for iri in iris),
                        key=lambda claim: (claim.start.text if claim.start else "~", claim.iri),
                    ),
                )
                for (party, elsewhere), iris in kept
            ],
            len(roles[role]),
        )
        for role, kept in shown
    ]


def _claim(reading: Reading, iri: str, quads: list[Quad], quotes: list[Quote]) -> Claim:
    def one(predicate: str) -> Value | None:
        return next((reading.value(quad.object) for quad in quads if quad.predicate.value == predicate), None)

    return Claim(
        iri=iri,
        link=reading.addresses.path_of(iri),
        start=one(terms.START),
        end=one(terms.END),
        basis=one(reading.own("basis")),
        sources=[reading.resource(source) for source in objects(quads, reading.own("fromSource"))],
        quotes=quotes,
    )
