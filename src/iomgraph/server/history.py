"""A resource over the releases that are kept: where it is, and which statements came and went."""

from dataclasses import dataclass, field, replace

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.rdf.sorted_quads import SortedQuads, parsed
from iomgraph.release import Release, Releases
from iomgraph.server.reading import Reading, Value

# So many releases are looked into, the last ones.
RELEASES = 10


@dataclass(frozen=True)
class Change:
    """A statement that came or went: about the resource, or about `part` of it."""

    came: bool
    part: Value | None
    label: Value
    value: Value


@dataclass(frozen=True)
class Version:
    """The resource in one release: whether it is there, and how it differs from the one before.

    The first release that is kept is compared with nothing: `is_first`.
    """

    release: str
    address: str | None
    is_first: bool
    is_new: bool
    is_gone: bool
    came: int
    went: int
    changes: list[Change] = field(default_factory=list)


def history(reading: Reading, publication: Publication, iri: str, shown: int) -> list[Version]:
    """The versions of `iri` up to the release that is read, the newest first, with `shown` changes of each at most.

    A release that cannot be read is passed over.
    """
    kept = Releases(publication.releases).all()
    names = [release.id for release in kept]
    if reading.release.name in names:
        kept = kept[: names.index(reading.release.name) + 1]
    versions: list[Version] = []
    before: set[bytes] | None = None
    for release in kept[-RELEASES:]:
        now = _statements(release, publication, iri)
        if now is None:
            continue
        if now or before:
            versions.append(_version(reading, iri, release, (before, now), shown))
        before = now
    return versions[::-1]


def _statements(release: Release, publication: Publication, iri: str) -> set[bytes] | None:
    """What a release says of `iri` and its parts in the graphs that queries see by default."""
    ends = tuple(f" <{graph}> .".encode() for graph in publication.default_graphs)
    try:
        with SortedQuads(release.graph) as quads:
            return {line for line in quads.describe(iri) if line.endswith(ends)}
    except InputError:
        return None


def _version(
    reading: Reading, iri: str, release: Release, statements: tuple[set[bytes] | None, set[bytes]], shown: int
) -> Version:
    before, now = statements
    path = replace(reading.addresses, root=f"/release/{release.id}").path_of(iri)
    came, went = (sorted(now - before), sorted(before - now)) if before else ([], [])
    changes = [(True, line) for line in came] + [(False, line) for line in went]
    # What went and what came in its place stand beside each other.
    changes.sort(key=lambda change: (change[1].split(b" ", 2)[:2], change[0]))
    return Version(
        release.id,
        path if now else None,
        is_first=before is None,
        is_new=before is not None and not before,
        is_gone=not now,
        came=len(came),
        went=len(went),
        changes=[_change(reading, iri, line, came=is_new) for is_new, line in changes[:shown]] if now else [],
    )


def _change(reading: Reading, iri: str, line: bytes, *, came: bool) -> Change:
    (quad,) = parsed([line])
    subject = str(quad.subject)[1:-1]
    return Change(
        came,
        None if subject == iri else reading.resource(subject),
        reading.term(quad.predicate.value),
        reading.value(quad.object),
    )
