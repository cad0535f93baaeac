"""The map of the states that take part in something."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from iomgraph.errors import InputError
from iomgraph.server.site import BUILT
from iomgraph.server.state_map import HEIGHT, WIDTH, read_world
from tests.server.test_pages import page, text

# Freedonia with an island far away, Sylvania, which is a dot, a neighbour, and land on the other side of the world.
WORLD = {
    "width": 960,
    "height": 468,
    "countries": [
        {"id": "901", "d": "M400,200L440,200L440,240L400,240ZM10,10L12,10L12,12Z"},
        {"id": "902", "x": 450, "y": 210},
        {"id": "", "d": "M380,180L400,180L400,200Z"},
        {"id": "904", "d": "M900,400L940,400L940,440Z"},
    ],
}
CODES = """
GRAPH <https://w3id.org/iomgraph/graph/data> {
  <https://w3id.org/iomgraph/id/state/FRE> skos:notation "901" .
  <https://w3id.org/iomgraph/id/state/SYL> skos:notation "902" .
}
"""


def test_states_are_drawn_by_role_and_told_in_words(
    following: TestClient, publish: Callable[[str, str], None], sample: str, tmp_path: Path
) -> None:
    file = tmp_path / "world.json"
    file.write_text(json.dumps(WORLD), encoding="utf-8")
    assert isinstance(following.app, Starlette)
    following.app.state.site.world = read_world(file)
    assert not page(following, "/id/project/A12-305").xpath("//*[contains(@class, 'states')]")
    publish("2026-01-02.1", sample + CODES)
    while following.get("/ready").json().get("release") != "2026-01-02.1":
        pass
    document = page(following, "/id/project/A12-305")
    (drawn,) = document.xpath("//*[contains(@class, 'states')]")
    freedonia, sylvania = drawn.xpath("./a")
    assert freedonia.get("aria-label") == "Freedonia – benefiting state"
    assert sylvania.get("href") == "/id/state/SYL"
    # The island is beyond what is shown; the state is, with what is around it.
    (path,) = freedonia.xpath("./path/@d")
    assert path.count("M") == 1
    left, top = (int(number) for number in re.findall(r"\d+", path)[:2])
    assert 0 < left < WIDTH / 2
    assert 0 < top < HEIGHT / 2
    (dot,) = sylvania.xpath("./circle")
    assert left < int(dot.get("cx")) < WIDTH
    assert drawn.xpath("./path[@class='level-0']/@d")[0].count("M") == 1
    legend = text(document.xpath("//ul[contains(@class, 'roles')]")[0])
    assert legend == "benefiting state: Freedonia, Sylvania participant: Sylvania"
    assert not page(following, "/id/state/SYL").xpath("//*[contains(@class, 'states')]")


@pytest.mark.parametrize("content", ["", "[]", '{"countries": [{"d": ""}]}', '{"countries": []}'])
def test_what_has_no_outlines_is_told(tmp_path: Path, content: str) -> None:
    file = tmp_path / "world.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"world\.json has no outlines"):
        read_world(file)


def test_the_real_outlines_are_read() -> None:
    world = read_world(BUILT / "world.json")
    if world is None:
        pytest.skip("the outlines are not built: run `make web`")
    assert len({country.code for country in world.countries}) > 190
    assert all(country.rings or country.place for country in world.countries)
