"""The HTML report in a real browser, opened as the file that it is."""

from pathlib import Path

import rdflib
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from iomgraph.mapping import Place
from iomgraph.validation import Report, Result, Severity, write_report
from tests.browser.looking import complaints, requested_hosts


def result(severity: Severity, rule: str, file: str, line: int, waived: str | None = None) -> Result:
    return Result(
        focus=f"https://example.org/id/{line}",
        path=None,
        value=rdflib.Literal("</script><script>alert(1)</script>"),
        severity=severity,
        messages={"en": f"Mend {rule} of {line}."},
        names={},
        component="https://example.org/Component",
        rule=f"https://example.org/shapes#{rule}",
        shape=None,
        places=(Place(file, line, "name", None),),
        waived=waived,
    )


REPORT = Report(
    (
        result(Severity.VIOLATION, "Budget", 'a "b".txt', 10),
        result(Severity.VIOLATION, "Name", "c.csv", 9, waived="Old."),
        result(Severity.WARNING, "Name", "c.csv", 100),
        result(Severity.INFO, "Budget", "c.csv", 2),
    )
)


def shown(browser: Chrome) -> list[str]:
    """The numbers of the lines of the results, in the order in which they are seen."""
    links = browser.find_elements(By.CSS_SELECTOR, "tbody a[href*='/id/']")
    return [link.text.rpartition("/")[2] for link in links if link.is_displayed()]


def test_results_are_filtered_and_sorted_and_nothing_is_asked_of_a_host(browser: Chrome, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(write_report(REPORT, "html", "en"), encoding="utf-8")
    browser.get(file.as_uri())
    assert shown(browser) == ["10", "9", "100", "2"]
    for name, text, lines in (
        ("severity", "Violation", ["10", "9"]),
        ("standing", "Waived", ["9"]),
        ("rule", "Budget", ["10", "2"]),
        ("file", 'a "b".txt', ["10"]),
    ):
        choice = Select(browser.find_element(By.NAME, name))
        choice.select_by_visible_text(text)
        assert shown(browser) == lines, name
        choice.select_by_index(0)
    search = browser.find_element(By.NAME, "text")
    search.send_keys("MEND NAME")
    assert shown(browser) == ["9", "100"]
    assert browser.find_element(By.TAG_NAME, "output").text == "2 / 4 shown"
    search.clear()
    search.send_keys(" ")
    where, advice = (browser.find_elements(By.CSS_SELECTOR, "th button")[number] for number in (1, 4))
    where.click()
    assert shown(browser) == ["10", "2", "9", "100"]
    where.click()
    assert shown(browser) == ["100", "9", "2", "10"]
    advice.click()
    assert shown(browser) == ["2", "10", "9", "100"]
    assert complaints(browser) == []
    assert requested_hosts(browser) == set()
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(file.as_uri())
    assert shown(browser) == ["10", "9", "100", "2"]
    assert not browser.find_element(By.TAG_NAME, "form").is_displayed()
