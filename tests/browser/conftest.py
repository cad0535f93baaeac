"""A browser to look at the served sample, and a release before the one that is served."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from tests.browser.looking import AXE, built
from tests.conftest import ServedSample

SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en",
)
EARLIER = "2020-01-01.1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one process, so that the sample is published once."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@contextmanager
def opened(profile: Path) -> Iterator[webdriver.Chrome]:
    """A browser with a profile of its own, closed at the end."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        message = "chromium and chromedriver are not installed (Debian: apt-get install chromium-driver)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    options = Options()
    options.binary_location = chromium
    for switch in (*SWITCHES, f"--user-data-dir={profile}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    try:
        chrome.set_script_timeout(20)
        yield chrome
    finally:
        chrome.quit()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    """A browser that has seen nothing yet."""
    with opened(tmp_path / "chromium") as chrome:
        yield chrome


@pytest.fixture(scope="module")
def walking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """One browser for many pages: opening one takes longer than most pages do."""
    with opened(tmp_path_factory.mktemp("walk") / "chromium") as chrome:
        yield chrome


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe."""
    return built(AXE, "npm install --prefix tests --no-package-lock").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def earlier() -> str:
    """Where the pages of the release before the sample's lie."""
    return f"/release/{EARLIER}"


@pytest.fixture(scope="session")
def served_sample(served_sample: ServedSample) -> ServedSample:
    """The sample and a release before it, which supports no process yet and has an earlier version of the ontology."""
    current = (served_sample.releases / "current").resolve()
    folder = served_sample.releases / EARLIER
    shutil.copytree(current, folder)
    lines = (folder / "graph.nq").read_bytes().splitlines(keepends=True)
    kept = sorted(line.replace(b"/ns/0.1.0>", b"/ns/0.0.9>") for line in lines if b"/ns#supportsProcess> " not in line)
    graph = b"".join(kept)
    (folder / "graph.nq").write_bytes(graph)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["release"] = EARLIER
    manifest["files"]["graph.nq"] = {"sha256": hashlib.sha256(graph).hexdigest(), "bytes": len(graph)}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return served_sample
