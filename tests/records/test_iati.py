"""IATI activities of every version: what the record and the tables say, dirt, and that nothing is lost."""

from collections import Counter
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.records import Record, read_sources, record_tables
from iomgraph.records.formats import iati
from iomgraph.records.knowledge import Knowledge
from tests.records.activity_values import values_of_file, values_of_tables

Tables = dict[str, list[dict[str, Any]]]

HERE = Path(__file__).parent
VERSION_2 = (HERE / "iati-2.xml").read_text(encoding="utf-8")

VERSION_1 = (HERE / "iati-1.xml").read_text(encoding="utf-8")


def activities(*content: str, attributes: str = 'version="2.03"') -> str:
    inside = "\n".join(f"<iati-activity>{each}</iati-activity>" for each in content)
    return f"<iati-activities {attributes}>\n{inside}\n</iati-activities>"


def tables_of(records: list[Record], publication: Publication) -> Tables:
    return {name: table.to_pylist() for name, table in record_tables(records, publication).items()}


@pytest.fixture
def read(tmp_path: Path, publication: Publication) -> "Any":
    def write_and_read(text: str | bytes) -> tuple[list[Record], Tables]:
        file = tmp_path / "activities.xml"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        records = read_sources([file], publication)
        return records, tables_of(records, publication)

    return write_and_read


def rows(tables: Tables, name: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in tables[name]]


@pytest.mark.parametrize("version", ["2.01", "2.02", "2.03"])
def test_an_activity_of_version_2(read: Any, version: str) -> None:
    (record,), tables = read(VERSION_2.replace("2.03", version))
    assert {field: (cell.text, cell.line) for field, cell in record.cells.items()} == {
        "title": ("Roads of Freedonia", 6),
        "description": ("New roads.", 8),
        "start": ("2003-02-01", 14),
        "end": ("2007-12-31", 15),
        "status": ("2", 12),
        "coverage": ("3", 16),
        "benefiting_states": ("PL;UA", 17),
        "address": ("https://example.org/a/1", 3),
    }
    (project,) = tables["projects"]
    assert (project["project"], project["status"], project["coverage"]) == ("XX-FRE-1", "Active", "Regional")
    assert (record.layout, record.language, record.line, record.warnings) == ("activity", "en", 3, ())
    assert rows(tables, "iati_activities", "identifier", "file_version", "hierarchy", "reporting_org_name", "line") == [
        ("XX-FRE-1", version, "1", "Ministry of Roads", 3)
    ]
    assert rows(tables, "iati_titles", "text", "language_tag", "field") == [
        ("Roads of Freedonia", "en", "title[1]/narrative[1]"),
        ("Routes de Freedonie", "fr", "title[1]/narrative[2]"),
    ]
    assert rows(tables, "iati_descriptions", "text", "language_tag", "type") == [
        ("To build roads.", "en", "2"),
        ("New roads.", "en", "1"),
        ("Nouvelles routes.", "fr", "1"),
    ]
    assert rows(tables, "iati_dates", "type_meaning", "date", "date_type", "text", "line") == [
        ("plannedStart", "2003-01-15", "date", None, 13),
        ("actualStart", "2003-02-01", "date", None, 14),
        ("plannedEnd", "2007-12-31", "date", "If the weather allows", 15),
    ]
    assert rows(tables, "iati_organisations", "role_meaning", "ref", "type", "name") == [
        ("funder", "XM-DAC-47066", "40", "IOM"),
        ("implementer", None, "10", "Road Builders"),
    ]
    assert rows(tables, "iati_identifiers", "identifier", "type", "owner_ref", "owner_name") == [
        ("F-1", "A1", "XX-FRE", "Ministry")
    ]
    assert rows(tables, "iati_countries", "code", "percentage", "percentage_type") == [
        ("PL", "60.5", "decimal"),
        ("UA", "19.5", "decimal"),
    ]
    assert rows(tables, "iati_regions", "code", "vocabulary_meaning", "percentage") == [("89", "1", "20")]
    assert rows(tables, "iati_sectors", "code", "vocabulary", "vocabulary_meaning", "name") == [
        ("21020", None, "1", None),
        ("R", "99", "99", "Roads"),
    ]
    budget = ("type_meaning", "status_meaning", "amount", "currency", "currency_or_default", "period_end")
    assert rows(tables, "iati_budgets", *budget) == [
        ("original", "committed", "85000.00", None, "USD", "2003-12-31"),
        ("revised", "indicative", "-5", "EUR", "EUR", "2004-12-31"),
    ]
    transaction = ("ref", "type_meaning", "date", "amount", "currency_or_default", "description", "provider_name")
    assert rows(tables, "iati_transactions", *transaction, "receiver_ref", "sector") == [
        ("T1", "disbursement", "2003-03-01", "100.5", "EUR", "First part", "IOM", "XX-R", "21020")
    ]
    assert rows(tables, "iati_related_activities", "ref", "type_meaning") == [
        ("XX-FRE-2", "http://purl.org/dc/terms/isPartOf")
    ]
    assert rows(tables, "iati_leftovers", "line", "field", "text") == [
        (10, "participating-org[2]/narrative[2]/@xml:lang", "fr"),
        (10, "participating-org[2]/narrative[2]/text()", "Routiers"),
        (32, "document-link[1]/@url", "https://example.org/d.pdf"),
        (32, "document-link[1]/@format", "application/pdf"),
        (32, "document-link[1]/title[1]/narrative[1]/text()", "Plan"),
        (33, "Q{http://example.org/f}extra[1]/@Q{http://example.org/f}kind", "x"),
        (33, "Q{http://example.org/f}extra[1]/text()", "beyond the standard"),
        (2, "/iati-activities/@generated-datetime", "2021-01-01T00:00:00"),
    ]


