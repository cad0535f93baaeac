"""The states that take part in something, by their roles, on a map of the part of the world in which they lie."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pyoxigraph import Quad

from iomgraph.errors import InputError
from iomgraph.rdf.sorted_quads import parsed
from iomgraph.server import terms
from iomgraph.server.charts import PARTS
from iomgraph.server.reading import Reading, Value, by_subject, first, objects, types

_Point = tuple[float, float]
_POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")
# Nothing is shown closer than this, and with so much of what lies around it.
_NARROWEST, _AROUND = 150.0, 0.2
WIDTH, HEIGHT = 800, 450
DOT = 7
# So far apart, in the picture, are points of states, of the land below them, and of what is beyond its sides.
_STATE, _LAND, _BEYOND = 2, 4, 60


@dataclass(frozen=True)
class Country:
    """A country by its M49 code, "" where it has none: its rings, or where it is too small to be seen, a place."""

    code: str
    rings: tuple[tuple[_Point, ...], ...]
    place: _Point | None


@dataclass(frozen=True)
class World:
    """All countries in a picture of `width` × `height`."""

    width: float
    height: float
    countries: tuple[Country, ...]


@dataclass(frozen=True)
class DrawnState:
    """A state on the map; `part` is the colour of its role."""

    state: Value
    role: Value
    part: int
    path: str
    place: tuple[int, int] | None


@dataclass(frozen=True)
class RoleKey:
    """A role, its colour and every state in it, also those that the map cannot show."""

    role: Value
    part: int
    states: list[Value]


@dataclass(frozen=True)
class StateMap:
    """A picture of WIDTH × HEIGHT: `land` below the states."""

    land: str
    states: list[DrawnState]
    keys: list[RoleKey]


def read_world(file: Path) -> World | None:
    """The outlines that `make web` builds; None where there is no such file.

    Raises InputError where it is another file.
    """
    if not file.is_file():
        return None
    try:
        document = json.loads(file.read_bytes())
        countries = tuple(
            Country(
                each["id"],
                tuple(
                    tuple((float(x), float(y)) for x, y in _POINT.findall(ring))
                    for ring in each.get("d", "").split("M")[1:]
                ),
                (float(each["x"]), float(each["y"])) if "x" in each else None,
            )
            for each in document["countries"]
        )
        return World(float(document["width"]), float(document["height"]), countries)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{file} has no outlines of countries ({error!r}); run `make web` again.") from error


def state_map(reading: Reading, world: World | None, quads: list[Quad]) -> StateMap | None:
    """The states among the parties of the participations in `quads`; None where no outline of them is known."""
    keys = _roles(reading, quads)
    if world is None or not keys:
        return None
    by_code = {country.code: country for country in world.countries if country.code}
    found: dict[str, tuple[Country, Value, RoleKey]] = {}
    for key, iris in keys:
        for iri, state in zip(iris, key.states, strict=True):
            country = next((by_code[code] for code in _codes(reading, iri) if code in by_code), None)
            if country is not None:
                # A state in several roles has the colour of the first.
                found.setdefault(iri, (country, state, key))
    if not found:
        return None
    view = _view(world, [country for country, _, _ in found.values()])
    coloured = {country.code for country, _, _ in found.values()}
    return StateMap(
        land="".join(_path(country, view, _LAND) for country in world.countries if country.code not in coloured),
        states=[
            DrawnState(
                state,
                key.role,
                key.part,
                _path(country, view, _STATE),
                view.place(country.place) if country.place else None,
            )
            for country, state, key in found.values()
        ],
        keys=[key for key, _ in keys],
    )


def _roles(reading: Reading, quads: list[Quad]) -> list[tuple[RoleKey, list[str]]]:
    """The roles that states have, each with them; by their labels."""
    states = set(reading.release.members_of((reading.own("State"),)))
    roles: dict[str, dict[str, None]] = {}
    for own in by_subject(quads).values():
        if reading.own("Participation") in types(own):
            for party in objects(own, reading.own("party")):
                if party in states:
                    roles.setdefault(first(own, reading.own("role")) or "", {})[party] = None
    labelled = sorted(
        ((reading.resource(role) if role else Value(""), list(parties)) for role, parties in roles.items()),
        key=lambda each: each[0].text.casefold(),
    )
    found = []
    for place, (role, parties) in enumerate(labelled):
        parties.sort(key=lambda iri: reading.label(iri).text.casefold())
        found.append((RoleKey(role, min(place, PARTS - 1), [reading.resource(iri) for iri in parties]), parties))
    return found


def _codes(reading: Reading, iri: str) -> list[str]:
    return objects(parsed(reading.release.quads.with_subject(iri)), terms.NOTATION)


_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class _View:
    """The part of the world that is shown, from its left and top; `scale` makes it as wide as the picture."""

    left: float
    top: float
    scale: float

    def place(self, point: _Point) -> tuple[int, int]:
        return round((point[0] - self.left) * self.scale), round((point[1] - self.top) * self.scale)


def _view(world: World, countries: Sequence[Country]) -> _View:
    """The countries, and some of what is around them, as far as the world goes."""
    boxes = [_bounds(_main_points(country)) for country in countries]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    wanted = max(right - left, (bottom - top) * WIDTH / HEIGHT) * (1 + 2 * _AROUND)
    width = min(max(wanted, _NARROWEST), world.width)
    height = width * HEIGHT / WIDTH
    return _View(
        min(max((left + right - width) / 2, 0.0), world.width - width),
        min(max((top + bottom - height) / 2, 0.0), max(0.0, world.height - height)),
        WIDTH / width,
    )


def _main_points(country: Country) -> Sequence[_Point]:
    """The largest of its rings, lest a far island have all the world between it and the mainland shown."""

    def area(ring: Sequence[_Point]) -> float:
        left, top, right, bottom = _bounds(ring)
        return (right - left) * (bottom - top)

    return max(country.rings, key=area, default=(country.place or (0.0, 0.0),))


def _bounds(points: Sequence[_Point]) -> _Box:
    return (
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )


def _path(country: Country, view: _View, step: int) -> str:
    """Its rings as far as they are seen, with no points closer to each other than `step`."""
    return "".join(_ring([view.place(point) for point in ring], step) for ring in country.rings)


def _ring(points: list[tuple[int, int]], step: int) -> str:
    west, north, east, south = _bounds(points)
    if east < 0 or west > WIDTH or south < 0 or north > HEIGHT:
        return ""
    kept = points[:1]
    for x, y in points[1:]:
        is_seen = -step <= x <= WIDTH + step and -step <= y <= HEIGHT + step
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= (step if is_seen else _BEYOND):
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    steps = " ".join(f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}l{steps.replace(' -', '-')}z"
