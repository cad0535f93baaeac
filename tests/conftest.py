"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest

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
