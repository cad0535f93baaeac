"""Rows of record tables that are broken: the first stops, or exactly these are left out."""

import json
from pathlib import Path

import pytest

from .conftest import Run

FIELDS = json.loads((Path(__file__).parents[2] / "data" / "schemas" / "record.json").read_text(encoding="utf-8"))[
    "fields"
]
NAMES = [field["name"] for field in FIELDS]


def row(title: str) -> str:
    return ",".join(title if name == "title" else "A.1" if name == "project_id" else "" for name in NAMES) + "\n"


TABLES = {
    "r.csv": (",".join(NAMES) + "\n" + row("Bridges") + "too,short\n" + row("Roads") + row(""), [3, 5]),
    "r.ndjson": ('{"title": "Bridges"}\n{"title": \n{"title": "Roads"}\n{"colour": "red"}\n', [2, 4]),
    "r.json": ('[{"title": "Bridges"},\n{"colour": "red"},\n{"title": "Roads"}]\n', [2]),
}


@pytest.mark.parametrize("name", TABLES)
def test_it_stops_or_leaves_out_what_is_broken(tmp_path: Path, iomgraph: Run, name: str) -> None:
    text, broken = TABLES[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    stopped = iomgraph("map", name, "-o", "out.nq", folder=tmp_path)
    assert stopped.returncode == 2
    assert stopped.stderr.startswith(f"{name}, line {broken[0]}: ")
    assert stopped.stderr.count("\n") == 1
    assert not (tmp_path / "out.nq").exists()
    skipped = iomgraph("map", name, "-o", "out.nq", "--on-error", "skip", folder=tmp_path)
    assert skipped.returncode == 0
    said = skipped.stderr.splitlines()
    assert [line.split(": ")[1] for line in said] == [f"{name}, line {number}" for number in broken]
    graph = (tmp_path / "out.nq").read_text(encoding="utf-8")
    assert '"Bridges"' in graph
    assert '"Roads"' in graph
