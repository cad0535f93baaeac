"""Who takes part in what: the claims of a record's texts as participations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from iomgraph.linking.paths import activity_path, last_segment, participation_path, project_path
from iomgraph.linking.reading import PARTS, Reading
from iomgraph.linking.roles import Claim


@dataclass(frozen=True, slots=True)
class Participation:
    """One row of the table `participations`, without record and project; paths lie below `id/`."""

    participation: str
    undertaking: str
    party: str
    role: str
    property: str
    basis: str
    year: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The participations of a record's texts, and what each mention supports, as paths below `id/`."""

    participations: list[Participation]
    bodies: list[list[str]]


def read_participations(reading: Reading, project: str, record: str) -> Evidence:
    """The participations that the claims of a record make; a party without an address has none.

    Claims that say the same are one participation: stated if one of them states it, with the year that the
    first of them names.
    """
    found: dict[str, Participation] = {}
    supported: dict[int, list[str]] = {}
    numbers = {mention: number for number, mention in enumerate(reading.mentions)}
    for claim in reading.claims:
        participation = _participation(reading, claim, project, record)
        if participation is None:
            continue
        known = found.setdefault(participation.participation, participation)
        found[participation.participation] = replace(
            known,
            basis="stated" if "stated" in (known.basis, participation.basis) else known.basis,
            year=known.year or participation.year,
        )
        paths = supported.setdefault(numbers[claim.mention], [])
        if participation.participation not in paths:
            paths.append(participation.participation)
    bodies = [_bodies(reading, number, supported, project) for number in range(len(reading.mentions))]
    return Evidence(list(found.values()), bodies)


def _bodies(reading: Reading, number: int, supported: Mapping[int, list[str]], project: str) -> list[str]:
    """What a mention supports: participations, else its entity.

    An organisation without an address supports what the state inside its name does, else the project.
    """
    mention = reading.mentions[number]
    if number in supported:
        return supported[number]
    if mention.entity:
        return [mention.entity]
    inner = number + 1
    while inner < len(reading.mentions) and mention.holds(reading.mentions[inner]):
        if inner in supported:
            return supported[inner]
        inner += 1
    return [project_path(project)]


def _participation(reading: Reading, claim: Claim, project: str, record: str) -> Participation | None:
    cue, party = claim.cue, claim.mention.entity
    undertaking = _undertaking(reading, claim, project, record)
    if party is None or cue.role is None or cue.property is None or undertaking is None:
        return None
    in_process = undertaking.startswith("process/")
    return Participation(
        participation=participation_path(undertaking, cue.role, last_segment(party), record),
        undertaking=undertaking,
        party=party,
        role=cue.role,
        property=cue.property,
        basis=cue.basis,
        # A project has its own dates; the year of a sentence dates what happened in a process.
        year=reading.year(claim.mention) if in_process else None,
    )


def _undertaking(reading: Reading, claim: Claim, project: str, record: str) -> str | None:
    kind = claim.cue.undertaking
    if kind == "process":
        process = _process(reading, claim)
        return process or project_path(project)
    if kind == "activity":
        for number, activity in enumerate(reading.activities, start=1):
            mention = claim.mention
            if mention.part == "description" and activity.start <= mention.start < activity.end:
                return activity_path(project, record, number)
    return None if kind is None else project_path(project)


def _process(reading: Reading, claim: Claim) -> str | None:
    """The process that the claim is about: the one in the cue, else the one named last before."""
    text, mention = reading.texts[claim.mention.part], claim.mention
    here = (PARTS.index(mention.part), claim.core[0])
    processes = reading.processes
    start, end = text.sentence(mention.start)
    in_sentence = [(s, m) for part, s, m in processes if part == here[0] and start <= s < end]
    before = [m for s, m in in_sentence if s < here[1]]
    behind = [m for s, m in in_sentence if s >= here[1]]
    earlier = [m for part, s, m in processes if (part, s) < (here[0], start)]
    if claim.cue.with_process:
        return behind[0].entity
    nearest = [*before[-1:], *behind[:1], *earlier[-1:]]
    return nearest[0].entity if nearest else None
