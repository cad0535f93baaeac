"""A walk over every kind of page: light and dark, wide and narrow, in each language, with axe at every stop."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.looking import be_dark, be_wide, complaints, photograph, requested_hosts, violations
from tests.conftest import ServedSample

WIDE, NARROW = 1280, 320
QUERY = "SELECT ?p ?title {?p <http://purl.org/dc/terms/title> ?title ; a <https://w3id.org/iomgraph/ns%23Project>}"
PAGES = {
    "home": "/",
    "figures": "/figures/states",
    "projects": "/projects",
    "projects-narrowed": "/projects?status=/vocab/status/completed&sort=-start",
    "processes": "/processes",
    "states": "/states?page=2",
    "organisations": "/organisations",
    "vocabulary": "/vocabulary",
    "project": "/id/project/W34-805",
    "project-of-two-sources": "/id/project/TK.0045",
    "process": "/id/process/soderkoping",
    "state": "/id/state/UKR",
    "organisation": "/id/organisation/smb",
    "concept": "/vocab/status/completed",
    "ontology": "/ns",
    "links": "/links?to=/id/state/UKR&by=https://w3id.org/iomgraph/ns%23benefitingState",
    "search": "/search?q=migration",
    "search-without-result": "/search?q=xyzzy",
    "release": "/release",
    "sparql": "/sparql",
    "sparql-answer": f"/sparql?query={QUERY}",
    "problem": "/nothing-here",
    "earlier-home": "EARLIER/",
    "earlier-list": "EARLIER/projects",
    "earlier-project": "EARLIER/id/project/W34-805",
    "earlier-release": "EARLIER",
}
# Words that English has and the other two languages have not.
ENGLISH = re.compile(r"(?<![\w/-])(?:the|of|and|with|which|from|is|are|this|not|has|have)(?![\w/-])")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_fit_for_everyone(
    name: str, walking: Chrome, axe: str, served_sample: ServedSample, earlier: str
) -> None:
    walking.delete_all_cookies()
    address = served_sample.address + PAGES[name].replace("EARLIER", earlier)
    faults = Faults()
    be_wide(walking, WIDE)
    be_dark(walking, is_dark=False)
    walking.get(address)
    assert language(walking) == "en"
    photograph(walking, f"{name}-light")
    faults.add("light", violations(walking, axe))
    be_dark(walking, is_dark=True)
    photograph(walking, f"{name}-dark")
    faults.add("dark", violations(walking, axe, ["color-contrast"]))
    be_wide(walking, NARROW)
    faults.add("narrow", overflow(walking))
    for code in ("fr", "es"):
        be_dark(walking, is_dark=code == "fr")
        switch_language(walking, code)
        assert unquote(walking.current_url) == unquote(address)
        faults.add(f"narrow, {code}", overflow(walking))
        faults.add(f"English in {code}", english(walking))
        faults.add(f"narrow, {code}", violations(walking, axe))
    photograph(walking, f"{name}-{NARROW}")
    # Of a page that is not there the browser itself says so.
    faults.add("console", [each for each in complaints(walking) if name != "problem" or "status of 404" not in each])
    faults.add("hosts", sorted(requested_hosts(walking) - {urlsplit(address).netloc}))
    assert str(faults) == ""


def test_the_report_is_fit_for_everyone(walking: Chrome, axe: str, served_sample: ServedSample) -> None:
    """It is one page of the release, in the language in which it was written, without a switch."""
    faults = Faults()
    walking.get(served_sample.address + "/release/report.html")
    for width, is_dark in ((WIDE, False), (WIDE, True), (NARROW, False)):
        be_wide(walking, width)
        be_dark(walking, is_dark=is_dark)
        photograph(walking, f"report-{width}{'-dark' if is_dark else ''}")
        faults.add(f"{width}, dark: {is_dark}", violations(walking, axe))
    faults.add("narrow", overflow(walking))
    faults.add("console", complaints(walking))
    faults.add("hosts", sorted(requested_hosts(walking) - {urlsplit(served_sample.address).netloc}))
    assert str(faults) == ""


class Faults:
    """What is wrong with a page, all of it, so that one run tells."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def add(self, where: str, found: object) -> None:
        if found:
            self._found.append(f"{where}: {found}")

    def __str__(self) -> str:
        return "\n".join(self._found)


def switch_language(browser: Chrome, code: str) -> None:
    browser.find_element(By.CSS_SELECTOR, f".languages button[lang={code}]").click()
    WebDriverWait(browser, 20).until(
        lambda _: browser.execute_script(
            "return document.documentElement.lang === arguments[0] && document.readyState === 'complete'", code
        )
    )


def language(browser: Chrome) -> object:
    return browser.execute_script("return document.documentElement.lang")


def overflow(browser: Chrome) -> object:
    """What is wider than the screen and cannot be scrolled to by itself."""
    return browser.execute_script(
        """const wide = document.documentElement.scrollWidth;
        if (wide <= window.innerWidth && window.innerWidth === screen.width) return [];
        return [wide, ...[...document.querySelectorAll("body *")].filter(
          (each) => each.getBoundingClientRect().right > screen.width + 1 && !each.closest(".scroll, .code, .table"),
        ).slice(0, 5).map((each) => each.outerHTML.slice(0, 120))];"""
    )


def english(browser: Chrome) -> list[str]:
    """Texts that the page says to be in its own language, and that have English words."""
    texts = browser.execute_script(
        """const own = document.documentElement.lang, found = [];
        // Of literals without a language nobody knows which they are in.
        const unsaid = "script, code, textarea, .iri, .editor, td > span, td .values span";
        const walker = document.createTreeWalker(document.querySelector("body"), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const parent = walker.currentNode.parentElement;
          if (parent.closest("[lang]").lang === own && !parent.closest(unsaid))
            found.push(walker.currentNode.data);
        }
        for (const each of document.querySelectorAll("[aria-label], [title], [placeholder]"))
          if (each.closest("[lang]").lang === own)
            found.push(each.getAttribute("aria-label") ?? each.title, each.getAttribute("placeholder") ?? "");
        return found;"""
    )
    return [text.strip() for text in texts if ENGLISH.search(text)]
