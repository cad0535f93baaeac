"""The reference tables: identifiers resolve, codes are unique, dates say what their types and bounds say."""

import calendar
import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib import Graph

Rows = list[dict[str, str]]

NAMES = {"state_names": "iso3", "organisation_names": "organisation", "process_names": "process"}
KEYS = {
    "states": ["iso3"],
    "state_names": ["iso3", "name", "kind"],
    "organisations": ["id"],
    "organisation_names": ["organisation", "name", "language"],
    "processes": ["id"],
    "process_names": ["process", "name", "language"],
    "process_changes": ["process", "successor"],
    "process_facts": ["process", "fact", "value", "source"],
    "claims": ["undertaking", "role", "party_kind", "party", "source"],
    "sources": ["id"],
    "fields": ["field", "label"],
    "cues": ["language", "phrase", "kinds", "role", "property", "undertaking"],
}


@pytest.fixture(scope="module")
def tables(repository: Path) -> dict[str, Rows]:
    found = {}
    for file in sorted((repository / "data" / "reference").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            found[file.stem] = list(csv.DictReader(stream, strict=True))
    return found


@pytest.fixture(scope="module")
def concepts(repository: Path) -> set[str]:
    """The paths of all concepts below vocab/, as role/partner."""
    graph = Graph().parse(repository / "ontology" / "vocabularies.ttl")
    return {str(subject).partition("/vocab/")[2] for subject in graph.subjects()}


def fold(text: str) -> str:
    """Case, diacritics, apostrophes and quotation marks folded; nothing cleverer."""
    text = re.sub("[’‘´`ʼ]", "'", re.sub("[“”]", '"', text))
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def index_of(entities: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for key, name in entities:
        index.setdefault(key, set()).add(name)
    return index


def state_index(tables: dict[str, Rows]) -> dict[str, set[str]]:
    """Folded names of states, and their codes and acronyms as they stand."""
    preferred = [
        (fold(state[column]), state["iso3"])
        for state in tables["states"]
        for column in ("name_en", "name_fr", "name_es", "formal_name_en")
        if state[column]
    ]
    return index_of(preferred + [(name_key(row), row["iso3"]) for row in tables["state_names"]])


def name_key(row: dict[str, str]) -> str:
    case_counts = row["match"] == "exact" or (row["kind"] == "acronym" and row["match"] == "column")
    return row["name"] if case_counts else fold(row["name"])


def test_cells_have_no_stray_spaces(tables: dict[str, Rows]) -> None:
    for table, rows in tables.items():
        for row in rows:
            assert not {None} & {*row, *row.values()}, f"{table}: {row} has another number of cells"
            for text in row.values():
                assert text == " ".join(text.split()), f"{table}: {text!r}"


@pytest.mark.parametrize("table", sorted(KEYS))
def test_keys_are_unique(tables: dict[str, Rows], table: str) -> None:
    counts = Counter(tuple(row[column] for column in KEYS[table]) for row in tables[table])
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("table", ["states", "organisations", "processes", "sources"])
def test_entities_are_sorted(tables: dict[str, Rows], table: str) -> None:
    keys = [next(iter(row.values())) for row in tables[table]]
    assert keys == sorted(keys)


def test_states_are_complete(tables: dict[str, Rows]) -> None:
    states = tables["states"]
    assert len(states) == 250
    for state in states:
        assert re.fullmatch("[A-Z]{3}", state["iso3"])
        assert re.fullmatch("[A-Z]{2}", state["iso2"])
        assert re.fullmatch("[0-9]{3}", state["m49"]) or state["iso3"] == "XKX"
        assert re.fullmatch("Q[0-9]+", state["wikidata"])
        for column in ("name_en", "name_fr", "name_es"):
            assert state[column], state
            assert not re.search(r"\((the|l'|l[aeo]s?|el)\)|\*", state[column]), state[column]
    for column in ("iso2", "m49", "wikidata", "eu_authority"):
        codes = [state[column] for state in states if state[column]]
        assert len(codes) == len(set(codes)), column


def test_every_identifier_resolves(tables: dict[str, Rows]) -> None:
    states = {row["iso3"] for row in tables["states"]}
    organisations = {row["id"] for row in tables["organisations"]}
    processes = {row["id"] for row in tables["processes"]}
    sources = {row["id"] for row in tables["sources"]}
    parties = {f"state/{key}" for key in states} | {f"organisation/{key}" for key in organisations}

    assert {row["iso3"] for row in tables["state_names"]} <= states | {""}
    assert {row["organisation"] for row in tables["organisation_names"]} <= organisations | {""}
    assert {row["process"] for row in tables["process_names"]} <= processes | {""}
    assert {row["country"] for row in tables["organisations"]} <= states | {""}
    assert {row["undertaking"] for row in tables["claims"]} <= processes
    assert {f"{row['party_kind']}/{row['party']}" for row in tables["claims"]} <= parties
    changes, facts = tables["process_changes"], tables["process_facts"]
    assert {row[end] for row in changes for end in ("process", "successor")} <= processes
    assert {row["process"] for row in facts} <= processes
    for table in ("claims", "process_changes", "process_facts"):
        assert {row["source"] for row in tables[table]} <= sources, table
    for row in tables["organisation_names"]:
        assert row["source"] in sources if row["from"] else not row["source"], row


@pytest.mark.parametrize("table", sorted(NAMES))
def test_names_say_what_they_are(tables: dict[str, Rows], table: str) -> None:
    kinds = {"preferred", "formal", "alias", "former", "acronym", "other-language"}
    for row in tables[table]:
        assert row["match"] in {"exact", "folded", "column"}, row
        assert row["kind"] in kinds if row[NAMES[table]] else row["kind"] == "", row


def test_every_name_of_a_state_names_one_state(tables: dict[str, Rows]) -> None:
    assert {name: keys for name, keys in state_index(tables).items() if len(keys) > 1} == {}


@pytest.mark.parametrize(("table", "names"), [("organisations", "organisation_names"), ("processes", "process_names")])
def test_every_name_names_one_entity(tables: dict[str, Rows], table: str, names: str) -> None:
    preferred = [
        (fold(row[column]), row["id"])
        for row in tables[table]
        for column in ("name_en", "name_fr", "name_es")
        if row[column]
    ]
    index = index_of(preferred + [(name_key(row), row[NAMES[names]]) for row in tables[names]])
    assert {name: keys for name, keys in index.items() if len(keys) > 1} == {}


def test_odd_forms_of_names_resolve(tables: dict[str, Rows], shared: Path) -> None:
    index = state_index(tables)
    with (shared / "reference" / "name-resolution-test.csv").open(encoding="utf-8", newline="") as stream:
        cases = list(csv.DictReader(stream))
    wrong = {
        case["name"]: found
        for case in cases
        if (found := index.get(fold(case["name"])) or index.get(case["name"])) != {case["expected_iso3"]}
    }
    assert len(cases) >= 68
    assert wrong == {}


def test_forms_of_partners_resolve(tables: dict[str, Rows], shared: Path) -> None:
    names: dict[str, set[str]] = {}
    for row in tables["organisation_names"]:
        names.setdefault(row["organisation"], set()).add(name_key(row))
    for row in tables["organisations"]:
        names.setdefault(row["id"], set()).update(fold(row[f"name_{code}"]) for code in ("en", "fr", "es"))
    with (shared / "reference" / "partners.csv").open(encoding="utf-8", newline="") as stream:
        for partner in csv.DictReader(stream):
            forms = {partner["name"], partner["acronym"], *partner["alternative_names"].split("|")} - {""}
            if partner["id"] == "iom":
                forms -= {"IOM Development Fund"}  # the fund has an identifier of its own
            missing = {form for form in forms if not {form, fold(" ".join(form.split()))} & names[partner["id"]]}
            assert missing == set(), partner["id"]


def test_dates_agree_with_types_and_bounds(tables: dict[str, Rows]) -> None:
    for row in tables["claims"]:
        assert_date(row["start"], row["start_type"], row["earliest_start"], last=False)
        assert_date(row["end"], row["end_type"], row["latest_end"], last=True)
        assert not row["end"] or not row["start"] or row["earliest_start"] <= row["latest_end"], row
    for row in tables["processes"]:
        assert_date(row["start"], row["start_type"], row["earliest_start"], last=False)
    for row in tables["process_changes"]:
        assert row["date_type"] == {4: "gYear", 7: "gYearMonth", 10: "date"}[len(row["date"])]
    for row in tables["organisation_names"]:
        assert all(re.fullmatch("([0-9]{4})?", row[column]) for column in ("from", "to")), row
        assert not row["to"] or row["from"] < row["to"], row


def assert_date(text: str, type_: str, bound: str, *, last: bool) -> None:
    if not text:
        assert (type_, bound) == ("", "")
        return
    assert type_ == {4: "gYear", 7: "gYearMonth", 10: "date"}[len(text)], text
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12 if last else 1
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1] if last else 1
    assert bound == f"{year:04}-{month:02}-{day:02}", text


def test_codes_are_in_the_vocabularies(tables: dict[str, Rows], concepts: set[str]) -> None:
    used = {f"role/{row['role']}" for row in tables["claims"] + tables["cues"] if row["role"]}
    used |= {f"process-type/{row['type']}" for row in tables["processes"] if row["type"]}
    used |= {f"measure/{row['fact']}" for row in tables["process_facts"]}
    assert used - concepts == set()


def test_labels_of_fields_are_fields_of_the_record_model(tables: dict[str, Rows], repository: Path) -> None:
    schema = (repository / "data" / "schemas" / "record.json").read_text(encoding="utf-8")
    for row in tables["fields"]:
        assert f'"name": "{row["field"]}"' in schema, row
        assert not row["currency"] or f"({row['currency']})" in row["label"] or row["currency"] in row["label"], row
    folded = Counter(fold(row["label"]) for row in tables["fields"])
    assert [label for label, count in folded.items() if count > 1] == []