@pytest.mark.parametrize("version", ["1.01", "1.02", "1.03", "1.04", "1.05"])
def test_an_activity_of_version_1(read: Any, version: str) -> None:
    (record,), tables = read(VERSION_1.replace("1.05", version))
    (project,) = tables["projects"]
    wanted = {
        "project": "XX-SYL-9",
        "title": "Bridges of Sylvania",
        "description": "Two bridges.",
        "start": "2010-03-01",
        "end": "2012",
        "end_type": "gYear",
        "status": "Active",
        "budget_amount": "150000",
        "budget_currency": "EUR",
        "benefiting_states": "PL",
        "address": "http://example.org/bridges",
    }
    assert {column: project[column] for column in wanted} == wanted
    assert record.warnings == ()
    assert rows(tables, "iati_titles", "text", "language_tag") == [
        ("Bridges of Sylvania", "en"),
        ("Ponts de Sylvanie", "fr"),
    ]
    assert rows(tables, "iati_dates", "type", "type_meaning", "text") == [
        ("start-planned", "plannedStart", "In winter"),
        ("start-actual", "actualStart", None),
        ("end-planned", "plannedEnd", None),
    ]
    assert rows(tables, "iati_organisations", "role_meaning", "name") == [
        ("funder", "IOM"),
        ("extending", "Klopstokian Bank"),
    ]
    assert rows(tables, "iati_identifiers", "identifier", "owner_ref", "owner_name") == [("B-7", "XX-B", "Bank")]
    assert rows(tables, "iati_sectors", "vocabulary", "vocabulary_meaning", "name") == [("DAC", "1", "Road transport")]
    assert rows(tables, "iati_budgets", "type_meaning", "period_start_text") == [("original", "first")]
    transaction = ("type_meaning", "type_name", "date_text", "description", "provider_name", "currency_or_default")
    assert rows(tables, "iati_transactions", *transaction) == [
        ("disbursement", "Disbursement", "May", "For cement", "IOM", "EUR")
    ]
    assert rows(tables, "iati_related_activities", "name", "type_meaning") == [
        ("A part", "http://purl.org/dc/terms/hasPart")
    ]
    assert tables["iati_leftovers"] == []


