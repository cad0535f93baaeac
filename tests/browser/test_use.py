"""The site as it is used: lists are narrowed, sorted and paged, questions asked, pages printed."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.looking import be_wide, complaints, photograph
from tests.conftest import ServedSample

PROJECT = "/id/project/W34-805"
WRONG = "SELECT * WHERE {\n  ?project a .\n}"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(request: pytest.FixtureRequest, walking: Chrome) -> Iterator[Chrome]:
    """A browser with its scripts on, and one with them off."""
    be_wide(walking, 1280)
    with scripts(walking, is_on=request.param):
        yield walking


@contextmanager
def scripts(browser: Chrome, *, is_on: bool) -> Iterator[None]:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not is_on})
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def all_texts(browser: Chrome, selector: str) -> list[str]:
    return [" ".join(each.text.split()) for each in browser.find_elements(By.CSS_SELECTOR, selector)]


def follow(browser: Chrome, selector: str) -> None:
    """Click what `selector` finds, and wait until another address is open."""
    before = browser.current_url
    browser.find_element(By.CSS_SELECTOR, selector).click()
    WebDriverWait(browser, 20).until(lambda _: browser.current_url != before)


def count(browser: Chrome) -> int:
    return int(browser.find_element(By.CSS_SELECTOR, "h1 .count").text)


def test_a_list_is_narrowed_sorted_and_paged(reader: Chrome, served_sample: ServedSample) -> None:
    reader.get(served_sample.address + "/projects")
    everything = count(reader)
    choice = reader.find_element(By.CSS_SELECTOR, ".facets a[href*='status=/vocab/status/completed']")
    left = int(choice.find_element(By.XPATH, "../span").text)
    follow(reader, ".facets a[href*='status=/vocab/status/completed']")
    assert count(reader) == left < everything
    assert all_texts(reader, ".chosen strong") == ["Completed"]
    follow(reader, ".bar a[href*='sort=code']")
    codes = all_texts(reader, "td[data-label=Code]")
    assert codes == sorted(codes)
    assert len(codes) == left
    twins_hold_what_is_shown(reader)
    follow(reader, ".bar a[href*='sort=-code']")
    assert all_texts(reader, "td[data-label=Code]") == codes[::-1]
    follow(reader, ".chosen a")
    assert count(reader) == everything
    reader.get(served_sample.address + "/states")
    first = all_texts(reader, "tbody th")
    follow(reader, ".pages a[rel=next]")
    assert not set(first) & set(all_texts(reader, "tbody th"))
    twins_hold_what_is_shown(reader)
    follow(reader, ".pages a[rel=prev]")
    assert all_texts(reader, "tbody th") == first
    assert complaints(reader) == []


def twins_hold_what_is_shown(browser: Chrome) -> None:
    """The JSON and the CSV that the page links to have its rows, in its order, with the same words."""
    rows = browser.find_elements(By.CSS_SELECTOR, "tbody tr")
    shown = [[" ".join(cell.text.split()) for cell in row.find_elements(By.CSS_SELECTOR, "th, td")] for row in rows]
    links = {link.text: str(link.get_attribute("href")) for link in browser.find_elements(By.CSS_SELECTOR, ".bar a")}
    table = list(csv.DictReader(io.StringIO(httpx.get(links["CSV"]).text)))
    items = httpx.get(links["JSON"]).json()["items"]
    assert [row["label"] for row in table] == [item["label"] for item in items] == [row[0] for row in shown]
    keys = [key for key in items[0] if key not in ("iri", "label", "language")]
    assert len(keys) == len(shown[0]) - 1
    for row, item, cells in zip(table, items, shown, strict=True):
        for key, cell in zip(keys, cells[1:], strict=True):
            values = item[key] if isinstance(item[key], list) else [str(item[key])]
            texts = [value["label"] if isinstance(value, dict) else value for value in values]
            # Amounts have two columns of their own; of many values the page says how many more there are.
            assert row[key] == " | ".join(texts) or key == "budget"
            assert cell == ", ".join(texts) or cell == f"{', '.join(texts[:10])} +{len(texts) - 10}"


def test_a_question_is_asked_with_the_plain_form(walking: Chrome, served_sample: ServedSample) -> None:
    with scripts(walking, is_on=False):
        walking.get(served_sample.address + "/sparql")
        ask(walking, WRONG)
        assert "line 2" in walking.find_element(By.ID, "problem").text
        assert walking.find_element(By.ID, "query").get_property("value") == WRONG
        # The browser tells of the status 400.
        assert all("status of 400" in each for each in complaints(walking))
        ask(walking, "SELECT ?s WHERE { ?s a <https://w3id.org/iomgraph/ns#Project> }")
        photograph(walking, "sparql-without-scripts")
        found = all_texts(walking, "table.variables tbody tr")
        assert len(found) == 15
        for link in walking.find_elements(By.CSS_SELECTOR, "#outcome a[download]"):
            assert httpx.get(str(link.get_attribute("href"))).status_code == 200
        follow(walking, "#outcome a[href*='release=']:not([download])")
        assert all_texts(walking, "table.variables tbody tr") == found
        assert walking.find_element(By.CSS_SELECTOR, ".pinned a")


def ask(browser: Chrome, query: str) -> None:
    field = browser.find_element(By.ID, "query")
    field.clear()
    field.send_keys(query)
    follow(browser, ".query button[type=submit]")


def test_suggestions_come_while_somebody_types(walking: Chrome, served_sample: ServedSample, earlier: str) -> None:
    for root in ("", earlier):
        walking.get(f"{served_sample.address}{root}/")
        field = walking.find_element(By.ID, "q")
        field.send_keys("soderkop")
        WebDriverWait(walking, 20).until(lambda _: all_texts(walking, "#suggestions [role=option]"))
        assert "Processes" in all_texts(walking, "#suggestions .heading")
        field.send_keys(Keys.ARROW_DOWN)
        chosen = walking.find_element(By.ID, str(field.get_attribute("aria-activedescendant"))).text
        photograph(walking, "suggestions")
        field.send_keys(Keys.ENTER)
        WebDriverWait(walking, 20).until(lambda _: "/id/" in walking.current_url)
        assert urlsplit(walking.current_url).path.startswith(f"{root}/id/")
        assert chosen.startswith(walking.find_element(By.TAG_NAME, "h1").text)


def test_a_query_from_a_release_leads_into_it(walking: Chrome, served_sample: ServedSample, earlier: str) -> None:
    release = earlier.rpartition("/")[2]
    query = "SELECT ?s WHERE { ?s a <https://w3id.org/iomgraph/ns#Project> }"
    walking.get(f"{served_sample.address}/sparql?{urlencode({'query': query, 'release': release})}")
    # The script puts its own table, which can be sorted, in the place of the one that came with the page.
    WebDriverWait(walking, 20).until(lambda _: walking.find_elements(By.CSS_SELECTOR, "#outcome thead button"))
    follow(walking, "#outcome tbody a")
    assert urlsplit(walking.current_url).path.startswith(f"{earlier}/id/project/")
    follow(walking, ".pinned a")
    assert urlsplit(walking.current_url).path.startswith("/id/project/")


def test_a_term_leads_into_the_ontology_of_its_version(
    walking: Chrome, served_sample: ServedSample, earlier: str
) -> None:
    walking.get(f"{served_sample.address}/ns#benefitingState")
    assert walking.find_element(By.CSS_SELECTOR, ":target h3").text.startswith("benefiting state")
    # Only the earlier release has this version.
    walking.get(f"{served_sample.address}/ns/0.0.9")
    assert urlsplit(walking.current_url).path == f"{earlier}/ns/0.0.9"
    assert "0.0.9" in walking.find_element(By.TAG_NAME, "table").text
    follow(walking, ".contents a[href='#Project']")
    assert walking.find_element(By.CSS_SELECTOR, ":target p").text


def test_a_project_tells_what_came_and_went(walking: Chrome, served_sample: ServedSample, earlier: str) -> None:
    walking.get(served_sample.address + PROJECT)
    assert "supports process" in all_texts(walking, ".facts th")
    came = walking.find_element(By.CSS_SELECTOR, "section[aria-labelledby=history] ins").text
    assert "Söderköping Process" in came
    states = walking.find_elements(By.CSS_SELECTOR, ".states a")
    assert {"Ukraine", "Poland", "Belarus"} <= {
        str(state.get_attribute("aria-label")).split(" – ")[0] for state in states
    }
    follow(walking, "section[aria-labelledby=history] li:last-child > a")
    assert urlsplit(walking.current_url).path == earlier + PROJECT
    assert "supports process" not in all_texts(walking, ".facts th")


@pytest.mark.parametrize("path", ["/", "/projects", PROJECT, "/id/process/soderkoping"])
def test_a_page_prints_what_it_tells_and_not_how_to_get_about(
    walking: Chrome, served_sample: ServedSample, path: str
) -> None:
    walking.get(served_sample.address + path)
    heading = walking.find_element(By.TAG_NAME, "h1").text
    printed = walking.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    assert printed.startswith("JVBERi")
    try:
        walking.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        seen = walking.find_element(By.TAG_NAME, "body").text
        assert heading in seen
        assert len(seen) > 500
        for hidden in ("header nav", "header form", ".languages", ".facets", ".bar", ".formats", ".skip"):
            assert not any(each.is_displayed() for each in walking.find_elements(By.CSS_SELECTOR, hidden)), hidden
    finally:
        walking.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
