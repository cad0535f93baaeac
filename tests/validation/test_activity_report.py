"""Dirty IATI activities from file to report: each fault is named with its line and element, and nothing is refused."""

from pathlib import Path

import pytest

from iomgraph.publication import read_publication
from iomgraph.validating import validated
from iomgraph.validation import Report, Severity

DIRTY = """<iati-activities version="2.03">
<iati-activity default-currency="EURO" xml:lang="en" version="2.01">
<iati-identifier>XX 1/2</iati-identifier>
<title><narrative>Roads of Freedonia</narrative></title>
<activity-date type="9" iso-date="2003-05-01"/>
<activity-date type="1" iso-date="01/05/2003"/>
<participating-org role="7"><narrative>Road Builders</narrative></participating-org>
<recipient-country code="PL" percentage="60"/>
<recipient-country code="ZZ" percentage="sixty"/>
<recipient-region code="298" percentage="20"/>
<sector code="1" percentage="40"/><sector code="2" percentage="140"/><sector vocabulary="XYZ" code="9"/>
<budget type="5"><period-start iso-date="2003"/><value>1,000</value></budget>
<transaction><transaction-type code="99"/><value currency="usd">x</value></transaction>
</iati-activity>
<iati-activity><iati-identifier>XX-2</iati-identifier></iati-activity>
<iati-activity><iati-identifier>XX-2</iati-identifier><title>Bridges</title></iati-activity>
<iati-activity><title>Nameless</title></iati-activity>
</iati-activities>
"""
VIOLATIONS = {
    ("date-type-unknown", 5, "activity-date[1]"),
    ("planned-start-malformed", 6, "activity-date[2]"),
    ("start-malformed", 6, "start"),
    ("association-role", 7, "participating-org[1]"),
    ("project-states-unknown", 8, "benefiting_states"),
    ("allocation-percentage", 9, "recipient-country[2]"),
    ("allocation-percentage", 11, "sector[2]"),
    ("money-currency", 12, "budget_currency"),
    ("period-budget-amount", 12, "budget[1]"),
    ("period-budget-currency", 12, "budget[1]"),
    ("period-budget-type", 12, "budget[1]"),
    ("transaction-type", 13, "transaction[1]"),
    ("transaction-amount", 13, "transaction[1]"),
    ("transaction-currency", 13, "transaction[1]"),
    ("transaction-date", 13, "transaction[1]"),
    ("iati-identifier-shared", 15, "."),
    ("iati-identifier-shared", 16, "."),
    ("iati-identifier-missing", 17, "."),
}
WARNINGS = {
    ("iati-identifier-malformed", 2, "."),
    ("iati-version-mixed", 2, "."),
    ("iati-reporter-missing", 2, ""),
    ("country-percentages", 2, ""),
    ("sector-percentages", 2, ""),
    ("allocation-vocabulary", 11, "sector[3]"),
    ("period-budget-end", 12, "budget[1]"),
    ("period-budget-value-date", 12, "budget[1]"),
    ("transaction-value-date", 13, "transaction[1]"),
}


@pytest.fixture(scope="module")
def report(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("dirty")
    file = folder / "dirty.xml"
    file.write_text(DIRTY, encoding="utf-8")
    return validated([file], [], read_publication(repository / "publication.toml", folder), lambda _step: None)


def found(report: Report, severity: Severity) -> set[tuple[str, int | None, str]]:
    """The shape of each result on a record, with the place of the value at fault."""
    return {
        (str(result.shape).rpartition("#")[2], result.places[0].line, result.places[0].field)
        for result in report.results
        if result.severity is severity and result.places and result.places[0].record
    }


def test_every_fault_is_named_at_its_element(report: Report) -> None:
    assert found(report, Severity.VIOLATION) == VIOLATIONS


def test_what_an_activity_should_have_is_asked_for(report: Report) -> None:
    assert found(report, Severity.WARNING) >= WARNINGS


def test_a_budget_of_a_period_and_an_identifier_of_iati_are_enough(report: Report) -> None:
    lines = {
        (str(result.shape).rpartition("#")[2], result.places[0].line) for result in report.results if result.places
    }
    assert ("project-budget-missing", 2) not in lines
    assert ("project-budget-missing", 17) in lines
    assert ("project-code-missing", 2) not in lines
    assert ("project-code-missing", 17) in lines
