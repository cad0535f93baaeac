"""The command line, run as a user runs it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.forked_command import run_forked

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def iomgraph(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run `iomgraph ARGUMENTS…` in `folder`."""
    streams = tmp_path_factory.mktemp("streams")

    def run(*arguments: str | Path, folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return run_forked([str(argument) for argument in arguments], folder, streams, stdin)

    return run


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, iomgraph: Run) -> Path:
    """A folder in which the sample was published."""
    folder = tmp_path_factory.mktemp("published")
    done = iomgraph("publish", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
