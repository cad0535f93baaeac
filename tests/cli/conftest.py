"""The command line, run as a user runs it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def iomgraph() -> Run:
    """Run `iomgraph ARGUMENTS…` in `folder`."""

    def run(*arguments: str | Path, folder: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "iomgraph.cli", *map(str, arguments)],
            cwd=folder,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, iomgraph: Run) -> Path:
    """A folder in which the sample was published."""
    folder = tmp_path_factory.mktemp("published")
    done = iomgraph("publish", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
