"""Where the suites are."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def conformance(shared: Path) -> Path:
    return shared / "conformance"
