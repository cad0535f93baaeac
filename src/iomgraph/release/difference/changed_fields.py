"""What changed within one resource, property by property.

The addresses of what a record says in detail hold a digest of the record, so that they change with every character of
it: parts of a resource that say the same under another address are no change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from iomgraph.rdf.sorted_quads import parsed
from iomgraph.release.difference.both_releases import TYPE, BothReleases, Change

_Subjects = dict[str, list[Quad]]


@dataclass
class ChangedLines:
    """The lines about a resource and its parts that only one of the releases has."""

    old: list[bytes] = field(default_factory=list)
    new: list[bytes] = field(default_factory=list)


@dataclass(frozen=True)
class ChangedField:
    """A property of a resource, or of `part` of it, and the values that only one of the releases has for it.

    For parts that came or went as a whole `property` is their class, and a value tells what such a part says.
    """

    property: str
    label: str
    part: str | None
    old: tuple[str, ...]
    new: tuple[str, ...]


def changed_fields(both: BothReleases, iri: str, lines: ChangedLines) -> Iterator[ChangedField]:
    """What changed of `iri`: its own values, those of parts that stay, then parts that came or went."""
    old, new = (_by_subject(both, side) for side in (lines.old, lines.new))
    own_old, own_new = old.pop(iri, []), new.pop(iri, [])
    yield from _changed_values(both, None, own_old, own_new)
    for part in sorted(old.keys() | new.keys()):
        if both.change(part) is Change.CHANGED:
            yield from _changed_values(both, both.name(part), old.pop(part, []), new.pop(part, []))
    # A value of the resource itself has told of the part already.
    told: set[object] = {quad.object for quad in (*own_old, *own_new)}
    yield from _changed_parts(both, iri, _untold(old, told), _untold(new, told))


def _by_subject(both: BothReleases, lines: list[bytes]) -> _Subjects:
    found: _Subjects = {}
    for quad in parsed(lines):
        # Which record says it is told by the sources of the resource.
        if quad.predicate.value != both.base + "ns#fromSource" and isinstance(quad.subject, NamedNode):
            found.setdefault(quad.subject.value, []).append(quad)
    return found


def _changed_values(
    both: BothReleases, part: str | None, old: Iterable[Quad], new: Iterable[Quad]
) -> Iterator[ChangedField]:
    values: dict[str, tuple[list[str], list[str]]] = {}
    for side, quads in enumerate((old, new)):
        for quad in quads:
            values.setdefault(quad.predicate.value, ([], []))[side].append(both.value(quad.object))
    for predicate, (gone, come) in values.items():
        yield ChangedField(predicate, both.name(predicate), part, tuple(gone), tuple(come))


def _untold(parts: _Subjects, told: set[object]) -> _Subjects:
    return {
        part: quads
        for part, quads in parts.items()
        if NamedNode(part) not in told and told.isdisjoint(quad.object for quad in quads)
    }


def _changed_parts(both: BothReleases, iri: str, old: _Subjects, new: _Subjects) -> Iterator[ChangedField]:
    sides = [{_content(iri, quads): quads for quads in parts.values()} for parts in (old, new)]
    values: dict[str, tuple[list[str], list[str]]] = {}
    for side, (own, other) in enumerate((sides, sides[::-1])):
        for content in own.keys() - other.keys():
            kind = next((str(quad.object)[1:-1] for quad in own[content] if _is_class(quad)), "")
            values.setdefault(kind, ([], []))[side].append(_sentence(both, iri, own[content]))
    for kind, (gone, come) in sorted(values.items()):
        yield ChangedField(kind, both.name(kind), None, tuple(sorted(gone)), tuple(sorted(come)))


def _content(iri: str, quads: list[Quad]) -> frozenset[tuple[object, object]]:
    """What a part of `iri` says, whatever its own address is."""
    return frozenset((quad.predicate, quad.object) for quad in quads if quad.object != NamedNode(iri))


def _sentence(both: BothReleases, iri: str, quads: list[Quad]) -> str:
    return "; ".join(
        f"{both.name(quad.predicate.value)}: {both.value(quad.object)}"
        for quad in quads
        if quad.object != NamedNode(iri) and not _is_class(quad)
    )


def _is_class(quad: Quad) -> bool:
    return quad.predicate.value == TYPE
