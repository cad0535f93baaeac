"""Both engines, side by side."""

import os
import shutil
import time
from collections.abc import Callable, Iterator

import pytest

from iomgraph.engine import DuckDBEngine, Engine, open_engine

from .spark_cluster import WORKERS, spark_cluster

OpenEngine = Callable[[], Engine]


@pytest.fixture(scope="session")
def open_spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenEngine]:
    """What opens an engine on a cluster of two workers; all engines have one session there."""
    if shutil.which("java") is None and "CI" not in os.environ:
        pytest.skip("Spark needs Java 17, which is not installed: install a package such as openjdk-17-jre-headless")
    with pytest.MonkeyPatch.context() as environment, spark_cluster(tmp_path_factory.mktemp("spark")) as master:
        environment.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        with open_engine("spark", master=master):
            yield lambda: open_engine("spark", master=master)


@pytest.fixture(scope="session")
def spark(open_spark: OpenEngine) -> Iterator[Engine]:
    with open_spark() as engine:
        yield engine


@pytest.fixture(scope="session")
def duckdb() -> Iterator[Engine]:
    with DuckDBEngine() as engine:
        yield engine


@pytest.fixture(scope="session")
def executors(open_spark: OpenEngine) -> int:
    """How many executors run for the session, once those that are to come have come."""
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    assert session is not None
    for _ in range(600):
        # The driver is one of them.
        found = int(session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1
        if found == WORKERS:
            break
        time.sleep(0.1)
    return found
