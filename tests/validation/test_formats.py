"""Each format tells each result: place, value, what to do."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from lxml import html
from rdflib import RDF, SH

from iomgraph.errors import InputError
from iomgraph.mapping import Place
from iomgraph.validation import FORMATS, Report, Result, Severity, Site, formats, write_report
from iomgraph.validation.formats.json import read_json_report
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
        rule="https://example.org/shapes#Budget",
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
        'Violation: "<b>abc</b>": Give an amount. [Budget]\n'
        "  pages/a.txt, line 7, field budget_amount\n"
        "\n"
        'Warning: "later": Give an amount. [Budget]\n'
        "  pages/a.txt, line 7, field budget_amount\n"
        "\n"
        "1 violation, 1 warning, no remarks.\n"
    )


@pytest.mark.parametrize("report_format", ["text", "html", "json", "turtle"])
def test_what_is_waived_and_what_is_known_is_marked(report_format: str) -> None:
    first, second = REPORT.results
    marked = Report((replace(first, waived="Agreed on (Ana)"), replace(second, known=True)))
    text = write_report(marked, report_format, "en")
    assert "Agreed on (Ana)" in text
    assert "known" in text.replace('"known": false', "")


def test_json() -> None:
    document = json.loads(write_report(REPORT, "json", "fr"))
    assert document["counts"] == {"Violation": 1, "Warning": 1, "Info": 0}
    first = document["results"][0]
    assert first["message"] == "Donnez un montant."
    assert first["messages"]["en"] == "Give an amount."
    assert first["places"] == [
        {"file": "pages/a.txt", "line": 7, "field": "budget_amount", "text": "<b>abc</b>", "record": None}
    ]


def test_json_is_read_again_as_it_was(tmp_path: Path) -> None:
    cause = replace(result(Severity.INFO, "7"), value=rdflib.Literal("7", lang="en"), shape=None)
    passed = replace(
        result(Severity.VIOLATION, "x"), details=(cause,), reasons={"en": "R."}, remedies={"fr": "M."}, waived="Old."
    )
    report = Report((*REPORT.results, passed, replace(passed, value=None, path=None, known=True)))
    (tmp_path / "report.json").write_text(write_report(report, "json", "en"), encoding="utf-8")
    assert read_json_report(tmp_path / "report.json") == report
    assert report.count(Severity.VIOLATION) == 1, "neither the waived nor the known one counts"


@pytest.mark.parametrize("content", ["", "[]", '{"results": [{"focus": "a:a"}]}', '{"results": 7}'])
def test_what_is_no_report_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "report.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="is no report of this version of iomgraph"):
        read_json_report(tmp_path / "report.json")


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


def test_html_marks_what_passes_tells_causes_and_links_to_the_site() -> None:
    cause = replace(result(Severity.INFO, "7"), remedies={"en": "Seven would pass."})
    waived = replace(result(Severity.VIOLATION, "x"), details=(cause,), waived="An old page.", known=True)
    site = Site("https://example.org/", "http://localhost:8000/")
    page = html.fromstring(write_report(Report((waived,)), "html", "fr", site))
    (row,) = page.findall(".//tbody/tr")
    assert row.get("class") == "passed"
    texts = [" ".join("".join(map(str, cell.itertext())).split()) for cell in row]
    assert texts[0] == "Violation Toléré: An old page. Déjà connu"
    assert texts[4] == "budget: Donnez un montant. budget: Donnez un montant. Seven would pass."
    assert [link.get("href") for link in row.iter("a")] == [
        "http://localhost:8000/id/project/A",
        "http://localhost:8000/shapes#Budget",
    ]
    blank = replace(waived, focus="javascript:x", focus_term=rdflib.BNode("javascript:x"), rule="javascript:y")
    assert "href" not in write_report(Report((blank,)), "html", "en")


def test_html_has_its_words_in_three_languages() -> None:
    words = tomllib.loads((Path(formats.__file__).parent / "html_words.toml").read_text(encoding="utf-8"))
    assert set(words) == {"en", "fr", "es"}
    assert words["en"].keys() == words["fr"].keys() == words["es"].keys()


@pytest.mark.parametrize("report_format", list(FORMATS))
def test_same_report_same_bytes(report_format: str) -> None:
    assert write_report(REPORT, report_format, "en") == write_report(REPORT, report_format, "en")
