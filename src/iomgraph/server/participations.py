"""Who takes part in what, in which role, since when, and which source says so."""

from dataclasses import dataclass

from pyoxigraph import Quad

from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.evidence import Quote, quotes_for
from iomgraph.server.reading import Reading, Value, by_subject, first, objects, types


@dataclass(frozen=True)
class Claim:
    """What one source says of one party in one role."""

    iri: str
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
    """Everything in one role."""

    role: Value
    parts: list[Part]


def participations_in(reading: Reading, quads: list[Quad], subject: str) -> list[RoleGroup]:
    """The participations among the parts of `subject`, by role and party."""
    own_class = reading.own("Participation")
    found = {iri: own for iri, own in by_subject(quads).items() if own_class in types(own)}
    return _grouped(reading, found, reading.own("party"), subject)


def participations_of(reading: Reading, participations: list[str]) -> list[RoleGroup]:
    """Participations that name one party, by role and undertaking."""
    found = {iri: parsed(reading.release.quads.with_subject(iri)) for iri in participations}
    return _grouped(reading, found, reading.own("participatesIn"), None)


def _grouped(reading: Reading, found: dict[str, list[Quad]], other: str, subject: str | None) -> list[RoleGroup]:
    quotes = quotes_for(reading, list(found))
    roles: dict[str, dict[tuple[str, str | None], list[Claim]]] = {}
    for iri, quads in found.items():
        undertaking = first(quads, reading.own("participatesIn"))
        elsewhere = undertaking if subject is not None and undertaking != subject else None
        role = first(quads, reading.own("role"))
        for party in objects(quads, other):
            parts = roles.setdefault(role or "", {})
            parts.setdefault((party, elsewhere), []).append(_claim(reading, iri, quads, quotes.get(iri, [])))
    groups = [
        RoleGroup(
            reading.resource(role) if role else Value(""),
            sorted(
                (
                    Part(
                        reading.resource(party),
                        reading.resource(elsewhere) if elsewhere else None,
                        sorted(claims, key=lambda claim: (claim.start.text if claim.start else "~", claim.iri)),
                    )
                    for (party, elsewhere), claims in parts.items()
                ),
                key=lambda part: (
                    part.undertaking.text if part.undertaking else "",
                    part.other.text.casefold(),
                ),
            ),
        )
        for role, parts in roles.items()
    ]
    return sorted(groups, key=lambda group: group.role.text.casefold())


def _claim(reading: Reading, iri: str, quads: list[Quad], quotes: list[Quote]) -> Claim:
    def one(predicate: str) -> Value | None:
        return next((reading.value(quad.object) for quad in quads if quad.predicate.value == predicate), None)

    return Claim(
        iri=iri,
        start=one(terms.START),
        end=one(terms.END),
        basis=one(reading.own("basis")),
        sources=[reading.resource(source) for source in objects(quads, reading.own("fromSource"))],
        quotes=quotes,
    )
