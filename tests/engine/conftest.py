"""Both engines, side by side."""

import os
import shutil
from collections.abc import Iterator

import pytest

from iomgraph.engine import DuckDBEngine, Engine


@pytest.fixture(scope="session")
def spark() -> Iterator[Engine]:
    """Spark on two threads of this machine."""
    if shutil.which("java") is None and "CI" not in os.environ:
        pytest.skip("Spark needs Java 17: install it, or set JAVA_HOME")
    from iomgraph.engine.spark import SparkEngine

    with SparkEngine("local[2]") as engine:
        yield engine


@pytest.fixture(scope="session")
def duckdb() -> Iterator[Engine]:
    with DuckDBEngine() as engine:
        yield engine
