"""The sample pages say what the real pages say, and the Table Schemas are well formed."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

TYPES = {
    "string",
    "number",
    "integer",
    "boolean",
    "object",
    "array",
    "date",
    "time",
    "datetime",
    "year",
    "yearmonth",
}
TABLES = {
    "records", "cells", "projects", "project_concepts", "project_states", "mentions", "mention_bodies",
    "participations", "activities", "project_statements", "unresolved", "record", "waivers",
    "iati_activities", "iati_titles", "iati_descriptions", "iati_identifiers", "iati_dates", "iati_budgets",
    "iati_organisations", "iati_countries", "iati_regions", "iati_sectors", "iati_transactions",
    "iati_related_activities", "iati_leftovers", "iati_links",
}  # fmt: skip


@pytest.fixture(scope="module")
def schemas(repository: Path) -> dict[str, dict[str, Any]]:
    folder = repository / "data" / "schemas"
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))}


@pytest.fixture(scope="module")
def pages(repository: Path) -> dict[str, list[str]]:
    """The lines of text of every sample page, by file name."""
    return {file.name: lines_of(file) for file in sorted((repository / "data" / "records" / "pages").iterdir())}


def lines_of(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        body = html.document_fromstring(text.encode()).find("body")
        assert body is not None, file
        text = "\n".join(str(part) for part in body.itertext())
    return [line for raw in text.splitlines() if (line := raw.strip(" •-"))]


def expected(shared: Path) -> list[dict[str, str]]:
    with (shared / "records" / "expected-records.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def name_of(row: dict[str, str]) -> str:
    return f"{row['projects_id'] or row['source_url'].rpartition('/')[2]}.{row['language']}"


def test_every_table_has_a_schema(schemas: dict[str, dict[str, Any]]) -> None:
    assert set(schemas) == TABLES


def test_schemas_are_table_schemas(schemas: dict[str, dict[str, Any]]) -> None:
    for table, schema in schemas.items():
        names = [field["name"] for field in schema["fields"]]
        assert len(names) == len(set(names)), table
        for field in schema["fields"]:
            assert field["type"] in TYPES, (table, field["name"])
            assert field["title"], (table, field["name"])
            assert field["description"], (table, field["name"])
            re.compile(field.get("constraints", {}).get("pattern", ""))
        assert set(schema.get("primaryKey", [])) <= set(names) or schema["primaryKey"] in names, table
        for key in schema.get("foreignKeys", []):
            own, other = ([columns] if isinstance(columns, str) else columns for columns in ends(key))
            target = {field["name"] for field in schemas[key["reference"]["resource"]]["fields"]}
            assert set(own) <= set(names), (table, key)
            assert set(other) <= target, (table, key)


def ends(key: dict[str, Any]) -> tuple[Any, Any]:
    return key["fields"], key["reference"]["fields"]


def test_record_model_is_named_in_three_languages(schemas: dict[str, dict[str, Any]]) -> None:
    for field in schemas["record"]["fields"]:
        assert set(field["titles"]) == {"en", "fr", "es"}
        assert all(field["titles"].values()), field["name"]
        assert field["titles"]["en"] == field["title"]
    required = [f["name"] for f in schemas["record"]["fields"] if f.get("constraints", {}).get("required")]
    assert required == ["title"]


def test_projects_come_from_the_record_model(schemas: dict[str, dict[str, Any]]) -> None:
    model = {field["name"] for field in schemas["record"]["fields"]}
    for field in schemas["projects"]["fields"]:
        origin = field.get("derivedFrom", field["name"])
        assert origin in model or origin == "record", field["name"]


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (
            "project_id",
            ["TC.0766", "W34-805", "QU8-805", "E40-800"],
            ["TC0766", "TC.766", "W34805", "w34-805"],
        ),
        ("prima_id", ["CD10P0530", "ZA99P0004"], ["CD10P530", "CD.0530"]),
        ("start", ["2003", "2003-04", "2003-04-01"], ["April 2003", "03", "2003/04"]),
        ("budget_amount", ["85000.00", "150,000", "100000"], ["about 85000", "1,50,000", "85000 USD"]),
    ],
)
def test_patterns_of_the_record_model(
    schemas: dict[str, dict[str, Any]], field: str, good: list[str], bad: list[str]
) -> None:
    (pattern,) = (f["constraints"]["pattern"] for f in schemas["record"]["fields"] if f["name"] == field)
    assert [text for text in good if not re.fullmatch(pattern, text)] == []
    assert [text for text in bad if re.fullmatch(pattern, text)] == []


def test_codes_of_real_pages_match_the_patterns(schemas: dict[str, dict[str, Any]], shared: Path) -> None:
    patterns = {f["name"]: f.get("constraints", {}).get("pattern", "") for f in schemas["record"]["fields"]}
    for row in expected(shared):
        assert not row["projects_id"] or re.fullmatch(patterns["project_id"], row["projects_id"])
        assert not row["prima_id"] or re.fullmatch(patterns["prima_id"], row["prima_id"])


def test_every_real_project_is_a_sample(pages: dict[str, list[str]], shared: Path, repository: Path) -> None:
    rows = expected(shared)
    readme = (repository / "data" / "records" / "README.md").read_text(encoding="utf-8")
    assert sorted(file.rpartition(".")[0] for file in pages) == sorted(name_of(row) for row in rows)
    for row in rows:
        assert row["source_url"] in readme
    for file in pages:
        assert f"`{file}`" in readme


def test_samples_keep_the_facts_and_not_the_prose(pages: dict[str, list[str]], shared: Path) -> None:
    samples = {file.rpartition(".")[0]: lines for file, lines in pages.items()}
    for row in expected(shared):
        real = lines_of(shared / "records" / "pages" / row["file"])
        sample = samples[name_of(row)]
        start = real.index(row["title"])
        facts, prose = real[start:-1], real[-1]
        assert sample[sample.index(row["title"]) : -1] == facts, row["file"]
        assert sample[-1] != prose, row["file"]
        assert not shared_run(sample[-1], prose, 10), row["file"]


def shared_run(one: str, other: str, length: int) -> list[str]:
    """Runs of that many words that both texts have."""
    words, known = one.split(), " ".join(other.split())
    runs = (" ".join(words[place : place + length]) for place in range(len(words) - length + 1))
    return [run for run in runs if run in known]


def test_html_samples_name_language_and_address(repository: Path, shared: Path) -> None:
    addresses = {name_of(row): (row["language"], row["source_url"]) for row in expected(shared)}
    files = sorted((repository / "data" / "records" / "pages").glob("*.html"))
    assert len(files) == 4
    for file in files:
        root = html.document_fromstring(file.read_bytes())
        language, address = addresses[file.stem]
        assert root.get("lang") == language
        assert root.xpath("//link[@rel='canonical']/@href") == [address]
