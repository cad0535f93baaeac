"""Each format tells each result: place, value, what to do."""

import json

import pytest
import rdflib
from lxml import html
from rdflib import RDF, SH

from iomgraph.mapping import Place
from iomgraph.validation import FORMATS, Report, Result, Severity, write_report
from iomgraph.validation.result import in_order


def result(severity: Severity, text: str, line: int | None = 7) -> Result:
    return Result(
        focus="https://example.org/id/project/A",
        path="https://example.org/ns#budget",
        value=rdflib.Literal(text),
        severity=severity,
        messages={"en": "Give an amount.", "fr": "Donnez un montant."},
        names={"en": "budget"},
        component=str(SH.DatatypeConstraintComponent),
        shape="https://example.org/shapes#Budget",
        places=(Place("pages/a.txt", line, "budget_amount", text if line else None),),
    )


REPORT = Report(in_order([result(Severity.WARNING, "later"), result(Severity.VIOLATION, "<b>abc</b>")]))


def test_worst_first() -> None:
    assert [each.severity for each in REPORT.results] == [Severity.VIOLATION, Severity.WARNING]
    assert not REPORT.conforms
    assert not REPORT.publishable
    assert Report(in_order([result(Severity.WARNING, "x")])).publishable


def test_text() -> None:
    assert write_report(REPORT, "text", "en") == (
        "pages/a.txt\n"
        '  Violation: line 7, field budget_amount: "<b>abc</b>": Give an amount.\n'
        '  Warning: line 7, field budget_amount: "later": Give an amount.\n'
        "\n"
        "1 violation, 1 warning, no remarks.\n"
    )


def test_text_of_a_missing_value_and_in_another_language() -> None:
    text = write_report(Report((result(Severity.WARNING, "x", line=None),)), "text", "fr")
    assert '  Warning: field budget_amount: "x": Donnez un montant.' in text


def test_json() -> None:
    document = json.loads(write_report(REPORT, "json", "fr"))
    assert document["counts"] == {"Violation": 1, "Warning": 1, "Info": 0}
    first = document["results"][0]
    assert first["message"] == "Donnez un montant."
    assert first["messages"]["en"] == "Give an amount."
    assert first["places"] == [{"file": "pages/a.txt", "line": 7, "field": "budget_amount", "text": "<b>abc</b>"}]


def test_turtle_is_a_validation_report() -> None:
    graph = rdflib.Graph().parse(data=write_report(REPORT, "turtle", "en"), format="turtle")
    report = graph.value(None, RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == rdflib.Literal(False)
    assert len(list(graph.objects(report, SH.result))) == 2
    messages = {str(text) for text in graph.objects(None, SH.resultMessage)}
    assert messages == {"Give an amount.", "Donnez un montant."}


def test_html_shows_markup_as_text() -> None:
    page = html.fromstring(write_report(REPORT, "html", "en"))
    cells = ["".join(map(str, cell.itertext())).strip() for cell in page.iter("td")]
    assert "<b>abc</b>" in cells
    assert not list(page.iter("b"))
    assert not page.xpath("//@src | //link")


@pytest.mark.parametrize("report_format", list(FORMATS))
def test_same_report_same_bytes(report_format: str) -> None:
    assert write_report(REPORT, report_format, "en") == write_report(REPORT, report_format, "en")
