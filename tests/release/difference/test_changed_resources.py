"""What people are told of the difference of two releases."""

import json

from iomgraph.publication import Publication
from iomgraph.release.difference import (
    Change,
    ChangedField,
    Summary,
    html_difference,
    json_difference,
    summary,
    text_difference,
)
from iomgraph.release.difference.changed_resources import Counts
from tests.release.difference.conftest import Releasing

COMMON = (
    "id:project/A rdf:type ns:Project",
    'id:project/A rdfs:label "Borders"@en',
    'id:project/A rdfs:label "Frontières"@fr',
    'ns:Project rdfs:label "project"@en',
    'ns:Project rdfs:label "projet"@fr',
    'ns:budget rdfs:label "budget"@en',
    'schema:value rdfs:label "value"@en',
)


def part(source: str, role: str = "donor") -> tuple[str, ...]:
    """A participation as one record says it: its address holds the record's digest."""
    address = f"id:project/A/participation/{role}/{source}"
    return (
        f"{address} rdf:type ns:Participation",
        f"{address} ns:participatesIn id:project/A",
        f"{address} ns:role id:role/{role}",
        f"{address} ns:fromSource id:source/{source}",
        f"id:source/{source} rdf:type ns:SourceRecord",
    )


def told(publication: Publication, language: str = "en") -> Summary:
    from iomgraph.release import Releases

    old, new = Releases(publication.releases).all()
    return summary(old, new, publication, (language,))


def test_a_value_that_became_another(release: Releasing, publication: Publication) -> None:
    release(*COMMON, 'id:project/A schema:endDate "2024"')
    release(*COMMON, 'id:project/A schema:endDate "2025"')
    (resource,) = told(publication, "fr").resources
    assert (resource.label, resource.kind, resource.change) == ("Frontières", "projet", Change.CHANGED)
    assert resource.fields == (ChangedField("https://schema.org/endDate", "end date", None, ("2024",), ("2025",)),)


def test_a_value_of_a_part_that_stays(release: Releasing, publication: Publication) -> None:
    budget = ('id:project/A/budget/1 rdfs:label "USD 1"', "id:project/A ns:budget id:project/A/budget/1")
    release(*COMMON, *budget, 'id:project/A/budget/1 schema:value "1"')
    release(*COMMON, *budget, 'id:project/A/budget/1 schema:value "1.0"')
    (resource,) = told(publication).resources
    assert resource.fields == (ChangedField("https://schema.org/value", "value", "USD 1", ("1",), ("1.0",)),)


def test_a_part_that_came_is_told_by_what_it_says(release: Releasing, publication: Publication) -> None:
    release(*COMMON, *part("1"))
    release(*COMMON, *part("1"), *part("1", "partner"))
    (resource,) = told(publication).resources
    (field,) = resource.fields
    assert (field.label, field.old, field.new) == ("Participation", (), ("role: partner",))


def test_a_part_that_the_resource_has_told_of_is_not_told_twice(release: Releasing, publication: Publication) -> None:
    release(*COMMON)
    release(*COMMON, "id:project/A ns:budget id:project/A/budget/1", 'id:project/A/budget/1 rdfs:label "USD 1"')
    (resource,) = told(publication).resources
    assert [(field.label, field.new) for field in resource.fields] == [("budget", ("USD 1",))]


def test_the_same_said_by_another_record_is_no_change(release: Releasing, publication: Publication) -> None:
    release(*COMMON, *part("1"), evidence=('id:source/1 rdfs:label "a"',))
    release(*COMMON, *part("2"), evidence=('id:source/2 rdfs:label "b"',))
    found = told(publication)
    assert found.resources == []
    assert found.records == Counts(1, 1)
    assert found.quads == Counts(6, 6)
    assert "graph/evidence: 1 quads came, 1 went." in text_difference(found, "en")


def test_what_is_new_or_gone_is_not_told_field_by_field(release: Releasing, publication: Publication) -> None:
    release(*COMMON, 'id:project/OLD rdfs:label "Old"', 'id:project/OLD/budget/1 rdfs:label "USD 1"')
    release(*COMMON, 'id:project/NEW rdfs:label "New"', 'id:project/NEW schema:endDate "2025"')
    found = told(publication)
    assert [(each.label, each.change, each.fields) for each in found.resources] == [
        ("Old", Change.GONE, ()),
        ("New", Change.NEW, ()),
    ]


def test_the_three_ways_to_tell_it(release: Releasing, publication: Publication) -> None:
    release(*COMMON, 'id:project/A schema:endDate "<2024>"', 'id:project/B rdfs:label "B"')
    release(*COMMON, 'id:project/A schema:endDate "2025"')
    found = told(publication)
    text = text_difference(found, "en", limit=1)
    assert "B ()" not in text
    assert "… and 1 more" in text
    assert "  end date: <2024> → 2025\n" in text_difference(found, "en")
    members = json.loads(json_difference(found))
    assert members["quads"] == {"added": 1, "removed": 2}
    assert [each["change"] for each in members["resources"]] == ["gone", "changed"]
    page = html_difference(found, "es")
    assert '<html lang="es">' in page
    assert "<del>&lt;2024&gt;</del>" in page


def test_two_releases_that_say_the_same(release: Releasing, publication: Publication) -> None:
    release(*COMMON)
    release(*COMMON)
    assert "Both releases say the same." in text_difference(told(publication), "en")
    assert "Both releases say the same." in html_difference(told(publication), "en")