def test_activities_of_several_versions_in_one_file(read: Any) -> None:
    records, tables = read(
        activities(
            "<iati-identifier>A</iati-identifier><title>Old</title>"
            "<activity-date type='end-actual' iso-date='2001-01-01'/>",
            "<iati-identifier>B</iati-identifier><title><narrative>New</narrative></title>"
            "<activity-date type='4' iso-date='2002-01-01'/>",
        )
    )
    assert [record.cells["title"].text for record in records] == ["Old", "New"]
    assert rows(tables, "iati_dates", "type_meaning") == [("actualEnd",), ("actualEnd",)]


def test_dirt_is_kept_as_it_stands(read: Any) -> None:
    (record,), tables = read(
        activities(
            "<activity-date type='9' iso-date='soon'/><recipient-country code='PL' percentage='half'/>"
            "<budget type='x'><value currency=' Thaler '>1,000</value></budget>"
            "<transaction><transaction-type code='ZZ'/><value>much</value></transaction>"
            "<participating-org role='Guest'/><title xml:lang='no tag'> </title>"
        )
    )
    assert (record.project, sorted(record.cells)) == (
        record.key,
        ["benefiting_states", "budget_amount", "budget_currency"],
    )
    assert record.warnings[:2] == (
        "line 2: the activity has no iati-identifier",
        "line 2: the activity has no title",
    )
    assert rows(tables, "iati_dates", "type_meaning", "type_unknown", "date", "date_type") == [
        (None, "9", "soon", "string")
    ]
    assert rows(tables, "iati_countries", "percentage", "percentage_type") == [("half", "string")]
    assert rows(tables, "iati_budgets", "type_unknown", "amount", "amount_type", "currency_or_default") == [
        ("x", "1,000", "string", "Thaler")
    ]
    assert rows(tables, "iati_transactions", "type_unknown", "amount_type", "currency_or_default") == [
        ("ZZ", "string", None)
    ]
    assert rows(tables, "iati_organisations", "role_unknown") == [("Guest",)]
    assert rows(tables, "iati_titles", "language", "language_tag", "text") == [("no tag", "en", None)]


def test_two_activities_of_one_identifier_are_one_project_with_two_records(read: Any) -> None:
    records, tables = read(
        activities(
            "<iati-identifier>A 1</iati-identifier><title>One</title>",
            "<iati-identifier> A\n 1 </iati-identifier><title>Two</title>",
        )
    )
    assert [record.project for record in records] == ["A 1", "A 1"]
    assert len(tables["records"]) == 2
    assert "title is “One” here and “Two” in" in records[0].warnings[-1]


def test_a_namespace_is_taken_off_and_said(read: Any) -> None:
    (record,), tables = read(
        activities(
            "<title>Roads</title><x:title xmlns:x='http://example.org/x'>Other</x:title>",
            attributes='xmlns="http://example.org/iati"',
        )
    )
    assert record.cells["title"].text == "Roads"
    assert "the elements are in the namespace http://example.org/iati" in record.warnings[0]
    assert rows(tables, "iati_leftovers", "field", "text") == [("Q{http://example.org/x}title[1]/text()", "Other")]


def test_a_single_activity_without_the_element_around(read: Any) -> None:
    (record,), tables = read("<iati-activity version='1.03'><title>Roads</title></iati-activity>")
    assert record.cells["title"].text == "Roads"
    assert rows(tables, "iati_activities", "version", "file_version") == [("1.03", None)]


