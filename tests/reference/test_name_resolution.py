"""Odd forms of the names of states, collected from pages: each resolves, or is no state of today."""

import csv
from pathlib import Path

from iomgraph.reference.names import Found, NameIndex


def test_every_odd_form_resolves(repository: Path, shared: Path) -> None:
    names = NameIndex.from_folder(repository / "data" / "reference")
    wrong = {}
    with (shared / "reference" / "name-resolution-test.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            items = names.split_list(row["name"], "state")
            got = [item.id for item in items if isinstance(item, Found)]
            expected = [row["expected_iso3"]] if row["expected_iso3"] else []
            if got != expected or (expected and len(items) > 1):
                wrong[row["name"]] = got
    assert wrong == {}
