"""The site in a real browser: from the home page to a project and on to the process that it supports."""

from urllib.parse import urlsplit

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.looking import complaints, requested_hosts
from tests.conftest import ServedSample

PROJECT, PROCESS = "/id/project/W34-805", "/id/process/soderkoping"


def heading(browser: Chrome) -> str:
    return browser.find_element(By.TAG_NAME, "h1").text


def test_from_home_by_search_to_a_project_and_its_process(served_sample: ServedSample, browser: Chrome) -> None:
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


def test_the_keyboard_reaches_the_content_first(served_sample: ServedSample, browser: Chrome) -> None:
    browser.get(served_sample.address + PROJECT)
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert str(skip.get_attribute("href")).endswith("#content")
    assert skip.is_displayed()
    skip.send_keys(Keys.ENTER)
    assert browser.current_url.endswith("#content")
