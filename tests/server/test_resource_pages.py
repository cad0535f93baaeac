"""What the page of a resource tells beyond its statements, and that no resource is too large for one."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
import rdflib
from rdflib.term import Literal, URIRef
from starlette.testclient import TestClient

from iomgraph.mapping import Place
from iomgraph.server.bounds import MOST_BYTES
from iomgraph.server.report_index import ReportIndex
from iomgraph.validation import Report, Severity, write_report
from iomgraph.validation.result import Result

BASE = "https://w3id.org/iomgraph/"
PROJECT = BASE + "id/project/A12-305"
RESULT = Result(
    focus=PROJECT,
    path=BASE + "ns#budget",
    value=Literal("90000.00"),
    severity=Severity.WARNING,
    messages={"en": "Two budgets.", "fr": "Deux budgets."},
    names={"en": "budget"},
    component="http://www.w3.org/ns/shacl#MaxCountConstraintComponent",
    rule=BASE + "shapes#budget",
    shape=None,
    places=(Place("a.csv", 7, "budget", "90000.00", "aa"),),
    remedies={"en": "Leave one of them out."},
)


def page(client: TestClient, path: str, language: str = "en") -> lxml.html.HtmlElement:
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.status_code == 200
    assert len(answer.content) <= MOST_BYTES
    return lxml.html.document_fromstring(answer.text)


def section(document: lxml.html.HtmlElement, name: str) -> str:
    (found,) = document.xpath(f"//section[@aria-labelledby='{name}']")
    return " ".join(found.text_content().split())


def test_the_report_tells_of_a_resource_and_its_parts(following: TestClient, folder: Path) -> None:
    part = replace(RESULT, focus=PROJECT + "/budget/USD-85000.00", severity=Severity.VIOLATION)
    other = replace(RESULT, focus=PROJECT + "0", details=(RESULT,))
    text = write_report(Report((other, part, RESULT)), "json", "en")
    (folder / "releases" / "2026-01-01.1" / "report.json").write_text(text, encoding="utf-8")
    index = ReportIndex(folder / "releases" / "2026-01-01.1")
    assert [each.severity for each in index.about(PROJECT, ("fr", "en"))] == ["Violation", "Warning"]
    assert len(index.about(PROJECT + "0", ("en",))) == 1
    assert index.about(BASE + "id/project/A12", ("en",)) == []
    told = section(page(following, "/id/project/A12-305", "fr"), "validation")
    assert "Avertissement budget Deux budgets. Leave one of them out. a.csv, Ligne 7, budget" in told


def test_without_a_report_nothing_is_said_of_validation(client: TestClient) -> None:
    assert not page(client, "/id/project/A12-305").xpath("//*[@id='validation']")


def test_a_project_shows_its_text_with_the_evidence_marked(client: TestClient) -> None:
    document = page(client, "/id/project/A12-305")
    assert document.xpath("//section[@aria-labelledby='text']//mark/a/@href") == [
        "/id/organisation/migration-board",
        "/id/process/gr%C3%B8ndal",
    ]
    assert document.xpath("//section[@aria-labelledby='text']//h3//a/@href") == ["#source-1"]


def test_every_statement_has_its_turtle(client: TestClient) -> None:
    document = page(client, "/id/project/A12-305")
    rows = document.xpath("//section[@aria-labelledby='facts']//tr")
    assert len(rows) > 5
    for row in rows:
        (href,) = row.xpath("./td[@class='as-turtle']/a/@href")
        graph = rdflib.Graph().parse(data=client.get(href).text, format="turtle")
        assert len(set(graph.predicates())) == 1
        assert set(graph.subjects()) == {URIRef(PROJECT)}
    budgets = rdflib.Graph().parse(
        data=client.get(f"/id/project/A12-305.ttl?by={BASE}ns%23budget").text, format="turtle"
    )
    assert len(budgets) == 2
    for href in document.xpath("//section[@aria-labelledby='roles']//a[@class='as-turtle']/@href"):
        assert client.get(href).headers["content-type"].startswith("text/turtle")
    for wrong in ("x", "", "> <"):
        assert client.get("/id/project/A12-305.ttl", params={"by": wrong}).status_code == 404


def test_history_tells_what_came_and_went(
    following: TestClient, publish: Callable[[str, str], None], sample: str
) -> None:
    ended = sample.replace('schema:endDate "2007"', 'schema:endDate "2008"', 1)
    publish("2026-01-02.1", ended)
    publish("2026-01-03.1", ended.replace("p:TC.0001 a iomg:Project ;", "p:TC.0002 a iomg:Project ;"))
    while following.get("/ready").json().get("release") != "2026-01-03.1":
        pass
    document = page(following, "/id/project/A12-305")
    told = section(document, "history")
    assert "2026-01-03.1 unchanged 2026-01-02.1 +1 −1" in told
    assert told.endswith("2026-01-01.1")
    assert document.xpath("//section[@aria-labelledby='history']//del/text()")[-1].strip() == "end date: 2007"
    assert document.xpath("//section[@aria-labelledby='history']//ins/text()")[-1].strip() == "end date: 2008"
    assert "2026-01-03.1 new" in section(page(following, "/id/project/TC.0002"), "history")
    # A page of an earlier release knows nothing of later ones.
    assert "2026-01-02.1" not in section(page(following, "/release/2026-01-01.1/id/project/A12-305"), "history")


def test_no_resource_is_too_large_for_a_page(
    following: TestClient, publish: Callable[[str, str], None], sample: str
) -> None:
    state, process, source = (BASE + "id/" + each for each in ("state/FRE", "process/grøndal", "source/vast"))
    lines = []
    for number in range(5_000):
        project = f"{BASE}id/project/N{number:04}"
        title = f"Project {number:04} " + "of a very long name " * 5
        part = f"{project}/participation/benefiting-state/FRE/vast"
        lines += [
            f'<{project}> a iomg:Project ; rdfs:label "{title}"@en ; iomg:benefitingState <{state}> ; '
            f"iomg:mentions <{state}> ; iomg:fromSource <{source}> .",
            f"<{part}> a iomg:Participation ; iomg:party <{state}> ; iomg:participatesIn <{project}> ; "
            f"iomg:role <{BASE}vocab/role/benefiting-state> ; iomg:fromSource <{source}> .",
        ]
    for number in range(800):
        party = f"{BASE}id/organisation/o{number}"
        part = f"{process}/participation/participant/o{number}/vast"
        lines += [
            f'<{party}> a org:Organization ; rdfs:label "{"Organisation " * 20}{number}"@en .',
            f"<{part}> a iomg:Participation ; iomg:party <{party}> ; iomg:participatesIn <{process}> ; "
            f'iomg:role <{BASE}vocab/role/participant> ; schema:startDate "{1900 + number % 100}"^^xsd:gYear .',
            f'<{process}> iomg:note{number} "{"word " * 400}" ; skos:altLabel "name {number}"@en .',
        ]
    lines.append(f'<{source}> a iomg:SourceRecord ; dcterms:description "{"long " * 60_000}"@en .')
    publish("2026-01-02.1", sample + f"GRAPH <{BASE}graph/data> {{ {' '.join(lines)} }}")
    while following.get("/ready").json().get("release") != "2026-01-02.1":
        pass
    document = page(following, "/id/state/FRE")
    assert "/projects?state=/id/state/FRE&sort=-start" in document.xpath("//main//a/@href")
    assert "Projects 5001" in " ".join(document.text_content().split())
    document = page(following, "/id/process/gr%C3%B8ndal")
    assert document.xpath("//section[@aria-labelledby='roles']//a[starts-with(@href, '/links')]")
    for path in ("/id/source/vast", "/id/project/N0001", "/vocab/role/participant", "/id/organisation/o1"):
        page(following, path)


@pytest.mark.parametrize("text", ["", "{}", '{"results": []}'])
def test_a_report_without_results_has_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.json").write_text(text, encoding="utf-8")
    assert ReportIndex(tmp_path).about(PROJECT, ("en",)) == []
    assert not ReportIndex(tmp_path / "none").exists


def test_a_process_shows_its_members_over_time(client: TestClient) -> None:
    document = page(client, "/id/process/gr%C3%B8ndal")
    bars = document.xpath("//*[contains(@class, 'timeline')]//a")
    assert [bar.get("aria-label") for bar in bars] == [
        "initiator · Freedonian Migration Board: 2003–",
        "participant · Sylvania: 2004– / 2006–",
    ]
    first, second = (bar.xpath("./rect")[0] for bar in bars)
    starts, widths = ([float(bar.get(name).rstrip("%")) for bar in (first, second)] for name in ("x", "width"))
    assert starts[0] < starts[1]
    assert starts[0] + widths[0] == pytest.approx(starts[1] + widths[1], abs=0.2) == 100
    # In 2011 it became another.
    years = document.xpath("//*[contains(@class, 'timeline')]/*[local-name()='text']/text()")
    assert (years[0], years[-1]) == ("2003", "2011")


def test_the_ontology_documents_its_terms_with_uses(client: TestClient) -> None:
    document = page(client, "/ns", "fr")
    (term,) = document.xpath("//section[@id='Project']")
    told = " ".join(term.text_content().split())
    assert told.startswith("projet Project Une action limitée.")
    assert term.xpath(".//p[@class='note']/a/@href")[0].startswith("/id/project/")
    (term,) = document.xpath("//section[@id='benefitingState']")
    assert "/ns#involves" in term.xpath(".//table//a/@href")
    assert [each for each in term.xpath(".//p/a/@href") if each.startswith("/id/state/")]
    assert document.xpath("//ul[@class='contents']//a/@href")[0] == "#ConsultationProcess"


def test_an_earlier_version_of_the_ontology_is_found_in_the_release_that_had_it(
    following: TestClient, publish: Callable[[str, str], None], sample: str
) -> None:
    publish("2026-01-02.1", sample.replace("ns/0.1.0", "ns/0.2.0"))
    while following.get("/ready").json().get("release") != "2026-01-02.1":
        pass
    assert following.get("/ns/0.2.0").status_code == 200
    earlier = following.get("/ns/0.1.0", follow_redirects=False)
    assert earlier.headers["location"] == "/release/2026-01-01.1/ns/0.1.0"
    assert "ns/0.1.0" in following.get("/ns/0.1.0", headers={"Accept": "text/turtle"}).text
    assert following.get("/ns/0.3.0").status_code == 404