def test_what_stands_outside_the_activities_is_listed_with_the_last(read: Any) -> None:
    records, tables = read(
        "<iati-activities xml:lang='fr'>before<note a='1'>odd<b/>tail</note>"
        "<iati-activity><title>Un</title></iati-activity>between<!-- no value -->"
        "<iati-activity><title>Deux<iati-activity>inner</iati-activity></title></iati-activity>after</iati-activities>"
    )
    assert [record.language for record in records] == ["fr", "fr"]
    assert {row["record"] for row in tables["iati_leftovers"]} == {records[1].key}
    assert rows(tables, "iati_leftovers", "field", "text") == [
        ("title[1]/iati-activity[1]/text()", "inner"),
        ("/iati-activities/@xml:lang", "fr"),
        ("/iati-activities/text()", "before"),
        ("/iati-activities/note[1]/@a", "1"),
        ("/iati-activities/note[1]/text()", "odd"),
        ("/iati-activities/note[1]/text()[2]", "tail"),
        ("/iati-activities/text()[3]", "between"),
        ("/iati-activities/text()[4]", "after"),
    ]


@pytest.mark.parametrize(
    ("attributes", "titles", "language", "title"),
    [
        ('xml:lang="pt"', "<narrative>Estradas</narrative>", "pt", "Estradas"),
        ('xml:lang="pt"', "<narrative>Estradas</narrative><narrative xml:lang='es-MX'>Vía</narrative>", "es", "Vía"),
        ("", "<narrative>Routes et ponts dans les villages</narrative>", "fr", "Routes et ponts dans les villages"),
    ],
)  # fmt: skip
def test_the_language_of_the_record(read: Any, attributes: str, titles: str, language: str, title: str) -> None:
    (record,), tables = read(activities(f"<title>{titles}</title>", attributes=attributes))
    assert (record.language, record.cells["title"].text) == (language, title)
    (project,) = tables["projects"]
    assert (project["title"], project["language"]) in rows(tables, "iati_titles", "text", "language_tag") or (
        language == "es"
    )


def test_a_line_far_down_is_right(read: Any) -> None:
    (record,), tables = read(activities("\n" * 70_000 + "<title>Roads</title>"))
    assert (record.line, record.cells["title"].line, tables["iati_titles"][0]["line"]) == (2, 70_002, 70_002)


