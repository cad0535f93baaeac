"""The site in a real browser: from the home page to a project and on to the process that it supports."""

import json
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

PROJECT, PROCESS = "/id/project/W34-805", "/id/process/soderkoping"


class Served(Protocol):
    @property
    def address(self) -> str: ...


def heading(browser: Chrome) -> str:
    return browser.find_element(By.TAG_NAME, "h1").text


def requested_hosts(browser: Chrome) -> set[str]:
    """The hosts of all requests that the pages have made since the last look."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]  # type: ignore[no-untyped-call]
    addresses = [
        urlsplit(message["params"]["request"]["url"])
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
    return {address.netloc for address in addresses if address.scheme in ("http", "https")}


def complaints(browser: Chrome) -> list[str]:
    return [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]


def test_from_home_by_search_to_a_project_and_its_process(served_sample: Served, browser: Chrome) -> None:
    browser.get(served_sample.address + "/")
    assert heading(browser)
    search = browser.find_element(By.NAME, "q")
    search.send_keys("soderkoping", Keys.ENTER)
    results = browser.find_elements(By.CSS_SELECTOR, "ul.list a")
    project = next(link for link in results if str(link.get_attribute("href")).endswith(PROJECT))
    title = project.text
    project.click()
    assert heading(browser) == title
    assert browser.current_url.endswith(PROJECT)
    link = browser.find_element(By.CSS_SELECTOR, f"table.facts a[href='{PROCESS}']")
    name = link.text
    link.click()
    assert heading(browser) == name
    assert browser.find_elements(By.CSS_SELECTOR, f"section[aria-labelledby='links'] a[href='{PROJECT}']")
    assert complaints(browser) == []
    assert requested_hosts(browser) == {urlsplit(served_sample.address).netloc}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/projects",
        "/states",
        "/search?q=migration",
        "/sparql",
        "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%2050",
        "/release",
        "/ns",
        "/vocabulary",
        PROJECT,
        PROCESS,
        "/id/organisation/iom",
    ],
)
def test_a_narrow_screen_shows_the_whole_width(served_sample: Served, browser: Chrome, path: str) -> None:
    narrow = {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", narrow)
    browser.get(served_sample.address + path)
    assert heading(browser)
    assert browser.execute_script("return window.innerWidth") == 320
    assert browser.execute_script("return document.documentElement.scrollWidth") == 320
    assert complaints(browser) == []


def test_the_keyboard_reaches_the_content_first(served_sample: Served, browser: Chrome) -> None:
    browser.get(served_sample.address + PROJECT)
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert str(skip.get_attribute("href")).endswith("#content")
    assert skip.is_displayed()
    skip.send_keys(Keys.ENTER)
    assert browser.current_url.endswith("#content")
