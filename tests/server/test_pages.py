"""Pages for people: what they show, in which language, and what they never do."""

import re
import tomllib
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import lxml.html
import pytest
from starlette.testclient import TestClient

from iomgraph.server.site import HERE

PATHS = [
    "/",
    "/?map=budget",
    "/projects",
    "/projects?state=/id/state/FRE&sort=-budget",
    "/projects?status=Paused%3Cimg+src%3Dx+onerror%3Dalert(4)%3E&state=%22%3E%3Cscript%3E",
    "/processes",
    "/states",
    "/organisations",
    "/vocabulary",
    "/search?q=grondal",
    "/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22",
    "/release",
    "/sparql",
    "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D",
    "/id/project/A12-305",
    "/id/project/TC.0001",
    "/id/project/no-code-%22onmouseover%3D",
    "/id/project/etude-regionale",
    "/id/project/A12-305/budget/USD-85000.00",
    "/id/project/A12-305/participation/benefiting-state/FRE/aaaaaaaaaaaaaaaa",
    "/id/process/gr%C3%B8ndal",
    "/id/state/SYL",
    "/id/organisation/migration-board",
    "/id/source/aaaaaaaaaaaaaaaa",
    "/id/source/aaaaaaaaaaaaaaaa/mention/1",
    "/vocab/status",
    "/vocab/role/participant",
    "/ns",
    "/nothing-here",
]


def page(client: TestClient, path: str, language: str = "en") -> lxml.html.HtmlElement:
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return lxml.html.document_fromstring(answer.text)


