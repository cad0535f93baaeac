"""The default publication, published and served as its users do it, and a browser to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

START_SECONDS = 60
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


@dataclass(frozen=True)
class ServedSample:
    """Where the sample is served."""

    address: str


@pytest.fixture(scope="session")
def served_sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSample]:
    folder = tmp_path_factory.mktemp("sample")
    command = [sys.executable, "-m", "iomgraph.cli"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    published = subprocess.run(
        [*command, "publish"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert published.returncode == 0, published.stderr or published.stdout
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([*command, "serve", "--port", str(port)], cwd=folder, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/health", server)
        yield ServedSample(address)
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        message = "chromium and chromedriver are not installed (Debian: apt-get install chromium-driver)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    options = Options()
    options.binary_location = chromium
    for switch in (*SWITCHES, f"--user-data-dir={tmp_path / 'chromium'}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield chrome
    finally:
        chrome.quit()


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(START_SECONDS * 10):
        assert server.poll() is None, "the server has ended"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer")
