"""The home page: its figures, the pictures made of them, and their twins."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import lxml.html
import pytest
from starlette.testclient import TestClient

from iomgraph.errors import InputError
from iomgraph.server.charts import Stack, bar_chart
from iomgraph.server.site import BUILT
from iomgraph.server.world_map import WIDTH, read_outlines

# A square around the origin of two arcs, the second from its other end, and a shape that lies beyond the picture.
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [[[0, 0], [10, 0], [0, 10]], [[0, 0], [0, 10], [10, 0]], [[0, -80], [5, 0], [0, -5], [-5, 5]]],
    "objects": {
        "countries": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "004", "arcs": [[0, -2]]},
                {"type": "MultiPolygon", "arcs": [[[0, -2]], [[2]]]},
                {"type": "Polygon", "id": "010", "arcs": [[2]]},
                {"type": None, "id": "020"},
            ],
        }
    },
}


def test_figures_have_twins_and_lead_to_their_projects(client: TestClient) -> None:
    answer = client.get("/figures/states.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["state_label"], row["projects"], row["budget"]) for row in rows] == [
        ("Freedonia", "1", "90000.00"),
        ("Sylvania", "1", "90000.00"),
    ]
    assert client.get("/figures/years.json").json() == [
        {"year": "2003", "year_label": "2003", "projects": 1, "budget": "90000.00", "currency": "USD"}
    ]
    assert client.get("/figures/money.csv").status_code == 404
    home = client.get("/", headers={"Accept-Language": "fr"}).text
    hrefs = found(home, "//*[local-name()='svg']//a/@href | //table//td/a/@href")
    assert len(hrefs) == 4
    for href in hrefs:
        assert client.get(href.replace("?", ".json?")).json()["count"] == 1
    words = found(home, "//*[@class='chart'][@aria-labelledby='by-year']//a/@aria-label")
    assert words == ["2003 – Projets: 1"]
    assert "USD 90\u202f000" in home


def found(page: str, xpath: str) -> list[str]:
    result = lxml.html.document_fromstring(page).xpath(xpath)
    assert isinstance(result, list)
    return [str(each) for each in result]


def test_bars_are_as_high_as_what_they_say() -> None:
    chart = bar_chart(
        [
            Stack("2003", [(Decimal(30), "a", "/a", 0), (Decimal(70), "b", "/b", 1)]),
            Stack("2004", []),
            Stack("2005", [(Decimal(50), "c", "/c", 0), (Decimal("0.001"), "d", "/d", 1)]),
        ]
    )
    first, second, third, least = chart.bars
    assert first.height + second.height == pytest.approx(third.height * 2, abs=0.1)
    assert second.y + second.height == pytest.approx(first.y, abs=0.1)
    assert first.y + first.height == third.y + third.height == chart.baseline
    assert least.height == 1.0
    assert second.y >= 0
    assert bar_chart([]).bars == []


def test_outlines_are_read_from_arcs(tmp_path: Path) -> None:
    file = tmp_path / "countries.json"
    assert read_outlines(file) == ()
    file.write_text(json.dumps(TOPOLOGY), encoding="utf-8")
    one, several = read_outlines(file)
    assert (one.code, several.code) == ("004", None)
    assert one.path == several.path
    assert one.path.startswith(f"M{WIDTH // 2} ")
    assert one.path.endswith("z")


def test_what_crosses_the_date_line_is_drawn_on_both_sides(tmp_path: Path) -> None:
    file = tmp_path / "countries.json"
    square = {
        "transform": TOPOLOGY["transform"],
        "arcs": [[[175, 0], [-350, 0], [0, 10], [350, 0], [0, -10]]],
        "objects": {"countries": {"geometries": [{"type": "Polygon", "id": "242", "arcs": [[0]]}]}},
    }
    file.write_text(json.dumps(square), encoding="utf-8")
    (outline,) = read_outlines(file)
    assert re.findall(r"M(-?\d+) ", outline.path) == ["-25", str(WIDTH - 25)]
    assert len(set(re.findall(r"l[^z]+z", outline.path))) == 1


@pytest.mark.parametrize("text", ["", "[]", '{"transform": {}}', json.dumps({**TOPOLOGY, "arcs": []})])
def test_what_is_no_topology_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "countries.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="make web"):
        read_outlines(file)


def test_the_real_outlines_fit_the_picture() -> None:
    if not (BUILT / "countries.json").exists():
        pytest.skip("the outlines are not there: make web")
    outlines = read_outlines(BUILT / "countries.json")
    assert len(outlines) > 170
    assert {"004", "250", "804"} <= {outline.code for outline in outlines}
    assert sum(len(outline.path) for outline in outlines) < 80_000
    # No line leads from one side of the picture to the other.
    steps = [int(x) for outline in outlines for x in re.findall(r"[l ](-?\d+)[ -]", outline.path)]
    assert max(map(abs, steps)) < WIDTH / 4