def text(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize(("path", "language"), list(product(PATHS, ["en", "fr", "es"])))
def test_every_page_is_sound(client: TestClient, path: str, language: str) -> None:
    document = page(client, path, language)
    assert document.get("lang") == language
    assert len(document.xpath("//h1")) == 1
    assert text(document.xpath("//h1")[0])
    assert len(document.xpath("//main[@id='content']")) == 1
    assert document.xpath("//a[@class='skip'][@href='#content']")
    assert document.xpath("//title")[0].text
    assert not document.xpath("//script[not(@src) or text()] | //style | //iframe | //@style | //base")
    assert not [name for name in document.xpath("//@*") if name.attrname.startswith("on")]
    # Only links lead to other hosts: nothing is loaded from one.
    for loaded in document.xpath("//@src | //link[@rel='stylesheet' or @rel='icon']/@href | //form/@action"):
        assert loaded.startswith("/")
        assert not loaded.startswith("//")
    for href in document.xpath("//a/@href"):
        assert re.match(r"/(?!/)|#|https?://", href), href
    for foreign in document.xpath("//a[starts-with(@href, 'http')]"):
        assert "noopener" in foreign.get("rel")
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    for label in document.xpath("//label/@for | //@aria-labelledby"):
        assert label in ids
    for fragment in document.xpath("//a/@href[starts-with(., '#')]"):
        assert fragment[1:] in ids
    for header in document.xpath("//th"):
        assert header.get("scope") in ("row", "col", "rowgroup")


def test_local_links_of_the_pages_lead_somewhere(client: TestClient) -> None:
    hrefs = {
        href.split("#")[0]
        for path in PATHS
        for href in page(client, path).xpath("//main//a/@href[starts-with(., '/')]")
    }
    assert len(hrefs) > 50
    for href in hrefs:
        answer = client.get(href, headers={"Accept": "text/html"})
        # The sample leaves out what its properties come from.
        assert answer.status_code == 200 or href.startswith("/vocab/activity-type"), href


def test_texts_that_try_to_break_out_are_texts(client: TestClient) -> None:
    answer = client.get("/id/project/TC.0001.html").text
    assert "<script>" not in answer
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer
    assert "<img" not in answer
    assert 'href="javascript' not in answer
    assert "javascript:alert(2)" in answer
    assert 'href="https://elsewhere.example/?a=1&amp;b=' in answer
    assert '"onmouseover' not in client.get("/id/project/no-code-%22onmouseover%3D.html").text


def test_a_project_shows_facts_parties_and_disagreement(client: TestClient) -> None:
    document = page(client, "/id/project/A12-305")
    assert text(document.xpath("//h1")[0]).startswith("Support for the Grøndal Dialogue")
    facts = {text(row.find("th")): text(row.find("td")) for row in document.xpath("//table[@class='facts']//tr")}
    assert facts["status"] == "Completed"
    assert facts["budget"] == "USD 85000.00 USD 90000.00"
    assert facts["supports the process"] == "Grøndal Dialogue"
    roles = text(document.xpath("//section[@aria-labelledby='roles']")[0])
    assert "benefiting state 2 Freedonia" in roles
    differing = document.xpath("//section[@aria-labelledby='side-by-side']//tr[@class='disagree']")
    assert [quote.text for quote in differing[0].xpath(".//q")] == ["85000.00", "90,000.00"]
    assert text(document.xpath("//ol[@class='sources']/li[1]")[0]).count("a") > 64
    assert [each.text for each in document.xpath("//nav[@class='trail']//a")] == ["Home", "Projects"]
    written = document.xpath("//section[@aria-labelledby='origins']//tbody/tr")
    assert [[text(cell) for cell in row] for row in written] == [["a.csv", "7", "title"]]


def test_a_process_shows_who_says_what_with_the_words_of_the_source(client: TestClient) -> None:
    document = page(client, "/id/process/gr%C3%B8ndal")
    roles = document.xpath("//section[@aria-labelledby='roles']")[0]
    (quote,) = roles.xpath(".//q")
    assert quote.find("strong").text == "Freedonian Migration Board"
    assert (
        text(quote) == "In 2003 the Freedonian Migration Board opened the Grøndal Dialogue. Sylvania joined later. A…"
    )
    assert "Sylvania Sources disagree 2004 curated" in text(roles)
    assert "2011-12-08 Panel on Movement" in text(document)
    (listed,) = document.xpath("//section[h2[starts-with(., 'Projects')]]")
    assert "/id/project/A12-305" in listed.xpath(".//td/preceding-sibling::th/a/@href")
    assert "/projects?process=/id/process/gr%C3%B8ndal&sort=-start" in listed.xpath("./p/a/@href")


def test_links_go_both_ways(client: TestClient) -> None:
    state = page(client, "/id/state/SYL")
    taking_part = state.xpath("//section[@aria-labelledby='taking-part']//a/@href")
    assert "/id/project/A12-305" in taking_part
    assert "/id/process/gr%C3%B8ndal" in taking_part
    concept = page(client, "/vocab/status/completed")
    assert "/id/project/A12-305" in concept.xpath("//section[@aria-labelledby='links']//a/@href")


def test_an_organisation_shows_its_names_over_time(client: TestClient) -> None:
    assert "name Alien Office 1969 2000" in text(page(client, "/id/organisation/migration-board"))


def test_a_source_shows_its_text_with_the_evidence_marked(client: TestClient) -> None:
    document = page(client, "/id/source/aaaaaaaaaaaaaaaa")
    marks = [(text(mark), mark.xpath("./a/@href")[0]) for mark in document.xpath("//mark")]
    assert marks == [
        ("Freedonian Migration Board", "/id/organisation/migration-board"),
        ("Grøndal Dialogue", "/id/process/gr%C3%B8ndal"),
    ]
    assert text(document.xpath("//blockquote[2]|//blockquote")[-1]).endswith("A seminar for both states followed.")


def test_labels_come_in_the_readers_language_with_the_language_of_others_marked(client: TestClient) -> None:
    document = page(client, "/id/project/A12-305", "fr-CA,fr;q=0.9")
    assert document.get("lang") == "fr"
    assert document.xpath("//h1")[0].get("lang") == "en"
    assert "statut Terminé" in text(document)
    assert "État bénéficiaire" in text(document)
    titled = page(client, "/id/project/etude-regionale")
    assert titled.xpath("//h1")[0].get("lang") == "fr"


def test_the_vary_header_names_what_the_page_depends_on(client: TestClient) -> None:
    answer = client.get("/id/project/A12-305", headers={"Accept": "text/html"})
    assert answer.headers["vary"] == "Accept, Accept-Language, Cookie, Accept-Encoding"
    assert answer.headers["content-language"] == "en"


def test_a_chosen_language_stays(following: TestClient) -> None:
    chosen = following.post("/language", data={"language": "fr", "to": "/states?sort=-label"}, follow_redirects=False)
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/states?sort=-label")
    assert page(following, "/states", "es").get("lang") == "fr"
    assert following.get("/states.json").json()["language"] == "fr"
    following.post("/language", data={"language": "es", "to": "/"})
    assert page(following, "/states", "en").get("lang") == "es"


@pytest.mark.parametrize(
    "to", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "/a\r\nX: y", ""]
)
def test_a_choice_of_language_leads_nowhere_else(following: TestClient, to: str) -> None:
    chosen = following.post("/language", data={"language": "fr", "to": to}, follow_redirects=False)
    assert chosen.headers["location"] == "/"
    assert following.post("/language", data={"language": "xx", "to": "/"}).status_code == 400