def test_encodings_that_the_file_declares(read: Any) -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + activities("<title>Söderköping</title>")
    (record,), _ = read(text.encode("iso-8859-1"))
    assert record.cells["title"].text == "Söderköping"
    (record,), _ = read(activities("<title>Söderköping</title>").encode("utf-16"))
    assert record.cells["title"].text == "Söderköping"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<iati-activities>\n<iati-activity>\n</iati-activities>", "line 3: this is not well-formed XML"),
        ("", "line 1: this is not well-formed XML"),
        ("<rss>\n</rss>", "line 1: this is no IATI, its outermost element is rss"),
        ("<rss>\n<iati-activity/></rss>", "line 1: this is no IATI, its outermost element is rss"),
        ("<iati-organisations version='2.03'/>", "its outermost element is iati-organisations"),
        ("<iati-activities version='2.03'/>", "there is no iati-activity in it"),
        ("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><iati-activities><iati-activity><title>&e;</title>"
         "</iati-activity></iati-activities>", "declares a document type"),
        ("<iati-activities><iati-activity><title>&e;</title></iati-activity></iati-activities>", "not well-formed XML"),
        (b"<iati-activities><iati-activity><title>\xff</title></iati-activity></iati-activities>", "not well-formed"),
    ],
)  # fmt: skip
def test_what_is_no_iati_is_refused_in_one_sentence(read: Any, text: str | bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    sentence = str(caught.value)
    assert message in sentence
    assert "activities.xml, line " in sentence
    assert "\n" not in sentence


def test_entities_are_not_expanded(read: Any) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(InputError, match=r"document type|well-formed"):
        read(f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><iati-activities a="&l11;"><iati-activity/></iati-activities>')


def test_the_file_is_read_as_a_stream(tmp_path: Path, knowledge: Knowledge) -> None:
    file = tmp_path / "cut.xml"
    one = "<iati-activity><title>Roads</title><description>" + "far " * 20_000 + "</description></iati-activity>"
    file.write_text("<iati-activities>" + one * 3 + "<iati-activity>")
    records = iati.read(file, "cut.xml", knowledge)
    assert next(records).cells["title"].text == "Roads"
    with pytest.raises(InputError, match="not well-formed"):
        list(records)


def test_the_tables_are_there_and_empty_without_activities(reads: Any, publication: Publication) -> None:
    tables = tables_of([reads("a.json", '{"title": "Roads"}')], publication)
    names = [name for name in tables if name.startswith("iati_")]
    assert len(names) == 13
    assert [name for name in names if tables[name]] == []


NAMES = st.sampled_from(
    "title narrative description budget value transaction provider-org sector activity-date iati-activity x:y".split()
)
TEXTS = st.sampled_from(["", " ", "a", " b ", "\n", "2", "é"])


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    name = draw(NAMES)
    names = draw(st.lists(st.sampled_from(["code", "type", "xml:lang", "ref", "x:z"]), unique=True, max_size=3))
    attributes = "".join(f" {attribute}={quoteattr(draw(TEXTS))}" for attribute in names)
    children = draw(st.lists(elements(depth + 1), max_size=3)) if depth < 3 else []
    inside = escape(draw(TEXTS)) + "".join(child + escape(draw(TEXTS)) for child in children)
    return f"<{name}{attributes}>{inside}</{name}>"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.lists(st.tuples(elements(), TEXTS), min_size=1, max_size=6))
def test_no_value_is_lost(
    tmp_path: Path, publication: Publication, knowledge: Knowledge, content: list[tuple[str, str]]
) -> None:
    file = tmp_path / "any.xml"
    inside = "".join(element + escape(tail) for element, tail in content)
    file.write_text(
        f"<iati-activities xmlns:x='http://example.org/x' version='2.03'>{inside}"
        f"<iati-activity a='q'>{inside}</iati-activity></iati-activities>",
        encoding="utf-8",
    )
    records = list(iati.read(file, "any.xml", knowledge))
    keys = {record.key: record for record in records}
    if len(keys) < len(records):
        return  # A copy counts once.
    found = values_of_tables(record_tables(records, publication), knowledge.activity_fields)
    assert found == values_of_file(file)


@pytest.fixture(scope="module", params=["XM-DAC-47066-DP.2154.xml", "real-813.xml"])
def real(request: pytest.FixtureRequest, shared: Path, publication: Publication) -> tuple[Path, dict[str, pa.Table]]:
    file = shared / "records" / "iati" / str(request.param)
    return file, record_tables(read_sources([file], publication), publication)


def test_no_value_of_a_real_file_is_lost(real: tuple[Path, dict[str, pa.Table]], knowledge: Knowledge) -> None:
    file, tables = real
    found, expected = values_of_tables(tables, knowledge.activity_fields), values_of_file(file)
    assert sum(expected.values()) > 80
    assert found - expected == Counter()
    assert expected - found == Counter()


def test_the_rows_of_real_activities_are_counted(real: tuple[Path, dict[str, pa.Table]]) -> None:
    file, tables = real
    root = etree.parse(str(file)).getroot()
    own = [root] if root.tag == "iati-activity" else root.findall("iati-activity")
    tags = Counter(str(child.tag) for activity in own for child in activity)
    counted = {
        "iati_dates": "activity-date",
        "iati_budgets": "budget",
        "iati_organisations": "participating-org",
        "iati_countries": "recipient-country",
        "iati_regions": "recipient-region",
        "iati_sectors": "sector",
        "iati_transactions": "transaction",
        "iati_related_activities": "related-activity",
        "iati_identifiers": "other-identifier",
    }
    assert tables["iati_activities"].num_rows == tables["projects"].num_rows == len(own)
    assert {table: tables[table].num_rows for table in counted} == {table: tags[tag] for table, tag in counted.items()}
    projects = tables["projects"].to_pylist()
    assert len({project["project"] for project in projects}) == len(own)
    assert all(project["title"] and project["status"] for project in projects)
