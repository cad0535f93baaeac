"""The mentions and roles of the real pages, marked by hand: precision and recall, reported and held."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from iomgraph.linking import inspection, link
from iomgraph.publication import Publication
from iomgraph.records import read_sources, record_tables

Key = tuple[str, str, str, str]
Reader = Callable[[Key, set[str]], object]


@pytest.fixture(scope="module")
def inspected(shared: Path, publication: Publication) -> dict[str, dict[str, object]]:
    records = read_sources([shared / "records" / "pages"], publication)
    tables = link(record_tables(records, publication), publication)
    return {Path(str(record["file"])).name: record for record in inspection(tables, publication, {})}


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict[Key, set[str]]:
    roles: dict[Key, set[str]] = defaultdict(set)
    with (shared / "records" / "expected-mentions.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            roles[row["file"], row["part"], row["kind"], row["text"]].add(row["role"])
    return roles


@pytest.fixture(scope="module")
def found(inspected: dict[str, dict[str, object]]) -> dict[Key, set[str]]:
    """The roles of each distinct text, over all of its occurrences; `mention` where there is no other."""
    roles: dict[Key, set[str]] = defaultdict(set)
    for file, record in inspected.items():
        for mention in json.loads(json.dumps(record["mentions"])):
            assert str(record["title"] if mention["part"] == "title" else "") or mention["part"] == "description"
            roles[file, mention["part"], mention["kind"], mention["text"]] |= set(mention["roles"])
    return {key: own - {"mention"} or own for key, own in roles.items()}


def measured(right: int, found: int, expected: int) -> tuple[float, float]:
    """Precision and recall."""
    return right / found, right / expected


@pytest.mark.parametrize("kind", ["state", "organisation", "process"])
def test_the_mentions_are_those_marked_by_hand(
    kind: str, found: dict[Key, set[str]], expected: dict[Key, set[str]], record_property: Callable[[str, object], None]
) -> None:
    mine = {key for key in found if key[2] == kind}
    theirs = {key for key in expected if key[2] == kind}
    precision, recall = measured(len(mine & theirs), len(mine), len(theirs))
    record_property(f"{kind} precision", precision)
    record_property(f"{kind} recall", recall)
    print(f"{kind}: precision {precision:.3f}, recall {recall:.3f} of {len(theirs)}")
    assert precision >= 0.95, sorted(mine - theirs)
    assert recall >= 0.95, sorted(theirs - mine)


def test_the_roles_are_those_marked_by_hand(
    found: dict[Key, set[str]], expected: dict[Key, set[str]], record_property: Callable[[str, object], None]
) -> None:
    mine = {(key, role) for key, own in found.items() for role in own}
    theirs = {(key, role) for key, own in expected.items() for role in own}
    precision, recall = measured(len(mine & theirs), len(mine), len(theirs))
    record_property("role precision", precision)
    record_property("role recall", recall)
    print(f"roles: precision {precision:.3f}, recall {recall:.3f} of {len(theirs)}")
    assert precision >= 0.95, sorted(mine - theirs)
    assert recall >= 0.95, sorted(theirs - mine)


def test_the_seed_says_who_did_what(shared: Path, publication: Publication) -> None:
    tables = link(record_tables(read_sources([shared / "seeds"], publication), publication), publication)
    record = tables["records"]["record"][0].as_py()
    said = {
        (row["undertaking"], row["role"], row["party"], row["basis"], row["start"])
        for row in tables["participations"].to_pylist()
    }
    process, project = "process/soderkoping", "project/W34-805"
    assert {
        (process, "initiator", "organisation/unhcr", "stated", "2001"),
        (process, "initiator", "organisation/smb", "stated", "2001"),
        (process, "partner", "organisation/iom", "stated", None),
        (process, "participant", "state/UKR", "stated", "2001"),
        (process, "participant", "state/MDA", "stated", "2001"),
        (process, "secretariat", "organisation/cbcp-secretariat", "inferred", None),
        (project, "beneficiary", "organisation/cbcp-secretariat", "stated", None),
        (project, "implementer", "organisation/iom", "inferred", None),
        *(
            (f"{project}/activity/{record}-3", "participant", f"state/{s}", "stated", None)
            for s in ("BLR", "MDA", "UKR")
        ),
    } <= said
    benefiting = {row["party"] for row in tables["participations"].to_pylist() if row["role"] == "benefiting-state"}
    assert "state/BLR" not in benefiting
    statements = {(row["property"], row["entity"]) for row in tables["project_statements"].to_pylist()}
    assert ("supportsProcess", process) in statements
    assert [row["type"] for row in tables["activities"].to_pylist()] == [
        "research",
        "senior-level-meeting",
        "working-level-seminar",
    ]
