"""The lists of a release as arrays: which members have which value of a facet, and their orders. Made once."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal, NamedNode, Quad

from iomgraph.publication import Publication
from iomgraph.rdf.labels import Labels, words_of
from iomgraph.rdf.sorted_quads import SortedQuads, parsed
from iomgraph.server import terms
from iomgraph.server.folding import folded
from iomgraph.server.kinds import Facet, Kind, Reach

_YEAR = re.compile(r"-?\d{4}")

Mask = NDArray[np.bool_]
Places = NDArray[np.int32]


@dataclass(frozen=True)
class FacetIndex:
    """Pairs of a member and a value that it has, as places in `ListIndex.members` and in `values`."""

    values: tuple[str, ...]
    places: Mapping[str, int]
    member: Places
    value: Places

    def counts(self, among: Mask) -> NDArray[np.int64]:
        """How many of the members `among` have each value."""
        return np.bincount(self.value[among[self.member]], minlength=len(self.values))

    def having(self, value: str, size: int) -> Mask:
        """Which of `size` members have `value`; none where nothing has it."""
        mask = np.zeros(size, dtype=np.bool_)
        place = self.places.get(value)
        if place is not None:
            mask[self.member[self.value == place]] = True
        return mask


@dataclass(frozen=True)
class ListIndex:
    """One list. `orders` hold the places of all members by what they are sorted by; labels by `label:LANGUAGE`.

    Every order puts what has no value last; `-start` is `start` from the other end. `amounts` are the largest of each
    member in the publication's currency.
    """

    members: tuple[str, ...]
    facets: Mapping[str, FacetIndex]
    orders: Mapping[str, Places]
    amounts: Mapping[int, Decimal]

    def selected(self, chosen: Iterable[tuple[str, str]]) -> Mask:
        """The members that have every one of the `chosen` pairs of a facet and a value."""
        mask = np.ones(len(self.members), dtype=np.bool_)
        for key, value in chosen:
            mask &= self.facets[key].having(value, len(self.members))
        return mask

    def sorted(self, among: Mask, order: str) -> Places:
        """The places of the members `among`, in an order."""
        places = self.orders[order]
        return places[among[places]]


class ListValues:
    """What the lists of `kinds` are made of: the values that their `members` have, and amounts of money.

    Every quad of the graph that has one of `predicates` is to be added.
    """

    def __init__(self, kinds: Sequence[Kind], members: Iterable[str]) -> None:
        self.kinds = kinds
        wanted = {each for kind in kinds for facet in kind.facets for each in facet.properties}
        sorting = [column for kind in kinds for column in kind.columns if column.key in kind.sorts]
        wanted |= {each for column in sorting for each in column.properties}
        self.predicates = frozenset({*wanted, terms.AMOUNT, terms.CURRENCY})
        self.values: dict[str, list[tuple[str, str]]] = {each: [] for each in wanted}
        self.amounts: dict[str, tuple[str | None, str | None]] = {}
        self._members = frozenset(members)

    def add(self, quad: Quad) -> None:
        """Take up a quad."""
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            return
        if predicate == terms.AMOUNT:
            self.amounts[subject.value] = (value.value, self.amounts.get(subject.value, (None, None))[1])
        elif predicate == terms.CURRENCY:
            self.amounts[subject.value] = (self.amounts.get(subject.value, (None, None))[0], value.value)
        elif (name := subject.value) in self._members:
            self.values[predicate].append((name, value.value))


def list_indexes(
    drawn: ListValues,
    quads: SortedQuads,
    members: Mapping[str, Sequence[str]],
    labels: Labels,
    publication: Publication,
) -> dict[str, ListIndex]:
    """The lists by the keys of their kinds, made of what was drawn from `quads`. `members` are those of each, sorted.

    Amounts in the publication's currency go before those in others.
    """
    kinds = drawn.kinds
    undertakings = _undertakings(quads, kinds, members, publication.base + "ns#party")
    parties: dict[str, set[str]] = {}
    for undertaking, found in undertakings.items():
        for party in found:
            parties.setdefault(party, set()).add(undertaking)
    classes = {each: set(members[kind.key]) for kind in kinds for each in kind.classes}
    indexes = {}
    for kind in kinds:
        own = members[kind.key]
        place = {iri: number for number, iri in enumerate(own)}
        facets = {}
        for facet in kind.facets:
            ends = {iri for each in facet.properties for iri in classes.get(each, ())}
            pairs: Iterable[tuple[str, str]]
            if facet.reach is Reach.PARTY:
                pairs = ((iri, party) for iri in own for party in undertakings.get(iri, ()) if party in ends)
            elif facet.reach is Reach.UNDERTAKING:
                pairs = ((iri, each) for iri in own for each in parties.get(iri, ()) if each in ends)
            else:
                pairs = _values(facet, drawn)
            facets[facet.key] = _facet_index(pairs, place)
        orders = _orders(kind, own, drawn, labels, publication)
        indexes[kind.key] = ListIndex(tuple(own), facets, orders.places, orders.amounts)
    return indexes


def _undertakings(
    quads: SortedQuads, kinds: Sequence[Kind], members: Mapping[str, Sequence[str]], property_of_party: str
) -> dict[str, list[str]]:
    """The parties of each resource that a facet reaches for, each once; participations lie below what they are in."""
    of_parties = {each.key for each in kinds if any(facet.reach is Reach.PARTY for facet in each.facets)}
    found: dict[str, list[str]] = {}
    for key in of_parties:
        for iri in members[key]:
            below = parsed(list(quads.with_prefix(f"<{iri}/participation/".encode())))
            parties = (quad.object for quad in below if quad.predicate.value == property_of_party)
            found[iri] = sorted({party.value for party in parties if isinstance(party, NamedNode)})
    return found


def _values(facet: Facet, drawn: ListValues) -> Iterator[tuple[str, str]]:
    for each in facet.properties:
        for iri, value in drawn.values[each]:
            if facet.reach is Reach.VALUE:
                yield iri, value
            elif year := _YEAR.match(value):
                yield iri, year.group()


def _facet_index(pairs: Iterable[tuple[str, str]], place: Mapping[str, int]) -> FacetIndex:
    distinct = {(place[iri], value) for iri, value in pairs if iri in place}
    values = tuple(sorted({value for _, value in distinct}))
    places = {value: number for number, value in enumerate(values)}
    ordered = sorted((member, places[value]) for member, value in distinct)
    array: Any = np.array(ordered, dtype=np.int32).reshape(-1, 2)
    return FacetIndex(values, places, np.ascontiguousarray(array[:, 0]), np.ascontiguousarray(array[:, 1]))


@dataclass
class _Orders:
    places: dict[str, Places]
    amounts: dict[int, Decimal]


def _orders(kind: Kind, members: Sequence[str], drawn: ListValues, labels: Labels, publication: Publication) -> _Orders:
    orders: dict[str, Places] = {}
    in_currency: dict[int, Decimal] = {}
    languages = publication.languages
    for language in languages:
        spoken = (language, *(each for each in languages if each != language))
        names = [labels.label(iri, spoken) for iri in members]
        keys = [folded(name.text if name else words_of(iri)) for name, iri in zip(names, members, strict=True)]
        orders[f"label:{language}"] = _order(dict(enumerate(keys)), len(members))
        orders[f"-label:{language}"] = orders[f"label:{language}"][::-1]
    place = {iri: number for number, iri in enumerate(members)}
    for sort in kind.sorts:
        (column,) = (each for each in kind.columns if each.key == sort)
        found: dict[int, list[str]] = {}
        for each in column.properties:
            for iri, value in drawn.values[each]:
                if iri in place:
                    found.setdefault(place[iri], []).append(value)
        if sort == "budget":
            amounts = {member: _largest(values, drawn, publication.currency) for member, values in found.items()}
            known = {member: amount for member, amount in amounts.items() if amount is not None}
            in_currency = {member: amount for member, ((is_other, _), amount) in known.items() if not is_other}
            orders[sort] = _order(known, len(members))
            orders["-" + sort] = _order({m: (unit, -amount) for m, (unit, amount) in known.items()}, len(members))
        else:
            firsts = {member: min(values) for member, values in found.items()}
            orders[sort] = _order(firsts, len(members))
            orders["-" + sort] = _order(firsts, len(members), reverse=True)
    return _Orders(orders, in_currency)


def _largest(nodes: list[str], drawn: ListValues, currency: str) -> tuple[tuple[bool, str], Decimal] | None:
    """The largest amount of a member in the currency that goes first; None where none can be read."""
    found: dict[tuple[bool, str], list[Decimal]] = {}
    for node in nodes:
        amount, unit = drawn.amounts.get(node, (None, None))
        try:
            number = Decimal(amount or "")
        except InvalidOperation:
            continue
        if number.is_finite():
            found.setdefault((unit != currency, unit or ""), []).append(number)
    return min((unit, max(numbers)) for unit, numbers in found.items()) if found else None


def _order(keys: Mapping[int, Any], size: int, *, reverse: bool = False) -> Places:
    """All places by their keys; equals by place, those without a key last."""
    ordered = sorted(sorted(keys), key=keys.__getitem__, reverse=reverse)
    return np.array([*ordered, *(place for place in range(size) if place not in keys)], dtype=np.int32)
