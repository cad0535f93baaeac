import json
from pathlib import Path

import pyarrow as pa
import pytest

from iomgraph.linking import inspection, link
from iomgraph.publication import Publication

RECORD = "0123456789abcdef"
FIELDS = (
    "project_id prima_id title description address start start_type earliest_start end end_type latest_end status "
    "project_type budget_amount budget_currency coverage funding_year funding_year_type region benefiting_states "
    "other_benefiting_states"
).split()
KEYS = (
    "file project_id prima_id title language start end status project_type budget coverage funding_year region "
    "benefiting_states other_benefiting_states organisations processes activities mentions unresolved warnings"
).split()
DESCRIPTION = "In 2001, UNPF and HANSE initiated a dialogue (the Zenda Process). Help for the Government of Sylvania."


def record_tables(**values: str) -> dict[str, pa.Table]:
    """The tables of one record, as records/ hands them on."""
    project = {name: values.get(name) for name in FIELDS} | {
        "record": RECORD,
        "project": "F1",
        "language": "en",
    }
    cells = [
        {"record": RECORD, "field": name, "line": number, "text": text}
        for number, (name, text) in enumerate(values.items(), start=10)
    ]
    record = {"record": RECORD, "file": "pages/f1.txt", "line": 1, "language": "en", "project": "F1"}
    return {
        name: pa.Table.from_pylist(rows)
        for name, rows in (("records", [record]), ("cells", cells), ("projects", [project]))
    }


@pytest.fixture
def linked(invented_publication: Publication) -> dict[str, pa.Table]:
    tables = record_tables(
        title="Support to the Zenda Process",
        description=DESCRIPTION,
        status="Completed",
        coverage="Lunar",
        benefiting_states="Freedonia Sylvania\nAtlantis Freedonia",
        other_benefiting_states="Klopstokia",
    )
    return link(tables, invented_publication)


def rows(tables: dict[str, pa.Table], name: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in tables[name].to_pylist()]


def test_every_table_has_the_columns_of_its_schema(linked: dict[str, pa.Table], repository: Path) -> None:
    arrow = {"string": pa.string(), "integer": pa.int64()}
    for name in set(linked) - {"records", "cells", "projects"}:
        schema = json.loads((repository / "data" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
        expected = [(field["name"], arrow[field["type"]]) for field in schema["fields"]]
        assert [(field.name, field.type) for field in linked[name].schema] == expected


def test_columns_become_concepts_and_states(linked: dict[str, pa.Table]) -> None:
    assert rows(linked, "project_concepts", "field", "property", "concept", "unknown") == [
        ("status", "status", "status/completed", None),
        ("project_type", "projectType", None, None),
        ("coverage", "coverage", None, "Lunar"),
        ("region", "region", None, None),
    ]
    path = "project/F1/participation/{}/{}/" + RECORD
    assert rows(linked, "project_states", "role", "ordinal", "state", "unknown", "line", "participation") == [
        ("benefiting-state", 1, "FRE", None, 14, path.format("benefiting-state", "FRE")),
        ("benefiting-state", 2, "SYL", None, 14, path.format("benefiting-state", "SYL")),
        ("benefiting-state", 3, None, "Atlantis", 15, None),
        ("other-benefiting-state", 1, "KLO", None, 15, path.format("other-benefiting-state", "KLO")),
    ]


def test_texts_become_mentions_participations_and_statements(linked: dict[str, pa.Table]) -> None:
    initiator = "process/zenda/participation/initiator/{}/" + RECORD
    beneficiary = f"project/F1/participation/beneficiary/SYL/{RECORD}"
    assert rows(linked, "mention_bodies", "ordinal", "body") == [
        (1, "process/zenda"),
        (2, initiator.format("unpf")),
        (3, initiator.format("hanse")),
        (4, "process/zenda"),
        (5, beneficiary),
        (6, beneficiary),
    ]
    assert rows(linked, "participations", "participation", "start", "start_type", "earliest_start")[3:] == [
        (initiator.format("unpf"), "2001", "gYear", "2001-01-01"),
        (initiator.format("hanse"), "2001", "gYear", "2001-01-01"),
        (beneficiary, None, None, None),
    ]
    assert rows(linked, "project_statements", "property", "entity") == [
        ("mentions", "process/zenda"),
        ("mentions", "organisation/unpf"),
        ("mentions", "organisation/hanse"),
        ("mentions", "state/SYL"),
        ("supportsProcess", "process/zenda"),
    ]


def test_everything_unresolved_is_listed(linked: dict[str, pa.Table]) -> None:
    assert rows(linked, "unresolved", "field", "text") == [
        ("coverage", "Lunar"),
        ("benefiting_states", "Atlantis"),
        ("description", "Government of Sylvania"),
    ]


def test_an_empty_record_has_no_links(invented_publication: Publication) -> None:
    tables = link(record_tables(title="Nothing"), invented_publication)
    assert all(
        tables[name].num_rows == 0 for name in set(tables) - {"records", "cells", "projects", "project_concepts"}
    )
    assert {(row["concept"], row["unknown"]) for row in tables["project_concepts"].to_pylist()} == {(None, None)}


def test_inspection_shows_how_the_record_was_read(
    linked: dict[str, pa.Table], invented_publication: Publication
) -> None:
    (record,) = inspection(linked, invented_publication, {RECORD: ("a warning",)})
    assert list(record) == KEYS
    assert record["file"] == "pages/f1.txt"
    assert (record["status"], record["coverage"], record["budget"]) == ("Completed", None, None)
    assert record["benefiting_states"] == ["FRE", "SYL"]
    assert record["other_benefiting_states"] == ["KLO"]
    sentence = "In 2001, UNPF and HANSE initiated a dialogue (the Zenda Process)."
    assert record["organisations"] == [
        {"id": "unpf", "name": "United Nations of Pretend Fun", "roles": ["initiator"], "quote": sentence},
        {"id": "hanse", "name": "Hanse of Cities", "roles": ["initiator"], "quote": sentence},
        {
            "id": None,
            "name": "Government of Sylvania",
            "roles": ["beneficiary"],
            "quote": "Help for the Government of Sylvania.",
        },
    ]
    assert [process["id"] for process in record["processes"]] == ["zenda"]
    assert record["mentions"][-1] == {
        "kind": "state",
        "id": "SYL",
        "text": "Sylvania",
        "part": "description",
        "start": DESCRIPTION.index("Sylvania"),
        "end": DESCRIPTION.index("Sylvania") + len("Sylvania"),
        "roles": ["beneficiary"],
    }
    assert record["unresolved"][0] == {"field": "coverage", "text": "Lunar"}
    assert record["warnings"] == ["a warning"]


def test_inspection_keeps_the_type_and_the_amount_as_they_stand(invented_publication: Publication) -> None:
    tables = record_tables(title="X", project_type="Moon", budget_amount="85000.00", budget_currency="USD")
    (record,) = inspection(link(tables, invented_publication), invented_publication, {})
    assert (record["project_type"], record["budget"]) == ("Moon", {"amount": "85000.00", "currency": "USD"})
    assert record["warnings"] == []
