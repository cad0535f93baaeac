"""Both engines, side by side."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from iomgraph.engine import DuckDBEngine, Engine, open_engine

WORKERS = 2
# Spark starts this cluster itself: a master in its own process, and for each worker an executor of one core and 1 GiB.
MASTER = f"local-cluster[{WORKERS},1,1024]"
# Compiling little and collecting by one thread: the tests are over before more would pay.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

OpenEngine = Callable[[], Engine]


@pytest.fixture(scope="session")
def open_spark() -> Iterator[OpenEngine]:
    """What opens an engine on a cluster of two workers; all engines have one session there."""
    if shutil.which("java") is None and "CI" not in os.environ:
        pytest.skip("Spark needs Java 17, which is not installed: install a package such as openjdk-17-jre-headless")
    pyspark = find_spec("pyspark")
    assert pyspark is not None
    assert pyspark.origin is not None
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SPARK_HOME", str(Path(pyspark.origin).parent))
        environment.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        environment.setenv("SPARK_CONF_DIR", str(Path(__file__).parent / "spark"))
        environment.setenv("JAVA_TOOL_OPTIONS", JAVA)
        with open_engine("spark", master=MASTER):
            yield lambda: open_engine("spark", master=MASTER)


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
