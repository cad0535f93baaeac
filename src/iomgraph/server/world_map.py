"""The outlines of states as paths of SVG, from a TopoJSON file with the M49 codes of states.

TopoJSON: <https://github.com/topojson/topojson-specification>; M49: <https://unstats.un.org/unsd/methodology/m49/>
"""

import json
import math
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from iomgraph.errors import InputError

WIDTH, HEIGHT = 1800, 800
# Closer to each other points say nothing at the size of a page.
_LEAST_STEP = 5
# Nobody lives farther north or south than this.
_NORTH, _SOUTH = 84.0, -58.0


@dataclass(frozen=True)
class Outline:
    """A state, or land that has no code, None: its path in a picture of WIDTH × HEIGHT."""

    code: str | None
    path: str


def read_outlines(file: Path) -> tuple[Outline, ...]:
    """The outlines in a TopoJSON file, none where there is no such file.

    Raises InputError where it is no TopoJSON with the object `countries`.
    """
    if not file.is_file():
        return ()
    try:
        document = json.loads(file.read_bytes())
        arcs = [_positions(arc, document["transform"]) for arc in document["arcs"]]
        shapes = [(each.get("id"), _path(each, arcs)) for each in document["objects"]["countries"]["geometries"]]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InputError(f"{file} is no TopoJSON of countries ({error!r}); run `make web` again.") from error
    return tuple(Outline(code, path) for code, path in shapes if path)


def _positions(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[float, float]]:
    """The points of an arc in the picture; each of its positions is relative to the one before."""
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    steps = accumulate(arc, lambda one, other: [one[0] + other[0], one[1] + other[1]])
    points = [_projected(x * scale_x + move_x, y * scale_y + move_y) for x, y in steps]
    # Both ends stay: other arcs begin there.
    kept = points[:1]
    for point in points[1:-1]:
        if math.dist(point, kept[-1]) >= _LEAST_STEP:
            kept.append(point)
    return [*kept, *points[1:][-1:]]


def _projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees in the picture, each as long as any other of its direction."""
    bounded = min(max(latitude, _SOUTH), _NORTH)
    return (longitude + 180) / 360 * WIDTH, (_NORTH - bounded) / (_NORTH - _SOUTH) * HEIGHT


def _path(geometry: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> str:
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
    return "".join(_ring(ring, arcs) for polygon in polygons for ring in polygon)


def _ring(ring: list[int], arcs: list[list[tuple[float, float]]]) -> str:
    points: list[tuple[float, float]] = []
    for number in ring:
        # A negative number is an arc from its other end.
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    whole = _unwrapped([(round(x), round(y)) for x, y in points])
    # All of it lies beyond the border of the picture, or is smaller than a dot.
    if len({y for _, y in whole}) < 2 or len({x for x, _ in whole}) < 2:
        return ""
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(whole)]
    line = "".join(f"{x} {y} " for x, y in steps if x or y).replace(" -", "-").rstrip()
    across = {0 if x <= WIDTH else -WIDTH for x, _ in whole} | {0 if x >= 0 else WIDTH for x, _ in whole}
    # What goes beyond one side of the picture is drawn once more on the other.
    return "".join(f"M{whole[0][0] + shift} {whole[0][1]}l{line}z" for shift in sorted(across))


def _unwrapped(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`points` without the leaps at 180° of longitude: what follows goes on beyond the side of the picture."""
    found, shift = points[:1], 0
    for (before, _), (x, y) in pairwise(points):
        if abs(x - before) > WIDTH / 2:
            shift += WIDTH if x < before else -WIDTH
        found.append((x + shift, y))
    return found
