"""What tests see of a page in the browser: its picture, what axe says of it, what it asked for and complained of."""

import base64
import json
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome

REPOSITORY = Path(__file__).parents[2]
SCREENSHOTS = Path(os.environ.get("IOMGRAPH_SCREENSHOTS", Path(__file__).parent / "screenshots"))
"""Where pictures of the pages are left for people to look at."""

AXE = REPOSITORY / "tests" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_HIGHEST = 8000


def built(file: Path, remedy: str) -> Path:
    """`file`; the test is skipped where it is not there, and fails in continuous integration."""
    if not file.is_file():
        message = f"{file.name} is not there: run `{remedy}`"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return file


def violations(browser: Chrome, axe: str, rules: Sequence[str] = RULES) -> str:
    """What axe finds wrong with the page that is open by the rules of these tags, or of these names, as JSON."""
    if not browser.execute_script("return 'axe' in window"):
        browser.execute_script(axe)
    found = browser.execute_async_script(
        """const [rules, done] = arguments;
        axe.run({ runOnly: rules, resultTypes: ["violations"] }).then((found) => done(found.violations.map(
          (each) => [each.id, each.nodes.map((node) => [node.html.slice(0, 200), node.any[0]?.message])])))""",
        list(rules),
    )
    return json.dumps(found, indent=1) if found else ""


def photograph(browser: Chrome, name: str) -> None:
    """Leave a picture of the whole page, as far as anybody would scroll."""
    SCREENSHOTS.mkdir(exist_ok=True, parents=True)
    size = browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    clip = {"x": 0, "y": 0, "scale": 1, "width": size["width"], "height": min(size["height"], _HIGHEST)}
    picture = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    (SCREENSHOTS / f"{name}.png").write_bytes(base64.b64decode(picture["data"]))


def be_wide(browser: Chrome, width: int) -> None:
    """Show pages on a screen of `width` pixels; one of 320 is a telephone's."""
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)


def be_dark(browser: Chrome, *, is_dark: bool) -> None:
    """Ask pages for their dark colours, or for the light ones."""
    feature = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


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
    """What the browser has written to its console since the last look."""
    return [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]
