"""What activities name: known organisations by identifier or name, known activities, and the rest as it stands."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from iomgraph.linking import inspection, link
from iomgraph.publication import Publication
from iomgraph.records import read_sources, record_tables

ORGANISATIONS = """id,name_en,name_fr,name_es,kind,country,homepage,iati,crs_channel,wikidata,note
unpf,United Nations of Pretend Fun,,,organisation,,,XX-UNPF,,,
hanse,Hanse of Cities,,,organisation,,,,,,
"""
ACTIVITIES = """<iati-activities version="2.03">
<iati-activity xml:lang="en"><iati-identifier>XX 1</iati-identifier>
<reporting-org ref="xx-unpf" type="40"><narrative>Pretenders</narrative></reporting-org>
<title><narrative>Roads</narrative></title>
<participating-org role="1" ref="XX-UNPF"/>
<participating-org role="2"><narrative>Hanse of Cities (HANSE)</narrative></participating-org>
<participating-org role="4" ref="XX-NEW"><narrative>Road Builders of the Hanse of Cities</narrative></participating-org>
<participating-org role="9"><narrative>Sylvania</narrative></participating-org>
<recipient-country code="QF"/><recipient-country code="QZ"/>
<transaction><provider-org ref="XX-UNPF"/>
<receiver-org><narrative>Road Builders</narrative></receiver-org></transaction>
<transaction><receiver-org ref="XX-R"/></transaction>
<related-activity ref="XX  2" type="2"/><related-activity ref="XX 3" type="1"/><related-activity ref="XX 2" type="x"/>
</iati-activity>
<iati-activity xml:lang="en"><iati-identifier>XX 2</iati-identifier><title><narrative>Paving</narrative></title>
</iati-activity></iati-activities>
"""


@pytest.fixture(scope="module")
def publication_with_identifiers(
    invented_publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> Publication:
    folder = tmp_path_factory.mktemp("identifiers") / "reference"
    folder.mkdir()
    for file in invented_publication.reference.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "organisations.csv").write_text(ORGANISATIONS, encoding="utf-8")
    return replace(invented_publication, reference=folder)


@pytest.fixture(scope="module")
def linked(publication_with_identifiers: Publication, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    file: Path = tmp_path_factory.mktemp("activities") / "activities.xml"
    file.write_text(ACTIVITIES, encoding="utf-8")
    records = read_sources([file], publication_with_identifiers)
    return link(record_tables(records, publication_with_identifiers), publication_with_identifiers)


def rows(tables: dict[str, pa.Table], name: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in tables[name].to_pylist()]


def test_links_are_to_what_is_known_and_else_text(linked: dict[str, pa.Table]) -> None:
    record = linked["records"]["record"].to_pylist()[0]
    project = "project/XX%201"
    assert rows(linked, "iati_links", "subject", "property", "entity", "unknown") == [
        (f"source/{record}", "http://purl.org/dc/terms/publisher", "organisation/unpf", None),
        (f"{project}/organisation/{record}-1", "http://www.w3.org/ns/prov#agent", "organisation/unpf", None),
        (f"{project}/organisation/{record}-2", "http://www.w3.org/ns/prov#agent", "organisation/hanse", None),
        (
            f"{project}/organisation/{record}-3",
            "http://www.w3.org/ns/prov#agent",
            None,
            "Road Builders of the Hanse of Cities",
        ),
        (f"{project}/organisation/{record}-4", "http://www.w3.org/ns/prov#agent", "state/SYL", None),
        (f"{project}/transaction/{record}-1", "https://schema.org/sender", "organisation/unpf", None),
        (f"{project}/transaction/{record}-1", "https://schema.org/recipient", None, "Road Builders"),
        (f"{project}/transaction/{record}-2", "https://schema.org/recipient", None, "XX-R"),
        (project, "http://purl.org/dc/terms/hasPart", "project/XX%202", None),
        (project, "http://purl.org/dc/terms/isPartOf", None, "XX 3"),
        (project, "http://purl.org/dc/terms/relation", "project/XX%202", None),
    ]
    assert rows(linked, "iati_links", "line", "field")[2] == (6, "participating-org[2]")


def test_known_organisations_with_a_role_take_part(linked: dict[str, pa.Table]) -> None:
    record = linked["records"]["record"].to_pylist()[0]
    path = f"project/XX%201/participation/{{}}/{record}"
    assert rows(linked, "participations", "participation", "party", "property", "basis") == [
        (path.format("benefiting-state/FRE"), "state/FRE", "benefitingState", "stated"),
        (path.format("funder/unpf"), "organisation/unpf", "funder", "stated"),
        (path.format("accountable/hanse"), "organisation/hanse", "accountable", "stated"),
    ]


def test_what_is_not_known_is_reported(linked: dict[str, pa.Table]) -> None:
    assert rows(linked, "unresolved", "field", "text") == [
        ("benefiting_states", "QZ"),
        ("participating-org", "Road Builders of the Hanse of Cities"),
        ("transaction", "Road Builders"),
        ("transaction", "XX-R"),
    ]


def test_the_inspection_counts_the_rows(linked: dict[str, pa.Table], publication_with_identifiers: Publication) -> None:
    first, second = inspection(linked, publication_with_identifiers, {})
    assert first["benefiting_states"] == ["FRE"]
    assert first["activity"] == {
        "activities": 1,
        "titles": 1,
        "organisations": 4,
        "countries": 2,
        "transactions": 2,
        "related_activities": 3,
        "links": 11,
    }
    assert second["activity"] == {"activities": 1, "titles": 1}