def test_the_ontology_has_an_anchor_for_each_term(client: TestClient) -> None:
    assert page(client, "/ns").xpath("//section[@id='Project']//h3")


def test_home_counts_and_leads_on(client: TestClient) -> None:
    document = page(client, "/")
    tiles = {tile.get("href"): text(tile) for tile in document.xpath("//ul[@class='tiles']//a")}
    assert tiles["/projects"] == "4 Projects"
    assert tiles["/states"] == "2 States"
    assert "2026-01-01.1" in text(document)


def test_the_languages_have_the_same_words() -> None:
    texts = tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))
    keys = [{*words, *words["terms"], *words["query_page"]} for words in texts.values()]
    assert all(each == keys[0] for each in keys)


COLOURS = [
    ("ink", "paper"),
    ("ink", "wash"),
    ("ink", "mark"),
    ("quiet", "paper"),
    ("quiet", "wash"),
    ("accent", "paper"),
    ("accent", "wash"),
    ("accent", "accent-wash"),
    ("accent", "mark"),
    ("on-bar", "bar"),
    ("warn", "warn-wash"),
    ("ink", "warn-wash"),
]


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize(("ink", "ground"), COLOURS)
def test_contrast_is_enough(ink: str, ground: str, *, is_dark: bool) -> None:
    sheet = (HERE / "static" / "style.css").read_text(encoding="utf-8")
    by_light, in_the_dark = sheet.split("prefers-color-scheme: dark")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", by_light + in_the_dark if is_dark else by_light))

    def luminance(colour: str) -> float:
        channels = [int(colours[colour][place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_sheet_loads_nothing() -> None:
    for file in (*(HERE / "static").rglob("*.css"), *(HERE / "static").rglob("*.svg")):
        loaded = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "url(" not in loaded
        assert "http" not in loaded
        assert "@import" not in loaded


def test_templates_never_switch_escaping_off() -> None:
    for file in Path(HERE / "templates").iterdir():
        assert not re.search(r"\|\s*safe|autoescape\s+false", file.read_text(encoding="utf-8"))


def test_a_query_that_fails_stays_in_the_form(client: TestClient) -> None:
    wrong = "SELECT * WHERE {\n  ?s </script> .\n}"
    failed = page(client, f"/sparql?{urlencode({'query': wrong})}")
    assert failed.xpath("//textarea")[0].text_content() == wrong
    (problem,) = failed.xpath("//*[@id='problem']")
    assert problem.get("data-line") == "2"
    assert "line 2" in text(problem)


def test_the_form_can_be_pinned_to_a_release(client: TestClient) -> None:
    asked = page(client, f"/sparql?{urlencode({'query': 'ASK { ?s ?p ?o }'})}")
    (choice,) = asked.xpath("//input[@name='release']")
    assert choice.get("value") == "2026-01-01.1"
    assert choice.get("checked") is None
    (permanent,) = asked.xpath("//a[contains(@href, '&release=2026-01-01.1')]/@href")
    pinned = page(client, permanent)
    assert pinned.xpath("//input[@name='release'][@checked]")
    downloads = pinned.xpath("//a[@download]/@href")
    assert len(downloads) == 4
    for link in downloads:
        assert "&release=2026-01-01.1&" in link
        assert client.get(link).status_code == 200
