"""Fixtures that every test may use."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

START_SECONDS = 60
REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout: the default publication."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of records, reference facts and conformance suites that lies beside the checkout."""
    folder = Path(os.environ.get("IOMGRAPH_SHARED", REPOSITORY.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the shared material is not at {folder}: set IOMGRAPH_SHARED to its folder")
    return folder


@dataclass(frozen=True)
class ServedSample:
    """Where the sample is served, and the folder of its releases."""

    address: str
    releases: Path


@pytest.fixture(scope="session")
def served_sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSample]:
    """The default publication, published and served as its users do it."""
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
        _wait_for(f"{address}/ready", server)
        yield ServedSample(address, folder / "releases")
    finally:
        server.terminate()
        server.wait(timeout=20)


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
