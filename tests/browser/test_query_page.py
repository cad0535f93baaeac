"""The query page in a real browser, with its scripts: one walk from a question to a picture, and axe on the way."""

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.looking import be_dark, be_wide, built, complaints, photograph, requested_hosts, violations
from tests.conftest import ServedSample

REPOSITORY = Path(__file__).parents[2]
SCRIPT = REPOSITORY / "src" / "iomgraph" / "server" / "static" / "built" / "query-page.js"

BY_STATE = """PREFIX iomg: <https://w3id.org/iomgraph/ns#>
SELECT ?state (COUNT(DISTINCT ?project) AS ?projects) WHERE { ?project iomg:benefitingState ?state } GROUP BY ?state
"""
WRONG = "SELECT * WHERE {\n  ?project a .\n}"


@pytest.fixture
def wide_browser(browser: Chrome) -> Chrome:
    built(SCRIPT, "make web")
    browser.set_window_size(1200, 1600)
    return browser


class Walk:
    """A reader at the query page: what is done there, and what axe says of what is seen."""

    def __init__(self, browser: Chrome, axe: str) -> None:
        self.browser = browser
        self._axe = axe

    def one(self, selector: str) -> WebElement:
        return WebDriverWait(self.browser, 10).until(lambda browser: browser.find_element(By.CSS_SELECTOR, selector))

    def in_editor(self, selector: str) -> list[WebElement]:
        return self.one(".editor").shadow_root.find_elements(By.CSS_SELECTOR, selector)

    def write(self, query: str) -> None:
        """Paste `query` in the place of what is written."""
        (content,) = self.in_editor(".cm-content")
        content.click()
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
        self.browser.execute_script(
            """const [content, text] = arguments, clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))""",
            content,
            query,
        )

    def type(self, text: str) -> None:
        ActionChains(self.browser).send_keys(text).perform()

    def run(self) -> None:
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()

    def until(self, selector: str, count: int) -> None:
        WebDriverWait(self.browser, 10).until(
            lambda browser: len(browser.find_elements(By.CSS_SELECTOR, selector)) == count
        )

    def look(self, name: str) -> None:
        photograph(self.browser, name)
        assert violations(self.browser, self._axe) == "", name


def test_a_question_from_the_editor_to_a_picture(axe: str, served_sample: ServedSample, wide_browser: Chrome) -> None:
    """One walk in one browser, which takes long to open."""
    walk, address = Walk(wide_browser, axe), served_sample.address
    wide_browser.get(address + "/sparql")
    walk.look("query-empty")
    a_completion_declares_its_prefix(walk)
    rows = an_answer_is_sorted_filtered_and_drawn(walk, address)
    links_carry_the_query(walk, rows)
    assert complaints(wide_browser) == []
    a_fault_is_shown_where_it_is(walk)
    # The browser itself tells of the status 400, and of nothing else.
    assert all("status of 400" in complaint for complaint in complaints(wide_browser))
    pictures_are_fit_for_everyone(walk, address)
    assert complaints(wide_browser) == []
    assert requested_hosts(wide_browser) == {urlsplit(address).netloc}


def a_completion_declares_its_prefix(walk: Walk) -> None:
    walk.write("SELECT ?p WHERE { ?p ")
    walk.type("benefi")
    WebDriverWait(walk.browser, 10).until(lambda _: walk.in_editor(".cm-tooltip-autocomplete li"))
    assert any("benefitingState" in option.text for option in walk.in_editor(".cm-tooltip-autocomplete li"))
    walk.look("query-completion")
    walk.type(Keys.ARROW_DOWN)
    chosen = walk.in_editor(".cm-tooltip-autocomplete li[aria-selected] .cm-completionLabel")[0].text
    walk.type(Keys.ENTER)
    written = walk.browser.find_element(By.ID, "query").get_property("value")
    assert written == f"PREFIX iomg: <https://w3id.org/iomgraph/ns#>\nSELECT ?p WHERE {{ ?p {chosen}"


def an_answer_is_sorted_filtered_and_drawn(walk: Walk, address: str) -> int:
    browser = walk.browser
    walk.write(BY_STATE)
    walk.run()
    expected = httpx.get(f"{address}/sparql", params={"query": BY_STATE}).json()["results"]["bindings"]
    walk.until("table.variables tbody tr", len(expected))
    walk.one("th:nth-child(2) button").click()
    walk.one("th:nth-child(2)[aria-sort=ascending] button").click()
    highest = max(int(row["projects"]["value"]) for row in expected)
    assert walk.one("tbody tr:first-child td:nth-child(2)").text == str(highest)
    walk.one("#filter").send_keys("state/mda")
    walk.until("table.variables tbody tr", 1)
    assert not walk.one(".view .pages").is_displayed()
    walk.look("query-table")
    for view, drawn in (("bars", "ol.bars li"), ("map", "svg.map [class^=shade]")):
        walk.one(f"input[value={view}]").click()
        assert walk.one(drawn)
        walk.look(f"query-{view}")
    assert len(browser.find_elements(By.CSS_SELECTOR, "svg.map path[class^=shade]")) > len(expected) / 2
    assert {link.text for link in browser.find_elements(By.CSS_SELECTOR, ".downloads a")} == {
        "JSON",
        "XML",
        "CSV",
        "TSV",
    }
    for link in browser.find_elements(By.CSS_SELECTOR, ".downloads a"):
        assert httpx.get(str(link.get_attribute("href"))).status_code == 200
    return len(expected)


def links_carry_the_query(walk: Walk, rows: int) -> None:
    browser = walk.browser
    assert parse_qs(urlsplit(browser.current_url).query)["query"] == [BY_STATE]
    permanent = str(walk.one(".permanent a").get_attribute("href"))
    browser.get(permanent)
    assert walk.one("input[name=release]").is_selected()
    walk.until("table.variables tbody tr", rows)


def a_fault_is_shown_where_it_is(walk: Walk) -> None:
    walk.write(WRONG)
    walk.run()
    assert "line 2" in walk.one("#problem").text
    assert [line.text.strip() for line in walk.in_editor(".cm-faultLine")] == [WRONG.splitlines()[1].strip()]
    assert walk.in_editor(".cm-faultNote")[0].text == walk.one("#problem").text
    walk.look("query-fault")


def pictures_are_fit_for_everyone(walk: Walk, address: str) -> None:
    browser = walk.browser
    budgets = (REPOSITORY / "queries" / "cq05-budget-by-year.rq").read_text(encoding="utf-8")
    for scheme in ("light", "dark"):
        be_dark(browser, is_dark=scheme == "dark")
        browser.get(f"{address}/sparql?{urlencode({'query': budgets})}")
        walk.one("input[value=line]").click()
        assert walk.one("svg.line circle")
        walk.look(f"query-line-{scheme}")
    be_wide(browser, 320)
    for view in ("table", "bars", "line"):
        walk.one(f"input[value={view}]").click()
        assert browser.execute_script("return document.documentElement.scrollWidth") == 320
    walk.look("query-narrow")
